"""Keeping files, and handing them out to who may see them."""

import base64
import datetime as dt
import hashlib
import uuid
from pathlib import Path

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import transaction
from django.test import Client

from kern.documenten import zicht
from kern.documenten.forms import DocumentField
from kern.documenten.models import Document
from kern.documenten.services import bewaar, ruim_wezen_op
from kern.journaal.models import Journaalregel
from kern.organisaties.models import Lidmaatschap
from tests.fabrieken.organisaties import LidmaatschapFactory
from tests.kern.documenten import bestanden as b

OP = dt.date(2025, 4, 1)
pytestmark = pytest.mark.django_db


def bewaar_pdf(zaak: uuid.UUID | None = None, door: Lidmaatschap | None = None, **anders: object) -> Document:
    velden = {"soort": "bijlage", "titel": "Ons plan", "upload": b.upload("ons plan.pdf", b.pdf()), "op": OP, "door": door}
    return bewaar(zaak=zaak or uuid.uuid4(), **{**velden, **anders})


@pytest.fixture
def _iedereen_ziet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zicht, "_zichten", [lambda document, lidmaatschap: True])


def test_een_bestand_wordt_bewaard_met_zijn_hash_onder_een_sleutel_zonder_naam() -> None:
    lid = LidmaatschapFactory()
    document = bewaar_pdf(door=lid)
    document.refresh_from_db()
    with document.bestand.open() as bestand:
        assert document.sha256 == hashlib.sha256(b.pdf()).hexdigest() == hashlib.sha256(bestand.read()).hexdigest()
    assert document.bestand.name == f"documenten/{document.zaak}/{document.pk}"
    assert (document.bestandsnaam, document.inhoudstype, document.grootte) == ("ons plan.pdf", "application/pdf", len(b.pdf()))
    assert (document.door, document.organisatie) == (lid.gebruiker, lid.organisatie)


def test_bewaren_staat_in_het_journaal_met_de_hash_en_zonder_de_titel() -> None:
    document = bewaar_pdf()
    regel = Journaalregel.objects.get(zaak=document.zaak)
    assert (regel.soort, regel.onderwerp, regel.stap) == ("documenten.document", document.pk, "voeg_toe")
    assert regel.feiten == {"soort": "bijlage", "sha256": document.sha256, "grootte": document.grootte}


def test_een_geweigerd_bestand_laat_niets_achter(tmp_path: Path) -> None:
    with pytest.raises(ValidationError):
        bewaar_pdf(upload=b.upload("plan.pdf", b"geen pdf"))
    assert not Document.objects.exists()
    assert list(tmp_path.iterdir()) == []


def test_een_bestand_zonder_rij_wordt_opgeruimd_en_een_met_rij_niet() -> None:
    blijft = bewaar_pdf()
    with transaction.atomic():
        verdwijnt = bewaar_pdf()
        transaction.set_rollback(True)
    assert default_storage.exists(verdwijnt.bestand.name)
    assert ruim_wezen_op() == 0, "een vers bestand kan nog van een lopende transactie zijn"
    assert ruim_wezen_op(ouder_dan=dt.timedelta(seconds=-1)) == 1
    assert not default_storage.exists(verdwijnt.bestand.name)
    assert default_storage.exists(blijft.bestand.name)


def test_zonder_geregistreerd_zicht_ziet_niemand_een_document(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zicht, "_zichten", [])
    lid = LidmaatschapFactory()
    document = bewaar_pdf(door=lid)
    client.force_login(lid.gebruiker)
    assert client.get(f"/documenten/{document.pk}/").status_code == 404


def test_alleen_wie_het_mag_zien_krijgt_het_document(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    ziet, ziet_niet = LidmaatschapFactory(), LidmaatschapFactory()
    monkeypatch.setattr(zicht, "_zichten", [])
    zicht.geeft_zicht(lambda document, lidmaatschap: lidmaatschap.organisatie_id == document.organisatie_id)
    document = bewaar_pdf(door=ziet)
    for lid, code in [(ziet, 200), (ziet_niet, 404)]:
        client.force_login(lid.gebruiker)
        antwoord = client.get(f"/documenten/{document.pk}/")
        assert antwoord.status_code == code
        assert b"".join(getattr(antwoord, "streaming_content", [])) == (b.pdf() if code == 200 else b"")
    client.logout()
    assert client.get(f"/documenten/{document.pk}/").status_code == 302


@pytest.mark.usefixtures("_iedereen_ziet")
def test_een_download_is_altijd_een_bijlage_met_zijn_hash(client: Client) -> None:
    document = bewaar_pdf(bestandsnaam='zorgcoöperatie "Noord".pdf')
    client.force_login(LidmaatschapFactory().gebruiker)
    antwoord = client.get(f"/documenten/{document.pk}/")
    assert b"".join(antwoord.streaming_content) == b.pdf()
    assert antwoord["Content-Disposition"] == "attachment; filename*=utf-8''zorgco%C3%B6peratie%20_Noord_.pdf"
    assert antwoord["X-Content-Type-Options"] == "nosniff"
    assert antwoord["Content-Type"] == "application/pdf"
    assert antwoord["Cache-Control"] == "private, no-store"
    assert antwoord["X-Inhoud-SHA256"] == document.sha256
    assert antwoord["Repr-Digest"] == f"sha-256=:{base64.b64encode(bytes.fromhex(document.sha256)).decode()}:"


@pytest.mark.usefixtures("_iedereen_ziet")
def test_een_document_waarvan_het_bestand_weg_is_geeft_geen_fout(client: Client) -> None:
    document = bewaar_pdf()
    document.bestand.delete(save=False)
    client.force_login(LidmaatschapFactory().gebruiker)
    assert client.get(f"/documenten/{document.pk}/").status_code == 404


class Formulier(forms.Form):
    bestand = DocumentField(label="Bestand")


def test_het_veld_noemt_zijn_grenzen_en_weigert_in_het_nederlands() -> None:
    assert Formulier().fields["bestand"].help_text.startswith("Pdf, docx, xlsx, odt, ods, png of jpg.")
    assert 'accept=".pdf,.docx,.xlsx,.odt,.ods,.png,.jpg,.jpeg"' in str(Formulier()["bestand"])
    assert Formulier({}, {}).errors["bestand"] == ["Kies een bestand."]
    assert Formulier({}, {"bestand": b.upload("a.pdf", b"")}).errors["bestand"] == ["Dit bestand is leeg. Kies een ander bestand."]
    assert Formulier({}, {"bestand": b.upload("a.docx", b.pdf())}).errors["bestand"] == [
        "De inhoud van dit bestand is pdf, maar de naam eindigt op .docx. Geef het de juiste naam."
    ]
    assert Formulier({}, {"bestand": b.upload("a.pdf", b.pdf())}).is_valid()
