"""The steps of assessing, committing and deciding on the step page: forms, panels and refusals."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import reverse

from beoordeling.blad import blad_van, voorstel_terugkoppeling
from beoordeling.services import rondes
from kern.journaal.models import Journaalregel
from kern.organisaties.models import Lidmaatschap
from kern.toestanden.models import Machine
from kern.toestanden.uitvoeren import voer_uit
from tests.beoordeling import opzet
from tests.beoordeling.opzet import Speelveld, als

OP = dt.date(2025, 4, 7)
pytestmark = pytest.mark.usefixtures("op_zeven_april")


def adres(rij: Machine, stap: str) -> str:
    return reverse("stap", kwargs={"soort": rij.soort(), "pk": rij.pk, "stap": stap})


def neem(door: Lidmaatschap, rij: Machine, stap: str, **gegevens: Any) -> HttpResponse:
    return als(door).post(adres(rij, stap), {"verwacht": rij.status, **gegevens})


def klaar(w: Speelveld) -> None:
    """A plan that only waits for its decision, without gemeenten."""
    opzet.klaar_voor_besluit(w, op=OP, ingediend=OP, sociaal=False, gemeenten=False, plan_sociaal=False)


# --- terugkoppeling ----------------------------------------------------------------------------------------------


def test_het_voorstel_voegt_beide_oordelen_samen_zonder_namen_en_met_alle_vragen(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    for door, waardering, tekst, vragen in (
        (w.czv, "substantieel", "Twaalf fte minder.", ["Wie meet dit?"]),
        (w.tweede, "vraag", "De wijk vraagt mensen.", ["Waar komen zij vandaan?", "Wie meet dit?"]),
    ):
        plek = rondes.mijn_beoordeling(w.ronde, door)
        rondes.bewaar_oordeel(plek, "personeel", waardering=waardering, onderbouwing=tekst, vragen=vragen, versie=0, door=door)
    assert voorstel_terugkoppeling(blad_van(w.herlees()).ronde) == (
        "Inzet van personeel: [kies samen: substantieel of vraag open]\n\nOnze vragen:\n- Wie meet dit?\n- Waar komen zij vandaan?"
    )


def test_opstellen_begint_met_het_voorstel_en_vraagt_daarna_de_tweede(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    opzet.oordeel(w, w.czv, op=OP)
    form = als(w.czv).get(adres(w.ronde, "stel_op")).context["form"]
    assert form["terugkoppeling"].value().startswith("Zorggebruik in de Zvw: voldoende.")
    assert form["advies"].value() == "positief"
    assert neem(w.czv, w.ronde, "stel_op", terugkoppeling="", advies="").status_code == 422
    assert neem(w.czv, w.ronde, "stel_op", terugkoppeling="x" * 20001, advies="positief").status_code == 422
    assert neem(w.czv, w.ronde, "stel_op", terugkoppeling="Wij zijn positief.", advies="positief").status_code == 302
    assert w.ronde.status == "concept"


def test_opstellen_voor_het_eigen_oordeel_toont_het_belet_en_geen_formulier(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    antwoord = als(w.czv).get(adres(w.ronde, "stel_op"))
    assert "Rond eerst uw eigen beoordeling af." in antwoord.text
    assert 'name="terugkoppeling"' not in antwoord.text


def test_de_tweede_leest_de_tekst_en_wie_een_oude_tekst_las_krijgt_eerst_de_nieuwe(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    opzet.oordeel(w, w.czv, op=OP)
    neem(w.czv, w.ronde, "stel_op", terugkoppeling="De eerste tekst.", advies="positief")
    pagina = als(w.tweede).get(adres(w.ronde, "stem_in"))
    assert "De eerste tekst." in pagina.text
    gelezen = pagina.context["form"]["leesmerk"].value()
    neem(w.czv, w.ronde, "stel_op", terugkoppeling="De tweede tekst.", advies="negatief")
    antwoord = neem(w.tweede, w.ronde, "stem_in", leesmerk=gelezen)
    assert antwoord.status_code == 422
    assert "heeft de terugkoppeling intussen aangepast" in antwoord.text
    assert "De tweede tekst." in antwoord.text
    assert neem(w.tweede, w.ronde, "stem_in", leesmerk=antwoord.context["form"]["leesmerk"].value()).status_code == 302
    assert w.ronde.status == "vastgesteld"


def test_indieners_zien_niets_van_de_terugkoppeling_tot_zij_is_verstuurd_en_dan_een_keer_de_tekst(w: Speelveld) -> None:
    opzet.dien_toets_in(w, sociaal=False, gemeenten=False)
    ronde = opzet.stel_vast(w, op=OP)
    url = w.dossier.get_absolute_url()
    for woord in ("Wij zijn samen positief.", "Oordelen per criterium", "Beoordeling afgerond"):
        assert woord not in als(w.planmaker).get(url).text
    assert als(w.planmaker).get(adres(ronde, "verstuur")).status_code == 403
    voer_uit(ronde, "verstuur", door=w.czv, op=OP)
    tekst = als(w.planmaker).get(url).text
    assert tekst.count("Wij zijn samen positief.") == 1
    assert "Oordelen per criterium" not in tekst


def test_een_afwijkend_standpunt_leest_alleen_wie_bij_een_verzekeraar_werkt(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    opzet.oordeel(w, w.czv, op=OP)
    neem(w.czv, w.ronde, "stel_op", terugkoppeling="Positief.", advies="positief")
    assert neem(w.tweede, w.ronde, "wijk_af", afwijkend_standpunt="", leesmerk=w.ronde.leesmerk).status_code == 422
    assert neem(w.tweede, w.ronde, "wijk_af", afwijkend_standpunt="Wij vinden het te duur.", leesmerk=w.ronde.leesmerk).status_code == 302
    voer_uit(w.ronde, "verstuur", door=w.czv, op=OP)
    for door, ziet in ((w.czv, True), (w.tweede, True), (w.beslisser, False), (w.planmaker, False)):
        assert ("Wij vinden het te duur." in als(door).get(w.dossier.get_absolute_url()).text) is ziet


# --- commitment and akkoord --------------------------------------------------------------------------------------


def test_commitment_vult_naam_en_functie_voor_en_toont_de_versie(w: Speelveld) -> None:
    opzet.dien_plan_in(w)
    rij = w.dossier.commitments.get(organisatie=w.huisartsen)
    pagina = als(w.deelnemer).get(adres(rij, "geef"))
    form = pagina.context["form"]
    assert (form["naam"].value(), form["functie"].value(), form["sha256"].value()) == ("Hugo Huisarts", "adviseur", rij.versie.sha256)
    assert rij.versie.sha256 in pagina.text
    assert reverse("plan-versie", kwargs={"kenmerk": w.dossier.kenmerk, "nummer": 1}) in pagina.text
    assert "Minder opnamen 2" in pagina.text
    assert neem(w.deelnemer, rij, "geef", naam="Hugo Huisarts", functie="bestuurder", sha256=rij.versie.sha256).status_code == 302
    assert Journaalregel.objects.get(onderwerp=rij.pk, stap="geef").feiten["sha256"] == rij.versie.sha256


def test_bij_een_nieuwe_versie_staat_er_wat_er_veranderde(w: Speelveld) -> None:
    opzet.dien_plan_in(w, op=OP)
    versie = opzet.nieuwe_versie(w, op=OP)
    versie.kpis.filter(nummer=2).update(streefwaarde="-20%")
    voer_uit(w.herlees().plan, "dien_in", door=w.planmaker, op=OP)
    rij = w.dossier.commitments.get(organisatie=w.huisartsen, status="gevraagd")
    tekst = als(w.deelnemer).get(adres(rij, "geef")).text
    assert "Wat er veranderde sinds versie 1" in tekst
    assert "Minder opnamen 2; -10%;" in tekst
    assert "Minder opnamen 2; -20%;" in tekst


@pytest.mark.parametrize(
    ("anders", "zin"),
    [
        ({"naam": ""}, "Vul uw naam in."),
        ({"functie": " "}, "Vul uw functie in."),
        ({"naam": "x" * 121}, "121"),
        ({"sha256": "0" * 64}, "Lees die eerst."),
    ],
)
def test_onvolledig_commitment_wordt_geweigerd_met_de_getypte_tekst(w: Speelveld, anders: dict[str, str], zin: str) -> None:
    opzet.dien_plan_in(w)
    rij = w.dossier.commitments.get(organisatie=w.huisartsen)
    antwoord = neem(w.deelnemer, rij, "geef", **{"naam": "Hugo Getypt", "functie": "bestuurder", "sha256": rij.versie.sha256, **anders})
    assert antwoord.status_code == 422
    assert zin in antwoord.text
    assert "Hugo Getypt" in antwoord.text or "naam" in anders


def test_een_verouderd_formulier_krijgt_409_met_wie_er_eerder_was(w: Speelveld) -> None:
    opzet.dien_plan_in(w)
    rij = w.dossier.commitments.get(organisatie=w.huisartsen)
    opzet.commitment(w, w.deelnemer, op=OP)
    antwoord = als(w.deelnemer).post(adres(rij, "weiger"), {"verwacht": "gevraagd", "reden": "Bij nader inzien niet."})
    assert antwoord.status_code == 409
    assert "Dit is intussen gewijzigd" in antwoord.text
    assert "Bij nader inzien niet." in antwoord.text


def test_een_weigering_vraagt_een_reden(w: Speelveld) -> None:
    opzet.dien_plan_in(w)
    akkoord = w.dossier.gemeentelijkakkoords.get()
    assert "Geef een reden." in neem(w.beslisser, akkoord, "weiger", reden=" ").text
    assert neem(w.beslisser, akkoord, "weiger", reden="x" * 3001).status_code == 422
    assert neem(w.beslisser, akkoord, "weiger", reden="De raad is tegen.").status_code == 302


# --- deciding ----------------------------------------------------------------------------------------------------


def test_goedkeuren_begint_met_het_gevraagde_bedrag_en_vraagt_een_motivering(w: Speelveld) -> None:
    klaar(w)
    plan = w.dossier.plan
    pagina = als(w.czv).get(adres(plan, "keur_goed"))
    assert 'value="8.400.000"' in pagina.text
    assert "Wij zijn samen positief." in pagina.text
    antwoord = neem(w.czv, plan, "keur_goed", bedrag_toegekend="8.400.000", motivering="")
    assert antwoord.status_code == 422
    assert "Motiveer dit besluit." in antwoord.text


@pytest.mark.parametrize("bedrag", ["8.400.000", "8400000", "8.400.000,00", "€ 8.400.000,-"])
def test_goedkeuren_leest_een_bedrag_zoals_mensen_het_schrijven(w: Speelveld, bedrag: str) -> None:
    klaar(w)
    assert neem(w.czv, w.dossier.plan, "keur_goed", bedrag_toegekend=bedrag, motivering="Goed plan.").status_code == 302
    assert w.herlees().plan.bedrag_toegekend == Decimal("8400000.00")


@pytest.mark.parametrize(
    ("bedrag", "zin"),
    [
        ("", "Vul een bedrag in."),
        ("veel", "Dit is geen bedrag."),
        ("-5", "Een bedrag kan niet negatief zijn."),
        ("0", "Vul een bedrag groter dan nul in."),
        ("9" * 30, "Dit bedrag is te groot."),
        (
            "8.000.000",
            "De KPI&#x27;s tellen op tot €\u00a08.400.000; toegekend wordt €\u00a08.000.000. Vraag om een aangepaste versie. (1f.3)",
        ),
    ],
)
def test_een_onmogelijk_bedrag_geeft_een_zin_bij_het_veld_en_houdt_de_motivering(w: Speelveld, bedrag: str, zin: str) -> None:
    klaar(w)
    antwoord = neem(w.czv, w.dossier.plan, "keur_goed", bedrag_toegekend=bedrag, motivering="Mijn motivering.")
    assert antwoord.status_code == 422
    assert zin in antwoord.text
    assert "Mijn motivering." in antwoord.text
    assert w.herlees().plan.status == "in_beoordeling"


def test_goedkeuren_dat_niet_kan_toont_alle_beletselen_met_hun_nummers_en_geen_knop(w: Speelveld) -> None:
    opzet.dien_plan_in(w)
    antwoord = als(w.czv).get(adres(w.dossier.plan, "keur_goed"))
    assert sorted({b.regel for b in antwoord.context["beletselen"]}) == ["1b.1", "1b.2", "1b.3", "1c.2"]
    assert antwoord.context["is_dicht"] is True
    geweigerd = neem(w.czv, w.dossier.plan, "keur_goed", bedrag_toegekend="8.400.000", motivering="Toch maar.")
    assert geweigerd.status_code == 422
    assert "Toch maar." in geweigerd.text


def test_incompleet_verklaren_vraagt_na_compleet_de_instemming_van_de_penvoerder(w: Speelveld) -> None:
    opzet.dien_toets_in(w, compleet=False)
    assert "instemming_penvoerder" not in als(w.czv).get(adres(w.dossier.snelle_toets, "verklaar_incompleet")).context["form"].fields
    voer_uit(w.dossier.snelle_toets, "verklaar_compleet", door=w.czv, op=OP)
    toets = w.herlees().snelle_toets
    antwoord = neem(w.czv, toets, "verklaar_incompleet", wat_ontbreekt="Het bedrag.")
    assert antwoord.status_code == 422
    assert "Incompleet verklaren kan alleen nog met instemming van de penvoerder. (1e.1)" in antwoord.text
    assert neem(w.czv, toets, "verklaar_incompleet", wat_ontbreekt="Het bedrag.", instemming_penvoerder="on").status_code == 302
    assert w.herlees().snelle_toets.status == "incompleet"


def test_aanpassing_vragen_zegt_wat_er_anders_moet(w: Speelveld) -> None:
    klaar(w)
    assert "Schrijf wat er anders moet." in neem(w.czv, w.dossier.plan, "vraag_aanpassing", gevraagde_aanpassing="").text
    assert neem(w.czv, w.dossier.plan, "vraag_aanpassing", gevraagde_aanpassing="Maak KPI 1 scherper.").status_code == 302
    assert w.herlees().plan.status == "in_aanpassing"


def test_een_beoordelaar_van_de_tweede_verzekeraar_besluit_niet(w: Speelveld) -> None:
    klaar(w)
    for door in (w.tweede, w.planmaker):
        assert als(door).get(adres(w.dossier.plan, "keur_goed")).status_code == 403
        assert neem(door, w.dossier.plan, "keur_goed", bedrag_toegekend="8400000", motivering="Ja.").status_code == 403
