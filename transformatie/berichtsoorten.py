"""The kinds of notices about a dossier up to the decision, and what falls under them (see kern/berichten/soorten.py)."""

from kern.berichten.soorten import berichtsoort, valt_onder

berichtsoort(
    "besluit",
    "Besluiten",
    "De snelle toets of het transformatieplan is goedgekeurd of afgewezen, of over geld is besloten.",
    altijd="Met een besluit begint of eindigt een termijn, en staat vast of er geld komt.",
    volgorde=10,
    namen=("keur_goed", "wijs_af", "laat_vervallen"),
)
berichtsoort(
    "vraag",
    "Brieven van de verzekeraars",
    "Een indiening is niet compleet, er is een aanpassing of aanvulling gevraagd, of u krijgt de gezamenlijke terugkoppeling.",
    altijd="U moet iets doen, en er loopt een termijn.",
    volgorde=20,
    namen=("verklaar_incompleet", "vraag_aanpassing"),
)
berichtsoort(
    "indiening",
    "Indieningen",
    "Er is iets ingediend, aangevuld of ingetrokken.",
    volgorde=20,
    namen=("dien_in", "vul_aan", "dien_aangepast_in", "trek_in"),
)
berichtsoort(
    "overleg",
    "Startgesprek en overleg",
    "Een gesprek is gepland, verzet, afgezegd of gehouden. De uitnodiging voor uw agenda zit erbij.",
    volgorde=30,
    namen=("overleg_momenten", "overleg_uitnodiging", "overleg_verzet", "overleg_afgezegd", "overleg_gehouden"),
)
berichtsoort(
    "escalatie",
    "Escalatie",
    "Er is een knelpunt gemeld of opgelost, of een escalatie gaat naar de volgende stap.",
    volgorde=40,
    namen=("begin_stap_1", "ga_naar_stap_2", "ga_naar_stap_3", "los_op"),
)
valt_onder("escalatie", "brigade_gevraagd", "brigade_leest_mee", "brigade_verlengd", "brigade_klaar", "brigade_genoemd", "groep_besprak")
valt_onder("te_laat", "streven_verlopen", "streven_verlopen_czv")
berichtsoort(
    "partijen",
    "Uitnodigingen en partijen",
    "U bent uitgenodigd voor een plan, een partij doet mee of juist niet, of uw commitment wordt (opnieuw) gevraagd.",
    volgorde=25,
    namen=("uitnodiging", "uitnodiging_afgeslagen", "partij_trok_terug", "partij_losgelaten", "commitment_gevraagd"),
)
berichtsoort(
    "contactcontrole",
    "Contactpersonen nakijken",
    "Eén keer per jaar, of als er iemand ontbreekt, de vraag of uw contactpersonen nog kloppen.",
    volgorde=60,
)
