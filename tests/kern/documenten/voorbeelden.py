"""Letters filled in as they would be, for the tests and for looking at them."""

import datetime as dt
from decimal import Decimal

from kern.documenten.brieven import Briefhoofd, Klokregel, Punt
from transformatie.brieven import (
    Akkoord,
    BesluitSnelleToets,
    BesluitTransformatieplan,
    Criteriumoordeel,
    Incompleet,
    KpiRegel,
    Ontvangstbevestiging,
    Terugkoppeling,
    Uitnodiging,
    UitnodigingRegiocoordinator,
)
from verantwoording.bijsturing_brieven import Eindafrekening, Kpiregel, Termijnregel, Terugbetalingsbrief
from verantwoording.brieven import Onderdeel, Uitbetalingsbesluit
from verantwoording.brieven_overeenkomst import (
    Beschikkingsaanvraagbrief,
    Beslismoment,
    Contractpartij,
    Deel,
    KpiAfspraak,
    Overeenkomstbrief,
    Stuk,
    Totaal,
)

PARTIJEN = ("Ziekenhuis Waalstad (penvoerder)", "Huisartsencoöperatie Nijmegen", "Gemeente Nijmegen", "Gemeente Wijchen")
OORDELEN = (
    Criteriumoordeel("Zorggebruik Zvw", "substantieel", "Thuismeten vervangt naar schatting 4.200 polikliniekbezoeken per jaar."),
    Criteriumoordeel("Inzet van personeel", "substantieel", "De werkwijze vraagt 11 fte minder bij gelijke zorg."),
    Criteriumoordeel("Transitiedoelen", "voldoende", "Draagt bij aan T1 en T2."),
)


def hoofd(datum: dt.date, **anders: object) -> Briefhoofd:
    return Briefhoofd(
        **{
            "kenmerk": "TP-2025-0147",
            "datum": datum,
            "afzender": "VGZ",
            "geadresseerden": PARTIJEN,
            "plan": "Hartzorg dichtbij: thuismeten en anderhalvelijnszorg",
            "contact": "transformatie@vgz.example, 024 000 00 00",
            **anders,
        }
    )


def snelle_toets(*, is_goedgekeurd: bool = True, **anders: object) -> BesluitSnelleToets:
    velden = {
        "hoofd": hoofd(dt.date(2025, 5, 6)),
        "is_goedgekeurd": is_goedgekeurd,
        "motivering": "Het plan pakt een bekend knelpunt in de regio aan: de wachttijd voor cardiologische zorg.\n\n"
        "De beschreven werkwijze is elders beproefd en past bij het regioplan Rijk van Nijmegen.",
        "tweede_verzekeraar": "CZ",
        "instemming": "CZ stemde op 2 mei 2025 in met deze terugkoppeling.",
        "medebeoordeling": "De gemeenten zagen op 22 april 2025 af van medebeoordeling door een regiocoördinator.",
        "terugkoppeling": "Wij zijn positief over de samenwerking tussen eerste en tweede lijn. "
        "Werk in het plan uit hoe de huisartsen de extra taken opvangen.",
        "klok": Klokregel(
            "Besluit op de snelle toets, vier weken na de complete indiening",
            dt.date(2025, 4, 8),
            dt.date(2025, 5, 6),
            "1e.1",
            "De termijn eindigt 4 weken na de start.",
        ),
        "oordelen": OORDELEN,
        "karakter": "opschaling",
        "experimenteerruimte": "de dosering van het thuismeten mag per praktijk verschillen, tot 1 juli 2026.",
        "bedrag_gevraagd": Decimal("8400000.00"),
        "indienen": Klokregel("Indienen transformatieplan", dt.date(2025, 5, 6), dt.date(2025, 9, 6), "1e.2") if is_goedgekeurd else None,
        "aandachtspunten": (
            Punt("Nodig het zorgkantoor uit als het plan ook de langdurige zorg raakt.", "1a.1"),
            Punt("Beschrijf per KPI wat een fiscalist over btw zegt.", "1f.4"),
        ),
    }
    return BesluitSnelleToets(**{**velden, **anders})


def transformatieplan(*, is_goedgekeurd: bool = True, **anders: object) -> BesluitTransformatieplan:
    velden = {
        "hoofd": hoofd(dt.date(2025, 11, 3)),
        "is_goedgekeurd": is_goedgekeurd,
        "versie": 2,
        "motivering": "De businesscase is onderbouwd en de afspraken zijn toetsbaar.",
        "tweede_verzekeraar": "CZ",
        "instemming": "CZ stemde op 27 oktober 2025 in met deze terugkoppeling.",
        "terugkoppeling": "De aanpassingen in versie 2 nemen onze vragen weg.",
        "klok": Klokregel(
            "Besluit op het transformatieplan, acht weken na het complete plan",
            dt.date(2025, 9, 4),
            dt.date(2025, 10, 30),
            "1e.3",
        ),
        "oordelen": OORDELEN,
        "bedrag_gevraagd": Decimal("8400000.00"),
        "bedrag_toegekend": Decimal("8150000.50") if is_goedgekeurd else None,
        "kpis": (
            KpiRegel(1, "Transformatieplan opgeleverd", dt.date(2025, 12, 31), Decimal("150000.50")),
            KpiRegel(2, "Thuismeten draait in 20 praktijken", dt.date(2026, 9, 30), Decimal("3000000.00")),
            KpiRegel(3, "Polikliniekbezoeken 15 procent lager dan in 2024", dt.date(2027, 12, 31), Decimal("5000000.00")),
        ),
        "akkoorden": (
            Akkoord("Ziekenhuis Waalstad", "commitment", dt.date(2025, 10, 20)),
            Akkoord("Gemeente Wijchen", "goedkeuring van de onderdelen in het sociaal domein", dt.date(2025, 10, 24)),
        ),
        "raakt_sociaal_domein": True,
        "versie_sha256": "5f3c" * 16,
    }
    return BesluitTransformatieplan(**{**velden, **anders})


def uitbetaling(**anders: object) -> Uitbetalingsbesluit:
    velden = {
        "hoofd": hoofd(dt.date(2026, 10, 20), geadresseerden=PARTIJEN[:2]),
        "kpi_nummer": 2,
        "kpi_naam": "Thuismeten draait in 20 praktijken",
        "bewijs_ingediend_op": dt.date(2026, 10, 2),
        "oordeel": "deels behaald",
        "toekenning": "gedeeltelijk",
        "motivering": "Thuismeten draait in 17 van de 20 praktijken.",
        "inspanning": "De inspanningen zijn volgens afspraak geleverd; de drie praktijken fuseerden.",
        "bedrag_kpi": Decimal("3000000.00"),
        "bedrag_toegekend": Decimal("2700000.00"),
        "bedrag_verrekend": Decimal("200000.00"),
        "ontvanger": "Ziekenhuis Waalstad",
        "betaald_op": dt.date(2026, 10, 20),
        "plan_toegekend": Decimal("8150000.50"),
        "plan_betaald": Decimal("2850000.50"),
        "rechtmatigheid": (
            Onderdeel("Goedgekeurd plan en getekende overeenkomst met KPI-afspraken", dt.date(2025, 12, 12)),
            Onderdeel("Betaalbeschikking van de NZa", dt.date(2026, 1, 30)),
            Onderdeel("Vorm van kostenregistratie en bewijs van de KPI", dt.date(2026, 10, 2)),
            Onderdeel("Vorm van monitoring en bijsturing", dt.date(2026, 7, 1)),
        ),
    }
    return Uitbetalingsbesluit(**{**velden, **anders})


def terugbetaling(**anders: object) -> Terugbetalingsbrief:
    velden = {
        "hoofd": hoofd(dt.date(2026, 11, 3), geadresseerden=PARTIJEN[:2]),
        "schuldenaar": "Ziekenhuis Waalstad",
        "bedrag": Decimal("300000.00"),
        "reden": "De inkoop van meetapparatuur viel goedkoper uit.",
        "termijnen": (
            Termijnregel(1, Decimal("150000.00"), dt.date(2026, 12, 31)),
            Termijnregel(2, Decimal("150000.00"), dt.date(2027, 3, 31)),
        ),
        "uitbetaald": Decimal("2520000.00"),
        "bijsturing_van": dt.date(2026, 10, 5),
        "reden_andere_kant": "Wij vinden dit redelijk.",
    }
    return Terugbetalingsbrief(**{**velden, **anders})


def eindafrekening(**anders: object) -> Eindafrekening:
    velden = {
        "hoofd": hoofd(dt.date(2027, 12, 1), geadresseerden=PARTIJEN[:2]),
        "is_afgerond": True,
        "toegekend": Decimal("8400000.00"),
        "extra": Decimal("100000.00"),
        "uitbetaald": Decimal("8000000.00"),
        "nog_te_betalen": Decimal(0),
        "voorschot_open": Decimal(0),
        "terug_naar_pot": Decimal("500000.00"),
        "teruggevorderd": Decimal("300000.00"),
        "terugbetaald": Decimal("150000.00"),
        "kpis": (
            Kpiregel(1, "De meldkamer draait", "betaald", Decimal("2000000.00"), Decimal("2000000.00"), Decimal("2000000.00")),
            Kpiregel(2, "Thuismeten draait in 20 praktijken", "vervallen", Decimal("500000.00"), Decimal(0), Decimal(0)),
        ),
    }
    return Eindafrekening(**{**velden, **anders})


BESLUIT = Klokregel("Besluit op de snelle toets", dt.date(2025, 4, 8), dt.date(2025, 5, 6), "1e.1")


def ontvangst(**anders: object) -> Ontvangstbevestiging:
    velden = {
        "hoofd": hoofd(dt.date(2025, 4, 8)),
        "stuk": "snelle toets",
        "wat": "indiening",
        "ontvangen_op": dt.date(2025, 4, 8),
        "tweede_verzekeraar": "CZ",
        "klok": BESLUIT,
        "compleet_voor": dt.date(2025, 4, 15),
        "gemeenten": ("gemeente Nijmegen", "gemeente Wijchen"),
    }
    return Ontvangstbevestiging(**{**velden, **anders})


def incompleet() -> Incompleet:
    ontbreekt = "Bij hoofdstuk 2 ontbreekt de onderbouwing van het gekozen criterium.\n\nDe gemeenten staan er niet bij."
    return Incompleet(hoofd(dt.date(2025, 4, 10)), "snelle toets", dt.date(2025, 4, 8), ontbreekt, 4, "1e.1")


def uitnodiging(**anders: object) -> Uitnodiging:
    velden = {
        "hoofd": hoofd(dt.date(2025, 3, 20), geadresseerden=("Gemeente Wijchen",)),
        "rol": "gemeente",
        "penvoerder": "Ziekenhuis Waalstad",
        "tweede_verzekeraar": "CZ",
        "antwoord_voor": dt.date(2025, 4, 3),
        "is_gemeente": True,
        "vraagt_spuk_aan": True,
        "aan_tafel": ("Ziekenhuis Waalstad", "Huisartsencoöperatie Nijmegen", "VGZ", "CZ"),
        "samenvatting": "Thuismeten en anderhalvelijnszorg voor mensen met een hartaandoening.",
    }
    return Uitnodiging(**{**velden, **anders})


def regiocoordinator() -> UitnodigingRegiocoordinator:
    return UitnodigingRegiocoordinator(
        hoofd(dt.date(2025, 4, 11), geadresseerden=("Gemeente Almere", "t.a.v. Ahmed Yildiz")),
        "Ahmed Yildiz",
        "gemeente Almere",
        "CZ",
        ("gemeente Nijmegen", "gemeente Wijchen"),
        Klokregel("Uw oordeel", dt.date(2025, 4, 11), dt.date(2025, 4, 29), "1b.3"),
    )


def terugkoppeling(**anders: object) -> Terugkoppeling:
    velden = {
        "hoofd": hoofd(dt.date(2025, 10, 20)),
        "stuk": "versie 1 van het transformatieplan",
        "tweede_verzekeraar": "CZ",
        "terugkoppeling": "Wij zijn samen positief over de opzet.\n\nDe businesscase vraagt nog werk.",
        "oordelen": OORDELEN,
        "klok": Klokregel("Besluit", dt.date(2025, 9, 4), dt.date(2025, 10, 30), "1e.3"),
    }
    return Terugkoppeling(**{**velden, **anders})


def overeenkomst(**anders: object) -> Overeenkomstbrief:
    delen = (
        Deel("Ziekenhuis Waalstad", "medisch-specialistische zorg", Decimal(2000000)),
        Deel("Gemeente Wijchen", "sociaal domein", Decimal(400000)),
    )
    kpi = KpiAfspraak(
        nummer=1,
        omschrijving="Meldkamer in gebruik",
        indicator="meldingen per maand",
        uitgangswaarde="0",
        streefwaarde="4.200",
        meetinstrument="Rapportage van het programmabureau",
        meten_op=dt.date(2026, 6, 1),
        bedrag=Decimal(2400000),
        stroom="transformatiemiddelen, na behaalde KPI",
        verantwoordelijk="Ziekenhuis Waalstad",
        delen=delen,
        wacht_op="mijlpaal 2: Besluit over opschalen",
    )
    velden = {
        "hoofd": hoofd(dt.date(2025, 9, 1)),
        "versie": 2,
        "bedrag": Decimal(2400000),
        "planversie": 3,
        "plan_sha256": "0f" * 32,
        "goedgekeurd_op": dt.date(2025, 8, 20),
        "partijen": (Contractpartij("VGZ", "coördinerende zorgverzekeraar"), Contractpartij("Ziekenhuis Waalstad", "penvoerder")),
        "kassier": "Ziekenhuis Waalstad",
        "kpis": (kpi,),
        "momenten": (Beslismoment(2, "Besluit over opschalen", dt.date(2026, 9, 1), "KPI 1"),),
        "per_sector": (Totaal("medisch-specialistische zorg", Decimal(2000000)), Totaal("sociaal domein", Decimal(400000))),
        "per_partij": (Totaal("Ziekenhuis Waalstad", Decimal(2000000)), Totaal("Gemeente Wijchen", Decimal(400000))),
    }
    return Overeenkomstbrief(**{**velden, **anders})


def beschikkingsaanvraag(**anders: object) -> Beschikkingsaanvraagbrief:
    velden = {
        "hoofd": hoofd(dt.date(2025, 9, 10), geadresseerden=("Nederlandse Zorgautoriteit",)),
        "ronde": 1,
        "bedrag": Decimal(2400000),
        "penvoerder": "Ziekenhuis Waalstad",
        "tweede_verzekeraar": "CZ",
        "aanbieders": ("Ziekenhuis Waalstad", "Huisartsencoöperatie Nijmegen"),
        "kassier": "Ziekenhuis Waalstad",
        "stukken": (
            Stuk("Goedgekeurd transformatieplan, versie 3", dt.date(2025, 8, 20), "0f" * 32),
            Stuk("Handtekening van gemeente Wijchen", dt.date(2025, 9, 5)),
        ),
        "kpis": (Totaal("1. Meldkamer in gebruik", Decimal(2400000)),),
        "verzekeraar_op": dt.date(2025, 9, 9),
        "penvoerder_op": dt.date(2025, 9, 10),
    }
    return Beschikkingsaanvraagbrief(**{**velden, **anders})


ALLE = {
    "snelle_toets_goed": snelle_toets(),
    "snelle_toets_af": snelle_toets(is_goedgekeurd=False),
    "plan_goed": transformatieplan(),
    "plan_af": transformatieplan(is_goedgekeurd=False, kpis=(), akkoorden=()),
    "uitbetaling": uitbetaling(),
    "overeenkomst": overeenkomst(),
    "overeenkomst_zonder_moment": overeenkomst(momenten=(), kostenvorm="kostenplaats op planniveau"),
    "beschikkingsaanvraag": beschikkingsaanvraag(),
    "beschikkingsaanvraag_opnieuw": beschikkingsaanvraag(ronde=2),
    "terugbetaling": terugbetaling(),
    "terugbetaling_voorschot": terugbetaling(
        uit_bijsturing=False,
        bijsturing_van=None,
        reden_andere_kant="",
        termijnen=(Termijnregel(1, Decimal("300000.00"), dt.date(2026, 12, 3)),),
    ),
    "eindafrekening": eindafrekening(),
    "eindafrekening_beeindigd": eindafrekening(
        is_afgerond=False, reden="De partijen stoppen.", kpis=(), teruggevorderd=Decimal(0), terugbetaald=Decimal(0), extra=Decimal(0)
    ),
    "uitbetaling_geen": uitbetaling(
        bedrag_toegekend=Decimal(0), bedrag_verrekend=Decimal(0), toekenning="geen", oordeel="niet behaald", inspanning="", betaald_op=None
    ),
    "ontvangst_toets": ontvangst(),
    "ontvangst_plan": ontvangst(
        stuk="transformatieplan",
        wat="aanvulling",
        versie=2,
        versie_sha256="0f" * 32,
        vraagt_commitment=True,
        klok=Klokregel(
            "Besluit op het transformatieplan", dt.date(2025, 10, 30), dt.date(2025, 12, 29), "1e.3", "25 december is een feestdag."
        ),
    ),
    "incompleet": incompleet(),
    "uitnodiging_gemeente": uitnodiging(),
    "uitnodiging_deelnemer": uitnodiging(rol="deelnemer", is_gemeente=False, vraagt_spuk_aan=False, klok=BESLUIT),
    "regiocoordinator": regiocoordinator(),
    "terugkoppeling": terugkoppeling(),
    "terugkoppeling_aanpassing": terugkoppeling(is_aanpassing=True, gevraagde_aanpassing="Maak KPI 1 scherper."),
}
