"""Evidence of a KPI: files that are kept once, and that lie fast once they were judged (1g.5)."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kern.documenten.models import Document
from kern.toestanden.stap import StapNietMogelijk
from kern.toestanden.uitvoeren import voer_uit
from tests.kern.documenten.bestanden import pdf
from tests.verantwoording import opzet
from tests.verantwoording.conftest import Inloggen
from tests.verantwoording.opzet import NU, Mensen
from verantwoording.models import KpiVerantwoording


def stuk(naam: str = "audit.pdf", inhoud: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(naam, inhoud or pdf(), "application/pdf")


def adres(k: KpiVerantwoording, stap: str = "dien_bewijs_in") -> str:
    return f"/stap/{k.soort()}/{k.pk}/{stap}/"


def test_hetzelfde_bestand_twee_keer_krijgt_een_zin_bij_het_veld(m: Mensen, als: Inloggen) -> None:
    k = opzet.kpi(opzet.lopend(m))
    client = als(m.penvoerder)
    dubbel = client.post(
        adres(k), {"verwacht": "open", "bewijs": "Gehaald.", "bijlage_1": stuk("a.pdf"), "bijlage_2": stuk("b.pdf")}
    ).content.decode()
    assert "Dit is hetzelfde bestand als hierboven. Kies een ander bestand of laat dit veld leeg." in dubbel
    assert not Document.objects.filter(soort="kpi_bewijs").exists()
    assert client.post(adres(k), {"verwacht": "open", "bewijs": "Gehaald.", "bijlage_1": stuk()}).status_code == 302
    voer_uit(opzet.kpi(k.toekenning), "vraag_aanvulling", door=m.czv, op=NU, aanvulling_gevraagd="De meting.")
    weer = client.post(adres(k), {"verwacht": "open", "bewijs": "Nu met meting.", "bijlage_1": stuk("anders.pdf")})
    assert weer.status_code == 422
    assert "Dit bestand hebt u al ingediend, op 3 november 2025." in weer.content.decode()
    assert "Nu met meting." in weer.content.decode()


def test_na_het_oordeel_kan_er_geen_bewijs_meer_bij(m: Mensen, als: Inloggen) -> None:
    k = opzet.beoordeeld(m, opzet.kpi(opzet.lopend(m)))
    with pytest.raises(StapNietMogelijk):
        voer_uit(k, "dien_bewijs_in", door=m.penvoerder, op=NU, bewijs="Nog iets.")
    client = als(m.penvoerder)
    antwoord = client.post(adres(k), {"verwacht": "open", "bewijs": "Nog iets.", "bijlage_1": stuk()})
    assert antwoord.status_code == 409
    assert not Document.objects.filter(soort="kpi_bewijs").exists()
    pagina = client.get(k.get_absolute_url()).content.decode()
    assert "Het bewijs is beoordeeld en ligt vast." in pagina


def test_een_aanvulling_na_het_oordeel_laat_het_oordeel_vervallen(m: Mensen) -> None:
    k = opzet.beoordeeld(m, opzet.kpi(opzet.lopend(m)), "deels", Decimal(200))
    voer_uit(k, "vraag_aanvulling", door=m.czv, op=NU, aanvulling_gevraagd="Het verslag.")
    assert (k.status, k.resultaat, k.oordeel, k.bedrag_behaald, k.beoordeeld_op) == ("open", "", "", None, None)
    assert opzet.beoordeeld(m, k).bedrag_behaald == 600
