"""The letters up to the decision: ordered in the transaction of their step, with what they must say."""

import datetime as dt
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.utils.html import strip_tags

from beoordeling.services import toewijzing
from kern.documenten.brieven import briefsoort, van_json
from kern.documenten.models import Brief, Document
from kern.documenten.tasks import maak_brieven
from kern.documenten.zicht import mag_zien
from kern.toestanden.stap import StapBelet
from kern.toestanden.uitvoeren import voer_uit
from tests.beoordeling import opzet
from tests.beoordeling.opzet import Speelveld
from transformatie.models import Partijrol
from transformatie.services import dossiers

APRIL = dt.date(2025, 4, 1)


def brief(soort: str) -> Brief:
    """The last letter of this kind."""
    return Brief.objects.filter(soort=soort).latest("vastgelegd_op")


def tekst(rij: Brief) -> str:
    """What the letter says, as one line of words."""
    soort = briefsoort(rij.soort)
    html = render_to_string(soort.sjabloon, {"brief": van_json(soort.gegevens, rij.gegevens), "titel": soort.titel})
    return " ".join(strip_tags(html).replace("\xa0", " ").split())


def test_de_ontvangstbevestiging_noemt_ontvangst_laatste_dag_en_wat_volgt(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    rij = brief("ontvangstbevestiging")
    assert (rij.onderwerp, rij.op) == (w.dossier.snelle_toets.pk, APRIL)
    zinnen = tekst(rij)
    for zin in (
        "Wij ontvingen uw snelle toets op 1 april 2025.",
        "Wij beslissen uiterlijk op 29 april 2025.",
        "compleet is, uiterlijk op 8 april 2025 (onze termijn)",
        "CZ en VGZ beoordelen gelijktijdig",
        "Deze gemeenten doen mee: gemeente Wijchen.",
        "escalatielijn",
    ):
        assert zin in zinnen
    assert "bezwaar" not in zinnen


def test_schuift_de_laatste_dag_dan_staat_de_reden_erbij(w: Speelveld) -> None:
    opzet.dien_toets_in(w, op=dt.date(2026, 3, 9))
    assert "uiterlijk 7 april 2026." in tekst(brief("ontvangstbevestiging"))
    assert "tweede paasdag" in tekst(brief("ontvangstbevestiging")).lower()


def test_incompleet_zegt_wat_ontbreekt_en_de_aanvulling_geeft_een_nieuwe_bevestiging(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    toets = w.herlees().snelle_toets
    voer_uit(
        toets,
        "verklaar_incompleet",
        door=w.czv,
        op=dt.date(2025, 4, 3),
        wat_ontbreekt="Het regioplan ontbreekt.",
        instemming_penvoerder=True,
    )
    zinnen = tekst(brief("incompleet"))
    assert "Uw snelle toets is nog niet compleet." in zinnen
    assert "Het regioplan ontbreekt." in zinnen
    assert "De termijn die op 1 april 2025 begon, is vervallen." in zinnen
    assert "beginnen nieuwe vier weken voor het besluit" in zinnen
    voer_uit(toets, "vul_aan", door=w.planmaker, op=dt.date(2025, 4, 10))
    zinnen = tekst(brief("ontvangstbevestiging"))
    assert "Wij ontvingen de aanvulling van uw snelle toets op 10 april 2025." in zinnen
    assert "Wij beslissen uiterlijk op 8 mei 2025." in zinnen
    assert Brief.objects.filter(soort="ontvangstbevestiging").count() == 2


def test_het_plan_en_de_aangepaste_versie_worden_elk_bevestigd(w: Speelveld) -> None:
    opzet.dien_plan_in(w)
    zinnen = tekst(brief("ontvangstbevestiging"))
    assert "Wij ontvingen uw transformatieplan op 1 mei 2025." in zinnen
    assert "Alle partijen krijgen de vraag om hun commitment op deze versie." in zinnen
    assert w.herlees().plan.ingediende_versie.sha256[:16] in zinnen
    versie = opzet.nieuwe_versie(w, op=dt.date(2025, 5, 20))
    terug = tekst(brief("terugkoppeling"))
    assert "Wij vragen u het plan aan te passen. Dit is nog geen besluit." in terug
    assert "Maak KPI 1 scherper." in terug
    versie.inhoud = {**versie.inhoud, "doel": "Scherper."}
    versie.save()
    voer_uit(w.herlees().plan, "dien_in", door=w.planmaker, op=dt.date(2025, 5, 26))
    zinnen = tekst(brief("ontvangstbevestiging"))
    assert "Wij ontvingen de aangepaste versie van uw transformatieplan op 26 mei 2025." in zinnen
    assert "Hoort u dan niets" not in zinnen


def test_een_uitnodiging_noemt_rol_taak_en_dag(w: Speelveld) -> None:
    opzet.begin(w)
    dossiers.nodig_uit(w.dossier, w.nijmegen, Partijrol.GEMEENTE, door=w.planmaker, op=APRIL, vraagt_spuk_aan=True)
    zinnen = tekst(brief("uitnodiging"))
    for zin in (
        "Aan Gemeente Nijmegen",
        "U bent uitgenodigd om mee te doen als gemeente.",
        "het liefst uiterlijk op 15 april 2025 (onze richtlijn)",
        "Ziekenhuis Waalstad werkt als penvoerder",
        "U keurt de onderdelen in het sociaal domein uitdrukkelijk goed",
        "U vraagt zelf de SPUK aan",
    ):
        assert zin in zinnen
    assert "1a.1" in zinnen


def test_wie_niet_kan_worden_uitgenodigd_krijgt_geen_brief(w: Speelveld) -> None:
    opzet.begin(w)
    aantal = Brief.objects.count()
    with pytest.raises(StapBelet):
        dossiers.nodig_uit(w.dossier, w.wijchen, Partijrol.GEMEENTE, door=w.planmaker, op=APRIL)
    assert Brief.objects.count() == aantal


def test_de_brief_aan_de_regiocoordinator_is_voor_beoordelaars_en_niet_voor_indieners(
    w: Speelveld, settings: object, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = str(tmp_path)  # type: ignore[attr-defined]
    opzet.dien_toets_in(w)
    toewijzing.wijs_toe(w.herlees(), w.coordinator, door=w.czv, op=APRIL)
    zinnen = tekst(brief("uitnodiging_regiocoordinator"))
    assert "t.a.v. Ali Almere" in zinnen
    assert "Uw oordeel zien wij graag uiterlijk op 22 april 2025, een week voor het besluit" in zinnen
    assert "doet deze gemeente mee: gemeente Wijchen." in zinnen
    maak_brieven()
    stuk = Document.objects.get(soort="uitnodiging_regiocoordinator")
    wie = (w.coordinator, w.czv, w.tweede, w.planmaker, w.deelnemer, w.coordinator_eigen)
    assert [mag_zien(stuk, door) for door in wie] == [True, True, True, False, False, False]
    ontvangst = Document.objects.get(soort="ontvangstbevestiging")
    assert [mag_zien(ontvangst, door) for door in wie] == [True, True, True, True, True, False]


def test_de_terugkoppeling_die_eerder_uitging_staat_niet_nog_eens_in_het_besluit(w: Speelveld) -> None:
    opzet.dien_toets_in(w, sociaal=False, gemeenten=False)
    ronde = opzet.stel_vast(w, op=dt.date(2025, 4, 7))
    voer_uit(ronde, "verstuur", door=w.czv, op=dt.date(2025, 4, 8))
    zinnen = tekst(brief("terugkoppeling"))
    assert "Wij zijn samen positief." in zinnen
    assert zinnen.count("CZ en VGZ") >= 2
    assert "Dit is nog geen besluit. Dat volgt in een aparte brief." in zinnen
    voer_uit(w.herlees().snelle_toets, "keur_goed", door=w.czv, op=dt.date(2025, 4, 9), motivering="Een goed begin.")
    besluit = tekst(brief("besluit_snelle_toets"))
    assert "U kreeg haar met onze brief van 8 april 2025." in besluit
    assert "Wij zijn samen positief." not in besluit


def test_gaat_de_terugkoppeling_met_het_besluit_mee_dan_is_er_geen_tweede_brief(w: Speelveld) -> None:
    opzet.keur_toets_goed(w, sociaal=False, gemeenten=False)
    assert not Brief.objects.filter(soort="terugkoppeling").exists()
    assert "Wij zijn samen positief." in tekst(brief("besluit_snelle_toets"))
