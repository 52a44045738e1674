"""Setting a deputy: by oneself or by beheer, only a colleague with the same role."""

import datetime as dt

import pytest
import time_machine
from django.test import Client

from kern.berichten.models import Bericht
from kern.journaal.models import Journaalregel
from kern.organisaties.models import Lidmaatschap, Rol, Vervanging
from kern.organisaties.selectors import vervangers_van, vervangt
from kern.organisaties.services.boek import REFERENTIE
from tests.fabrieken.organisaties import GemeenteFactory, LidmaatschapFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.kern.organisaties.adressen")]
OP = dt.date(2025, 4, 7)
URL = "/account/vervanging/"


@pytest.fixture(autouse=True)
def _op_zeven_april():
    with time_machine.travel(dt.datetime(2025, 4, 7, 8, tzinfo=dt.UTC), tick=False):
        yield


@pytest.fixture
def paar() -> tuple[Lidmaatschap, Lidmaatschap]:
    gemeente = GemeenteFactory(naam="Gemeente Almere")
    return (
        LidmaatschapFactory(rol=Rol.REGIOCOORDINATOR, organisatie=gemeente, gebruiker__naam="Ali Almere"),
        LidmaatschapFactory(rol=Rol.REGIOCOORDINATOR, organisatie=gemeente, gebruiker__naam="Vera Vervanger"),
    )


def als(door: Lidmaatschap) -> Client:
    klant = Client()
    klant.force_login(door.gebruiker)
    return klant


def velden(vervanger: object, van: str = "2025-04-10", tot: str = "2025-04-20", **anders: str) -> dict[str, object]:
    return {"vervanger": getattr(vervanger, "pk", vervanger), "van": van, "tot": tot, "reden": "verlof", **anders}


def fouten(antwoord) -> dict[str, list[str]]:  # type: ignore[no-untyped-def]
    assert antwoord.status_code == 422
    return {veld: list(zinnen) for veld, zinnen in antwoord.context["form"].errors.items()}


def test_vastleggen_vertelt_het_de_vervanger_en_staat_in_het_journaal(paar: tuple[Lidmaatschap, Lidmaatschap]) -> None:
    ali, vera = paar
    assert als(ali).post(URL, velden(vera)).status_code == 302
    rij = Vervanging.objects.get()
    assert (rij.lidmaatschap, rij.vervanger, rij.van, rij.tot) == (ali, vera, dt.date(2025, 4, 10), dt.date(2025, 4, 20))
    assert Bericht.objects.get(soort="vervanging").aan == vera.gebruiker
    regel = Journaalregel.objects.get(zaak=REFERENTIE)
    assert (regel.soort, regel.stap) == ("organisaties.vervanging", "voeg_toe")
    assert "verlof" not in str(regel.feiten)
    assert "Vera Vervanger" in als(ali).get(URL).text
    assert "U vervangt" in als(vera).get(URL).text


def test_alleen_binnen_de_periode_en_zolang_de_afwezige_de_rol_heeft(paar: tuple[Lidmaatschap, Lidmaatschap]) -> None:
    ali, vera = paar
    Vervanging.objects.create(lidmaatschap=ali, vervanger=vera, van=dt.date(2025, 4, 10), tot=dt.date(2025, 4, 20))
    dagen = [dt.date(2025, 4, d) for d in (9, 10, 20, 21)]
    assert [vervangt(vera, d) for d in dagen] == [[], [ali], [ali], []]
    assert [vervangers_van(ali, d) for d in dagen] == [[], [vera], [vera], []]
    Lidmaatschap.objects.filter(pk=ali.pk).update(tot=dt.date(2025, 4, 15))
    assert vervangt(vera, dagen[2]) == []


def test_een_ander_uit_een_andere_organisatie_of_met_een_andere_rol_kan_niet(paar: tuple[Lidmaatschap, Lidmaatschap]) -> None:
    ali, _ = paar
    vreemd = LidmaatschapFactory(rol=Rol.REGIOCOORDINATOR, organisatie=GemeenteFactory())
    andere_rol = LidmaatschapFactory(rol=Rol.GEMEENTELIJK_BESLISSER, organisatie=ali.organisatie)
    for keuze in (vreemd, andere_rol, ali, "geen-sleutel", ""):
        assert list(fouten(als(ali).post(URL, velden(keuze)))) == ["vervanger"]
    assert not Vervanging.objects.exists()


@pytest.mark.parametrize(
    ("van", "tot", "veld", "zin"),
    [
        ("2025-04-06", "2025-04-20", "van", "Kies vandaag of een latere dag."),
        ("2025-04-20", "2025-04-10", "tot", "De laatste dag ligt voor de eerste dag."),
        ("2025-04-10", "2027-04-10", "tot", "Een vervanging duurt ten hoogste een jaar."),
        ("morgen", "2025-04-10", "van", "Dit is geen bestaande dag. Schrijf bijvoorbeeld 21-03-2025."),
    ],
)
def test_foute_dagen_zeggen_het_bij_het_veld(paar: tuple[Lidmaatschap, Lidmaatschap], van: str, tot: str, veld: str, zin: str) -> None:
    ali, vera = paar
    assert fouten(als(ali).post(URL, velden(vera, van, tot))) == {veld: [zin]}


def test_niet_twee_vervangers_tegelijk_en_niet_wie_zelf_weg_is(paar: tuple[Lidmaatschap, Lidmaatschap]) -> None:
    ali, vera = paar
    als(ali).post(URL, velden(vera))
    assert list(fouten(als(ali).post(URL, velden(vera, "2025-04-20", "2025-04-22")))) == ["van"]
    assert fouten(als(vera).post(URL, velden(ali))) == {"vervanger": ["Ali Almere is in deze periode zelf afwezig. Kies een ander."]}


def test_beeindigen_kan_alleen_bij_de_eigen_vervanging(paar: tuple[Lidmaatschap, Lidmaatschap]) -> None:
    ali, vera = paar
    begonnen = Vervanging.objects.create(lidmaatschap=ali, vervanger=vera, van=dt.date(2025, 4, 1), tot=dt.date(2025, 4, 20))
    for sleutel in (begonnen.pk, "onzin"):
        assert als(vera).post(URL, {"beeindig": sleutel}).status_code == 404
    assert als(ali).post(URL, {"beeindig": begonnen.pk}).status_code == 302
    begonnen.refresh_from_db()
    assert begonnen.tot == dt.date(2025, 4, 6)
    straks = Vervanging.objects.create(lidmaatschap=ali, vervanger=vera, van=dt.date(2025, 5, 1), tot=dt.date(2025, 5, 2))
    als(ali).post(URL, {"beeindig": straks.pk})
    assert not Vervanging.objects.filter(pk=straks.pk).exists()


def test_beheer_regelt_het_voor_een_ander_en_een_ander_niet(paar: tuple[Lidmaatschap, Lidmaatschap]) -> None:
    ali, vera = paar
    url = f"/beheer/gebruikers/{ali.gebruiker_id}/vervanging/"
    assert als(vera).post(url, velden(vera)).status_code == 403
    assert als(LidmaatschapFactory(beheer=True)).post(url, velden(vera)).status_code == 302
    assert Vervanging.objects.get().lidmaatschap == ali


def test_zonder_collega_met_dezelfde_rol_zegt_het_scherm_dat() -> None:
    alleen = LidmaatschapFactory(rol=Rol.REGIOCOORDINATOR, organisatie=GemeenteFactory())
    assert "Geen collega met dezelfde rol" in als(alleen).get(URL).text
