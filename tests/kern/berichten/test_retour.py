"""Mail that comes back: at the notice, at the address, for beheer and for the person."""

import io
import mailbox
import smtplib
import sys
from email import message_from_string
from email.message import Message
from io import StringIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from kern.berichten import retour, services
from kern.berichten.mail import message_id
from kern.berichten.models import Bericht, Retouradres
from kern.berichten.tasks import verstuur_berichten
from kern.gebruikers.models import Gebruiker
from kern.organisaties.models import Lidmaatschap
from tests.fabrieken.organisaties import GebruikerFactory, LidmaatschapFactory
from tests.kern.berichten.schrijven import ALTIJD, schrijf, statussen

pytestmark = pytest.mark.django_db
DSN = """From: MAILER-DAEMON@mx.test.example
To: niet-beantwoorden@transformatieplan.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <1234@mx.test.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="GRENS"

--GRENS
Content-Type: text/plain

This is the mail system at host mx.test.example.

--GRENS
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.test.example

Final-Recipient: rfc822; ander@test.example
Action: {actie}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 <ander@test.example>: User unknown

--GRENS
{deel}
--GRENS--
"""
HEEL = "Content-Type: message/rfc822\n\nMessage-ID: {id}\nSubject: Iets\nFrom: a@b.example\n\nTekst\n"
KOPPEN = "Content-Type: text/rfc822-headers\n\nSubject: Iets\nMessage-ID:\n {id}\nFrom: a@b.example\n"
ZONDER = "Content-Type: text/plain\n\nNiets meegestuurd.\n"
ONBEKEND = "Het e-mailadres bestaat niet. (5.1.1 550 5.1.1 <ander@test.example>: User unknown)"


@pytest.fixture
def jan() -> Gebruiker:
    return LidmaatschapFactory(gebruiker__naam="Jan Jansen", gebruiker__email="jan@test.example").gebruiker


@pytest.fixture
def beheer(client: Client) -> Lidmaatschap:
    lid = LidmaatschapFactory(beheer=True)
    client.force_login(lid.gebruiker)
    return lid


def verstuurd(aan: Gebruiker, **anders: object) -> Bericht:
    schrijf(aan, **anders)
    verstuur_berichten()
    bericht = Bericht.objects.filter(aan=aan, status="verstuurd").latest("verstuurd_op")
    assert bericht.verstuurd_aan == aan.email
    return bericht


def melding(bericht: Bericht, *, deel: str = HEEL, actie: str = "failed", status: str = "5.1.1", kop: str = "") -> Message:
    return message_from_string(kop + DSN.format(actie=actie, status=status, deel=deel.format(id=message_id(bericht.sleutel))))


def kom_terug(aan: Gebruiker, keer: int) -> None:
    for _ in range(keer):
        assert retour.verwerk(melding(verstuurd(aan, soort=ALTIJD))) == retour.Uitkomst.VERWERKT


@pytest.mark.parametrize("deel", [HEEL, KOPPEN])
def test_een_melding_hoort_bij_het_bericht_van_haar_message_id(jan: Gebruiker, deel: str) -> None:
    bericht, ander = verstuurd(jan), verstuurd(GebruikerFactory())
    assert retour.verwerk(melding(bericht, deel=deel)) == retour.Uitkomst.VERWERKT
    bericht.refresh_from_db()
    ander.refresh_from_db()
    assert (bericht.status, bericht.fout, ander.status) == ("teruggekomen", ONBEKEND, "verstuurd")


@pytest.mark.parametrize("kop", ["In-Reply-To", "References"])
def test_zonder_het_oude_bericht_telt_waar_de_melding_op_antwoordt(jan: Gebruiker, kop: str) -> None:
    bericht = verstuurd(jan)
    assert retour.verwerk(melding(bericht, deel=ZONDER, kop=f"{kop}: {message_id(bericht.sleutel)}\n")) == retour.Uitkomst.VERWERKT


def test_de_vlag_komt_op_het_adres_waar_wij_heen_stuurden_en_nooit_op_dat_in_de_melding(jan: Gebruiker) -> None:
    bericht = verstuurd(jan)
    Gebruiker.objects.filter(pk=jan.pk).update(email="jan.nieuw@test.example")
    retour.verwerk(melding(bericht))
    assert list(Retouradres.objects.values_list("adres", "aantal", "gestopt_op")) == [("jan@test.example", 1, None)]


@pytest.mark.parametrize(
    ("code", "zin"),
    [
        ("5.2.2", "vol of afgesloten"),
        ("5.7.1", "laat onze e-mail niet toe"),
        ("5.4.4", "niet bereikbaar"),
        ("5.0.0", "weigerde"),
        ("x", "weigerde"),
    ],
)
def test_de_reden_staat_er_in_gewone_woorden(jan: Gebruiker, code: str, zin: str) -> None:
    bericht = verstuurd(jan)
    retour.verwerk(melding(bericht, status=code))
    bericht.refresh_from_db()
    assert zin in bericht.fout


def test_dezelfde_melding_telt_een_keer(jan: Gebruiker) -> None:
    bericht = verstuurd(jan)
    assert [retour.verwerk(melding(bericht)) for _ in range(2)] == [retour.Uitkomst.VERWERKT, retour.Uitkomst.AL_BEKEND]
    assert Retouradres.objects.get().aantal == 1


@pytest.mark.parametrize("actie", ["delayed", "delivered", "relayed", ""])
def test_vertraging_of_bezorging_is_geen_retour(jan: Gebruiker, actie: str) -> None:
    bericht = verstuurd(jan)
    assert retour.verwerk(melding(bericht, actie=actie)) == retour.Uitkomst.GEEN_RETOUR
    bericht.refresh_from_db()
    assert (bericht.status, Retouradres.objects.exists()) == ("verstuurd", False)


@pytest.mark.parametrize("tekst", ["", "Subject: Ik ben er niet\n\nTot maandag.", "Content-Type: multipart/report\n\nkapot", "\x00\xff"])
def test_iets_anders_dan_een_melding_doet_niets(tekst: str) -> None:
    assert retour.verwerk(message_from_string(tekst)) == retour.Uitkomst.GEEN_RETOUR


def test_een_melding_over_een_vreemd_bericht_doet_niets(jan: Gebruiker) -> None:
    verstuurd(jan)
    vreemd = Bericht(sleutel="bestaat niet")
    assert retour.verwerk(melding(vreemd)) == retour.Uitkomst.ONBEKEND
    assert not Retouradres.objects.exists()


def test_de_derde_keer_stopt_de_mail_en_wordt_wat_komt_vastgehouden(jan: Gebruiker) -> None:
    kom_terug(jan, 2)
    assert not retour.is_gestopt("JAN@test.example")
    kom_terug(jan, 1)
    assert retour.is_gestopt("JAN@test.example")
    mail.outbox.clear()
    schrijf(jan, soort=ALTIJD)
    assert verstuur_berichten() == 0
    assert mail.outbox == []
    bericht = Bericht.objects.get(status="aangehouden")
    assert "te vaak terug" in bericht.fout


def test_een_ander_krijgt_intussen_gewoon_zijn_mail(jan: Gebruiker) -> None:
    kom_terug(jan, 3)
    schrijf(jan, GebruikerFactory(), soort=ALTIJD)
    assert verstuur_berichten() == 1


def test_na_vrijgeven_gaat_een_besluit_meteen_en_de_rest_in_het_dagoverzicht(jan: Gebruiker, client: Client, beheer: Lidmaatschap) -> None:
    kom_terug(jan, 3)
    schrijf(jan, soort=ALTIJD, onderwerp="een besluit")
    schrijf(jan, onderwerp="een indiening")
    verstuur_berichten()
    assert client.post(f"/post/adres/{Retouradres.objects.get().pk}/vrijgeven/").url == "/post/"
    mail.outbox.clear()
    assert verstuur_berichten() == 1
    assert mail.outbox[0].subject == "een besluit"
    assert Bericht.objects.get(onderwerp="een indiening").status == "spaart"


def test_een_nieuw_adres_laat_los_wat_voor_het_oude_werd_vastgehouden(jan: Gebruiker) -> None:
    kom_terug(jan, 3)
    schrijf(jan, soort=ALTIJD)
    verstuur_berichten()
    Gebruiker.objects.filter(pk=jan.pk).update(email="jan.nieuw@test.example")
    mail.outbox.clear()
    assert verstuur_berichten() == 1
    assert mail.outbox[0].to == ["Jan Jansen <jan.nieuw@test.example>"]


def test_een_weigering_meteen_bij_het_versturen_telt_voor_het_adres_van_nu(jan: Gebruiker, monkeypatch: pytest.MonkeyPatch) -> None:
    def weiger(*_: object) -> None:
        raise smtplib.SMTPRecipientsRefused({"jan.nieuw@test.example": (550, b"no such user")})

    bericht = verstuurd(jan)
    Gebruiker.objects.filter(pk=jan.pk).update(email="jan.nieuw@test.example")
    Bericht.objects.filter(pk=bericht.pk).update(status="wacht")
    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", weiger)
    assert verstuur_berichten() == 0
    assert list(Retouradres.objects.values_list("adres", flat=True)) == ["jan.nieuw@test.example"]


def test_de_persoon_leest_het_in_de_toepassing(jan: Gebruiker, client: Client) -> None:
    kom_terug(jan, 1)
    client.force_login(jan)
    assert Bericht.objects.get(soort="mailadres").status == "alleen_hier"
    for pad in ("/berichten/", "/berichten/instellingen/"):
        assert "E-mail aan u kwam terug" in client.get(pad).content.decode()
    kom_terug(jan, 2)
    assert "U krijgt nu geen e-mail van ons" in client.get("/berichten/").content.decode()
    assert Bericht.objects.filter(soort="mailadres").count() == 2  # at the first time, and when it stopped
    retour.geef_vrij(Retouradres.objects.get().pk)
    assert "kwam terug</p>" not in client.get("/berichten/").content.decode()


def test_beheer_ziet_wie_het_is_en_van_welke_organisatie(jan: Gebruiker, client: Client, beheer: Lidmaatschap) -> None:
    kom_terug(jan, 3)
    pagina = client.get("/post/").content.decode()
    organisatie = Lidmaatschap.objects.get(gebruiker=jan).organisatie.naam
    for zin in ["Jan Jansen", "jan@test.example", organisatie, "3 keer", "gestopt", "Het e-mailadres bestaat niet."]:
        assert zin in pagina
    assert statussen(jan).count("teruggekomen") == 3


def test_vrijgeven_is_alleen_voor_beheer_en_alleen_met_post(jan: Gebruiker, client: Client) -> None:
    kom_terug(jan, 3)
    adres = f"/post/adres/{Retouradres.objects.get().pk}/vrijgeven/"
    client.force_login(jan)
    assert client.post(adres).status_code == 403
    client.force_login(LidmaatschapFactory(beheer=True).gebruiker)
    assert client.get(adres).status_code == 405
    assert retour.is_gestopt("jan@test.example")
    for _ in range(2):  # a double click
        assert client.post(adres).status_code == 302
    assert not retour.is_gestopt("jan@test.example")


def test_een_teruggekomen_bericht_kan_beheer_opnieuw_laten_gaan(jan: Gebruiker, client: Client, beheer: Lidmaatschap) -> None:
    bericht = verstuurd(jan)
    retour.verwerk(melding(bericht))
    client.post(f"/post/bericht/{bericht.pk}/opnieuw/")
    assert verstuur_berichten() == 1
    assert retour.verwerk(melding(bericht)) == retour.Uitkomst.VERWERKT
    assert Retouradres.objects.get().aantal == 2


def test_wat_terugkwam_gaat_niet_mee_als_beheer_alles_wat_mislukte_opnieuw_probeert(jan: Gebruiker) -> None:
    retour.verwerk(melding(verstuurd(jan)))
    assert services.probeer_opnieuw() == 0


def verwerk(*argumenten: str) -> str:
    uit = StringIO()
    call_command("verwerk_retourmail", *argumenten, stdout=uit)
    return uit.getvalue()


def test_de_opdracht_leest_een_melding_van_standaardinvoer(jan: Gebruiker, monkeypatch: pytest.MonkeyPatch) -> None:
    bericht = verstuurd(jan)
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(melding(bericht).as_bytes())))
    assert verwerk() == "1 verwerkt\n"
    bericht.refresh_from_db()
    assert bericht.status == "teruggekomen"


def test_de_opdracht_leest_een_maildir_en_merkt_wat_zij_las(jan: Gebruiker, tmp_path: Path) -> None:
    bus = mailbox.Maildir(tmp_path / "retour")
    een, twee = verstuurd(jan), verstuurd(jan)
    for bericht in (melding(een), melding(twee), message_from_string("Subject: afwezig\n\nTot maandag.")):
        bus.add(bericht)
    assert verwerk(str(tmp_path / "retour")) == "1 is geen melding van mislukte bezorging\n2 verwerkt\n"
    assert verwerk(str(tmp_path / "retour")) == "Er is geen retourmail.\n"
    assert len(list((tmp_path / "retour" / "cur").iterdir())) == 3


def test_de_opdracht_leest_een_mbox_en_een_tweede_keer_verandert_niets(jan: Gebruiker, tmp_path: Path) -> None:
    bus = mailbox.mbox(tmp_path / "retour.mbox")
    bus.add(melding(verstuurd(jan)))
    bus.close()
    assert verwerk(str(tmp_path / "retour.mbox")) == "1 verwerkt\n"
    assert verwerk(str(tmp_path / "retour.mbox")) == "1 al eerder verwerkt\n"
    assert Retouradres.objects.get().aantal == 1


def test_een_melding_die_niet_te_lezen_is_houdt_de_rest_niet_tegen(jan: Gebruiker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bus = mailbox.Maildir(tmp_path / "retour")
    for _ in range(2):
        bus.add(melding(verstuurd(jan)))
    echt, eerste = retour.verwerk, []

    def kapot(bericht: Message) -> retour.Uitkomst:
        if not eerste:
            eerste.append(bericht)
            raise ValueError("kapot")
        return echt(bericht)

    monkeypatch.setattr("kern.berichten.management.commands.verwerk_retourmail.verwerk", kapot)
    assert verwerk(str(tmp_path / "retour")) == "1 kon niet worden gelezen\n1 verwerkt\n"


def test_een_map_die_geen_postbus_is_krijgt_een_zin(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="geen Maildir"):
        verwerk(str(tmp_path))
