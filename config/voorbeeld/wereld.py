"""The people and organisations of the examples: real regions and insurers, invented providers and persons."""

import datetime as dt
from dataclasses import dataclass, field

from django.conf import settings
from django.contrib.auth.hashers import make_password

from config.voorbeeld.potten import maak_potten
from kern.gebruikers.models import Gebruiker
from kern.gebruikers.voorbeeld import VOORBEELDACCOUNTS, WACHTWOORD
from kern.organisaties.models import Contactpersoon, Lidmaatschap, Organisatie, Regio, Rol, VerzekeraarsInRegio
from kern.organisaties.services import basisgegevens

SINDS = dt.date(2023, 1, 1)
HOOFDREGIO = "Nijmegen"
Soort, Grootte = Organisatie.Soort, Organisatie.Grootte

AANBIEDERS = [  # naam, sector, groot of klein
    ("Ziekenhuis Waalstad", "msz", "groot"),
    ("Huisartsencoöperatie Waalstad", "huisartsen", "klein"),
    ("GGZ Rivierenrijk", "ggz", "groot"),
    ("Thuiszorg Maas en Waal", "wijkverpleging", "groot"),
    ("Wijkzorg De Linge", "wijkverpleging", "klein"),
    ("Ziekenhuis Flevopolder", "msz", "groot"),
    ("Gezondheidscentra Polderstad", "huisartsen", "klein"),
    ("GGZ Noorderkwartier", "ggz", "groot"),
    ("Streekziekenhuis De Kempen", "msz", "groot"),
    ("Zorggroep Hondsrug", "elv", "groot"),
    ("Huisartsen Hoge Veluwe", "huisartsen", "klein"),
    ("Zorgcombinatie Zeeuwse Stromen", "gehandicapten", "klein"),
]
ACCOUNTS = {  # who of the example accounts acts for whom
    "planmaker": ("Ziekenhuis Waalstad", Rol.PLANMAKER, True),
    "deelnemer": ("Huisartsencoöperatie Waalstad", Rol.PLANMAKER, True),
    "beoordelaar": ("eerste", Rol.BEOORDELAAR, True),
    "tweede-persoon": ("eerste", Rol.BEOORDELAAR, True),
    "tweede": ("tweede", Rol.BEOORDELAAR, True),
    "gemeente": ("Gemeente Nijmegen", Rol.GEMEENTELIJK_BESLISSER, True),
    "gemeente-wijchen": ("Gemeente Wijchen", Rol.GEMEENTELIJK_BESLISSER, True),
    "gemeente-druten": ("Gemeente Druten", Rol.GEMEENTELIJK_BESLISSER, True),
    "regiocoordinator": ("Gemeente Almere", Rol.REGIOCOORDINATOR, False),
    "zorgkantoor": ("Zorgkantoor Nijmegen", Rol.FINANCIER, True),
    "verzekeraar": ("Zilveren Kruis", Rol.BEOORDELAAR, True),
    "nza": ("NZa", Rol.NZA, False),
    "groep": ("ZN", Rol.BESTUURLIJKE_GROEP, False),
    "beheer": ("ZN", Rol.BEHEER, False),
}
TEKENT = {Rol.PLANMAKER, Rol.BEOORDELAAR, Rol.GEMEENTELIJK_BESLISSER, Rol.FINANCIER}
FUNCTIES = {
    Rol.PLANMAKER: "bestuurder",
    Rol.BEOORDELAAR: "beoordelaar",
    Rol.GEMEENTELIJK_BESLISSER: "wethouder zorg",
    Rol.REGIOCOORDINATOR: "regiocoördinator",
    Rol.FINANCIER: "manager zorginkoop",
    Rol.NZA: "toezichthouder",
    Rol.BESTUURLIJKE_GROEP: "lid bestuurlijke groep",
    Rol.BRIGADE: "adviseur",
    Rol.BEHEER: "functioneel beheerder",
}


@dataclass
class Wereld:
    """Everyone an example needs, by name of the organisation and role."""

    leden: dict[tuple[str, str], Lidmaatschap] = field(default_factory=dict)
    accounts: dict[str, Lidmaatschap] = field(default_factory=dict)

    def organisatie(self, naam: str) -> Organisatie:
        return Organisatie.objects.get(naam=naam)

    def regio(self, naam: str) -> Regio:
        return Regio.objects.get(soort=Regio.Soort.ZORGKANTOORREGIO, naam=naam)

    def lid(self, organisatie: Organisatie, rol: str, nummer: int = 1) -> Lidmaatschap:
        """Somebody who acts for this organisation in this role; made on first need."""
        sleutel = (f"{organisatie.naam}/{nummer}", rol)
        if sleutel not in self.leden:
            adres = f"{organisatie.pk.hex[:8]}-{rol.replace('_', '-')}-{nummer}@personen.example"
            gebruiker, _ = Gebruiker.objects.get_or_create(
                email=adres,
                defaults={"naam": _naam(organisatie.naam + rol, nummer), "functie": FUNCTIES[Rol(rol)], "password": make_password(None)},
            )
            self.leden[sleutel], _ = Lidmaatschap.objects.get_or_create(
                gebruiker=gebruiker, organisatie=organisatie, rol=rol, van=SINDS, defaults={"mag_tekenen": rol in TEKENT}
            )
        return self.leden[sleutel]


VOORNAMEN = [
    "Anna",
    "Daan",
    "Fatima",
    "Gijs",
    "Hanna",
    "Ilias",
    "Jet",
    "Kees",
    "Lieke",
    "Mohamed",
    "Nina",
    "Otto",
    "Priya",
    "Ruben",
    "Sanne",
    "Tess",
]
ACHTERNAMEN = [
    "Bakker",
    "Visser",
    "Mulder",
    "de Wit",
    "Aydin",
    "Peters",
    "Jacobs",
    "Vos",
    "van Leeuwen",
    "Kok",
    "Maas",
    "Hoekstra",
    "Dekker",
]


def _naam(zaad: str, nummer: int) -> str:
    getal = sum(ord(c) for c in zaad) + nummer * 7
    return f"{VOORNAMEN[getal % len(VOORNAMEN)]} {ACHTERNAMEN[getal % len(ACHTERNAMEN)]}"


def maak_wereld(*, op: dt.date) -> Wereld:
    """Reference data, example providers, the example accounts and contacts; running it again adds nothing.

    Only the demo gives the accounts a password.
    """
    basisgegevens.laad(op=op)
    for naam, sector, grootte in AANBIEDERS:
        Organisatie.objects.get_or_create(naam=naam, defaults={"soort": Soort.ZORGAANBIEDER, "sector": sector, "grootte": grootte})
    wereld = Wereld()
    paar = VerzekeraarsInRegio.objects.geldig_op(op).get(regio=wereld.regio(HOOFDREGIO))
    wachtwoord = make_password(WACHTWOORD if settings.DEMO else None)
    for account in VOORBEELDACCOUNTS:
        wie = account.email.split("@")[0]
        organisatienaam, rol, mag_tekenen = ACCOUNTS[wie]
        organisatie = {"eerste": paar.eerste, "tweede": paar.tweede}.get(organisatienaam) or wereld.organisatie(organisatienaam)
        gebruiker, _ = Gebruiker.objects.get_or_create(
            email=account.email, defaults={"naam": account.naam, "functie": FUNCTIES[rol], "password": wachtwoord}
        )
        lid, _ = Lidmaatschap.objects.get_or_create(
            gebruiker=gebruiker, organisatie=organisatie, rol=rol, van=SINDS, defaults={"mag_tekenen": mag_tekenen}
        )
        wereld.accounts[wie] = lid
        wereld.leden[(f"{organisatie.naam}/{2 if wie == 'tweede-persoon' else 1}", rol)] = lid
    for naam in ("Gemeente Wijchen", "Gemeente Apeldoorn", "SamenTwente"):  # so that the choice of a third reviewer is a choice (1b.3)
        wereld.lid(wereld.organisatie(naam), Rol.REGIOCOORDINATOR)
    _maak_contacten(op)
    maak_potten()
    return wereld


def _maak_contacten(op: dt.date) -> None:
    """A contact on each level at the organisations of the main region; some were checked long ago."""
    namen = [
        "VGZ",
        "CZ",
        "Zilveren Kruis",
        "Menzis",
        "Ziekenhuis Waalstad",
        "Huisartsencoöperatie Waalstad",
        "Gemeente Nijmegen",
        "Gemeente Wijchen",
    ]
    for nummer, organisatie in enumerate(Organisatie.objects.filter(naam__in=namen)):
        for niveau in Contactpersoon.Niveau.values:
            naam = _naam(organisatie.naam + niveau, nummer)
            Contactpersoon.objects.get_or_create(
                organisatie=organisatie,
                niveau=niveau,
                defaults={
                    "naam": naam,
                    "functie": {"uitvoering": "adviseur", "management": "manager", "bestuur": "bestuurder"}[niveau],
                    "email": f"{niveau}@{organisatie.pk.hex[:8]}.example",
                    "telefoon": f"024 000 {nummer:02d} {len(niveau):02d}",
                    "gecontroleerd_op": op - dt.timedelta(days=40 + 60 * (nummer % 4)),
                },
            )
