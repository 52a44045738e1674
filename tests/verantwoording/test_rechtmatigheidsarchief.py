"""The archive of a rechtmatigheidsdossier: made by the worker, checked without the application, the same when nothing changed (3a.5)."""

import hashlib
import io
import json
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from pypdf import PdfReader

from kern.documenten.models import Document
from kern.documenten.services import bewaar
from kern.toestanden.stap import StapBelet, StapNietToegestaan
from tests.verantwoording import opzet
from tests.verantwoording.conftest import Inloggen
from tests.verantwoording.opzet import NU, Mensen
from verantwoording.models import Rechtmatigheidsarchief, Toekenning
from verantwoording.rechtmatigheidsblad import Rechtmatigheidsblad
from verantwoording.services import rechtmatigheid as diensten
from verantwoording.services.rechtmatigheidsarchief import maak_volgende
from verantwoording.tasks import maak_rechtmatigheidsarchieven

INTERN = b"Dit lezen alleen de beoordelaars."
PNG = b"bewijs van de meting"


@pytest.fixture(autouse=True)
def _eigen_map(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


def adres(t: Toekenning) -> str:
    return f"/dossiers/{t.dossier.kenmerk}/rechtmatigheid/"


def met_stukken(m: Mensen) -> Toekenning:
    t = opzet.lopend(m)
    k = opzet.toegekend(m, opzet.kpi(t, 1))
    for soort, titel, inhoud, voor in (
        ("kpi_bewijs", "Meting /../ één", PNG, Document.Voor.CZV_EN_INDIENERS),
        ("bijlage", "Onder ons", INTERN, Document.Voor.BEOORDELAARS),
    ):
        bewaar(
            zaak=t.dossier_id,
            soort=soort,
            onderwerp=k.pk,
            titel=titel,
            inhoud=inhoud,
            bestandsnaam="Meting één.pdf",
            door=m.penvoerder,
            op=NU,
            voor=voor,
        )
    return Toekenning.objects.get(pk=t.pk)


def besteld(m: Mensen, t: Toekenning) -> Rechtmatigheidsarchief:
    archief = diensten.bestel_archief(t, peildatum=NU, door=m.nza, op=NU)
    assert maak_volgende() is True
    archief.refresh_from_db()
    return archief


def uitgepakt(archief: Rechtmatigheidsarchief) -> dict[str, bytes]:
    assert archief.document is not None
    with archief.document.bestand.open("rb") as ruw, zipfile.ZipFile(io.BytesIO(ruw.read())) as bestand:
        return {naam: bestand.read(naam) for naam in bestand.namelist()}


def test_het_archief_is_zonder_de_toepassing_te_controleren(m: Mensen) -> None:
    t = met_stukken(m)
    archief = besteld(m, t)
    assert (archief.status, archief.gedaan, archief.totaal) == ("klaar", archief.totaal, archief.totaal)
    bestanden = uitgepakt(archief)
    regels = [regel.split("  ", 1) for regel in bestanden.pop("SHA256SUMS").decode().splitlines()]
    sommen = {pad: som for som, pad in regels}
    assert sommen == {naam: hashlib.sha256(inhoud).hexdigest() for naam, inhoud in bestanden.items()}
    assert {"gegevens.json", "rechtmatigheidsdossier.pdf", "LEESMIJ.txt"} < set(bestanden)
    assert next(inhoud for naam, inhoud in bestanden.items() if naam.endswith("Meting-een.pdf")) == PNG


def test_de_gegevens_zijn_die_van_het_grootboek_en_noemen_elke_bijlage(m: Mensen) -> None:
    t = met_stukken(m)
    bestanden = uitgepakt(besteld(m, t))
    gegevens = json.loads(bestanden["gegevens.json"])
    blad = Rechtmatigheidsblad(t.dossier, t, NU)
    assert {r: Decimal(s) for r, s in gegevens["saldi"].items()} == blad.saldi
    assert [d["compleet"] for d in gegevens["onderdelen"]] == [True] * 4
    assert {b["pad"] for b in gegevens["bijlagen"]} == {naam for naam in bestanden if naam.startswith("bijlagen/")}
    per_boeking = [sum(Decimal(r["bedrag"]) for r in b["regels"]) for b in gegevens["boekingen"]]
    assert (len(per_boeking) > 1, set(per_boeking)) == (True, {Decimal(0)})
    opgeteld = {r: Decimal(0) for r in gegevens["saldi"]}
    for boeking in gegevens["boekingen"]:
        for regel in boeking["regels"]:
            opgeteld[regel["rekening"]] += Decimal(regel["bedrag"])
    assert opgeteld == blad.saldi


def test_losse_oordelen_en_interne_stukken_staan_er_niet_in(m: Mensen) -> None:
    t = met_stukken(m)
    opzet.beoordeeld(m, opzet.kpi(t, 2))
    bestanden = uitgepakt(besteld(m, t))
    assert INTERN not in bestanden.values()
    gegevens = json.loads(bestanden["gegevens.json"])
    assert [("resultaat" in k) for k in gegevens["kpis"]] == [True, False]
    stappen = {(r["soort"], r["stap"]) for r in gegevens["journaal"]}
    assert ("verantwoording.kpiverantwoording", "ken_toe") in stappen
    assert ("verantwoording.kpiverantwoording", "beoordeel") not in stappen
    assert not {s for s, _ in stappen if s.startswith("beoordeling.")}


def test_de_pdf_is_pdf_a_en_noemt_de_controlegetallen(m: Mensen) -> None:
    bestanden = uitgepakt(besteld(m, met_stukken(m)))
    pdf = PdfReader(io.BytesIO(bestanden["rechtmatigheidsdossier.pdf"]))
    assert pdf.xmp_metadata is not None
    xmp = pdf.xmp_metadata.stream.get_data().decode()
    assert 'pdfaid:part="2" pdfaid:conformance="A"' in xmp
    tekst = "".join(bladzijde.extract_text() for bladzijde in pdf.pages).replace("\n", "")
    for inhoud in (bestanden["gegevens.json"], PNG):
        assert hashlib.sha256(inhoud).hexdigest() in tekst


def test_twee_keer_bestellen_geeft_hetzelfde_zolang_er_niets_verandert(m: Mensen) -> None:
    t = met_stukken(m)
    eerste, tweede = besteld(m, t), besteld(m, t)
    assert (eerste.pk != tweede.pk, eerste.document, eerste.inhoud_sha256) == (True, tweede.document, tweede.inhoud_sha256)
    opzet.toegekend(m, opzet.kpi(t, 2))
    assert besteld(m, t).document != eerste.document


def test_dezelfde_inhoud_geeft_byte_voor_byte_hetzelfde_bestand(m: Mensen) -> None:
    t = met_stukken(m)
    eerste = besteld(m, t)
    Rechtmatigheidsarchief.objects.filter(pk=eerste.pk).update(inhoud_sha256="")
    tweede = besteld(m, t)
    assert eerste.document is not None
    assert tweede.document is not None
    assert (eerste.document.pk != tweede.document.pk, eerste.document.sha256) == (True, tweede.document.sha256)


def test_wat_al_wordt_gemaakt_wordt_niet_nog_eens_besteld(m: Mensen) -> None:
    t = met_stukken(m)
    eerste = diensten.bestel_archief(t, peildatum=NU, door=m.nza, op=NU)
    assert diensten.bestel_archief(t, peildatum=NU, door=m.czv, op=NU) == eerste
    assert maak_rechtmatigheidsarchieven() == 1
    assert maak_rechtmatigheidsarchieven() == 0


def test_een_bijlage_die_niet_meer_klopt_laat_het_archief_mislukken_met_haar_naam(m: Mensen) -> None:
    t = met_stukken(m)
    stuk = Document.objects.get(soort="kpi_bewijs")
    stuk.bestand.storage.delete(str(stuk.bestand.name))
    stuk.bestand.storage.save(str(stuk.bestand.name), ContentFile(b"iets anders"))
    archief = besteld(m, t)
    assert (archief.status, archief.document) == ("mislukt", None)
    assert archief.fout == "De bijlage ‘Meting /../ één’ is niet meer wat er is ingediend: het controlegetal klopt niet."


def test_een_werker_die_stilviel_wordt_overgenomen_en_na_vier_keer_staat_er_waarom(m: Mensen, monkeypatch: pytest.MonkeyPatch) -> None:
    t = met_stukken(m)

    def breekt(*_: object) -> bytes:
        raise RuntimeError("stuk")

    monkeypatch.setattr("verantwoording.services.rechtmatigheidsarchief.maak", breekt)
    archief = diensten.bestel_archief(t, peildatum=NU, door=m.nza, op=NU)
    standen = []
    for _ in range(4):
        assert maak_volgende() is True
        archief.refresh_from_db()
        standen.append(archief.status)
        assert maak_volgende() is False
        Rechtmatigheidsarchief.objects.update(bezig_tot=None)
    assert standen == ["wacht", "wacht", "wacht", "mislukt"]
    assert archief.fout == "Het archief kon niet worden gemaakt. De oorzaak staat in het logboek van de server."


def test_een_werker_die_telkens_wordt_afgebroken_begint_niet_eindeloos_opnieuw(m: Mensen, monkeypatch: pytest.MonkeyPatch) -> None:
    t = met_stukken(m)

    def afgebroken(*_: object) -> bytes:
        raise KeyboardInterrupt  # what no handler of an error sees, as when the worker is killed

    monkeypatch.setattr("verantwoording.services.rechtmatigheidsarchief.maak", afgebroken)
    archief = diensten.bestel_archief(t, peildatum=NU, door=m.nza, op=NU)
    for poging in range(1, 5):
        with pytest.raises(KeyboardInterrupt):
            maak_volgende()
        archief.refresh_from_db()
        assert (archief.status, archief.pogingen) == ("bezig", poging)
        Rechtmatigheidsarchief.objects.update(bezig_tot=timezone.now())
    assert maak_volgende() is False
    archief.refresh_from_db()
    zin = "Het archief kon niet worden gemaakt. De oorzaak staat in het logboek van de server."
    assert (archief.status, archief.bezig_tot, archief.fout) == ("mislukt", None, zin)


def test_wie_het_bestelt_en_wie_het_opent(m: Mensen, als: Inloggen) -> None:
    t = met_stukken(m)
    for lid in (m.tweede, m.deelnemer):
        with pytest.raises(StapNietToegestaan):
            diensten.bestel_archief(t, peildatum=NU, door=lid, op=NU)
    with pytest.raises(StapBelet):
        diensten.bestel_archief(t, peildatum=NU.replace(year=2030), door=m.nza, op=NU)
    assert als(m.penvoerder).post(adres(t), {"actie": "archief"}).status_code == 302
    archief = Rechtmatigheidsarchief.objects.get()
    stand = f"{adres(t)}archief/{archief.pk}/"
    assert "wacht op zijn beurt" in als(m.nza).get(stand).content.decode()
    maak_volgende()
    archief.refresh_from_db()
    assert archief.document is not None
    html = als(m.nza).get(stand).content.decode()
    assert (archief.document.sha256 in html, "hx-get" in html) == (True, False)
    pad = f"/documenten/{archief.document.pk}/"
    leden = (m.nza, m.czv, m.penvoerder, m.deelnemer, m.tweede)
    antwoorden = [als(lid).get(pad) for lid in leden]
    for antwoord in antwoorden:
        antwoord.close()
    assert [a.status_code for a in antwoorden] == [200, 200, 200, 200, 404]
