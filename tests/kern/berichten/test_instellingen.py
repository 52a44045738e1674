"""The page on which everybody chooses per kind, and the register of kinds behind it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from kern.berichten.models import Berichtvoorkeur
from kern.berichten.soorten import DAGOVERZICHT, _namen, berichtsoort_van, berichtsoorten, dubbele_namen, kiesbare_soorten
from kern.organisaties.models import Lidmaatschap
from tests.fabrieken.organisaties import GebruikerFactory, LidmaatschapFactory

KIESBAAR = ["herinnering", "indiening", "overleg", "escalatie", "samen_beoordelen", "uitvoering"]
ALTIJD = ["besluit", "vraag", "te_laat", "account"]
APPS = ["kern", "transformatie", "beoordeling", "verantwoording", "monitoring", "config"]
PAD = "/berichten/instellingen/"


@pytest.fixture
def ik(client: Client) -> Lidmaatschap:
    lid = LidmaatschapFactory()
    client.force_login(lid.gebruiker)
    return lid


def keuzes(*rollen: str, **anders: str) -> dict[str, str]:
    return {**dict.fromkeys([s.naam for s in kiesbare_soorten(rollen)], "meteen"), **anders}


def voorkeuren(gebruiker_id: object) -> dict[str, str]:
    return dict(Berichtvoorkeur.objects.filter(gebruiker=gebruiker_id).exclude(wijze="meteen").values_list("soort", "wijze"))


def test_de_soorten_zijn_bekend_en_wat_rechtsgevolg_heeft_gaat_altijd() -> None:
    assert {s.naam for s in berichtsoorten() if s.is_altijd} >= set(ALTIJD)
    assert {s.naam for s in berichtsoorten() if not s.is_altijd} >= set(KIESBAAR)
    assert all(s.uitleg.endswith(".") for s in berichtsoorten())


@pytest.mark.parametrize(
    "naam",
    ["keur_goed", "wijs_af", "verklaar_incompleet", "vraag_aanpassing", "terugkoppeling", "termijn_overschreden", "ken_toe", "beschik"],
)
def test_besluiten_brieven_en_overschreden_termijnen_kan_niemand_uitstellen(naam: str) -> None:
    assert berichtsoort_van(naam).is_altijd


def _geschreven_soorten() -> Iterator[tuple[str, str]]:
    """Every literal `soort=` given to a function that writes notices, over all apps, with where it stands."""
    for app in APPS:
        for bestand in Path(settings.BASIS, app).rglob("*.py"):
            for knoop in ast.walk(ast.parse(bestand.read_text())):
                if not isinstance(knoop, ast.Call) or not _schrijft_bericht(knoop.func):
                    continue
                for argument in knoop.keywords:
                    if argument.arg == "soort":
                        for deel in ast.walk(argument.value):
                            if isinstance(deel, ast.Constant) and isinstance(deel.value, str):
                                yield deel.value, f"{bestand.name}:{knoop.lineno}"


def _schrijft_bericht(functie: ast.expr) -> bool:
    if isinstance(functie, ast.Attribute):
        van = functie.value.id if isinstance(functie.value, ast.Name) else ""
        return functie.attr in ("schrijf", "meld") and van in ("berichten", "post", "services", "meldingen")
    return isinstance(functie, ast.Name) and functie.id in ("schrijf", "_schrijf", "meld")


def test_elke_soort_die_de_code_schrijft_is_aangemeld() -> None:
    geschreven = list(_geschreven_soorten())
    assert {"termijn_overschreden", "account", "streven_verlopen", "terugkoppeling"} <= {naam for naam, _ in geschreven}
    assert [f"{naam} ({waar})" for naam, waar in geschreven if naam not in _namen] == []


def test_geen_naam_valt_onder_twee_soorten() -> None:
    assert dubbele_namen() == set()


def test_elke_stap_die_een_bericht_stuurt_is_aangemeld() -> None:
    from transformatie.receivers import MELDINGEN
    from verantwoording.receivers import KPI_MELDINGEN
    from verantwoording.receivers import MELDINGEN as GELD

    assert {naam for _, naam in MELDINGEN} | set(GELD) | set(KPI_MELDINGEN) <= set(_namen)


def test_een_onbekende_soort_gaat_meteen_en_valt_in_de_tests_op(settings: object) -> None:
    settings.BERICHTSOORTEN_STRENG = False
    assert berichtsoort_van("verzonnen") is None
    settings.BERICHTSOORTEN_STRENG = True
    with pytest.raises(ImproperlyConfigured, match="verzonnen"):
        berichtsoort_van("verzonnen")
    assert DAGOVERZICHT not in _namen


@pytest.mark.django_db
def test_zonder_keuze_staat_alles_op_meteen(client: Client, ik: Lidmaatschap) -> None:
    pagina = client.get(PAD)
    assert [regel.veld.value() for regel in pagina.context["form"].regels()] == ["meteen"] * len(keuzes())
    assert pagina.content.decode().count(" checked") == len(keuzes())


@pytest.mark.django_db
def test_mijn_keuze_blijft_en_raakt_die_van_een_ander_niet(client: Client, ik: Lidmaatschap) -> None:
    ander = GebruikerFactory()
    Berichtvoorkeur.objects.create(gebruiker=ander, soort="overleg", wijze="alleen_hier")
    assert client.post(PAD, keuzes(indiening="dagoverzicht", overleg="alleen_hier")).url == PAD
    assert voorkeuren(ik.gebruiker_id) == {"indiening": "dagoverzicht", "overleg": "alleen_hier"}
    client.post(PAD, keuzes(indiening="alleen_hier"))
    assert (voorkeuren(ik.gebruiker_id), voorkeuren(ander.pk)) == ({"indiening": "alleen_hier"}, {"overleg": "alleen_hier"})
    assert 'value="alleen_hier" aria-label="Indieningen: alleen in de toepassing" checked' in client.get(PAD).content.decode()


@pytest.mark.django_db
def test_wat_altijd_gaat_laat_zich_ook_met_een_vervalst_veld_niet_uitzetten(client: Client, ik: Lidmaatschap) -> None:
    assert client.post(PAD, keuzes(besluit="alleen_hier", te_laat="dagoverzicht")).status_code == 302
    assert not Berichtvoorkeur.objects.filter(soort__in=ALTIJD).exists()


@pytest.mark.django_db
def test_een_onmogelijke_keuze_geeft_een_zin_bij_die_regel_en_de_andere_blijven_staan(client: Client, ik: Lidmaatschap) -> None:
    pagina = client.post(PAD, keuzes(indiening="nooit", overleg="dagoverzicht"))
    tekst = pagina.content.decode()
    assert pagina.status_code == 200
    assert "<title>Fout: " in tekst
    assert tekst.count("Kies een van de drie mogelijkheden.") == 2  # at its row and in the summary
    assert 'value="dagoverzicht" aria-label="Startgesprek en overleg: in het dagoverzicht" checked' in tekst
    assert not Berichtvoorkeur.objects.exists()


@pytest.mark.django_db
def test_wie_een_regel_leeg_laat_hoort_dat(client: Client, ik: Lidmaatschap) -> None:
    leeg = keuzes()
    del leeg["overleg"]
    assert "Kies hoe u deze berichten wilt krijgen." in client.post(PAD, leeg).content.decode()


@pytest.mark.django_db
def test_wat_altijd_gaat_staat_er_met_de_reden(client: Client, ik: Lidmaatschap) -> None:
    pagina = client.get(PAD).content.decode()
    for soort in berichtsoorten():
        if soort.is_altijd:
            assert soort.woorden in pagina
            assert soort.altijd in pagina


@pytest.mark.django_db
@pytest.mark.parametrize("aantal", [1, 3])
def test_de_instellingen_kosten_evenveel_vragen_bij_een_als_bij_drie_keuzes(
    client: Client, ik: Lidmaatschap, aantal: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for soort in KIESBAAR[:aantal]:
        Berichtvoorkeur.objects.create(gebruiker=ik.gebruiker, soort=soort, wijze="dagoverzicht")
    with django_assert_num_queries(6):
        client.get(PAD)


@pytest.mark.django_db
def test_wie_een_soort_nooit_krijgt_hoeft_er_niet_over_te_kiezen(client: Client, ik: Lidmaatschap) -> None:
    assert "Deeladviezen binnen uw verzekeraar" not in client.get(PAD).content.decode()
    client.force_login(LidmaatschapFactory(beoordelaar=True).gebruiker)
    assert "Deeladviezen binnen uw verzekeraar" in client.get(PAD).content.decode()


@pytest.mark.django_db
def test_wie_niet_is_ingelogd_gaat_eerst_inloggen() -> None:
    assert Client().get(PAD).status_code == 302
