"""1a.1: the other financiers of a plan that crosses domains join from the first contact."""

import datetime as dt

import pytest

from config.voorbeeld.levensloop import Levensloop
from config.voorbeeld.wereld import Wereld
from kern.organisaties.models import Rol
from kern.toestanden.stap import StapNietToegestaan
from tests.regels.hulp import belet
from transformatie.models import Dossier, Partijrol
from transformatie.selectors.partijen import ontbrekende_partijen
from transformatie.services import dossiers, partijen

OP = dt.date(2025, 4, 1)
MOMENT = dt.datetime(2025, 4, 8, 8, 30, tzinfo=dt.UTC)
ZORGKANTOOR = "Dit plan raakt de langdurige zorg. Nodig eerst het zorgkantoor van Nijmegen uit."
GEMEENTE = "Dit plan raakt het sociaal domein. Nodig eerst gemeente {} uit."


def begin(wereld: Wereld, op: dt.date = OP, *, gemeenten: tuple[str, ...] = (), raakt_wlz: bool = False) -> Levensloop:
    return Levensloop(wereld, begin=op, gemeenten=gemeenten, raakt_wlz=raakt_wlz, deelnemers=())


def plan(loop: Levensloop) -> None:
    loop.zet(loop.dossier.startgesprek, "plan", loop.czv, moment=MOMENT, plaats="kantoor")


def dien_in(loop: Levensloop) -> None:
    loop.zet(loop.toets, "dien_in", loop.planmaker)


def nodig_uit(loop: Levensloop, naam: str, rol: str) -> None:
    dossiers.nodig_uit(loop.dossier, loop.wereld.organisatie(naam), rol, door=loop.planmaker, op=loop.op)
    loop.ververs()


def klaar(loop: Levensloop) -> Levensloop:
    """Everything but the financiers."""
    loop.zet(loop.dossier.startgesprek, "sla_over", loop.planmaker, reden="Wij spraken elkaar al.")
    return loop.schrijf_toets().bevestig_karakter()


def test_zonder_zorgkantoor_kan_het_startgesprek_niet_worden_gepland(wereld: Wereld) -> None:
    loop = begin(wereld, raakt_wlz=True)
    assert belet(lambda: plan(loop)) == [ZORGKANTOOR]
    nodig_uit(loop, "Zorgkantoor Nijmegen", Partijrol.FINANCIER)
    plan(loop)
    assert loop.dossier.startgesprek.status == "gepland"


def test_zonder_zorgkantoor_kan_de_snelle_toets_niet_worden_ingediend(wereld: Wereld) -> None:
    loop = klaar(begin(wereld, raakt_wlz=True))
    assert belet(lambda: dien_in(loop)) == [ZORGKANTOOR]
    nodig_uit(loop, "Zorgkantoor Nijmegen", Partijrol.FINANCIER)
    dien_in(loop)
    assert loop.toets.status == "ingediend"


def test_elke_betrokken_gemeente_wordt_genoemd_tot_zij_is_uitgenodigd(wereld: Wereld) -> None:
    loop = begin(wereld, gemeenten=("Gemeente Nijmegen", "Gemeente Wijchen"))
    assert sorted(belet(lambda: plan(loop))) == [GEMEENTE.format("Nijmegen"), GEMEENTE.format("Wijchen")]
    nodig_uit(loop, "Gemeente Nijmegen", Partijrol.GEMEENTE)
    assert belet(lambda: plan(loop)) == [GEMEENTE.format("Wijchen")]
    nodig_uit(loop, "Gemeente Wijchen", Partijrol.GEMEENTE)
    plan(loop)


def test_het_sociaal_domein_zonder_gemeente_vraagt_welke(wereld: Wereld) -> None:
    loop = begin(wereld)
    dossiers.voeg_domein_toe(loop.dossier, "sociaal", door=loop.planmaker, op=OP)
    loop.ververs()
    assert belet(lambda: plan(loop)) == ["Dit plan raakt het sociaal domein. Noem welke gemeenten erbij betrokken zijn en nodig hen uit."]


def test_elke_zorgkantoorregio_vraagt_haar_eigen_zorgkantoor(wereld: Wereld) -> None:
    loop = begin(wereld, raakt_wlz=True)
    loop.dossier.regios.add(wereld.regio("'t Gooi"))
    nodig_uit(loop, "Zorgkantoor Nijmegen", Partijrol.FINANCIER)
    assert belet(lambda: plan(loop)) == ["Dit plan raakt de langdurige zorg. Nodig eerst het zorgkantoor van 't Gooi uit."]


def test_een_plan_binnen_de_zvw_vraagt_geen_andere_financier(wereld: Wereld) -> None:
    loop = begin(wereld)
    assert not loop.dossier.is_domeinoverstijgend
    plan(loop)
    loop.naar(dt.date(2025, 4, 8)).houd_startgesprek().schrijf_toets().bevestig_karakter().dien_toets_in()


def test_een_gemeente_die_alleen_als_financier_aan_tafel_zit_telt_niet_als_gemeente(wereld: Wereld) -> None:
    loop = begin(wereld, gemeenten=("Gemeente Wijchen",))
    nodig_uit(loop, "Gemeente Wijchen", Partijrol.FINANCIER)
    assert belet(lambda: plan(loop)) == [GEMEENTE.format("Wijchen")]


def test_een_financier_die_is_weggegaan_telt_niet_meer(wereld: Wereld) -> None:
    loop = begin(wereld, gemeenten=("Gemeente Wijchen",))
    nodig_uit(loop, "Gemeente Wijchen", Partijrol.GEMEENTE)
    dossiers.laat_uitgaan(loop.dossier, loop.dossier.deelnemende_gemeenten[0], reden="Vergissing.", door=loop.planmaker, op=OP)
    loop.ververs()
    assert belet(lambda: plan(loop)) == [GEMEENTE.format("Wijchen")]


def test_een_ziekenhuis_kan_niet_voor_zorgkantoor_spelen(wereld: Wereld) -> None:
    loop = begin(wereld, raakt_wlz=True)
    assert belet(lambda: nodig_uit(loop, "GGZ Rivierenrijk", Partijrol.FINANCIER)) == [
        "GGZ Rivierenrijk is een zorgaanbieder en kan geen financier zijn."
    ]


def test_de_financier_ziet_het_dossier_vanaf_de_uitnodiging(wereld: Wereld) -> None:
    loop = begin(wereld, raakt_wlz=True)
    financier = wereld.accounts["zorgkantoor"]

    def ziet() -> bool:
        return Dossier.objects.zichtbaar_voor(financier).filter(pk=loop.dossier.pk).exists()

    voor = ziet()
    nodig_uit(loop, "Zorgkantoor Nijmegen", Partijrol.FINANCIER)
    assert (voor, ziet()) == (False, True)


def test_wie_niet_mag_uitnodigen_leest_geen_beletselen(wereld: Wereld) -> None:
    loop = begin(wereld, raakt_wlz=True)
    vreemde = wereld.lid(wereld.organisatie("GGZ Noorderkwartier"), Rol.PLANMAKER)
    for rol in (Partijrol.PENVOERDER, Partijrol.FINANCIER):
        with pytest.raises(StapNietToegestaan):
            dossiers.nodig_uit(loop.dossier, wereld.organisatie("Zorgkantoor Nijmegen"), rol, door=vreemde, op=OP)


@pytest.mark.parametrize(("op", "geweigerd"), [(dt.date(2024, 12, 31), False), (dt.date(2025, 1, 1), True)])
def test_een_stap_van_voor_2025_valt_er_niet_onder(wereld: Wereld, op: dt.date, geweigerd: bool) -> None:
    loop = begin(wereld, op, raakt_wlz=True)
    if geweigerd:
        assert belet(lambda: plan(loop)) == [ZORGKANTOOR]
    else:
        plan(loop)


def test_een_instelling_verschuift_de_eerste_dag(wereld: Wereld, settings: object) -> None:
    settings.REGEL_GELDT_VANAF = {"1a.1": dt.date(2025, 4, 2)}  # type: ignore[attr-defined]
    loop = begin(wereld, raakt_wlz=True)
    plan(loop)
    loop.dossier.startgesprek.refresh_from_db()
    ander = begin(wereld, dt.date(2025, 4, 2), raakt_wlz=True)
    assert belet(lambda: plan(ander)) == [ZORGKANTOOR]


# --- an invitation that was declined -------------------------------------------------------------------------------


def sla_af(loop: Levensloop, naam: str, rol: str) -> None:
    partij = loop.dossier.partijen.get(organisatie__naam=naam, uit_op=None)
    partijen.sla_af(partij, reden="Wij doen niet mee.", door=loop.wereld.lid(partij.organisatie, rol), op=loop.op)
    loop.ververs()


def test_een_zorgkantoor_dat_afslaat_houdt_het_plan_tegen_met_wat_er_kan(wereld: Wereld) -> None:
    loop = begin(wereld, raakt_wlz=True)
    nodig_uit(loop, "Zorgkantoor Nijmegen", Partijrol.FINANCIER)
    sla_af(loop, "Zorgkantoor Nijmegen", Rol.FINANCIER)
    assert belet(lambda: plan(loop)) == [
        "Dit plan raakt de langdurige zorg. Zorgkantoor Nijmegen sloeg de uitnodiging af op 1 april 2025. "
        "Nodig het opnieuw uit, of haal het domein weg."
    ]
    nodig_uit(loop, "Zorgkantoor Nijmegen", Partijrol.FINANCIER)
    plan(loop)


def test_een_gemeente_die_afslaat_is_niet_meer_betrokken_zolang_een_ander_meedoet(wereld: Wereld) -> None:
    loop = begin(wereld, gemeenten=("Gemeente Nijmegen", "Gemeente Wijchen"))
    for naam in ("Gemeente Nijmegen", "Gemeente Wijchen"):
        nodig_uit(loop, naam, Partijrol.GEMEENTE)
    sla_af(loop, "Gemeente Wijchen", Rol.GEMEENTELIJK_BESLISSER)
    assert ontbrekende_partijen(loop.dossier) == []
    sla_af(loop, "Gemeente Nijmegen", Rol.GEMEENTELIJK_BESLISSER)
    assert belet(lambda: plan(loop)) == [
        "Dit plan raakt het sociaal domein. Geen gemeente doet mee. Nodig een gemeente (opnieuw) uit, of haal het domein weg."
    ]
