"""The kinds of notices about the money and the carrying out (see kern/berichten/soorten.py)."""

from kern.berichten.soorten import berichtsoort, valt_onder

berichtsoort(
    "uitvoering",
    "Overeenkomst en uitvoering",
    "Middelen zijn gereserveerd, de overeenkomst is getekend, de uitvoering begint of eindigt, of er is bewijs ingediend.",
    volgorde=60,
    namen=("reserveer", "teken", "start_uitvoering", "rond_af", "dien_bewijs_in"),
)
valt_onder("besluit", "beschik", "weiger_beschikking", "beeindig", "ken_toe", "betaal_uit", "rond_betaling_af")
valt_onder("vraag", "vraag_aanvulling", "betaalopdracht", "verdeelsleutel")
valt_onder("vraag", "bijstelling_voorgelegd", "bijstelling_begonnen")
valt_onder("uitvoering", "bijstelling")
valt_onder("uitvoering", "opgeschoven")
berichtsoort(
    "bijsturing",
    "Bijsturing en terugbetaling",
    "De kosten wijken af, er ligt een voorstel voor bijsturing, of een bijsturing is afgesloten.",
    volgorde=64,
    namen=(
        "bijsturing_geopend",
        "bijsturing_voorstel",
        "bijsturing_afgewezen",
        "bijsturing_afgesloten",
        "correctie_gevraagd",
    ),
)
berichtsoort("pot_vervalt", "Potten", "Geld in een pot vervalt binnenkort, of is vervallen.", volgorde=70, rollen=("beheer",))
