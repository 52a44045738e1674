"""The list of notices: unread first, per dossier, with its invitations."""

import datetime as dt
import uuid
from email import message_from_bytes
from email.policy import default
from urllib.parse import urlencode

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from icalendar import Calendar
from pytest_django import DjangoAssertNumQueries

from kern.agenda.ics import maak_ics
from kern.berichten.models import Bericht
from kern.berichten.tasks import verstuur_berichten
from kern.organisaties.models import Lidmaatschap
from kern.termijnen import omschrijvingen
from tests.fabrieken.organisaties import GebruikerFactory, LidmaatschapFactory
from tests.kern.berichten.schrijven import schrijf

pytestmark = pytest.mark.django_db
EEN, TWEE, NAAMLOOS = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
BEGIN = dt.datetime(2026, 1, 8, 9, 0, tzinfo=dt.UTC)


@pytest.fixture
def ik(client: Client) -> Lidmaatschap:
    lid = LidmaatschapFactory()
    client.force_login(lid.gebruiker)
    return lid


@pytest.fixture
def dossiers(monkeypatch: pytest.MonkeyPatch) -> None:
    namen = {EEN: ("TP-2025-0001", "Een", ""), TWEE: ("TP-2025-0002", "Twee", ""), NAAMLOOS: ("TP-2025-0009", "Naamloos", "")}
    monkeypatch.setattr(omschrijvingen, "_omschrijvers", [lambda zaken: {z: namen[z] for z in zaken}])


def ics(methode: str = "REQUEST") -> str:
    return maak_ics(uid="o@x", methode=methode, begin=BEGIN, duur=dt.timedelta(hours=1), titel="Overleg", gemaakt_op=BEGIN)


def onderwerpen(client: Client, vraag: str = "") -> list[str]:
    return [bericht.onderwerp for bericht in client.get(f"/berichten/{vraag}").context["bladzijde"]]


def test_wat_ongelezen_is_staat_bovenaan_ook_als_het_ouder_is(client: Client, ik: Lidmaatschap) -> None:
    schrijf(ik.gebruiker, onderwerp="nieuw maar gelezen", op=dt.date(2025, 6, 2))
    Bericht.objects.update(gelezen_op=timezone.now())
    schrijf(ik.gebruiker, onderwerp="oud en ongelezen", op=dt.date(2025, 1, 2))
    schrijf(ik.gebruiker, onderwerp="jonger en ongelezen", op=dt.date(2025, 2, 3))
    assert onderwerpen(client) == ["jonger en ongelezen", "oud en ongelezen", "nieuw maar gelezen"]


def test_per_dossier_staat_er_alleen_wat_daarover_gaat(client: Client, ik: Lidmaatschap, dossiers: None) -> None:
    schrijf(ik.gebruiker, zaak=EEN, onderwerp="TP-2025-0001: a")
    schrijf(ik.gebruiker, zaak=TWEE, onderwerp="TP-2025-0002: b")
    schrijf(ik.gebruiker, onderwerp="zonder dossier")
    schrijf(GebruikerFactory(), zaak=NAAMLOOS, onderwerp="TP-2025-0009: van een ander")
    assert [keuze.kenmerk for keuze in client.get("/berichten/").context["dossiers"]] == ["TP-2025-0001", "TP-2025-0002"]
    assert onderwerpen(client, "?dossier=TP-2025-0002") == ["TP-2025-0002: b"]


@pytest.mark.parametrize("onzin", ["TP-2025-0009", "'; drop", "%00", ""])
def test_een_onbekend_dossier_in_het_adres_is_geen_filter(client: Client, ik: Lidmaatschap, dossiers: None, onzin: str) -> None:
    schrijf(ik.gebruiker, zaak=EEN, onderwerp="TP-2025-0001: a")
    assert onderwerpen(client, f"?{urlencode({'dossier': onzin})}") == ["TP-2025-0001: a"]


def test_een_dossier_dat_het_bericht_niet_noemt_staat_niet_in_de_keuzelijst(client: Client, ik: Lidmaatschap, dossiers: None) -> None:
    schrijf(ik.gebruiker, zaak=NAAMLOOS, onderwerp="Een knelpunt", tekst="Zonder naam.")
    schrijf(ik.gebruiker, zaak=EEN, onderwerp="TP-2025-0001: a")
    pagina = client.get("/berichten/")
    assert [keuze.kenmerk for keuze in pagina.context["dossiers"]] == ["TP-2025-0001"]
    assert "TP-2025-0009" not in pagina.content.decode()


def test_na_gelezen_blijft_het_filter_en_de_bladzijde_staan_maar_nooit_een_adres_van_buiten(client: Client, ik: Lidmaatschap) -> None:
    schrijf(ik.gebruiker)
    adres = f"/berichten/{Bericht.objects.get().pk}/gelezen/"
    assert client.post(adres, {"dossier": "TP-2025-0001", "pagina": "2"}).url == "/berichten/?dossier=TP-2025-0001&pagina=2"
    assert client.post(adres, {"dossier": "//kwaad.example/"}).url == "/berichten/?dossier=%2F%2Fkwaad.example%2F"


@pytest.mark.parametrize("aantal", [1, 3])
def test_de_lijst_over_dossiers_kost_evenveel_vragen_bij_een_als_bij_drie(
    client: Client, ik: Lidmaatschap, dossiers: None, aantal: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for zaak in [EEN, TWEE, NAAMLOOS][:aantal]:
        schrijf(ik.gebruiker, zaak=zaak, ics=ics(), ics_methode="REQUEST")
    with django_assert_num_queries(9):
        client.get("/berichten/?dossier=TP-2025-0001")


def test_een_uitnodiging_gaat_als_agendabericht_en_als_bijlage_mee() -> None:
    jan = GebruikerFactory(naam="Jan Jansen", email="jan@test.example")
    schrijf(jan, tekst="Wanneer: do 8 januari 2026, 10.00 uur\nWaar: Zaal é", ics=ics(), ics_methode="REQUEST")
    verstuur_berichten()
    (brief,) = mail.outbox
    gelezen = message_from_bytes(brief.message().as_bytes(), policy=default)
    (tekst,) = [d for d in gelezen.walk() if d.get_content_type() == "text/plain"]
    assert "Wanneer: do 8 januari 2026, 10.00 uur\nWaar: Zaal é\n" in tekst.get_content()
    assert "De uitnodiging voor uw agenda zit bij deze e-mail." in tekst.get_content()
    (kalender,) = [d for d in gelezen.walk() if d.get_content_type() == "text/calendar"]
    (bijlage,) = [d for d in gelezen.walk() if d.get_content_type() == "application/ics"]
    assert (kalender.get_param("method"), bijlage.get_filename()) == ("REQUEST", "uitnodiging.ics")
    for inhoud in (kalender.get_payload(decode=True), bijlage.get_payload(decode=True)):
        (gebeurtenis,) = Calendar.from_ical(inhoud).walk("VEVENT")
        assert str(gebeurtenis["ATTENDEE"]) == "mailto:jan@test.example"
        assert gebeurtenis["DTSTART"].dt == BEGIN


def test_een_afzegging_zegt_dat_ook() -> None:
    schrijf(GebruikerFactory(), ics=ics("CANCEL"), ics_methode="CANCEL")
    verstuur_berichten()
    assert "De afzegging voor uw agenda" in mail.outbox[0].body
    assert mail.outbox[0].alternatives[0].mimetype == "text/calendar; method=CANCEL"


def test_een_uitnodiging_is_ook_in_de_toepassing_te_halen_door_wie_haar_kreeg(client: Client, ik: Lidmaatschap) -> None:
    schrijf(ik.gebruiker, onderwerp="van mij", ics=ics(), ics_methode="REQUEST")
    schrijf(ik.gebruiker, onderwerp="zonder uitnodiging")
    schrijf(GebruikerFactory(), onderwerp="van een ander", ics=ics(), ics_methode="REQUEST")
    adressen = {b.onderwerp: f"/berichten/{b.pk}/uitnodiging.ics" for b in Bericht.objects.all()}
    antwoord = client.get(adressen["van mij"])
    assert antwoord["Content-Type"] == "text/calendar; charset=utf-8; method=REQUEST"
    assert antwoord["Content-Disposition"] == 'attachment; filename="uitnodiging.ics"'
    assert ik.gebruiker.email in antwoord.content.decode().replace("\r\n ", "")
    assert client.get(adressen["zonder uitnodiging"]).status_code == 404
    assert client.get(adressen["van een ander"]).status_code == 404
    assert Client().get(adressen["van mij"]).status_code == 302
    assert client.get("/berichten/").content.decode().count("Zet in uw agenda") == 1
