"""What is typed in a form is kept until it is sent: for its author alone, and never over what somebody else did."""

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from kern.concepten import services
from kern.concepten.models import Formulierconcept
from kern.concepten.tasks import ruim_concepten_op
from kern.organisaties.models import Lidmaatschap
from tests.fabrieken.organisaties import LidmaatschapFactory
from tests.kern.concepten import opzet
from tests.kern.concepten.opzet import bewaar, lees, tekst_in, waarde

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.kern.concepten.opzet")]
OM = dt.datetime(2025, 5, 6, 12, 2, tzinfo=dt.UTC)  # 14:02 in Amsterdam


@pytest.fixture(autouse=True)
def klok() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(OM, tick=False) as reis:
        yield reis


@pytest.fixture
def ik() -> Lidmaatschap:
    return LidmaatschapFactory(gebruiker__naam="Noor van Dijk", organisatie__naam="Ziekenhuis Waalstad")


def als(lid: Lidmaatschap) -> Client:
    client = Client()
    client.force_login(lid.gebruiker, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_wat_u_typte_staat_er_weer_met_wanneer_dat_was(ik: Lidmaatschap, klok: time_machine.Traveller) -> None:
    client = als(ik)
    antwoord = bewaar(client, lees(client), tekst="Wij zien dat anders.", plaats="Nijmegen", keuze="b")
    assert antwoord.json() == {"versie": 1, "zegt": "Bewaard om 14:02.", "anderen": []}
    blad = lees(client)
    assert (tekst_in(blad), waarde(blad, "plaats")) == ("Wij zien dat anders.", "Nijmegen")
    assert '<option value="b" selected>' in blad
    assert "Hieronder staat wat u om 14:02 typte. Het is nog niet verstuurd." in blad
    klok.shift(dt.timedelta(days=2))
    assert "Hieronder staat wat u op di 6 mei 2025 om 14:02 typte." in lees(client)


def test_een_wachtwoord_bestand_verborgen_veld_vinkje_en_een_veld_dat_dat_vraagt_worden_nooit_bewaard(ik: Lidmaatschap) -> None:
    client = als(ik)
    alles = {
        "tekst": "Wel.",
        "geheim": "p",
        "spoor": "s",
        "akkoord": "on",
        "stuk": "b",
        "los": "l",
        "csrfmiddlewaretoken": "c",
        "zo": "maar",
    }
    bewaar(client, lees(client), **alles)
    assert Formulierconcept.objects.get().inhoud == {"tekst": "Wel."}


def test_een_formulier_zonder_langere_tekst_wordt_niet_bewaard(ik: Lidmaatschap) -> None:
    assert "data-concept" not in lees(als(ik), "/kort/")


def test_een_verstuurd_formulier_begint_leeg_en_een_geweigerd_formulier_houdt_wat_u_verstuurde(ik: Lidmaatschap) -> None:
    client = als(ik)
    blad = lees(client)
    bewaar(client, blad, tekst="Eerste zin.")
    mee = {naam: waarde(blad, naam) for naam in ("formuliersleutel", "conceptplek")} | {"conceptversie": "1"}
    geweigerd = client.post("/proef/", mee | {"tekst": "Te lang. " * 30})
    assert geweigerd.status_code == 422
    nieuw = geweigerd.content.decode()
    assert tekst_in(nieuw).startswith("Te lang. Te lang.")
    assert "Hieronder staat wat u" not in nieuw
    assert "data-verstuurd" in nieuw
    assert bewaar(client, nieuw, tekst="Te lang. " * 30).status_code == 200, "wat geweigerd werd, wordt alsnog bewaard"
    assert tekst_in(lees(client)).startswith("Te lang.")
    gelukt = client.post("/proef/", mee | {"tekst": "Eerste zin."})
    assert gelukt.status_code == 302
    assert not Formulierconcept.objects.exists()
    assert tekst_in(lees(client)) == ""


def test_een_late_bewaring_wekt_een_verstuurd_formulier_niet_tot_leven(ik: Lidmaatschap) -> None:
    client = als(ik)
    blad = lees(client)
    client.post("/proef/", {"formuliersleutel": waarde(blad, "formuliersleutel"), "tekst": "Verstuurd."})
    antwoord = bewaar(client, blad, tekst="Verstuurd")
    assert (antwoord.status_code, antwoord.json()["fout"]) == (409, "Dit formulier is al verstuurd.")
    assert not Formulierconcept.objects.exists()


def test_een_ander_leest_uw_tekst_niet_en_kan_haar_niet_weggooien_of_overschrijven(ik: Lidmaatschap) -> None:
    client = als(ik)
    blad = lees(client)
    bewaar(client, blad, tekst="Vertrouwelijk.")
    mijn = Formulierconcept.objects.get()
    for ander in (LidmaatschapFactory(), LidmaatschapFactory(organisatie=ik.organisatie)):
        vreemd = als(ander)
        assert "Vertrouwelijk" not in lees(vreemd)
        assert vreemd.get(f"/concepten/{mijn.pk}/weg/").status_code == 404
        assert vreemd.post(f"/concepten/{mijn.pk}/weg/").status_code == 404
        assert bewaar(vreemd, blad, tekst="Overschreven.").status_code == 403, "het merk van een ander geldt niet"
    assert Formulierconcept.objects.get().inhoud == {"tekst": "Vertrouwelijk."}


def test_een_collega_van_dezelfde_organisatie_leest_dat_u_hier_schrijft_en_een_vreemde_niet(ik: Lidmaatschap) -> None:
    client = als(ik)
    bewaar(client, lees(client), tekst="Mijn tekst.")
    zin = "Noor van Dijk schrijft hier ook aan, laatst om 14:02."
    collega = als(LidmaatschapFactory(organisatie=ik.organisatie))
    blad = lees(collega)
    assert zin in blad
    assert tekst_in(blad) == ""
    assert bewaar(collega, blad, tekst="De hare.").json()["anderen"] == [zin]
    assert zin not in lees(als(LidmaatschapFactory()))
    assert zin not in lees(collega, "/proef/2/"), "een ander formulier is een andere plek"
    assert Formulierconcept.objects.count() == 2


def test_in_een_andere_rol_bij_een_andere_organisatie_begint_u_leeg(ik: Lidmaatschap) -> None:
    client = als(ik)
    blad = lees(client)
    bewaar(client, blad, tekst="Namens het ziekenhuis.")
    ander = LidmaatschapFactory(gebruiker=ik.gebruiker, van=dt.date(2025, 2, 1))
    client.post("/account/rol/", {"lidmaatschap": str(ander.pk)})
    sessie = client.session
    sessie["lidmaatschap"] = str(ander.pk)
    sessie.save()
    assert tekst_in(lees(client)) == ""
    assert bewaar(client, blad, tekst="Wissel.").status_code == 403


def test_het_oudste_van_twee_vensters_hoort_het_en_bewaart_pas_als_u_dat_zegt(ik: Lidmaatschap) -> None:
    client = als(ik)
    eerste, tweede = lees(client), lees(client)
    bewaar(client, tweede, tekst="Nieuw venster.")
    antwoord = bewaar(client, eerste, tekst="Oud venster.")
    assert antwoord.status_code == 409
    assert antwoord.json() == {
        "fout": "U schreef dit formulier ook in een ander venster, laatst om 14:02. Wat hier staat is niet bewaard.",
        "versie": 1,
    }
    assert Formulierconcept.objects.get().inhoud == {"tekst": "Nieuw venster."}
    assert bewaar(client, eerste, tekst="Oud venster.", conceptversie="1").json()["versie"] == 2
    assert Formulierconcept.objects.get().inhoud == {"tekst": "Oud venster."}


def test_een_venster_waarvan_het_concept_weg_is_maakt_geen_nieuw(ik: Lidmaatschap) -> None:
    client = als(ik)
    blad = lees(client)
    bewaar(client, blad, tekst="Een.")
    Formulierconcept.objects.all().delete()
    antwoord = bewaar(client, blad, tekst="Een twee.", conceptversie="1")
    assert (antwoord.status_code, antwoord.json()["versie"]) == (409, 0)
    assert not Formulierconcept.objects.exists()


def test_opnieuw_beginnen_vraagt_eerst_en_gooit_dan_weg(ik: Lidmaatschap) -> None:
    client = als(ik)
    bewaar(client, lees(client), tekst="Dit mag weg.")
    adres = f"/concepten/{Formulierconcept.objects.get().pk}/weg/"
    assert f'href="{adres}?terug=%2Fproef%2F"' in lees(client)
    vraag = client.get(adres, {"terug": "/proef/"}).content.decode()
    assert "Dit mag weg." in vraag
    assert Formulierconcept.objects.exists()
    assert client.post(adres, {"terug": "/proef/"}).url == "/proef/"
    assert tekst_in(lees(client)) == ""
    assert client.post(adres, {"terug": "/proef/"}).status_code == 404


@pytest.mark.parametrize("terug", ["https://boos.example/", "//boos.example/", "/\\boos.example", "javascript:alert(1)"])
def test_opnieuw_beginnen_leidt_nooit_naar_buiten(ik: Lidmaatschap, terug: str) -> None:
    client = als(ik)
    bewaar(client, lees(client), tekst="Weg.")
    assert client.post(f"/concepten/{Formulierconcept.objects.get().pk}/weg/", {"terug": terug}).url == "/"


def test_als_het_formulier_zelf_veranderde_staat_uw_tekst_ernaast_en_niet_erin(ik: Lidmaatschap, monkeypatch: pytest.MonkeyPatch) -> None:
    client = als(ik)
    bewaar(client, lees(client), tekst="Mijn oude zin.")
    monkeypatch.setitem(opzet.BEGIN, "tekst", "Een collega legde dit vast.")
    blad = lees(client)
    assert tekst_in(blad) == "Een collega legde dit vast."
    assert "Sinds u hier om 14:02 typte, is dit formulier gewijzigd." in blad
    assert '<pre class="getypt">Mijn oude zin.</pre>' in blad


def test_alles_leegmaken_laat_geen_concept_achter(ik: Lidmaatschap) -> None:
    client = als(ik)
    blad = lees(client)
    bewaar(client, blad, tekst="Iets.")
    assert bewaar(client, blad, tekst=" ", conceptversie="1").json() == {"versie": 0, "zegt": "", "anderen": []}
    assert not Formulierconcept.objects.exists()


@pytest.mark.parametrize(("tekst", "status"), [("x" * services.HOOGSTENS, 200), ("x" * (services.HOOGSTENS + 1), 413)])
def test_een_te_lange_tekst_wordt_niet_bewaard_en_dat_wordt_gezegd(ik: Lidmaatschap, tekst: str, status: int) -> None:
    client = als(ik)
    antwoord = bewaar(client, lees(client), tekst=tekst)
    assert antwoord.status_code == status
    assert Formulierconcept.objects.count() == (status == 200)


def test_een_onzichtbaar_teken_houdt_het_bewaren_niet_tegen(ik: Lidmaatschap) -> None:
    client = als(ik)
    bewaar(client, lees(client), tekst="Hart\x00zorg")
    assert tekst_in(lees(client)) == "Hartzorg"


@pytest.mark.parametrize("plek", ["", "verzonnen", "eyJ4Ijoi:1abc:vals"])
def test_een_verzonnen_plek_wordt_niet_bewaard(ik: Lidmaatschap, plek: str) -> None:
    client = als(ik)
    antwoord = bewaar(client, lees(client), conceptplek=plek, tekst="Van buiten.")
    assert antwoord.status_code == 403
    assert "Uw tekst staat nog op dit scherm." in antwoord.json()["fout"]
    assert not Formulierconcept.objects.exists()


def test_wie_intussen_is_uitgelogd_hoort_dat_zijn_tekst_er_nog_staat(ik: Lidmaatschap) -> None:
    client = als(ik)
    blad = lees(client)
    client.logout()
    antwoord = bewaar(client, blad, tekst="Nog niet klaar.")
    assert (antwoord.status_code, "u bent uitgelogd" in antwoord.json()["fout"]) == (403, True)


def test_zonder_csrf_bewaart_niemand_iets(ik: Lidmaatschap) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(ik.gebruiker, backend="allauth.account.auth_backends.AuthenticationBackend")
    blad = lees(client)
    assert bewaar(client, blad, tekst="Van een ander adres.").status_code == 403
    assert bewaar(client, blad, tekst="Van hier.", csrfmiddlewaretoken=waarde(blad, "csrfmiddlewaretoken")).status_code == 200


def test_na_negentig_dagen_wordt_een_concept_vergeten(ik: Lidmaatschap, klok: time_machine.Traveller) -> None:
    client = als(ik)
    bewaar(client, lees(client), tekst="Oud.")
    klok.shift(dt.timedelta(days=90))
    assert ruim_concepten_op() == 0
    klok.shift(dt.timedelta(seconds=1))
    assert ruim_concepten_op() == 1


@pytest.mark.parametrize("aantal", [1, 3])
def test_de_concepten_kosten_een_formulier_een_zoekvraag(
    ik: Lidmaatschap, aantal: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for lid in LidmaatschapFactory.create_batch(aantal, organisatie=ik.organisatie):
        client = als(lid)
        bewaar(client, lees(client), tekst="Ook ik.")
    client = als(ik)
    with django_assert_num_queries(4):  # session, person, memberships, concepts
        assert lees(client).count("schrijft hier ook aan") == aantal
