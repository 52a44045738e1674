"""The page with my notices, and the page Post for beheer."""

import datetime as dt
import uuid

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from kern.berichten import services
from kern.berichten.models import Bericht, Retouradres
from kern.documenten.models import Brief
from kern.organisaties.models import Lidmaatschap
from tests.fabrieken.organisaties import GebruikerFactory, LidmaatschapFactory

OP = dt.date(2025, 5, 6)
pytestmark = pytest.mark.django_db


@pytest.fixture
def ik(client: Client) -> Lidmaatschap:
    lid = LidmaatschapFactory()
    client.force_login(lid.gebruiker)
    return lid


@pytest.fixture
def beheer(client: Client) -> Lidmaatschap:
    lid = LidmaatschapFactory(beheer=True)
    client.force_login(lid.gebruiker)
    return lid


def bericht(aan: uuid.UUID, onderwerp: str = "Nieuws", op: dt.date = OP, **anders: object) -> Bericht:
    velden = {"sleutel": str(uuid.uuid4()), "soort": "nieuws", "tekst": "Er is nieuws.", "adres": "/berichten/?pagina=1"}
    return Bericht.objects.create(aan_id=aan, onderwerp=onderwerp, op=op, **{**velden, **anders})


def mislukte_brief() -> Brief:
    return Brief.objects.create(
        zaak=uuid.uuid4(), soort="uitbetalingsbesluit", onderwerp=uuid.uuid4(), op=OP, sleutel=str(uuid.uuid4()), status="mislukt",
        gegevens={"hoofd": {"kenmerk": "TP-2025-0147"}}, fout="Het sjabloon van deze brief ontbreekt of klopt niet.", pogingen=5,
    )  # fmt: skip


def test_ik_zie_mijn_berichten_met_het_nieuwste_bovenaan_en_die_van_een_ander_niet(client: Client, ik: Lidmaatschap) -> None:
    bericht(ik.gebruiker_id, "Ouder", OP - dt.timedelta(days=1))
    bericht(ik.gebruiker_id, "Nieuwer")
    bericht(GebruikerFactory().pk, "Geheim")
    pagina = client.get("/berichten/").content.decode()
    assert pagina.index("Nieuwer") < pagina.index("Ouder")
    assert "Geheim" not in pagina
    assert "di 6 mei 2025" in pagina
    assert "U hebt 2 ongelezen berichten." in pagina


def test_zonder_berichten_zegt_de_bladzijde_wat_er_zal_komen(client: Client, ik: Lidmaatschap) -> None:
    assert "U hebt nog geen berichten" in client.get("/berichten/").content.decode()


def test_er_staan_vijftig_berichten_op_een_bladzijde(client: Client, ik: Lidmaatschap) -> None:
    for nummer in range(51):
        bericht(ik.gebruiker_id, f"Bericht nummer {nummer}")
    assert client.get("/berichten/").content.decode().count("Bericht nummer") % 50 == 0
    assert len(client.get("/berichten/").context["bladzijde"].object_list) == 50
    assert len(client.get("/berichten/?pagina=2").context["bladzijde"].object_list) == 1


@pytest.mark.parametrize("aantal", [1, 3])
def test_de_lijst_kost_evenveel_vragen_bij_een_als_bij_drie(
    client: Client, ik: Lidmaatschap, aantal: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for nummer in range(aantal):
        bericht(ik.gebruiker_id, f"Bericht {nummer}")
    with django_assert_num_queries(9):
        client.get("/berichten/")


def test_gelezen_markeren_gaat_alleen_met_post_en_alleen_voor_mijn_eigen_bericht(client: Client, ik: Lidmaatschap) -> None:
    mijn, ander = bericht(ik.gebruiker_id), bericht(GebruikerFactory().pk)
    assert client.get(f"/berichten/{mijn.pk}/gelezen/").status_code == 405
    assert client.post(f"/berichten/{ander.pk}/gelezen/").status_code == 404
    assert services.aantal_ongelezen(ik.gebruiker_id) == 1
    assert client.post(f"/berichten/{mijn.pk}/gelezen/").url == "/berichten/"
    assert services.aantal_ongelezen(ik.gebruiker_id) == 0
    ander.refresh_from_db()
    assert ander.is_ongelezen


def test_bekijken_markeert_en_brengt_naar_het_dossier_maar_nooit_naar_buiten(client: Client, ik: Lidmaatschap) -> None:
    binnen, buiten = bericht(ik.gebruiker_id, adres="/dossiers/1/"), bericht(ik.gebruiker_id, adres="//kwaad.example/")
    assert client.post(f"/berichten/{binnen.pk}/gelezen/", {"open": "ja"}).url == "/dossiers/1/"
    assert client.post(f"/berichten/{buiten.pk}/gelezen/", {"open": "ja"}).url == "/berichten/"


def test_alles_gelezen_raakt_alleen_mijn_berichten(client: Client, ik: Lidmaatschap) -> None:
    ander = GebruikerFactory()
    bericht(ik.gebruiker_id)
    bericht(ik.gebruiker_id)
    bericht(ander.pk)
    client.post("/berichten/gelezen/")
    assert (services.aantal_ongelezen(ik.gebruiker_id), services.aantal_ongelezen(ander.pk)) == (0, 1)


def test_een_bericht_met_opmaak_blijft_tekst(client: Client, ik: Lidmaatschap) -> None:
    bericht(ik.gebruiker_id, "<script>alert(1)</script>", tekst="<img src=x>")
    pagina = client.get("/berichten/").content.decode()
    assert "<script>alert" not in pagina
    assert "<img src=x>" not in pagina


@pytest.mark.parametrize("adres", ["/berichten/", "/post/"])
def test_wie_niet_is_ingelogd_gaat_eerst_inloggen(client: Client, adres: str) -> None:
    assert client.get(adres).status_code == 302


@pytest.mark.parametrize("rol", ["beoordelaar", "nza", "groep"])
def test_de_post_is_alleen_voor_beheer(client: Client, rol: str) -> None:
    client.force_login(LidmaatschapFactory(**{rol: True}).gebruiker)
    brief = mislukte_brief()
    assert client.get("/post/").status_code == 403
    assert client.post(f"/post/brief/{brief.pk}/opnieuw/").status_code == 403
    brief.refresh_from_db()
    assert brief.status == "mislukt"


def test_beheer_ziet_wat_mislukte_en_waarom_zonder_de_tekst_van_de_mail(client: Client, beheer: Lidmaatschap) -> None:
    bericht(
        GebruikerFactory(naam="Ineke").pk, "Uw besluit", status="mislukt", fout="De mailserver is niet bereikbaar.", tekst="Vertrouwelijk"
    )
    bericht(GebruikerFactory().pk, "Wacht nog")
    mislukte_brief()
    pagina = client.get("/post/").content.decode()
    for zin in [
        "Ineke",
        "Uw besluit",
        "De mailserver is niet bereikbaar.",
        "Uitbetalingsbesluit",
        "TP-2025-0147",
        "Het sjabloon van deze brief",
    ]:
        assert zin in pagina
    assert "Vertrouwelijk" not in pagina
    assert "Wacht nog" not in pagina


def test_als_niets_mislukte_staat_dat_er(client: Client, beheer: Lidmaatschap) -> None:
    assert "Er is niets mislukt" in client.get("/post/").content.decode()


def test_beheer_laat_een_mislukte_mail_en_brief_opnieuw_proberen(client: Client, beheer: Lidmaatschap) -> None:
    mail = bericht(GebruikerFactory().pk, status="mislukt", pogingen=6, fout="Nee")
    brief = mislukte_brief()
    assert client.post(f"/post/bericht/{mail.pk}/opnieuw/").url == "/post/"
    assert client.post(f"/post/brief/{brief.pk}/opnieuw/").url == "/post/"
    mail.refresh_from_db()
    brief.refresh_from_db()
    assert (mail.status, mail.pogingen, mail.fout) == ("wacht", 0, "")
    assert (brief.status, brief.pogingen, brief.fout) == ("wacht", 0, "")


def test_alles_opnieuw_proberen_laat_verstuurde_mail_met_rust(client: Client, beheer: Lidmaatschap) -> None:
    verstuurd = bericht(GebruikerFactory().pk, status="verstuurd")
    for _ in range(2):
        bericht(GebruikerFactory().pk, status="mislukt")
    client.post("/post/bericht/opnieuw/")
    assert Bericht.objects.filter(status="wacht").count() == 2
    verstuurd.refresh_from_db()
    assert verstuurd.status == "verstuurd"


@pytest.mark.parametrize("aantal", [1, 3])
def test_de_post_kost_evenveel_vragen_bij_een_als_bij_drie(
    client: Client, beheer: Lidmaatschap, aantal: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(aantal):
        lid = LidmaatschapFactory()
        bericht(lid.gebruiker_id, status="mislukt", fout="Nee")
        Retouradres.objects.create(adres=lid.gebruiker.email, aantal=1, laatst_op=timezone.now(), reden="Nee")
        mislukte_brief()
    with django_assert_num_queries(13):
        client.get("/post/")
