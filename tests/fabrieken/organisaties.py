"""Factories for organisations, regions, people and memberships."""

import datetime as dt

import factory
from factory.django import DjangoModelFactory, Password

from kern.gebruikers.models import Gebruiker
from kern.organisaties.models import (
    Concern,
    Contactpersoon,
    GemeenteInRegio,
    Lidmaatschap,
    Organisatie,
    Regio,
    Rol,
    Sector,
    VerzekeraarsInRegio,
)

LANG_GELEDEN = dt.date(2020, 1, 1)
WACHTWOORD = "geheim-maar-niet-heus"


class ConcernFactory(DjangoModelFactory):
    """A group of insurers."""

    class Meta:
        model = Concern

    naam = factory.Sequence(lambda n: f"Concern {n}")


class OrganisatieFactory(DjangoModelFactory):
    """Any organisation; the kinds below fill in what belongs to them."""

    class Meta:
        model = Organisatie

    naam = factory.Sequence(lambda n: f"Organisatie {n}")
    soort = Organisatie.Soort.ZORGAANBIEDER


class ZorgaanbiederFactory(OrganisatieFactory):
    """A provider with a sector."""

    naam = factory.Sequence(lambda n: f"Zorggroep {n}")
    sector = Sector.MSZ
    grootte = Organisatie.Grootte.GROOT


class VerzekeraarFactory(OrganisatieFactory):
    """An insurer, each of its own concern unless told otherwise."""

    naam = factory.Sequence(lambda n: f"Verzekeraar {n}")
    soort = Organisatie.Soort.ZORGVERZEKERAAR
    concern = factory.SubFactory(ConcernFactory)


class GemeenteFactory(OrganisatieFactory):
    """A gemeente without regions; place it with GemeenteInRegioFactory."""

    naam = factory.Sequence(lambda n: f"Gemeente Voorbeeld {n}")
    soort = Organisatie.Soort.GEMEENTE
    gemeentecode = factory.Sequence(lambda n: f"TE{n:04d}")


class ZorgkantoorFactory(OrganisatieFactory):
    """A zorgkantoor: the financier of long-term care."""

    naam = factory.Sequence(lambda n: f"Zorgkantoor {n}")
    soort = Organisatie.Soort.ZORGKANTOOR


class LandelijkePartijFactory(OrganisatieFactory):
    """A national party, such as the NZa."""

    naam = factory.Sequence(lambda n: f"Landelijke partij {n}")
    soort = Organisatie.Soort.LANDELIJK


class MandaatregioFactory(DjangoModelFactory):
    """A mandaatregio with its mandaathouder."""

    class Meta:
        model = Regio

    soort = Regio.Soort.MANDAATREGIO
    naam = factory.Sequence(lambda n: f"Mandaatregio {n}")
    mandaathouder = factory.SubFactory(GemeenteFactory)
    bron = "test"


class ZorgkantoorregioFactory(DjangoModelFactory):
    """A zorgkantoorregio with its zorgkantoor."""

    class Meta:
        model = Regio

    soort = Regio.Soort.ZORGKANTOORREGIO
    naam = factory.Sequence(lambda n: f"Zorgkantoorregio {n}")
    zorgkantoor = factory.SubFactory(ZorgkantoorFactory)
    bron = "test"


RegioFactory = ZorgkantoorregioFactory


class GemeenteInRegioFactory(DjangoModelFactory):
    """A gemeente placed in a region, open-ended."""

    class Meta:
        model = GemeenteInRegio

    gemeente = factory.SubFactory(GemeenteFactory)
    regio = factory.SubFactory(MandaatregioFactory)
    van = LANG_GELEDEN
    bron = "test"


class VerzekeraarsInRegioFactory(DjangoModelFactory):
    """First and second insurer of a zorgkantoorregio, of two concerns, open-ended."""

    class Meta:
        model = VerzekeraarsInRegio

    regio = factory.SubFactory(ZorgkantoorregioFactory)
    eerste = factory.SubFactory(VerzekeraarFactory)
    tweede = factory.SubFactory(VerzekeraarFactory)
    van = LANG_GELEDEN
    bron = "test"


class GebruikerFactory(DjangoModelFactory):
    """A person with the password WACHTWOORD."""

    class Meta:
        model = Gebruiker

    email = factory.Sequence(lambda n: f"persoon{n}@test.example")
    naam = factory.Sequence(lambda n: f"Persoon {n}")
    password = Password(WACHTWOORD)


class LidmaatschapFactory(DjangoModelFactory):
    """A person acting for an organisation since 2020; by default a planmaker of a zorgaanbieder."""

    class Meta:
        model = Lidmaatschap

    gebruiker = factory.SubFactory(GebruikerFactory)
    organisatie = factory.SubFactory(ZorgaanbiederFactory)
    rol = Rol.PLANMAKER
    van = LANG_GELEDEN

    class Params:
        beoordelaar = factory.Trait(rol=Rol.BEOORDELAAR, organisatie=factory.SubFactory(VerzekeraarFactory))
        beslisser = factory.Trait(rol=Rol.GEMEENTELIJK_BESLISSER, organisatie=factory.SubFactory(GemeenteFactory), mag_tekenen=True)
        regiocoordinator = factory.Trait(rol=Rol.REGIOCOORDINATOR, organisatie=factory.SubFactory(GemeenteFactory))
        financier = factory.Trait(rol=Rol.FINANCIER, organisatie=factory.SubFactory(ZorgkantoorFactory), mag_tekenen=True)
        nza = factory.Trait(rol=Rol.NZA, organisatie=factory.SubFactory(LandelijkePartijFactory))
        groep = factory.Trait(rol=Rol.BESTUURLIJKE_GROEP, organisatie=factory.SubFactory(LandelijkePartijFactory))
        beheer = factory.Trait(rol=Rol.BEHEER, organisatie=factory.SubFactory(LandelijkePartijFactory))


class ContactpersoonFactory(DjangoModelFactory):
    """Whom to call, checked recently."""

    class Meta:
        model = Contactpersoon

    organisatie = factory.SubFactory(VerzekeraarFactory)
    niveau = Contactpersoon.Niveau.UITVOERING
    naam = factory.Sequence(lambda n: f"Contact {n}")
    email = factory.Sequence(lambda n: f"contact{n}@test.example")
    gecontroleerd_op = dt.date(2025, 4, 1)


def bereikbaar(*organisaties: Organisatie, op: dt.date = dt.date(2026, 1, 1)) -> None:
    """Give these organisations somebody at board level, so that nobody is asked for one (1d.4)."""
    for organisatie in organisaties:
        ContactpersoonFactory(organisatie=organisatie, niveau=Contactpersoon.Niveau.BESTUUR, gecontroleerd_op=op)
