"""Who is to move, on the dossier page and in the werkvoorraad, and how often the database is asked."""

import datetime as dt
import re

import pytest

from beoordeling.services import toewijzing
from kern.organisaties.models import Lidmaatschap, Rol
from kern.toestanden.uitvoeren import voer_uit
from kern.web.panelen import Werkitem, werkvoorraad
from tests.beoordeling import opzet
from tests.beoordeling.opzet import Speelveld, als
from tests.fabrieken.organisaties import LidmaatschapFactory
from transformatie.aanzet import AanZet, nu_aan_zet
from transformatie.models import Dossier
from transformatie.selectors.dossier import Dossierblad, met_bijzaken

OP = dt.date(2025, 4, 7)
pytestmark = pytest.mark.usefixtures("op_zeven_april")


def zetten(w: Speelveld, door: Lidmaatschap) -> list[AanZet]:
    """Everything that waits on the dossier, as its page asks it."""
    dossier = met_bijzaken(Dossier.objects.select_related("snelle_toets", "startgesprek", "plan")).get(pk=w.dossier.pk)
    Dossierblad(dossier, door, OP)
    return nu_aan_zet(dossier, door, OP)


def zinnen(w: Speelveld, door: Lidmaatschap) -> list[tuple[str, str]]:
    """Who, and the first words of what, as this person sees it."""
    return [(" en ".join(sorted(o.naam for o in z.wie)), " ".join(z.wat.split()[:3])) for z in zetten(w, door)]


def eigen(door: Lidmaatschap, op: dt.date = OP) -> list[Werkitem]:
    """What the assessment puts in this person's werkvoorraad."""
    return [i for i in werkvoorraad(door, op) if i.is_aan_zet and not i.wat.startswith("Besluit")]


# --- nu aan zet --------------------------------------------------------------------------------------------------


def test_na_indiening_moeten_verzekeraars_en_gemeente_oordelen_en_moet_er_een_derde_komen(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    assert ("CZ en Gemeente Wijchen en VGZ", "Beoordeel de snelle") in zinnen(w, w.czv)
    assert ("CZ", "Wijs een externe") in zinnen(w, w.czv)


def test_wie_voor_een_indiener_werkt_ziet_niets_van_de_beoordeling(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    assert [wat for _, wat in zinnen(w, w.planmaker)] == ["Beslis samen over"]


def test_van_oordeel_tot_verzending_staat_telkens_de_juiste_aan_zet(w: Speelveld) -> None:
    opzet.dien_toets_in(w, sociaal=False, gemeenten=False)
    opzet.oordeel(w, w.czv, op=OP)
    assert ("CZ", "Stel de gezamenlijke") in zinnen(w, w.czv)
    opzet.oordeel(w, w.tweede, op=OP)
    voer_uit(w.ronde, "stel_op", door=w.czv, op=OP, terugkoppeling="Positief.", advies="positief")
    assert ("VGZ", "Stem in met") in zinnen(w, w.tweede)
    [zet] = [z for z in zetten(w, w.tweede) if z.wat.startswith("Stem in")]
    assert zet.termijn is not None
    assert zet.termijn.einde_op == dt.date(2025, 4, 14)
    voer_uit(w.ronde, "stem_in", door=w.tweede, op=OP)
    assert ("CZ", "De gezamenlijke terugkoppeling") in zinnen(w, w.czv)


def test_een_ingediende_versie_vraagt_partijen_en_gemeente(w: Speelveld) -> None:
    opzet.dien_plan_in(w)
    assert ("Gemeente Wijchen en Huisartsencoöperatie Nijmegen en Ziekenhuis Waalstad", "Geef commitment op") in zinnen(w, w.planmaker)
    assert ("Gemeente Wijchen", "Keur de onderdelen") in zinnen(w, w.planmaker)


def test_een_weigering_legt_de_zet_bij_penvoerder_en_verzekeraar_met_drie_wegen(w: Speelveld) -> None:
    opzet.dien_plan_in(w)
    voer_uit(w.dossier.gemeentelijkakkoords.get(), "weiger", door=w.beslisser, op=OP, reden="De raad is tegen.")
    [zet] = [z for z in zetten(w, w.planmaker) if "drie wegen" in z.wat]
    assert {o.naam for o in zet.wie} == {"Ziekenhuis Waalstad", "CZ"}
    assert "De raad is tegen." in zet.wat


def test_na_het_besluit_wacht_niemand_meer_op_de_beoordeling(w: Speelveld) -> None:
    opzet.dien_toets_in(w, sociaal=False, gemeenten=False)
    opzet.stel_vast(w, op=OP)
    voer_uit(w.herlees().snelle_toets, "wijs_af", door=w.czv, op=OP, motivering="Nee.")
    assert zinnen(w, w.czv) == []


# --- werkvoorraad ------------------------------------------------------------------------------------------------


def test_de_werkvoorraad_volgt_de_beoordeling_voor_elke_rol(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    assert sorted(i.wat for i in eigen(w.czv)) == ["Beoordeel de snelle toets", "Regiocoördinator toewijzen"]
    assert [i.wat for i in eigen(w.tweede)] == ["Beoordeel de snelle toets"]
    assert [i.wat for i in eigen(w.beslisser)] == ["Beoordeel de snelle toets"]
    assert eigen(w.coordinator) == []
    toewijzing.wijs_toe(w.herlees(), w.coordinator, door=w.czv, op=OP)
    assert [(i.wat, i.uiterlijk) for i in eigen(w.coordinator)] == [("Beoordeel de snelle toets", dt.date(2025, 4, 22))]
    opzet.oordeel(w, w.czv, op=OP)
    assert [i.wat for i in eigen(w.czv)] == ["Gezamenlijke terugkoppeling opstellen"]
    opzet.oordeel(w, w.tweede, op=OP)
    voer_uit(w.ronde, "stel_op", door=w.czv, op=OP, terugkoppeling="Positief.", advies="positief")
    assert [(i.wat, i.uiterlijk) for i in eigen(w.tweede)] == [("Instemmen met de gezamenlijke terugkoppeling", dt.date(2025, 4, 14))]
    assert "VGZ leest de gezamenlijke terugkoppeling" in [i.wat for i in werkvoorraad(w.czv, OP) if not i.is_aan_zet]


def test_wie_mag_tekenen_ziet_commitment_en_de_gemeente_ook_haar_akkoord(w: Speelveld) -> None:
    opzet.dien_plan_in(w)
    op = dt.date(2025, 5, 2)
    assert [i.wat for i in eigen(w.deelnemer, op)] == ["Commitment geven"]
    assert sorted(i.wat for i in eigen(w.beslisser, op)) == [
        "Beoordeel het transformatieplan, versie 1",
        "Commitment geven",
        "Onderdelen in het sociaal domein goedkeuren",
    ]
    stagiair = opzet.lid(Rol.PLANMAKER, w.huisartsen, "Stan Stagiair")
    assert eigen(stagiair, op) == []
    opzet.alles_gegeven(w, op=op)
    assert eigen(w.deelnemer, op) == []


def test_wie_ook_voor_een_indiener_werkt_krijgt_geen_beoordeling_in_de_werkvoorraad(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    dubbel = LidmaatschapFactory(gebruiker=w.deelnemer.gebruiker, organisatie=w.cz, rol=Rol.BEOORDELAAR)
    assert [i.wat for i in eigen(dubbel) if i.wat.startswith("Beoordeel")] == []


def test_na_afzien_hoeft_niemand_meer_een_regiocoordinator_te_zoeken(w: Speelveld) -> None:
    opzet.dien_toets_in(w, spuk=True)
    assert "Regiocoördinator toewijzen" in [i.wat for i in eigen(w.czv)]
    toewijzing.zie_af(w.herlees(), naam="Wil", functie="", reden="Niet nodig.", door=w.beslisser, op=OP)
    assert "Regiocoördinator toewijzen" not in [i.wat for i in eigen(w.czv)]


# --- budgets -----------------------------------------------------------------------------------------------------


def test_dossier_en_werkvoorraad_blijven_binnen_hun_vragen_met_een_en_met_drie_dossiers(
    w: Speelveld, django_assert_max_num_queries
) -> None:  # type: ignore[no-untyped-def]
    opzet.dien_plan_in(w)
    aantallen: dict[str, list[int]] = {}
    for _ in range(2):
        for naam, door in (
            ("czv", w.czv),
            ("tweede", w.tweede),
            ("beslisser", w.beslisser),
            ("derde", w.coordinator),
            ("planmaker", w.planmaker),
        ):
            client = als(door)
            with django_assert_max_num_queries(20) as dossier:
                antwoord = client.get(w.dossier.get_absolute_url())
            assert (antwoord.status_code, len(antwoord.content) < 120_000) == (200, True)
            with django_assert_max_num_queries(25) as voorraad:
                assert client.get("/").status_code == 200
            aantallen.setdefault(naam, []).append(len(voorraad))
            aantallen.setdefault(f"{naam} op het dossier", []).append(len(dossier))
        for _n in range(2):
            opzet.dien_plan_in(w)
    assert [naam for naam, (een, drie) in aantallen.items() if een != drie] == []


def test_de_dossierpagina_toont_per_rol_wat_zij_mag_zien(w: Speelveld) -> None:
    opzet.dien_plan_in(w)
    url = w.dossier.get_absolute_url()
    for door, ziet in (
        (w.czv, True),
        (w.tweede, True),
        (w.beslisser, True),
        (w.coordinator, True),
        (w.planmaker, False),
        (w.deelnemer, False),
    ):
        tekst = als(door).get(url).text
        assert ("Oordelen per criterium" in tekst) is ziet
        assert ("Externe regiocoördinator" in tekst) is ziet
        assert len(re.findall("wacht op commitment", tekst)) == 3
