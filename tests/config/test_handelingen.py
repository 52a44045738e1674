"""The ten most consequential acts through their real addresses: a stranger 404, who sees the dossier but may not 403, who may neither."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.urls import reverse

from config.rechten.toneel import Toneel
from kern.journaal.models import Journaalregel
from kern.organisaties.models import Lidmaatschap, Organisatie, Rol
from tests.fabrieken.toneel import Browsers
from transformatie.models import Escalatie, Zijspoor

Wie = tuple[Rol, str]
CZV, TWEEDE = (Rol.BEOORDELAAR, "coördinerend"), (Rol.BEOORDELAAR, "tweede")
PENVOERDER, DEELNEMER = (Rol.PLANMAKER, "penvoerder"), (Rol.PLANMAKER, "deelnemer")
GEMEENTE, NZA = (Rol.GEMEENTELIJK_BESLISSER, "eerste gemeente"), (Rol.NZA, "plan goedgekeurd")
REGIOCOORDINATOR, LEEST_MEE = (Rol.REGIOCOORDINATOR, "toegewezen"), (Rol.BRIGADE, "leest mee")
VREEMDEN: set[Wie] = {
    (Rol.PLANMAKER, "geen"),
    (Rol.PLANMAKER, "uit het dossier"),
    (Rol.GEMEENTELIJK_BESLISSER, "geen"),
    (Rol.REGIOCOORDINATOR, "geen"),
    (Rol.BESTUURLIJKE_GROEP, "geen"),
    (Rol.BEHEER, "geen"),
    (Rol.BRIGADE, "geen"),
}


@dataclass(frozen=True)
class Daad:
    """One act: its address on the scene, what a browser sends, who sees it and may not, and who may."""

    naam: str
    adres: Callable[[Toneel], str]
    gegevens: Callable[[Toneel], dict[str, Any]]
    mag_niet: tuple[Wie, ...]
    mag: Wie


def op(naam: str) -> Callable[[Toneel], str]:
    return lambda toneel: reverse(naam, kwargs={"kenmerk": toneel.loop.dossier.kenmerk})


def gesprek(toneel: Toneel) -> str:
    escalatie = Escalatie.objects.filter(dossier=toneel.loop.dossier).earliest("vastgelegd_op")
    return reverse("escalatie-gesprek", kwargs={"kenmerk": toneel.loop.dossier.kenmerk, "pk": escalatie.pk})


def brigade(toneel: Toneel) -> str:
    spoor = Zijspoor.objects.filter(escalatie__dossier=toneel.loop.dossier, soort=Zijspoor.Soort.VLIEGENDE_BRIGADE, leden__isnull=False)
    return reverse("brigade-zaak", kwargs={"pk": spoor.distinct().get().pk})


def deelnemer(toneel: Toneel) -> dict[str, Any]:
    partij = toneel.loop.dossier.partijen.get(organisatie=toneel.loop.deelnemers[0], uit_op=None)
    return {"actie": "laat_uitgaan", "partij": str(partij.pk), "reden": "Een vergissing."}


VOORNEMEN = {"richting": "goedkeuren", "doelen": "Zorg dichtbij.", "afspraken": "Thuismeten.", "contact": "Carla"}
GESPREK = {"gesproken_op": "2025-04-01", "aanspreekpunten": "Jan, bestuurder", "uitkomst": "Wij zijn eruit."}
DADEN = [
    Daad(
        "nodig_uit",
        op("partijen"),
        lambda t: {"actie": "nodig_uit", "organisatie": "GGZ Noorderkwartier", "rol": "deelnemer"},
        (TWEEDE, DEELNEMER, GEMEENTE, NZA, REGIOCOORDINATOR, LEEST_MEE),
        PENVOERDER,
    ),
    Daad("laat_uitgaan", op("partijen"), deelnemer, (CZV, TWEEDE, DEELNEMER, GEMEENTE, NZA, LEEST_MEE), PENVOERDER),
    Daad(
        "kies_tweede",
        op("partijen"),
        lambda t: {"actie": "kies_tweede", "tweede": str(Organisatie.objects.get(naam="Menzis").pk)},
        (PENVOERDER, TWEEDE, GEMEENTE, NZA, LEEST_MEE),
        CZV,
    ),
    Daad(
        "haal_domein_weg",
        op("partijen"),
        lambda t: {"actie": "haal_domein_weg", "domein": "sociaal"},
        (CZV, TWEEDE, DEELNEMER, GEMEENTE, NZA, LEEST_MEE),
        PENVOERDER,
    ),
    Daad(
        "wijs_regiocoordinator_toe",
        op("regiocoordinator"),
        lambda t: {"lidmaatschap": str(t.loop.regiocoordinator.pk)},
        (TWEEDE, GEMEENTE, NZA, REGIOCOORDINATOR, LEEST_MEE),
        CZV,
    ),
    Daad(
        "zie_af",
        op("zie-af"),
        lambda t: {"naam": "Wil Wethouder", "functie": "wethouder", "reden": "Wij kennen het plan."},
        (CZV, TWEEDE, NZA, REGIOCOORDINATOR, LEEST_MEE),
        GEMEENTE,
    ),
    Daad("verstuur_vragen", op("vragen-bundelen"), lambda t: {}, (TWEEDE, GEMEENTE, NZA, LEEST_MEE), CZV),
    Daad("noem_brigade", brigade, lambda t: {"actie": "noem", "leden": [str(t.speler(Rol.BRIGADE.label, "geen").pk)]}, (LEEST_MEE,), NZA),
    Daad(
        "leg_gesprek_vast",
        gesprek,
        lambda t: {**GESPREK, "organisaties": [str(t.loop.dossier.coordinerend_id), str(t.loop.planmaker.organisatie_id)]},
        (NZA, REGIOCOORDINATOR, LEEST_MEE),
        PENVOERDER,
    ),
    Daad("leg_voornemen_voor", op("leg-voornemen-voor"), lambda t: VOORNEMEN, (TWEEDE, GEMEENTE, NZA, REGIOCOORDINATOR, LEEST_MEE), CZV),
]


def stuur(daad: Daad, toneel: Toneel, browsers: Browsers, lid: Lidmaatschap) -> int:
    return int(browsers.van(lid).post(daad.adres(toneel), daad.gegevens(toneel)).status_code)


@pytest.mark.parametrize("daad", DADEN, ids=lambda d: d.naam)
def test_een_vreemde_404_wie_niet_mag_403_en_er_verandert_niets(toneel: Toneel, browsers: Browsers, daad: Daad) -> None:
    voor = Journaalregel.objects.count()
    vreemd = {(s.rol, s.naam): stuur(daad, toneel, browsers, s.lid) for s in toneel.spelers if (Rol(_rol(s.rol)), s.naam) in VREEMDEN}
    gezien = {(rol.label, naam): stuur(daad, toneel, browsers, toneel.speler(rol.label, naam)) for rol, naam in daad.mag_niet}
    assert len(vreemd) == len(VREEMDEN)
    assert (vreemd, gezien) == (dict.fromkeys(vreemd, 404), dict.fromkeys(gezien, 403))
    assert Journaalregel.objects.count() == voor


@pytest.mark.parametrize("daad", DADEN, ids=lambda d: d.naam)
def test_wie_wel_mag_wordt_niet_om_zijn_recht_geweigerd(toneel: Toneel, browsers: Browsers, daad: Daad) -> None:
    """The state of the scene may stand in the way, the right does not; so the test above refuses the person, not the form."""
    rol, naam = daad.mag
    assert stuur(daad, toneel, browsers, toneel.speler(rol.label, naam)) in (302, 409, 422)


def _rol(label: str) -> str:
    return next(r.value for r in Rol if r.label == label)
