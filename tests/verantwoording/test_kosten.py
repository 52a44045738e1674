"""The statement of costs per quarter: asked for, handed in, improved, discussed, measured (3a.1)."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from pytest_django import DjangoAssertNumQueries

from kern.berichten.models import Bericht
from kern.termijnen.models import Termijn
from kern.termijnen.ronde import loop_klokken
from kern.termijnen.soorten import KOSTENSTAND
from kern.toestanden.stap import StapBelet, StapNietMogelijk, StapNietToegestaan
from kern.toestanden.uitvoeren import voer_uit
from tests.verantwoording import kostenspel, opzet
from tests.verantwoording.kostenspel import KWARTAAL_OM
from tests.verantwoording.opzet import NU, Mensen
from verantwoording.kostenwerk import kosten as kostenwerk
from verantwoording.models import Begrotingspost, Kostenregel, Kostenstand, Toekenning, Voortgangsmoment
from verantwoording.selectors import eerste_voortgang
from verantwoording.services import kosten as diensten
from verantwoording.services.kosten import Afwijking, Kosten, afwijking, kosten_gewijzigd
from verantwoording.services.kosten_begroting import herzie_begroting


def zinnen(poging: Any) -> list[tuple[str, str]]:
    with pytest.raises(StapBelet) as fout:
        poging()
    return [(b.tekst.replace("\u00a0", " "), b.veld) for b in fout.value.beletselen]


def standen(t: Toekenning) -> list[tuple[int, int, int, str]]:
    return list(
        Kostenstand.objects.filter(toekenning=t).order_by("jaar", "kwartaal", "versie").values_list("jaar", "kwartaal", "versie", "status")
    )


# --- the quarters -----------------------------------------------------------------------------------------------


def test_na_elk_kwartaal_vraagt_de_ronde_een_stand_en_maar_een(m: Mensen) -> None:
    t = opzet.lopend(m)
    loop_klokken(dt.date(2025, 9, 30))
    assert standen(t) == []
    for dag in (dt.date(2025, 10, 1), dt.date(2025, 10, 1), dt.date(2025, 12, 31)):
        assert loop_klokken(dag).fout == ""
    assert standen(t) == [(2025, 3, 1, "concept")]
    loop_klokken(dt.date(2026, 7, 1))
    assert [s[:2] for s in standen(t)] == [(2025, 3), (2025, 4), (2026, 1), (2026, 2)]


def test_de_klok_loopt_dertig_dagen_na_het_kwartaal_en_opent_geen_escalatie(m: Mensen) -> None:
    t = kostenspel.lopend(m)
    klok = Termijn.objects.get(soort_termijn=KOSTENSTAND)
    assert (klok.start_op, klok.einde_op, klok.opent_escalatie) == (dt.date(2025, 9, 30), dt.date(2025, 10, 30), False)
    assert klok.verantwoordelijk == m.penvoerder.organisatie
    loop_klokken(dt.date(2025, 10, 31))
    klok.refresh_from_db()
    assert (klok.status, t.dossier.knelpunten.count() if hasattr(t.dossier, "knelpunten") else 0) == ("overschreden", 0)
    kostenspel.ingediend(m, t, (100, 600), (0, 400))
    klok.refresh_from_db()
    assert klok.status == "alsnog_gehaald"


def test_een_plan_dat_al_lang_loopt_begint_bij_het_laatste_kwartaal(m: Mensen) -> None:
    t = opzet.lopend(m)
    diensten.open_kwartalen(t, dt.date(2026, 7, 1))
    assert [s[:2] for s in standen(t)] == [(2026, 2)]


def test_een_plan_dat_niet_loopt_wordt_niets_gevraagd(m: Mensen) -> None:
    t = opzet.beschikt(m, opzet.getekend(m, opzet.gereserveerd(m, opzet.toekenning(m))))
    loop_klokken(dt.date(2026, 1, 1))
    assert standen(t) == []


def test_bij_het_einde_van_het_plan_vervallen_de_open_stand_en_zijn_klok(m: Mensen) -> None:
    t = kostenspel.lopend(m)
    voer_uit(t, "beeindig", door=m.czv, op=NU, reden="De partijen stoppen.")
    assert (standen(t), Termijn.objects.get(soort_termijn=KOSTENSTAND).status) == ([(2025, 3, 1, "vervallen")], "vervallen")
    loop_klokken(dt.date(2026, 4, 1))
    assert len(standen(t)) == 1


# --- handing in -------------------------------------------------------------------------------------------------


def test_een_stand_gaat_van_invullen_naar_ingediend_en_zegt_het_de_verzekeraar(m: Mensen) -> None:
    t = kostenspel.lopend(m)
    s = kostenspel.ingediend(m, t, (150, 600), (50, 400))
    assert (s.status, s.ingediend_op, s.ingediend_door) == ("ingediend", NU, m.penvoerder.gebruiker)
    assert Termijn.objects.get(onderwerp=s.pk).gehaald_op == NU
    wie = set(Bericht.objects.filter(soort="kostenstand_dien_in").values_list("aan__lidmaatschappen__organisatie", flat=True))
    assert wie == {t.dossier.coordinerend_id}


def test_wat_ontbreekt_staat_er_per_post_bij(m: Mensen) -> None:
    t = kostenspel.lopend(m)
    s = kostenspel.stand(t)
    post = Begrotingspost.objects.get(naam="Post 1")
    diensten.bewaar_kosten(s, {post: Kosten(Decimal(10), Decimal(5))}, door=m.penvoerder, op=NU)
    assert zinnen(lambda: voer_uit(s, "dien_in", door=m.penvoerder, op=NU)) == [
        ("Vul nog in wat is uitgegeven en wordt verwacht bij: Post 2.", ""),
        ("De prognose tot het einde is lager dan wat al is uitgegeven bij: Post 1.", ""),
    ]


def test_zonder_vastgestelde_begroting_gaat_er_niets_in(m: Mensen) -> None:
    t = opzet.lopend(m)
    diensten.open_kwartalen(t, KWARTAAL_OM)
    s = kostenspel.stand(t)
    assert zinnen(lambda: voer_uit(s, "dien_in", door=m.penvoerder, op=NU)) == [
        ("De begroting is nog niet vastgesteld. Leg haar eerst voor aan de coördinerende zorgverzekeraar.", "")
    ]
    assert zinnen(lambda: diensten.bewaar_kosten(s, {}, door=m.penvoerder, op=NU)) == [
        ("De begroting is nog niet vastgesteld. Daarna vult u de kosten in.", "")
    ]


@pytest.mark.parametrize("wie", ["deelnemer", "czv", "tweede", "nza"])
def test_alleen_de_penvoerder_vult_in_en_dient_in(m: Mensen, wie: str) -> None:
    t = kostenspel.lopend(m)
    s = kostenspel.stand(t)
    for poging in (
        lambda: voer_uit(s, "dien_in", door=getattr(m, wie), op=NU),
        lambda: diensten.bewaar_kosten(s, {}, door=getattr(m, wie), op=NU),
        lambda: diensten.verbeter(s, door=getattr(m, wie), op=NU),
    ):
        with pytest.raises(StapNietToegestaan):
            poging()


def test_een_post_van_een_ander_plan_wordt_geweigerd(m: Mensen) -> None:
    t, ander = kostenspel.lopend(m), kostenspel.lopend(m, titel="Ander plan")
    vreemd = Begrotingspost.objects.filter(begroting__toekenning=ander)[0]
    s = kostenspel.stand(t)
    assert zinnen(lambda: diensten.bewaar_kosten(s, {vreemd: Kosten(Decimal(1), Decimal(1))}, door=m.penvoerder, op=NU)) == [
        ("Post 1 is geen post van de vastgestelde begroting.", "")
    ]
    assert not Kostenregel.objects.exists()


def test_wat_is_ingediend_verandert_niet_meer_ook_niet_langs_de_deur(m: Mensen) -> None:
    s = kostenspel.ingediend(m, kostenspel.lopend(m), (150, 600), (50, 400))
    with pytest.raises(StapNietMogelijk):
        diensten.bewaar_kosten(s, {}, door=m.penvoerder, op=NU)
    for poging in (
        lambda: Kostenregel.objects.filter(stand=s).update(gerealiseerd=1),
        lambda: Kostenregel.objects.filter(stand=s).delete(),
        lambda: Begrotingspost.objects.update(bedrag=1),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            poging()


# --- improving and discussing -----------------------------------------------------------------------------------


def test_een_verbeterde_stand_vervangt_de_oude_en_laat_haar_lezen(m: Mensen) -> None:
    t = kostenspel.lopend(m)
    oud = kostenspel.ingediend(m, t, (150, 600), (50, 400))
    nieuw = diensten.verbeter(oud, door=m.penvoerder, op=NU)
    assert diensten.verbeter(oud, door=m.penvoerder, op=NU) == nieuw
    assert [(r.gerealiseerd, r.prognose) for r in nieuw.regels.all()] == [(150, 600), (50, 400)]
    assert standen(t) == [(2025, 3, 1, "ingediend"), (2025, 3, 2, "concept")]
    kostenspel.ingediend(m, t, (160, 700), (50, 400))
    assert standen(t) == [(2025, 3, 1, "vervangen"), (2025, 3, 2, "ingediend")]
    assert [r.gerealiseerd for r in oud.regels.all()] == [150, 50]
    assert afwijking(t) == Afwijking(Decimal(100), Decimal("10.0"))


def test_een_gevraagde_aanvulling_geeft_een_nieuwe_versie_met_een_eigen_klok(m: Mensen) -> None:
    t = kostenspel.lopend(m)
    s = kostenspel.ingediend(m, t, (150, 600), (50, 400))
    assert zinnen(lambda: voer_uit(s, "vraag_aanvulling", door=m.czv, op=NU, aanvulling_gevraagd=" ")) == [
        ("Schrijf op wat er nog ontbreekt.", "aanvulling_gevraagd")
    ]
    voer_uit(s, "vraag_aanvulling", door=m.czv, op=NU, aanvulling_gevraagd="Waar zijn de kosten van oktober?")
    nieuw = kostenspel.stand(t)
    assert (nieuw.versie, nieuw.status, Termijn.objects.get(onderwerp=nieuw.pk).einde_op) == (2, "concept", NU + dt.timedelta(days=30))
    kostenspel.ingediend(m, t, (200, 600), (50, 400))
    assert [s[3] for s in standen(t)] == ["vervangen", "ingediend"]


def test_een_besproken_stand_telt_als_voortgangsmoment(m: Mensen) -> None:
    t = opzet.beschikt(m, opzet.getekend(m, opzet.gereserveerd(m, opzet.toekenning(m))))
    t = opzet.in_uitvoering(m, t, met_voortgang=False)
    kostenspel.met_begroting(m, t)
    diensten.open_kwartalen(t, KWARTAAL_OM)
    s = kostenspel.ingediend(m, t, (150, 600), (50, 400))
    assert not t.voortgang.exists()
    for dag, zin in (
        (NU + dt.timedelta(days=1), "Een bespreking legt u vast nadat zij is geweest."),
        (dt.date(2025, 9, 29), "De stand is van 30 september 2025; een bespreking is daarna."),
    ):
        assert zinnen(lambda dag=dag: voer_uit(s, "bespreek", door=m.czv, op=NU, besproken_op=dag, bespreking="x")) == [
            (zin, "besproken_op")
        ]
    voer_uit(s, "bespreek", door=m.czv, op=NU, besproken_op=dt.date(2025, 10, 20), bespreking="Op schema.")
    moment = Voortgangsmoment.objects.get()
    assert (moment.op, moment.kosten_tot_nu, moment.toelichting) == (dt.date(2025, 10, 20), Decimal(200), "Op schema.")
    assert eerste_voortgang(Toekenning.objects.get(pk=t.pk)) == moment


# --- how far off ------------------------------------------------------------------------------------------------


def test_zonder_stand_of_begroting_is_er_geen_afwijking(m: Mensen) -> None:
    t = opzet.lopend(m)
    assert afwijking(t) == Afwijking(Decimal(0), Decimal(0))
    kostenspel.met_begroting(m, t)
    assert afwijking(t) == Afwijking(Decimal(0), Decimal(0))


@pytest.mark.parametrize(
    ("cijfers", "uitkomst"),
    [
        (((10, 600), (0, 400)), (Decimal(0), Decimal("0.0"))),
        (((10, 700), (0, 455)), (Decimal(155), Decimal("15.5"))),
        (((10, 500), (0, 379)), (Decimal(-121), Decimal("-12.1"))),
    ],
)
def test_de_afwijking_is_de_prognose_tegen_de_begroting(m: Mensen, cijfers: Any, uitkomst: tuple[Decimal, Decimal]) -> None:
    t = kostenspel.lopend(m)
    kostenspel.ingediend(m, t, *cijfers)
    assert tuple(afwijking(t)) == uitkomst


def test_wie_bijstuurt_hoort_het_in_dezelfde_transactie(m: Mensen) -> None:
    gehoord: list[tuple[Any, ...]] = []

    def luister(sender: type, **kw: Any) -> None:
        gehoord.append((kw["toekenning"], kw["stand"].periode, kw["op"], kw["door"], tuple(afwijking(kw["toekenning"]))))

    kosten_gewijzigd.connect(luister)
    try:
        t = kostenspel.lopend(m)
        kostenspel.ingediend(m, t, (10, 700), (0, 500))
        assert gehoord == [(t, "3e kwartaal 2025", NU, m.penvoerder, (Decimal(200), Decimal("20.0")))]
        herzie_begroting(t, door=m.penvoerder, op=NU)
        nieuw = kostenspel.met_begroting(m, t, (700, 500), op=NU)
        assert (nieuw.nummer, len(gehoord), gehoord[1][4]) == (2, 2, (Decimal(0), Decimal("0.0")))
    finally:
        kosten_gewijzigd.disconnect(luister)


# --- the werkvoorraad -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("aantal", [1, 3])
def test_het_werk_aan_de_kosten_vraagt_een_keer_aan_de_database(
    m: Mensen, django_assert_num_queries: DjangoAssertNumQueries, aantal: int
) -> None:
    for n in range(aantal):
        diensten.open_kwartalen(opzet.lopend(m, titel=f"Plan {n}"), KWARTAAL_OM)
        kostenspel.ingediend(m, kostenspel.lopend(m, titel=f"Ander {n}"), (1, 600), (1, 400))
    for wie, verwacht in (
        (m.penvoerder, {("Stel de begroting op", True), ("Dien de kostenstand van het 3e kwartaal 2025 in", True)}),
        (
            m.czv,
            {("Achterstand: de kostenstand van het 3e kwartaal 2025", False), ("Bespreek de kostenstand van het 3e kwartaal 2025", True)},
        ),
        (m.tweede, set()),
    ):
        with django_assert_num_queries(1):
            items = kostenwerk(wie, NU)
        assert ({(i.wat, i.is_aan_zet) for i in items}, len(items)) == (verwacht, len(verwacht) * aantal)


def test_een_afwijking_die_niet_te_bewaren_is_blijft_bij_het_grootste_percentage() -> None:
    grens = Decimal("9999999.9")
    assert diensten.bereken_afwijking(Decimal("0.01"), Decimal(10**11)).percentage == grens
    assert diensten.bereken_afwijking(Decimal(1000), Decimal(1100)).percentage == Decimal("10.0")
