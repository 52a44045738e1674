"""The example accounts of the demo: who they are, and what each of them gets to see.

The password below opens them only where settings.DEMO says so; a system check refuses DEMO in production, and
in production nobody logs in with an example address at all.
"""

from dataclasses import dataclass

WACHTWOORD = "voorbeeld-van-gesprek-tot-resultaat"
DOMEIN = "voorbeeld.example"


@dataclass(frozen=True)
class Voorbeeldaccount:
    """An account on the demo's login page."""

    email: str
    naam: str
    wat_u_ziet: str


def _account(wie: str, naam: str, wat_u_ziet: str) -> Voorbeeldaccount:
    return Voorbeeldaccount(f"{wie}@{DOMEIN}", naam, wat_u_ziet)


VOORBEELDACCOUNTS = [
    _account("planmaker", "Noor van Dijk", "Planmaker, penvoerder: maakt de snelle toets en het plan, dient in en verantwoordt."),
    _account("deelnemer", "Bram Willems", "Planmaker, deelnemer: leest mee en geeft commitment."),
    _account("beoordelaar", "Samira El Amrani", "Beoordelaar bij de coördinerende zorgverzekeraar: oordeelt, koppelt terug en beslist."),
    _account("tweede-persoon", "Joost Hendriks", "Tweede persoon bij de coördinerende zorgverzekeraar: betaalt uit."),
    _account("tweede", "Lotte Smeets", "Beoordelaar bij de tweede zorgverzekeraar: beoordeelt gelijktijdig mee."),
    _account("gemeente", "Karin de Boer", "Gemeentelijk beslisser: keurt de onderdelen in het sociaal domein goed."),
    _account("gemeente-wijchen", "Els Janssen", "Gemeentelijk beslisser van een tweede gemeente: stemt in of weigert, los van de eerste."),
    _account("gemeente-druten", "Tom Verhoeven", "Gemeentelijk beslisser van een derde gemeente."),
    _account("regiocoordinator", "Ahmed Yildiz", "Regiocoördinator: beoordeelt als derde, buiten de eigen regio."),
    _account("zorgkantoor", "Peter van Vliet", "Zorgkantoor: financier van de langdurige zorg, sluit aan vanaf het eerste contact."),
    _account("verzekeraar", "Rik Bosman", "Beoordelaar bij een andere zorgverzekeraar: volgt besluiten en ziet het dossier niet."),
    _account("nza", "Willem Postma", "NZa: geeft de betaalbeschikking af."),
    _account("groep", "Marjan Kuipers", "Bestuurlijke groep: ziet de monitor en de knelpunten."),
    _account("beheer", "Ineke Vos", "Beheer: organisaties, lidmaatschappen, verzekeraars per regio en de klokken."),
]


def is_voorbeeldadres(email: str) -> bool:
    """Whether an address belongs to the demo."""
    return email.strip().lower().endswith(f"@{DOMEIN}")
