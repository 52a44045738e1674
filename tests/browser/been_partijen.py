"""Coming to the table: answering an invitation, and finding a moment for the startgesprek together."""

import datetime as dt
import re

from playwright.sync_api import expect

from config.voorbeeld.levensloop import Levensloop
from kern.basis.datums import vandaag
from tests.browser.rol import Rol, Toneel
from tests.browser.samen import naar_dossier

GEMEENTEN = ("Gemeente Nijmegen", "Gemeente Wijchen", "Gemeente Druten")
BESLISSERS = ("gemeente", "gemeente-wijchen", "gemeente-druten")
ACTIEPUNT = "Stuur de cijfers over wachttijden rond"


def ziet_niets(rol: Rol, t: Toneel) -> None:
    """The dossier does not exist for this person."""
    antwoord = rol.page.goto(f"/dossiers/{t.kenmerk}/")
    assert antwoord is not None
    assert antwoord.status == 404
    rol.bekijk()


def begin_met_drie_gemeenten(t: Toneel) -> Levensloop:
    """A dossier over all three domains, with everybody invited and nobody's answer yet."""
    loop = Levensloop(t.wereld, begin=vandaag(), titel="Langer thuis in drie gemeenten", gemeenten=GEMEENTEN, raakt_wlz=True)
    loop.nodig_partijen_uit(antwoorden=False)
    t.titel, t.kenmerk = loop.dossier.titel, loop.dossier.kenmerk
    return loop


def beantwoord_uitnodigingen(t: Toneel) -> None:
    """Everyone accepts, but the third gemeente first declines: it no longer sees the dossier until it is asked again (1a.1)."""
    druten, planmaker = t.als("gemeente-druten"), t.als("planmaker")
    druten.pak_op("doet u mee als gemeente")
    druten.inhoud.get_by_text("Wij doen niet mee").click()
    druten.druk("Sla de uitnodiging af")
    expect(druten.inhoud.get_by_role("alert").first).to_be_visible()  # a reason is asked
    druten.vul({"Reden": "Wij hebben dit jaar geen ruimte."})
    druten.druk("Sla de uitnodiging af")
    ziet_niets(druten, t)

    naar_dossier(planmaker, t)
    planmaker.volg("Partijen en domeinen")
    expect(planmaker.inhoud).to_contain_text("Wij hebben dit jaar geen ruimte.")
    planmaker.vul({"Organisatie": "gemeente druten"})
    planmaker.veld("Rol").select_option(label="gemeente")
    planmaker.veld("Vraagt (mede) SPUK aan").check()
    planmaker.druk("Nodig uit", planmaker.inhoud.get_by_role("region", name="Nodig een partij uit"))
    planmaker.is_gelukt()
    for account in (*BESLISSERS, "deelnemer", "zorgkantoor"):
        rol = t.als(account)
        rol.pak_op("doet u mee")
        rol.druk("Wij doen mee")
        rol.is_gelukt()


def vind_een_moment(t: Toneel) -> None:
    """The planmaker proposes, the CZV answers and invites; leaving a party out without a reason is refused (1a.2, 1a.3)."""
    planmaker, czv = t.als("planmaker"), t.als("beoordelaar")
    naar_dossier(planmaker, t)
    planmaker.volg("Alle overleggen en verslagen")
    planmaker.volg("Stel momenten voor het startgesprek voor")
    for nummer, dag in enumerate((vandaag(), vandaag() + dt.timedelta(days=3)), 1):
        planmaker.vul({f"Datum {nummer}": dag.isoformat(), f"Tijd {nummer}": "10:30"})
    planmaker.druk("Leg momenten voor")
    planmaker.is_gelukt()
    czv.pak_op("doorgeven wanneer u kunt")
    czv.inhoud.get_by_role("group").first.get_by_label("kan", exact=True).check()
    czv.druk("Geef door")
    czv.is_gelukt()

    naar_dossier(czv, t)
    czv.open_stap("Plan het startgesprek")
    expect(czv.inhoud.get_by_label(re.compile(r"10\.30 uur: 2 kunnen"))).to_be_checked()
    czv.vul({"Plaats of link": "Stadhuis van Nijmegen, kamer 3"})
    czv.inhoud.get_by_label("Nodig gemeente Wijchen niet uit").check()
    czv.druk("Plan het startgesprek")
    expect(czv.inhoud).to_contain_text("Gemeente Wijchen is niet uitgenodigd. Nodig haar uit of geef een reden.")
    expect(czv.inhoud).to_contain_text("1a.3")
    czv.inhoud.get_by_label("Nodig gemeente Wijchen niet uit").uncheck()
    czv.druk("Plan het startgesprek")
    czv.is_gelukt()


def houd_startgesprek(t: Toneel) -> None:
    """Who was there, what came of it, and an action point that waits with who took it up (1a.3)."""
    czv, planmaker = t.als("beoordelaar"), t.als("planmaker")
    czv.pak_op("startgesprek vastleggen")
    czv.open_stap("Leg het gesprek vast")
    czv.inhoud.get_by_label("Gemeente Druten", exact=True).uncheck()
    czv.vul({"Uitkomst in een zin": "Werk dit samen uit.", "Verslag": "Iedereen ziet de urgentie.", "Actiepunt 1": ACTIEPUNT})
    czv.veld("Wie pakt actiepunt 1 op?").select_option(label="Ziekenhuis Waalstad")
    czv.inhoud.get_by_label("Uiterlijk").first.fill((vandaag() + dt.timedelta(days=7)).isoformat())
    czv.druk("Leg het gesprek vast")
    czv.is_gelukt()
    planmaker.pak_op(ACTIEPUNT)
    expect(planmaker.inhoud).to_contain_text("Iedereen ziet de urgentie.")
    planmaker.druk(re.compile("^Gedaan"))
    planmaker.is_gelukt()
