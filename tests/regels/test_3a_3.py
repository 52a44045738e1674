"""3a.3: the form of cost registration is settled before execution starts; hours are never asked for."""

import datetime as dt
import importlib
import pkgutil
import re

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms import BaseForm

import verantwoording.forms as formulieren
from kern.toestanden.stap import StapBelet, StapNietToegestaan
from kern.toestanden.uitvoeren import voer_uit
from tests.verantwoording import opzet
from tests.verantwoording.opzet import GESTART, Mensen
from verantwoording.kostensjabloon import KOP
from verantwoording.kostenupload import BETEKENISSEN, weiger_uren
from verantwoording.models import Kostensoort, Kostenvorm, Toekenning
from verantwoording.services.toekenning import spreek_kostenvorm_af


@pytest.fixture
def m(db: None) -> Mensen:
    return opzet.maak_mensen()


@pytest.fixture
def t(m: Mensen) -> Toekenning:
    return opzet.beschikt(m, opzet.getekend(m, opzet.gereserveerd(m, opzet.toekenning(m))))


def test_zonder_afspraak_over_de_kostenregistratie_start_de_uitvoering_niet(m: Mensen, t: Toekenning) -> None:
    with pytest.raises(StapBelet) as fout:
        voer_uit(t, "start_uitvoering", door=m.czv, op=GESTART)
    assert [(b.tekst, b.regel) for b in fout.value.beletselen] == [("Spreek eerst af hoe de kosten worden geregistreerd.", "3a.3")]


@pytest.mark.parametrize("wie", ["penvoerder", "czv"])
def test_met_een_kostenplaats_op_planniveau_start_de_uitvoering(m: Mensen, t: Toekenning, wie: str) -> None:
    spreek_kostenvorm_af(t, vorm=Kostenvorm.KOSTENPLAATS, door=getattr(m, wie), op=GESTART)
    assert voer_uit(t, "start_uitvoering", door=m.czv, op=GESTART).status == "in_uitvoering"


def test_een_andere_vorm_vraagt_een_beschrijving(m: Mensen, t: Toekenning) -> None:
    with pytest.raises(StapBelet) as fout:
        spreek_kostenvorm_af(t, vorm=Kostenvorm.ANDERS, toelichting=" ", door=m.penvoerder, op=GESTART)
    assert [(b.tekst, b.regel, b.veld) for b in fout.value.beletselen] == [("Beschrijf de vorm die u afspreekt.", "3a.3", "toelichting")]
    spreek_kostenvorm_af(t, vorm=Kostenvorm.ANDERS, toelichting="Projectadministratie per kwartaal.", door=m.penvoerder, op=GESTART)
    assert (t.kostenvorm, t.kostenvorm_op) == ("anders", GESTART)


def test_wie_er_niet_over_gaat_spreekt_niets_af(m: Mensen, t: Toekenning) -> None:
    for door in (m.deelnemer, m.tweede, m.nza):
        with pytest.raises(StapNietToegestaan):
            spreek_kostenvorm_af(t, vorm=Kostenvorm.KOSTENPLAATS, door=door, op=GESTART)


def test_van_een_afgesloten_plan_verandert_de_vorm_niet_meer(m: Mensen, t: Toekenning) -> None:
    voer_uit(t, "beeindig", door=m.czv, op=GESTART, reden="De partijen stoppen.")
    with pytest.raises(StapBelet) as fout:
        spreek_kostenvorm_af(t, vorm=Kostenvorm.KOSTENPLAATS, door=m.czv, op=GESTART + dt.timedelta(days=1))
    assert [b.regel for b in fout.value.beletselen] == ["3a.3"]


def test_geen_vorm_vraagt_om_uren() -> None:
    assert not [v for v in Kostenvorm.labels if "uur" in v or "uren" in v]


UREN = re.compile(r"\b(uren|uur|uurtarief|urenstaat)\b", re.IGNORECASE)


def test_geen_formulier_van_de_verantwoording_vraagt_om_uren() -> None:
    """Every form the floor of the money has, by every label, hint and choice it shows."""
    modules = [importlib.import_module(f"verantwoording.forms.{m.name}") for m in pkgutil.iter_modules(formulieren.__path__)]
    vormen = {v for m in modules for v in vars(m).values() if isinstance(v, type) and issubclass(v, BaseForm)}
    velden = [(v.__name__, n, f) for v in vormen for n, f in getattr(v, "base_fields", {}).items()]
    assert len(velden) > 20
    teksten = [(vorm, naam, str(t)) for vorm, naam, f in velden for t in (naam, f.label, *dict(getattr(f, "choices", [])).values())]
    assert [t for t in teksten if UREN.search(t[2].replace("_", " "))] == []


def test_geen_scherm_vraagt_om_uren_en_waar_het_woord_staat_is_het_om_te_zeggen_dat_het_niet_hoeft() -> None:
    gevonden = {
        zin.strip()
        for pad in (settings.BASIS / "templates/verantwoording").glob("*.html")
        for zin in re.split(r"(?<=[.>])", re.sub(r"urenregistratie", "uren", pad.read_text(), flags=re.IGNORECASE))
        if UREN.search(zin)
    }
    assert [zin for zin in gevonden if "hoeft niet" not in zin] == []


def test_ook_geen_post_en_geen_kolom_van_een_bestand_gaat_over_uren() -> None:
    assert [t for t in (*Kostensoort.labels, *BETEKENISSEN.values(), *KOP) if UREN.search(t)] == []


def test_een_bestand_met_een_kolom_uren_wordt_geweigerd_met_een_zin() -> None:
    with pytest.raises(ValidationError) as fout:
        weiger_uren(["Post", "Kosten", "Uren"])
    assert fout.value.messages == [
        "De kolom ‘Uren’ gaat over uren. Wij vragen niet om uren: totalen per post zijn genoeg (3a.3). Haal deze kolom weg."
    ]
