"""The outbox: written in the transaction, sent by the worker, kept when it fails."""

import datetime as dt
import smtplib
import threading
import uuid
from email import message_from_bytes
from email.policy import default

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.utils import timezone

from kern.berichten import services, tasks
from kern.berichten.mail import maak_mail, message_id, volledig_adres
from kern.berichten.models import Bericht
from kern.berichten.tasks import verstuur_berichten
from kern.gebruikers.models import Gebruiker
from tests.fabrieken.organisaties import GebruikerFactory

OP = dt.date(2025, 5, 6)
ADRES = "De mailserver neemt dit e-mailadres niet aan."
BERICHT = "De mailserver neemt dit bericht niet aan."
GEEN_MAIL = "Van dit bericht kon geen e-mail worden gemaakt. De oorzaak staat in het logboek van de server."


def schrijf(*aan: Gebruiker, sleutel: str = "toets:1:goedgekeurd", **anders: object) -> None:
    velden = {
        "soort": "besluit",
        "onderwerp": "Uw snelle toets is goedgekeurd",
        "tekst": "VGZ keurde de snelle toets goed.\n\nDien het plan in tot en met 6 september 2025.",
        "op": OP,
        "zaak": uuid.uuid4(),
        "adres": "/dossiers/1/",
    }
    services.schrijf(aan=[gebruiker.pk for gebruiker in aan], sleutel=sleutel, **{**velden, **anders})


class Weigerend(BaseEmailBackend):
    """A mail server that answers what the test wants."""

    fout: Exception | None = None
    geopend = 0

    def open(self) -> bool:
        type(self).geopend += 1
        return True

    def send_messages(self, berichten: object) -> int:
        if self.fout:
            raise self.fout
        return 1


@pytest.fixture
def server(settings: object) -> type[Weigerend]:
    settings.EMAIL_BACKEND = f"{__name__}.Weigerend"
    Weigerend.fout, Weigerend.geopend = None, 0
    return Weigerend


@pytest.mark.django_db
def test_een_bericht_gaat_als_gewone_tekst_met_een_volledig_adres(settings: object) -> None:
    settings.BASIS_ADRES = "https://plan.example/"
    schrijf(GebruikerFactory(naam="Ineke de Vries", email="ineke@test.example"))
    assert verstuur_berichten() == 1
    (brief,) = mail.outbox
    assert brief.to == ["Ineke de Vries <ineke@test.example>"]
    assert brief.subject == "Uw snelle toets is goedgekeurd"
    assert brief.body.startswith("Beste Ineke de Vries,\n\nVGZ keurde de snelle toets goed.\n\nDien")
    assert "\nhttps://plan.example/dossiers/1/\n" in brief.body
    gelezen = message_from_bytes(brief.message().as_bytes(), policy=default)
    assert gelezen.get_content_type() == "text/plain"
    assert gelezen["Message-ID"].strip() == message_id(Bericht.objects.get().sleutel)
    assert gelezen["Auto-Submitted"] == "auto-generated"
    bericht = Bericht.objects.get()
    assert (bericht.status, bericht.pogingen, bericht.fout) == (Bericht.Status.VERSTUURD, 1, "")
    assert bericht.verstuurd_op is not None


@pytest.mark.django_db
def test_wat_verstuurd_is_gaat_niet_nog_eens() -> None:
    schrijf(GebruikerFactory(), GebruikerFactory())
    assert (verstuur_berichten(), verstuur_berichten()) == (2, 0)
    assert len(mail.outbox) == 2


@pytest.mark.django_db
def test_dezelfde_sleutel_is_een_bericht_per_persoon() -> None:
    een, twee = GebruikerFactory(), GebruikerFactory()
    schrijf(een)
    schrijf(een, twee)
    assert Bericht.objects.count() == 2


@pytest.mark.django_db
def test_een_stap_die_terugrolt_vertelt_niemand_iets() -> None:
    with transaction.atomic():
        schrijf(GebruikerFactory())
        transaction.set_rollback(True)
    assert verstuur_berichten() == 0
    assert mail.outbox == []


@pytest.mark.django_db
def test_niemand_kan_een_kopregel_toevoegen() -> None:
    gebruiker = GebruikerFactory(naam='Jan" <kwaad@kwaad.example>,\r\nBcc: iedereen@kwaad.example')
    schrijf(gebruiker, onderwerp="Hallo\r\nBcc: iedereen@kwaad.example\u2028X-A: b", adres="/a/\r\nX-B: c")
    assert verstuur_berichten() == 1
    gelezen = message_from_bytes(mail.outbox[0].message().as_bytes(), policy=default)
    assert gelezen["Bcc"] is None
    assert gelezen["X-A"] is None
    assert [adres.addr_spec for adres in gelezen["To"].addresses] == [gebruiker.email]
    assert gelezen["Subject"] == "Hallo Bcc: iedereen@kwaad.example X-A: b"
    assert "X-B" not in mail.outbox[0].body


@pytest.mark.parametrize("adres", ["", "//kwaad.example/", "https://kwaad.example/", "javascript:alert(1)", "dossiers/1/"])
def test_alleen_een_pad_van_onszelf_wordt_een_koppeling(adres: str) -> None:
    assert volledig_adres(adres) == ""


def test_het_kenmerk_van_de_mail_volgt_uit_de_sleutel_en_de_afzender(settings: object) -> None:
    settings.DEFAULT_FROM_EMAIL = "Plan <nee@zorg.example>"
    assert message_id("a") == message_id("a") != message_id("b")
    assert message_id("a").endswith("@zorg.example>")


@pytest.mark.django_db
def test_een_server_die_zwijgt_stelt_steeds_langer_uit_en_dan_is_het_mislukt(server: type[Weigerend]) -> None:
    schrijf(GebruikerFactory())
    server.fout = smtplib.SMTPServerDisconnected("connection lost")
    wachttijden = []
    for _ in range(6):
        assert verstuur_berichten() == 0
        bericht = Bericht.objects.get()
        if bericht.volgende_poging_op:
            wachttijden.append(round((bericht.volgende_poging_op - timezone.now()).total_seconds() / 60))
            Bericht.objects.update(volgende_poging_op=timezone.now())
    assert wachttijden == [1, 5, 30, 120, 720]
    assert (bericht.status, bericht.pogingen, bericht.fout) == (Bericht.Status.MISLUKT, 6, "De mailserver is niet bereikbaar.")
    server.fout = None
    assert verstuur_berichten() == 0
    assert services.probeer_opnieuw(bericht.pk) == 1
    assert verstuur_berichten() == 1


@pytest.mark.django_db
def test_een_server_die_zwijgt_kost_maar_een_bericht_een_poging(server: type[Weigerend]) -> None:
    schrijf(*(GebruikerFactory() for _ in range(3)))
    server.fout = ConnectionRefusedError(111, "refused")
    verstuur_berichten()
    assert list(Bericht.objects.order_by("vastgelegd_op").values_list("pogingen", flat=True)).count(1) == 1
    assert server.geopend == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fout", "status", "reden"),
    [
        (
            smtplib.SMTPRecipientsRefused({"a@b.example": (550, b"no such user")}),
            "mislukt",
            "De mailserver neemt dit e-mailadres niet aan.",
        ),
        (smtplib.SMTPRecipientsRefused({"a@b.example": (450, b"greylisted")}), "wacht", ADRES),
        (smtplib.SMTPDataError(554, b"spam"), "mislukt", BERICHT),
        (smtplib.SMTPDataError(451, b"later"), "wacht", BERICHT),
        (
            ValueError("iets anders"),
            "mislukt",
            GEEN_MAIL,
        ),
    ],
)
def test_een_weigering_is_blijvend_of_voor_even(server: type[Weigerend], fout: Exception, status: str, reden: str) -> None:
    schrijf(GebruikerFactory())
    server.fout = fout
    assert verstuur_berichten() == 0
    bericht = Bericht.objects.exclude(soort="mailadres").get()
    assert (bericht.status, bericht.fout, bericht.pogingen) == (status, reden, 1)


@pytest.mark.django_db
def test_wie_geen_actief_account_meer_heeft_krijgt_geen_mail() -> None:
    schrijf(GebruikerFactory(is_active=False))
    assert verstuur_berichten() == 0
    assert mail.outbox == []
    assert Bericht.objects.get().fout == "De ontvanger heeft geen actief account meer."


@pytest.mark.django_db(transaction=True)
def test_twee_workers_tegelijk_sturen_een_bericht_een_keer(monkeypatch: pytest.MonkeyPatch) -> None:
    schrijf(GebruikerFactory())
    begonnen, klaar = threading.Event(), threading.Event()

    def traag(bericht: Bericht, verbinding: BaseEmailBackend) -> mail.EmailMessage:
        if not begonnen.is_set():  # the first worker holds the row until the second has looked
            begonnen.set()
            klaar.wait(20)
        return maak_mail(bericht, verbinding)

    monkeypatch.setattr(tasks, "maak_mail", traag)
    uitkomsten: list[int] = []

    def eerste() -> None:
        try:
            uitkomsten.append(verstuur_berichten())
        finally:
            connection.close()

    draad = threading.Thread(target=eerste)
    draad.start()
    assert begonnen.wait(20)
    tweede = verstuur_berichten()
    klaar.set()
    draad.join(30)
    assert (tweede, uitkomsten, len(mail.outbox)) == (0, [1], 1)
