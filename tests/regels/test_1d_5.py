"""1d.5: the bestuurlijke groep discusses a problem in general; nothing in the text leads back to the dossier."""

import pytest

from config.voorbeeld.levensloop import Levensloop
from config.voorbeeld.wereld import Wereld
from kern.organisaties.models import Contactpersoon, Rol
from kern.toestanden.stap import StapNietToegestaan
from tests.regels import ladder as trap
from tests.regels.hulp import belet, belet_met_plek
from transformatie.herleidbaar import herleidbaar
from transformatie.models import Dossier, Escalatie, Zijspoor
from transformatie.services import dossiers, zijspoor

GROEP, BRIGADE = Zijspoor.Soort.BESTUURLIJKE_GROEP, Zijspoor.Soort.VLIEGENDE_BRIGADE
GENERIEK = "Partijen komen niet uit de structurele kosten na afloop. De CZV wacht op de gemeenten."


@pytest.fixture
def loop(wereld: Wereld) -> Levensloop:
    loop = trap.ingediend(wereld)
    dossiers.nodig_uit(loop.dossier, wereld.organisatie("Gemeente Wijchen"), "gemeente", door=loop.czv, op=loop.op)
    loop.ververs()
    return loop


def schakel_in(loop: Levensloop, ladder: Escalatie, tekst: str = GENERIEK, soort: str = GROEP) -> Zijspoor:
    return zijspoor.schakel_in(Escalatie.objects.get(pk=ladder.pk), soort, generiek=tekst, door=loop.planmaker, op=loop.op)


@pytest.mark.parametrize(
    ("tekst", "naam"),
    [
        ("Het gaat om {kenmerk}.", "{kenmerk}"),
        ("Het gaat om tp 2025\u2011{nummer:04d}.", "{kenmerk}"),
        ("In nijmegen loopt het vast.", "Nijmegen"),
        ("Het ZIEKENHUIS   WAALSTAD wil niet.", "Ziekenhuis Waalstad"),
        ("De huisartsencooperatie waalstad ook niet.", "Huisartsencoöperatie Waalstad"),
        ("De wethouder van Wijchen is tegen.", "Wijchen"),
        ("Met VGZ of CZ erbij.", "{tweede}"),
        ("Hartzorg dichtbij: thuismeten en anderhalvelijnszorg stokt.", "Hartzorg dichtbij: thuismeten en anderhalvelijnszorg"),
    ],
)
def test_een_tekst_die_het_dossier_verraadt_wordt_geweigerd_met_het_woord_erbij(loop: Levensloop, tekst: str, naam: str) -> None:
    ladder, d = trap.tot_stap(loop, 1), loop.dossier
    woorden = {"kenmerk": d.kenmerk, "nummer": d.volgnummer, "tweede": d.tweede}
    [(zin, regel, veld)] = belet_met_plek(lambda: schakel_in(loop, ladder, tekst.format(**woorden)))
    genoemd = zin.removeprefix("De bestuurlijke groep bespreekt dit zonder dossiergegevens. Haal '").removesuffix("' uit de tekst.")
    assert (genoemd in {naam.format(**woorden), d.coordinerend.naam}, regel, veld) == (True, "1d.5", "generiek")
    assert not Zijspoor.objects.exists()


@pytest.mark.parametrize("stap", [0, 1, 2, 3])
def test_een_generieke_tekst_kan_in_elke_stap_en_de_ladder_loopt_door(loop: Levensloop, stap: int) -> None:
    """Een woord dat toevallig begint als een naam, zoals CZV, verraadt niets."""
    ladder = trap.tot_stap(loop, stap)
    zijspoor = schakel_in(loop, ladder)
    assert (zijspoor.op, zijspoor.generiek, Escalatie.objects.get().status) == (loop.op, GENERIEK, ladder.status)


def test_ook_een_partij_die_is_weggegaan_verraadt_het_dossier(loop: Levensloop) -> None:
    ladder = trap.tot_stap(loop, 1)
    dossiers.laat_uitgaan(loop.dossier, loop.dossier.deelnemende_gemeenten[0], reden="Vergissing.", door=loop.planmaker, op=loop.op)
    assert "'Wijchen'" in belet(lambda: schakel_in(loop, ladder, "Wijchen stapte eruit."))[0]


def test_de_vliegende_brigade_krijgt_het_dossier_zelf_en_mag_dus_namen_lezen(loop: Levensloop) -> None:
    ladder = trap.tot_stap(loop, 1)
    schakel_in(loop, ladder, "Ziekenhuis Waalstad en de gemeente komen er niet uit.", BRIGADE)
    schakel_in(loop, ladder)
    assert sorted(Zijspoor.objects.values_list("soort", flat=True)) == [GROEP, BRIGADE]


def test_dezelfde_hulp_wordt_een_keer_ingeschakeld_en_niet_na_het_einde(loop: Levensloop) -> None:
    ladder = trap.tot_stap(loop, 1)
    schakel_in(loop, ladder)
    assert belet(lambda: schakel_in(loop, ladder)) == ["Deze hulp is al ingeschakeld."]
    loop.zet(ladder, "los_op", loop.planmaker, uitkomst="Opgelost.")
    assert belet(lambda: schakel_in(loop, ladder, soort=BRIGADE)) == ["Deze escalatie is al afgesloten."]


def test_wie_er_niet_bij_hoort_schakelt_niets_in_en_leest_geen_namen(loop: Levensloop) -> None:
    ladder = trap.tot_stap(loop, 1)
    vreemde = loop.wereld.lid(loop.wereld.organisatie("GGZ Noorderkwartier"), Rol.PLANMAKER)
    with pytest.raises(StapNietToegestaan):
        zijspoor.schakel_in(ladder, GROEP, generiek="Is het Wijchen?", door=vreemde, op=loop.op)


def test_de_groep_ziet_het_dossier_ook_daarna_niet(loop: Levensloop) -> None:
    schakel_in(loop, trap.tot_stap(loop, 1))
    assert not Dossier.objects.zichtbaar_voor(loop.wereld.accounts["groep"]).exists()


@pytest.mark.parametrize("bedrag", ["8,4 miljoen", "€ 8.400.000", "8400000", "ruim 8 miljoen", "8.400.000,00", "8,4 mln", "8400 duizend"])
def test_ook_het_bedrag_van_het_plan_verraadt_het_dossier_afgerond_of_niet(loop: Levensloop, bedrag: str) -> None:
    assert herleidbaar(loop.dossier, f"Er is {bedrag} nodig, en niemand wil beginnen.") in bedrag


@pytest.mark.parametrize(
    "tekst", ["Er is 12 miljoen nodig.", "Sinds 2025 wachten 4 partijen.", "In stap 3 van 8 loopt het vast.", "Na 14 dagen."]
)
def test_een_ander_bedrag_of_getal_verraadt_niets(loop: Levensloop, tekst: str) -> None:
    assert herleidbaar(loop.dossier, tekst) == ""


def test_wie_er_werkt_wie_u_belt_en_wie_aan_tafel_zat_verraden_het_dossier(loop: Levensloop) -> None:
    ladder = trap.tot_stap(loop, 1)
    trap.spreek(loop, ladder, aanspreekpunten=["Roelof Zandbergen, bestuurder", "de wethouder"])
    contact = Contactpersoon.objects.get(organisatie=loop.planmaker.organisatie, niveau="bestuur").naam
    for naam in (loop.planmaker.gebruiker.naam, contact, "roelof zandbergen", "Zandbergen"):
        assert herleidbaar(loop.dossier, f"Volgens {naam} kan het niet.").lower() == naam.lower()
    assert herleidbaar(loop.dossier, "De wethouder en de bestuurder wachten op elkaar.") == ""


@pytest.mark.parametrize(
    "tekst", ["Alleen in Waalstad speelt dit.", "Zo gaat het in Gelderland.", "De partijen van Hartzorg dichtbij wachten."]
)
def test_ook_een_deel_van_een_naam_en_een_plaats_verraden_het_dossier(loop: Levensloop, tekst: str) -> None:
    Dossier.objects.filter(pk=loop.dossier.pk).update(titel="Hartzorg dichtbij: thuismeten")
    assert herleidbaar(Dossier.objects.get(pk=loop.dossier.pk), tekst) in tekst != ""
