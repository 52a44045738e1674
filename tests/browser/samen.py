"""What the legs of the main job share: judging, and coming to one terugkoppeling."""

import re

from playwright.sync_api import expect

from config.voorbeeld import teksten
from tests.browser.rol import Rol, Toneel

BEOORDELAARS = ("beoordelaar", "tweede", "gemeente", "regiocoordinator")


def naar_dossier(rol: Rol, t: Toneel) -> None:
    """To the dossier, through the list."""
    rol.ga("/dossiers/")
    rol.volg(t.titel)


def beoordeel_alles(t: Toneel, kop: str, *, aantal: int) -> None:
    """Everybody who must judges every point and finishes."""
    for account in BEOORDELAARS:
        rol = t.als(account)
        naar_dossier(rol, t)
        rol.volg("Beoordeel")
        expect(rol.kop).to_have_text(kop)
        for nummer in range(1, aantal + 1):
            rol.kies("Uw oordeel", "substantieel")
            rol.vul({"Onderbouwing": teksten.OORDEEL})
            rol.druk(re.compile("^Bewaar( en ga verder)?$"))
            expect(rol.inhoud).to_contain_text(f"{nummer} van {aantal} punten beoordeeld")
        rol.kies("Uw conclusie", "positief")
        rol.druk("Rond af")
        rol.is_gelukt()


def kom_tot_terugkoppeling(t: Toneel, tekst: str) -> None:
    """The CZV drafts on behalf of both, the second insurer agrees; until it is sent the submitters read nothing (1c.2)."""
    czv, tweede, planmaker = t.als("beoordelaar"), t.als("tweede"), t.als("planmaker")
    naar_dossier(czv, t)
    czv.zet_stap(
        "Stel de gezamenlijke terugkoppeling op",
        {"Gezamenlijke terugkoppeling": tekst},
        knop="Leg voor aan de tweede verzekeraar",
    )
    naar_dossier(planmaker, t)
    gezien = planmaker.inhoud.inner_text()
    assert tekst not in gezien
    assert "Oordelen per criterium" not in gezien
    naar_dossier(tweede, t)
    tweede.open_stap("Stem in met de terugkoppeling")
    expect(tweede.inhoud).to_contain_text(tekst)
    tweede.druk("Stem in met de terugkoppeling")
    tweede.is_gelukt()
