"""Commitment on a frozen version: who is asked again, what changed for them, and who may give it (1b.1)."""

import datetime as dt

import pytest

from kern.berichten.models import Bericht
from kern.organisaties.models import Rol
from kern.toestanden.uitvoeren import voer_uit
from tests.beoordeling import opzet
from tests.beoordeling.opzet import Speelveld, als
from transformatie.models import Partijrol
from transformatie.services import dossiers, partijen

OP = dt.date(2025, 6, 2)


def adres(w: Speelveld) -> str:
    return f"{w.dossier.get_absolute_url()}instemmingen/"


def nieuwe_versie(w: Speelveld) -> None:
    """Version 2: another text, and another KPI for the huisartsen."""
    opzet.dien_plan_in(w)
    opzet.alles_gegeven(w, op=OP)
    versie = opzet.nieuwe_versie(w, op=OP)
    versie.kpis.filter(nummer=2).update(streefwaarde="-20%")
    voer_uit(w.herlees().plan, "dien_in", door=w.planmaker, op=OP)
    w.herlees()


def test_wie_nooit_antwoordde_doet_mee_door_commitment_te_geven(w: Speelveld) -> None:
    opzet.dien_plan_in(w)
    ziekenhuis2 = opzet.ZorgaanbiederFactory(naam="Revalidatie Rijn")
    lid = opzet.lid(Rol.PLANMAKER, ziekenhuis2, "Rita Rijn", mag_tekenen=True)
    partij = dossiers.nodig_uit(w.herlees(), ziekenhuis2, Partijrol.DEELNEMER, door=w.planmaker, op=OP)
    assert "nog geen antwoord op de uitnodiging" in als(w.czv).get(adres(w)).text
    opzet.commitment(w, lid, op=OP)
    partij.refresh_from_db()
    assert partij.aanvaard_op == OP


def test_het_blad_toont_versie_vingerafdruk_naam_functie_en_dag(w: Speelveld) -> None:
    opzet.dien_plan_in(w)
    opzet.commitment(w, w.deelnemer, op=OP)
    rij = w.dossier.commitments.get(organisatie=w.huisartsen)
    tekst = als(w.czv).get(adres(w)).text
    assert "Hugo Huisarts, bestuurder" in tekst
    assert f'2 juni 2025, versie 1 <code title="vingerafdruk van deze versie">{rij.versie_sha256[:12]}</code>' in tekst


def test_wie_opnieuw_wordt_gevraagd_leest_wat_er_voor_haar_veranderde(w: Speelveld) -> None:
    nieuwe_versie(w)
    tekst = als(w.deelnemer).get(adres(w)).text
    assert "gaf eerder commitment op versie 1: Hugo Huisarts" in tekst
    assert "1 wijziging sinds versie 1" in tekst
    assert "-20%" in tekst
    assert tekst.count("raakt deze partij niet; dit commitment geldt nog.") == 2
    [bericht] = Bericht.objects.filter(soort="commitment_gevraagd")
    assert bericht.aan == w.deelnemer.gebruiker
    assert "Voor u veranderde sinds versie 1: KPI 2" in bericht.tekst


def test_de_stapbladzijde_toont_het_verschil_met_de_versie_waarop_zij_commitment_gaf(w: Speelveld) -> None:
    nieuwe_versie(w)
    opzet.stel_vast(w, op=OP)
    voer_uit(w.herlees().plan, "vraag_aanpassing", door=w.czv, op=OP, gevraagde_aanpassing="Nog iets.")
    versie = w.herlees().plan.laatste_versie
    versie.inhoud = {**versie.inhoud, "doel": "Een ander doel."}
    versie.save()
    voer_uit(w.herlees().plan, "dien_in", door=w.planmaker, op=OP)
    rij = w.herlees().commitments.get(organisatie=w.huisartsen, status="gevraagd")
    assert rij.versie.nummer == 3
    tekst = als(w.deelnemer).get(f"/stap/beoordeling.commitment/{rij.pk}/geef/").text
    assert "Wat er voor u veranderde sinds versie 1" in tekst
    assert "-20%" in tekst
    assert "Een ander doel." in tekst


def test_de_gemeente_leest_haar_eigen_onderdelen(w: Speelveld) -> None:
    opzet.dien_plan_in(w)
    akkoord = w.dossier.gemeentelijkakkoords.get()
    tekst = als(w.beslisser).get(f"/stap/beoordeling.gemeentelijkakkoord/{akkoord.pk}/keur_goed/").text
    assert "Uw onderdelen in het sociaal domein" in tekst
    assert akkoord.versie.inhoud["impact_keten"] in tekst


def test_wie_niet_mag_tekenen_ziet_de_stap_dicht_met_wie_het_wel_mag(w: Speelveld) -> None:
    opzet.dien_plan_in(w)
    stagiair = opzet.lid(Rol.PLANMAKER, w.huisartsen, "Stan Stagiair")
    tekst = als(stagiair).get(adres(w)).text
    assert 'aria-disabled="true"' in tekst
    assert "Dit kan alleen iemand die voor deze partij mag tekenen. Bij uw organisatie: Hugo Huisarts." in tekst
    rij = w.dossier.commitments.get(organisatie=w.huisartsen)
    gegevens = {"naam": "Stan", "functie": "stagiair", "sha256": rij.versie.sha256, "verwacht": "gevraagd"}
    assert als(stagiair).post(f"/stap/beoordeling.commitment/{rij.pk}/geef/", gegevens).status_code == 403
    assert "aria-disabled" not in als(w.deelnemer).get(adres(w)).text


def test_wie_terugkomt_op_dezelfde_versie_wordt_opnieuw_gevraagd(w: Speelveld) -> None:
    opzet.dien_plan_in(w)
    opzet.commitment(w, w.deelnemer, op=OP)
    partij = w.herlees().partijen.get(organisatie=w.huisartsen)
    partijen.trek_terug(partij, reden="Even niet.", door=w.deelnemer, op=OP)
    assert w.dossier.commitments.get(organisatie=w.huisartsen).status == "vervallen"
    dossiers.nodig_uit(w.herlees(), w.huisartsen, Partijrol.DEELNEMER, door=w.planmaker, op=OP)
    assert [c.status for c in w.dossier.commitments.filter(organisatie=w.huisartsen)] == ["vervallen", "gevraagd"]
    opzet.commitment(w, w.deelnemer, op=OP)
    assert w.herlees().partijen.get(organisatie=w.huisartsen, uit_op=None).aanvaard_op == OP


def test_een_gemeente_die_ook_financier_is_wordt_om_haar_onderdelen_gevraagd(w: Speelveld) -> None:
    """Her first role at the table is not the one that counts: all of them do."""
    opzet.keur_toets_goed(w)
    gemeente = w.herlees().partijen.get(organisatie=w.wijchen)
    financier = dossiers.nodig_uit(w.dossier, w.wijchen, Partijrol.FINANCIER, door=w.planmaker, op=OP)
    type(financier).objects.filter(pk=financier.pk).update(uitgenodigd_op=gemeente.uitgenodigd_op - dt.timedelta(days=1))
    opzet.vul_versie(w)
    voer_uit(w.herlees().plan, "dien_in", door=w.planmaker, op=OP)
    voer_uit(w.herlees().plan, "verklaar_compleet", door=w.czv, op=OP)
    opzet.alles_gegeven(w, op=OP)
    versie = opzet.nieuwe_versie(w, op=OP)
    versie.inhoud = {**versie.inhoud, "impact_keten": "Meer inzet van de wijkteams."}
    versie.save()
    voer_uit(w.herlees().plan, "dien_in", door=w.planmaker, op=OP)
    assert {c.organisatie for c in w.dossier.commitments.filter(status="gevraagd")} == {w.wijchen}


def test_een_verschoven_mijlpaal_vraagt_iedereen_opnieuw(w: Speelveld) -> None:
    opzet.keur_toets_goed(w)
    versie = opzet.vul_versie(w)
    versie.mijlpalen.create(nummer=1, titel="Start", datum=dt.date(2026, 1, 1))
    voer_uit(w.herlees().plan, "dien_in", door=w.planmaker, op=OP)
    voer_uit(w.herlees().plan, "verklaar_compleet", door=w.czv, op=OP)
    opzet.alles_gegeven(w, op=OP)
    versie = opzet.nieuwe_versie(w, op=OP)
    versie.mijlpalen.update(datum=dt.date(2026, 9, 1))
    voer_uit(w.herlees().plan, "dien_in", door=w.planmaker, op=OP)
    assert w.dossier.commitments.filter(status="gevraagd").count() == 3


@pytest.mark.parametrize("aantal", [1, 3])
def test_het_blad_vraagt_een_vast_aantal_keer_iets(w: Speelveld, aantal: int, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    nieuwe_versie(w)
    for i in range(aantal):
        dossiers.nodig_uit(w.herlees(), opzet.ZorgaanbiederFactory(naam=f"Zorg {i}"), Partijrol.DEELNEMER, door=w.planmaker, op=OP)
    client = als(w.czv)
    with django_assert_num_queries(16):
        assert client.get(adres(w)).status_code == 200
