"""A small world for the screens: one region, its insurers, the parties, and dossiers taken to a point by the services."""

import datetime as dt
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.test import Client
from django.utils import timezone

from kern.organisaties.models import Lidmaatschap, Rol
from kern.toestanden.uitvoeren import voer_uit
from tests.fabrieken.organisaties import (
    GemeenteFactory,
    LidmaatschapFactory,
    VerzekeraarFactory,
    VerzekeraarsInRegioFactory,
    ZorgaanbiederFactory,
    ZorgkantoorregioFactory,
    bereikbaar,
)
from transformatie.models import Dossier, Kpi
from transformatie.services import dossiers

BEGIN = dt.date(2025, 4, 1)


class Opzet:
    """Everyone at the table, and dossiers at a stage."""

    def __init__(self) -> None:
        self.regio = ZorgkantoorregioFactory(naam="Waardenland")
        self.eerste = VerzekeraarFactory(naam="VGZ")
        self.tweede = VerzekeraarFactory(naam="CZ")
        VerzekeraarsInRegioFactory(regio=self.regio, eerste=self.eerste, tweede=self.tweede)
        self.ziekenhuis = ZorgaanbiederFactory(naam="Ziekenhuis Waalstad")
        self.gemeente = GemeenteFactory(naam="Gemeente Wijchen")
        bereikbaar(self.eerste, self.tweede, self.ziekenhuis, self.gemeente)

    def lid(self, organisatie: Any, rol: str, **kw: Any) -> Lidmaatschap:
        return LidmaatschapFactory(organisatie=organisatie, rol=rol, **kw)

    @cached_property
    def planmaker(self) -> Lidmaatschap:
        return self.lid(self.ziekenhuis, Rol.PLANMAKER, mag_tekenen=True)

    @cached_property
    def beoordelaar(self) -> Lidmaatschap:
        return self.lid(self.eerste, Rol.BEOORDELAAR)

    @cached_property
    def tweede_beoordelaar(self) -> Lidmaatschap:
        return self.lid(self.tweede, Rol.BEOORDELAAR)

    @cached_property
    def beslisser(self) -> Lidmaatschap:
        return self.lid(self.gemeente, Rol.GEMEENTELIJK_BESLISSER, mag_tekenen=True)

    @cached_property
    def vreemde(self) -> Lidmaatschap:
        return LidmaatschapFactory(rol=Rol.PLANMAKER)

    def dossier(self, titel: str = "Hartzorg dichtbij", domeinen: tuple[str, ...] = ("zvw",), op: dt.date = BEGIN, **kw: Any) -> Dossier:
        return dossiers.open_dossier(
            titel=titel, regios=[self.regio], domeinen=list(domeinen), sectoren=["msz"], door=self.planmaker, op=op, **kw
        )

    def gesproken(self, dossier: Dossier, op: dt.date = BEGIN) -> Dossier:
        """The first conversation is behind us."""
        moment = timezone.make_aware(dt.datetime.combine(op, dt.time(10)))
        voer_uit(dossier.startgesprek, "plan", door=self.beoordelaar, op=op, moment=moment, plaats="Nijmegen")
        voer_uit(dossier.startgesprek, "houd", door=self.beoordelaar, op=op, uitkomst="Door naar de snelle toets.")
        return dossier

    def ingevuld(self, dossier: Dossier, op: dt.date = BEGIN) -> Dossier:
        """A complete snelle toets, its character confirmed by both sides."""
        toets = dossier.snelle_toets
        toets.inhoud = {v.sleutel: f"Tekst over {v.label.lower()}." for v in toets.format.velden}
        toets.bedrag_gevraagd = Decimal("8400000")
        toets.save()
        for door in (self.planmaker, self.beoordelaar):
            voer_uit(toets, "bevestig_karakter", door=door, op=op, karakter="opschaling")
        return dossier

    def ingediend(self, dossier: Dossier, op: dt.date = BEGIN) -> Dossier:
        """The snelle toets is handed in."""
        self.ingevuld(self.gesproken(dossier, op), op)
        voer_uit(dossier.snelle_toets, "dien_in", door=self.planmaker, op=op)
        return dossier

    def kpi(self, versie: Any, nummer: int = 1, bedrag: str = "8400000", **kw: Any) -> Kpi:
        return Kpi.objects.create(
            versie=versie,
            nummer=nummer,
            omschrijving=f"Thuismeten {nummer}",
            indicator="aandeel patiënten",
            streefwaarde="60 procent",
            meten_op=dt.date(2026, 6, 30),
            bedrag=Decimal(bedrag),
            organisatie=self.ziekenhuis,
            sector="msz",
            **kw,
        )

    def als(self, lid: Lidmaatschap) -> Client:
        """A browser in which this person is logged in."""
        client = Client()
        client.force_login(lid.gebruiker, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client
