"""1b.2: what touches the social domain is assessed together with the gemeenten."""

import datetime as dt
from decimal import Decimal

import pytest

from beoordeling.models import Beoordelaarsrol
from kern.toestanden.stap import StapBelet
from kern.toestanden.uitvoeren import voer_uit
from tests.beoordeling import opzet
from tests.beoordeling.opzet import Speelveld
from transformatie.models import Domein, Partijrol
from transformatie.services import dossiers

OP = dt.date(2025, 6, 2)


def belet(w: Speelveld) -> list[str]:
    with pytest.raises(StapBelet) as fout:
        voer_uit(w.herlees().plan, "keur_goed", door=w.czv, op=OP, motivering="Goed.", bedrag_toegekend=Decimal(8400000))
    return [b.tekst for b in fout.value.beletselen if b.regel == "1b.2"]


def test_zonder_oordeel_van_de_gemeente_kan_het_plan_niet_worden_goedgekeurd(w: Speelveld) -> None:
    opzet.dien_plan_in(w)
    opzet.stel_vast(w, op=OP)
    assert belet(w) == ["Dit plan raakt het sociaal domein; gemeente Wijchen heeft het nog niet mee beoordeeld."]


def test_met_het_oordeel_van_de_gemeente_verdwijnt_het_belet(w: Speelveld) -> None:
    opzet.dien_plan_in(w)
    opzet.stel_vast(w, op=OP)
    opzet.oordeel(w, w.beslisser, op=OP)
    assert belet(w) == []


def test_de_gemeente_oordeelt_ook_nog_als_de_terugkoppeling_al_is_verstuurd(w: Speelveld) -> None:
    opzet.dien_plan_in(w)
    ronde = opzet.stel_vast(w, op=OP)
    voer_uit(ronde, "verstuur", door=w.czv, op=OP)
    opzet.oordeel(w, w.beslisser, op=OP)
    assert belet(w) == []


def test_elke_gemeente_telt(w: Speelveld) -> None:
    opzet.dien_plan_in(w)
    dossiers.nodig_uit(w.herlees(), w.nijmegen, Partijrol.GEMEENTE, door=w.czv, op=OP)
    opzet.stel_vast(w, op=OP)
    assert belet(w) == ["Dit plan raakt het sociaal domein; gemeente Wijchen en gemeente Nijmegen hebben het nog niet mee beoordeeld."]


def test_een_plan_dat_alleen_de_zvw_raakt_vraagt_de_gemeenten_niet(w: Speelveld) -> None:
    opzet.dien_plan_in(w, sociaal=False, gemeenten=False, plan_sociaal=False)
    opzet.stel_vast(w, op=OP)
    opzet.alles_gegeven(w, op=OP)
    voer_uit(w.herlees().plan, "keur_goed", door=w.czv, op=OP, motivering="Goed.", bedrag_toegekend=Decimal(8400000))
    assert w.herlees().plan.status == "goedgekeurd"


def test_een_domein_dat_er_later_bij_komt_geeft_de_gemeente_een_plaats_in_de_ronde(w: Speelveld) -> None:
    opzet.dien_plan_in(w, sociaal=False, plan_sociaal=False)
    assert not w.ronde.beoordelingen.filter(rol=Beoordelaarsrol.GEMEENTE).exists()
    dossiers.voeg_domein_toe(w.herlees(), Domein.SOCIAAL, door=w.czv, op=OP)
    opzet.stel_vast(w, op=OP)
    assert belet(w) == ["Dit plan raakt het sociaal domein; gemeente Wijchen heeft het nog niet mee beoordeeld."]
    opzet.oordeel(w, w.beslisser, op=OP)
    assert belet(w) == []


def test_het_sociaal_domein_gaat_na_indiening_alleen_weg_met_instemming_van_de_gemeente(w: Speelveld) -> None:
    opzet.dien_plan_in(w)
    with pytest.raises(StapBelet) as fout:
        dossiers.haal_domein_weg(w.herlees(), Domein.SOCIAAL, door=w.planmaker, op=OP)
    assert [(b.tekst, b.regel) for b in fout.value.beletselen] == [
        ("Gemeente Wijchen heeft nog niet ingestemd met het weghalen van het sociaal domein.", "1b.2")
    ]
    dossiers.stem_in_met_weghalen(w.herlees(), door=w.beslisser, op=OP)
    dossiers.haal_domein_weg(w.herlees(), Domein.SOCIAAL, door=w.planmaker, op=OP)
    assert w.herlees().domeinen == ["zvw"]


def test_voor_de_indiening_mag_het_sociaal_domein_er_zo_af(w: Speelveld) -> None:
    opzet.begin(w)
    dossiers.haal_domein_weg(w.herlees(), Domein.SOCIAAL, door=w.planmaker, op=opzet.START)
    assert w.herlees().domeinen == ["zvw"]
