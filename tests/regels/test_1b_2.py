"""1b.2: what touches the social domain is assessed together with the gemeenten."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest

from beoordeling.models import Beoordelaarsrol
from kern.organisaties.models import Organisatie
from kern.toestanden.stap import StapBelet, StapNietToegestaan
from kern.toestanden.uitvoeren import voer_uit
from kern.web.panelen import werkvoorraad
from tests.beoordeling import opzet
from tests.beoordeling.opzet import Speelveld
from transformatie.models import Domein, Dossier, Partij, Partijrol
from transformatie.services import dossiers, partijen

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


# --- a gemeente does not disappear along a side way ----------------------------------------------------------------


def partij(w: Speelveld, gemeente: Organisatie) -> Partij:
    return w.herlees().partijen.select_related("organisatie").get(organisatie=gemeente, uit_op=None)


def laat_gaan(w: Speelveld, gemeente: Organisatie) -> None:
    dossiers.laat_uitgaan(w.dossier, partij(w, gemeente), reden="Zij houdt het op.", door=w.planmaker, op=OP)


def regel_1b_2(poging: Callable[[], None]) -> list[str]:
    with pytest.raises(StapBelet) as fout:
        poging()
    return [b.tekst for b in fout.value.beletselen if b.regel == "1b.2"]


BUITEN_HAAR_OM = (
    "Gemeente Wijchen deed mee toen dit plan is ingediend. Zij gaat er alleen uit als zij zich zelf terugtrekt, "
    "of als zij haar onderdelen heeft geweigerd."
)


def test_na_indiening_haalt_de_penvoerder_geen_gemeente_van_tafel(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    assert regel_1b_2(lambda: laat_gaan(w, w.wijchen)) == [BUITEN_HAAR_OM]
    assert partij(w, w.wijchen).uit_op is None


def test_ook_een_gemeente_die_nog_niet_antwoordde_gaat_niet_buiten_haar_om(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    dossiers.nodig_uit(w.herlees(), w.nijmegen, Partijrol.GEMEENTE, door=w.czv, op=OP)
    assert regel_1b_2(lambda: laat_gaan(w, w.nijmegen)) == [BUITEN_HAAR_OM.replace("Wijchen", "Nijmegen")]


def test_voor_de_indiening_mag_het_en_telt_zij_daarna_niet(w: Speelveld) -> None:
    opzet.begin(w)
    dossiers.nodig_uit(w.herlees(), w.nijmegen, Partijrol.GEMEENTE, door=w.czv, op=opzet.START)
    dossiers.laat_uitgaan(w.dossier, partij(w, w.nijmegen), reden="Vergissing.", door=w.planmaker, op=opzet.START)
    assert w.dossier.partijen.get(organisatie=w.nijmegen).vertrek == "losgelaten"


def test_na_haar_weigering_kan_zij_eruit_en_telt_haar_instemming_niet_meer(w: Speelveld) -> None:
    opzet.dien_plan_in(w)
    voer_uit(w.dossier.gemeentelijkakkoords.get(), "weiger", door=w.beslisser, op=OP, reden="De raad is tegen.")
    laat_gaan(w, w.wijchen)
    weg = w.herlees().partijen.get(organisatie=w.wijchen)
    assert (weg.vertrek, weg.reden) == ("na_weigering", "Zij houdt het op.")
    assert not w.dossier.gemeentelijkakkoords.exclude(status="vervallen").exists()
    assert not w.dossier.commitments.filter(organisatie=w.wijchen).exclude(status="vervallen").exists()
    dossiers.haal_domein_weg(w.herlees(), Domein.SOCIAAL, door=w.planmaker, op=OP)
    assert w.herlees().domeinen == ["zvw"]


def test_zij_trekt_zich_zelf_terug_en_dan_gaat_het_domein_er_zonder_haar_af(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    partijen.trek_terug(partij(w, w.wijchen), reden="De raad wil niet meer.", door=w.beslisser, op=OP)
    assert w.herlees().partijen.get(organisatie=w.wijchen).vertrek == "teruggetrokken"
    dossiers.haal_domein_weg(w.herlees(), Domein.SOCIAAL, door=w.planmaker, op=OP)


def test_een_ander_trekt_haar_niet_terug(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    for door in (w.planmaker, w.czv, w.beslisser_nijmegen, w.coordinator_eigen):
        with pytest.raises(StapNietToegestaan):
            partijen.trek_terug(partij(w, w.wijchen), reden="Weg.", door=door, op=OP)


def test_wie_toch_buiten_haar_om_is_weggehaald_moet_nog_instemmen(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    rij = partij(w, w.wijchen)
    rij.uit_op, rij.vertrek = OP, "losgelaten"
    rij.save()
    [tekst] = regel_1b_2(lambda: dossiers.haal_domein_weg(w.herlees(), Domein.SOCIAAL, door=w.planmaker, op=OP))
    assert tekst.startswith("Gemeente Wijchen is na het indienen van het dossier gehaald en stemde niet in")


def test_een_deelnemer_mag_de_penvoerder_wel_laten_gaan(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    laat_gaan(w, w.huisartsen)
    assert w.herlees().partijen.get(organisatie=w.huisartsen).vertrek == "losgelaten"


def test_na_haar_vertrek_wacht_niemand_meer_op_haar_en_ziet_zij_niets(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    assert w.ronde.beoordelingen.filter(organisatie=w.wijchen).exists()
    partijen.trek_terug(partij(w, w.wijchen), reden="Nee.", door=w.beslisser, op=OP)
    assert not w.ronde.beoordelingen.filter(organisatie=w.wijchen).exists()
    assert not Dossier.objects.zichtbaar_voor(w.beslisser).exists()
    assert [i for i in werkvoorraad(w.beslisser, OP) if i.dossier_kenmerk == w.dossier.kenmerk] == []


def test_het_scherm_noemt_de_regel_bij_laten_gaan(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    gegevens = {"actie": "laat_uitgaan", "partij": str(partij(w, w.wijchen).pk), "reden": "Zij houdt het op."}
    antwoord = opzet.als(w.planmaker).post(f"{w.dossier.get_absolute_url()}partijen/", gegevens)
    assert antwoord.status_code == 422
    assert BUITEN_HAAR_OM in antwoord.text
    assert "Zij houdt het op." in antwoord.text
