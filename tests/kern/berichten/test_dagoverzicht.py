"""Everybody chooses per kind; the digest tells once a day what waited, and loses nothing."""

import contextlib
import datetime as dt
import threading
import uuid
from collections.abc import Callable

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from kern.agenda.ics import maak_ics
from kern.berichten import dagoverzicht, services
from kern.berichten.mail import message_id
from kern.berichten.models import Bericht, Berichtvoorkeur
from kern.berichten.tasks import verstuur_berichten
from kern.gebruikers.models import Gebruiker
from kern.termijnen import omschrijvingen
from tests.fabrieken.organisaties import GebruikerFactory
from tests.kern.berichten.schrijven import ALTIJD, MET_KEUZE, schrijf, statussen

pytestmark = pytest.mark.django_db
MAANDAG_8_UUR = dt.datetime(2026, 1, 5, 7, 0, tzinfo=dt.UTC)  # 08:00 in Amsterdam
DAG = dt.timedelta(days=1)
MINUUT = dt.timedelta(minutes=1)


@pytest.fixture
def lezer() -> Gebruiker:
    """Somebody who wants the kind 'indiening' in the digest."""
    gebruiker = GebruikerFactory(naam="Ineke de Vries")
    services.kies(gebruiker_id=gebruiker.pk, keuzes={"indiening": "dagoverzicht"})
    return gebruiker


def geschreven_op(moment: dt.datetime) -> None:
    Bericht.objects.filter(status="spaart").update(vastgelegd_op=moment)


def verstuur(nu: dt.datetime) -> list[mail.EmailMessage]:
    dagoverzicht.maak_dagoverzichten(nu)
    verstuur_berichten()
    return mail.outbox


def test_zonder_keuze_gaat_alles_meteen() -> None:
    gebruiker = GebruikerFactory()
    schrijf(gebruiker)
    assert statussen(gebruiker) == ["wacht"]


@pytest.mark.parametrize(("wijze", "status"), [("meteen", "wacht"), ("dagoverzicht", "spaart"), ("alleen_hier", "alleen_hier")])
def test_een_bericht_begint_zoals_deze_persoon_koos_en_bij_een_ander_gewoon(wijze: str, status: str) -> None:
    gebruiker, ander = GebruikerFactory(), GebruikerFactory()
    services.kies(gebruiker_id=gebruiker.pk, keuzes={"indiening": wijze})
    schrijf(gebruiker, ander)
    assert (statussen(gebruiker), statussen(ander)) == ([status], ["wacht"])


def test_wat_altijd_gaat_gaat_ook_na_een_keuze_buiten_het_scherm_om_meteen() -> None:
    gebruiker = GebruikerFactory()
    services.kies(gebruiker_id=gebruiker.pk, keuzes={"besluit": "alleen_hier", "verzonnen": "alleen_hier"})
    assert not Berichtvoorkeur.objects.exists()
    Berichtvoorkeur.objects.create(gebruiker=gebruiker, soort="besluit", wijze="alleen_hier")
    schrijf(gebruiker, soort=ALTIJD)
    assert statussen(gebruiker) == ["wacht"]


def test_wat_alleen_hier_staat_wordt_nooit_gemaild_en_is_wel_ongelezen() -> None:
    gebruiker = GebruikerFactory()
    services.kies(gebruiker_id=gebruiker.pk, keuzes={"indiening": "alleen_hier"})
    schrijf(gebruiker)
    assert verstuur(timezone.now() + 3 * DAG) == []
    assert services.aantal_ongelezen(gebruiker.pk) == 1


def test_het_overzicht_gaat_om_acht_uur_een_keer_per_dag(lezer: Gebruiker) -> None:
    schrijf(lezer, onderwerp="TP-2025-0001: snelle toets ingediend")
    geschreven_op(MAANDAG_8_UUR - MINUUT)
    assert verstuur(MAANDAG_8_UUR - MINUUT) == []
    (brief,) = verstuur(MAANDAG_8_UUR)
    assert brief.subject == "Dagoverzicht van ma 5 januari 2026: 1 bericht"
    assert brief.to == [f"Ineke de Vries <{lezer.email}>"]
    assert brief.extra_headers["Message-ID"] == message_id(f"dagoverzicht:2026-01-05:{lezer.pk}")
    for zin in ["Beste Ineke de Vries,", "TP-2025-0001: snelle toets ingediend (di 6 mei 2025)", "Er is iets gebeurd.", "/dossiers/1/"]:
        assert zin in brief.body
    schrijf(lezer)
    geschreven_op(MAANDAG_8_UUR - MINUUT)
    assert len(verstuur(MAANDAG_8_UUR + dt.timedelta(hours=3))) == 1
    assert len(verstuur(MAANDAG_8_UUR + DAG)) == 2


def test_wat_na_acht_uur_komt_wacht_tot_morgen(lezer: Gebruiker) -> None:
    schrijf(lezer)
    geschreven_op(MAANDAG_8_UUR + MINUUT)
    assert verstuur(MAANDAG_8_UUR + dt.timedelta(hours=12)) == []
    assert len(verstuur(MAANDAG_8_UUR + DAG)) == 1


def test_een_gemiste_ronde_wordt_ingehaald_ook_voor_acht_uur(lezer: Gebruiker) -> None:
    schrijf(lezer)
    geschreven_op(MAANDAG_8_UUR - MINUUT)
    assert len(verstuur(MAANDAG_8_UUR + dt.timedelta(hours=20))) == 1


def test_in_de_zomer_is_het_ook_acht_uur_op_de_klok_van_hier() -> None:
    assert dagoverzicht.grens(dt.datetime(2026, 7, 6, 6, 0, tzinfo=dt.UTC)) == dt.datetime(2026, 7, 6, 6, 0, tzinfo=dt.UTC)
    assert dagoverzicht.grens(dt.datetime(2026, 7, 6, 5, 59, tzinfo=dt.UTC)) == dt.datetime(2026, 7, 5, 6, 0, tzinfo=dt.UTC)


def test_niets_te_melden_is_geen_mail(lezer: Gebruiker) -> None:
    assert verstuur(MAANDAG_8_UUR) == []
    assert not Bericht.objects.exists()


def test_het_overzicht_staat_niet_bij_de_berichten_en_wat_erin_staat_blijft_ongelezen(lezer: Gebruiker) -> None:
    schrijf(lezer)
    geschreven_op(MAANDAG_8_UUR - MINUUT)
    verstuur(MAANDAG_8_UUR)
    (bericht,) = Bericht.objects.voor(lezer.pk)
    assert (bericht.soort, bericht.status, services.aantal_ongelezen(lezer.pk)) == (MET_KEUZE, "in_overzicht", 1)
    assert bericht.overzicht.status == "verstuurd"


def test_het_overzicht_is_verdeeld_over_de_dossiers_en_noemt_er_geen_die_het_bericht_niet_noemt(
    lezer: Gebruiker, monkeypatch: pytest.MonkeyPatch
) -> None:
    een, twee, geheim = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
    namen = {een: ("TP-2025-0002", "Titel twee", ""), twee: ("TP-2025-0001", "Titel een", ""), geheim: ("TP-2025-0009", "Geheim", "")}
    monkeypatch.setattr(omschrijvingen, "_omschrijvers", [lambda zaken: {z: namen[z] for z in zaken}])
    schrijf(lezer, zaak=geheim, onderwerp="Een knelpunt zonder naam")
    schrijf(lezer, zaak=een, onderwerp="TP-2025-0002: ingediend")
    schrijf(lezer, zaak=twee, onderwerp="TP-2025-0001: ingediend")
    schrijf(lezer, zaak=een, onderwerp="TP-2025-0002: aangevuld")
    geschreven_op(MAANDAG_8_UUR - MINUUT)
    (brief,) = verstuur(MAANDAG_8_UUR)
    regels = brief.body.splitlines()
    kopregels = [regels[n - 1] for n, regel in enumerate(regels) if set(regel) == {"="}]
    assert kopregels == ["TP-2025-0001", "TP-2025-0002", dagoverzicht.OVERIG]
    assert brief.subject.endswith("4 berichten")
    for verborgen in ["TP-2025-0009", "Geheim", "Titel"]:
        assert verborgen not in brief.body


def test_een_uitnodiging_in_het_overzicht_gaat_als_bijlage_mee(lezer: Gebruiker) -> None:
    ics = maak_ics(uid="a@b", methode="REQUEST", begin=MAANDAG_8_UUR, duur=dt.timedelta(hours=1), titel="Overleg", gemaakt_op=MAANDAG_8_UUR)
    schrijf(lezer, ics=ics, ics_methode="REQUEST")
    geschreven_op(MAANDAG_8_UUR - MINUUT)
    (brief,) = verstuur(MAANDAG_8_UUR)
    assert [(b.filename, b.mimetype) for b in brief.attachments] == [("uitnodiging-1.ics", "application/ics")]
    assert f"mailto:{lezer.email}".encode() in brief.attachments[0].content.replace(b"\r\n ", b"")


def test_wie_zijn_keuze_wijzigt_terwijl_er_iets_wacht_verliest_niets(lezer: Gebruiker) -> None:
    schrijf(lezer, onderwerp="TP-2025-0001: voor de wijziging")
    services.kies(gebruiker_id=lezer.pk, keuzes={"indiening": "alleen_hier"})
    schrijf(lezer, onderwerp="TP-2025-0001: erna")
    geschreven_op(MAANDAG_8_UUR - MINUUT)
    (brief,) = verstuur(MAANDAG_8_UUR)
    assert "voor de wijziging" in brief.body
    assert "erna" not in brief.body
    assert services.aantal_ongelezen(lezer.pk) == 2


def test_wie_halverwege_sterft_laat_de_rest_wachten_en_stuurt_niets_dubbel(lezer: Gebruiker, monkeypatch: pytest.MonkeyPatch) -> None:
    ander = GebruikerFactory()
    services.kies(gebruiker_id=ander.pk, keuzes={"indiening": "dagoverzicht"})
    schrijf(lezer, ander)
    geschreven_op(MAANDAG_8_UUR - MINUUT)
    heel, gemaakt = dagoverzicht.in_woorden, []

    def sterf_bij_de_tweede(delen: list[Bericht]) -> str:
        gemaakt.append(delen)
        if len(gemaakt) == 2:
            raise SystemExit(9)
        return heel(delen)

    monkeypatch.setattr(dagoverzicht, "in_woorden", sterf_bij_de_tweede)
    with pytest.raises(SystemExit):
        dagoverzicht.maak_dagoverzichten(MAANDAG_8_UUR)
    assert sorted(Bericht.objects.values_list("soort", "status")) == [
        ("dagoverzicht", "wacht"), ("dien_in", "in_overzicht"), ("dien_in", "spaart"),
    ]  # fmt: skip
    assert len(verstuur(MAANDAG_8_UUR)) == 2
    assert len({m.extra_headers["Message-ID"] for m in mail.outbox}) == 2
    assert len(verstuur(MAANDAG_8_UUR)) == 2


@pytest.mark.django_db(transaction=True)
def test_twee_workers_tegelijk_maken_een_overzicht(lezer: Gebruiker, monkeypatch: pytest.MonkeyPatch) -> None:
    schrijf(lezer)
    geschreven_op(MAANDAG_8_UUR - MINUUT)
    samen, heel = threading.Barrier(2, timeout=5), dagoverzicht.in_woorden

    def tegelijk(delen: list[Bericht]) -> str:
        with contextlib.suppress(threading.BrokenBarrierError):
            samen.wait()  # both workers want to be here; the lock on the rows lets in one at a time
        return heel(delen)

    monkeypatch.setattr(dagoverzicht, "in_woorden", tegelijk)
    uitkomsten: list[int] = []

    def werker() -> None:
        try:
            uitkomsten.append(dagoverzicht.maak_dagoverzichten(MAANDAG_8_UUR))
        finally:
            connection.close()

    draden = [threading.Thread(target=werker) for _ in range(2)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join(30)
    assert sorted(uitkomsten) == [0, 1]
    assert Bericht.objects.filter(soort="dagoverzicht").count() == 1
    verstuur_berichten()
    assert len(mail.outbox) == 1


def test_een_overzicht_dat_mislukt_houdt_zijn_berichten_in_de_toepassing(lezer: Gebruiker) -> None:
    schrijf(lezer)
    geschreven_op(MAANDAG_8_UUR - MINUUT)
    Gebruiker.objects.filter(pk=lezer.pk).update(is_active=False)
    assert verstuur(MAANDAG_8_UUR) == []
    assert Bericht.objects.get(soort="dagoverzicht").status == "mislukt"
    assert Bericht.objects.voor(lezer.pk).count() == 1


@pytest.mark.parametrize("aantal", [1, 3])
def test_een_overzicht_kost_evenveel_vragen_bij_een_als_bij_drie_berichten(
    lezer: Gebruiker, aantal: int, django_assert_num_queries: Callable[[int], object]
) -> None:
    for _ in range(aantal):
        schrijf(lezer)
    geschreven_op(MAANDAG_8_UUR - MINUUT)
    with django_assert_num_queries(8):
        dagoverzicht.maak_dagoverzichten(MAANDAG_8_UUR)


def test_een_mailserver_die_weg_is_stelt_het_overzicht_uit_en_daarna_gaat_het_een_keer(lezer: Gebruiker, settings: object) -> None:
    schrijf(lezer)
    geschreven_op(MAANDAG_8_UUR - MINUUT)
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1", 9
    assert verstuur(MAANDAG_8_UUR) == []
    overzicht = Bericht.objects.get(soort="dagoverzicht")
    assert (overzicht.status, overzicht.pogingen, overzicht.fout) == ("wacht", 1, "De mailserver is niet bereikbaar.")
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    Bericht.objects.filter(pk=overzicht.pk).update(volgende_poging_op=timezone.now())
    assert len(verstuur(MAANDAG_8_UUR)) == 1
    assert len(verstuur(MAANDAG_8_UUR)) == 1
