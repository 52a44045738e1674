"""What waits on a person in the assessment, over all dossiers at once: four queries at most."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.urls import reverse

from beoordeling.models import (
    Afziening,
    Beoordelaarsrol,
    Beoordeling,
    Beoordelingsronde,
    Commitment,
    CommitmentStatus,
    GemeentelijkAkkoord,
    RondeStatus,
    Toewijzing,
)
from kern.organisaties.models import Lidmaatschap, Rol
from kern.regels.register import geldt_vanaf
from kern.termijnen.models import Termijn
from kern.termijnen.soorten import BESLUIT_SNELLE_TOETS, BESLUIT_TRANSFORMATIEPLAN, INSTEMMING_TWEEDE, OORDEEL_REGIOCOORDINATOR
from kern.toestanden.models import Machine
from kern.web.panelen import Werkitem, werkvoorraad_bron
from transformatie.models import Dossier, Partij, Partijrol, PlanStatus
from transformatie.models.dossier import INDIENEND

ONBESLIST = Q(snelle_toets__status__in=["ingediend", "in_beoordeling"]) | Q(versie__plan__status__in=["ingediend", "in_beoordeling"])
LIGT_VOOR = [PlanStatus.INGEDIEND, PlanStatus.INCOMPLEET, PlanStatus.IN_BEOORDELING, PlanStatus.IN_AANPASSING]
BESLUIT = {BESLUIT_SNELLE_TOETS, BESLUIT_TRANSFORMATIEPLAN}


@werkvoorraad_bron
def beoordelen(namens: Lidmaatschap, op: dt.date) -> list[Werkitem]:
    """What waits on a reviewer: judging, drafting, agreeing, and finding a third assessor."""
    rondes = list(_rondes(namens))
    if not rondes:
        return []
    klokken = Klokken(r.dossier_id for r in rondes)
    return [item for ronde in rondes for item in _items(ronde, namens, klokken, op)]


@werkvoorraad_bron
def instemmen(namens: Lidmaatschap, op: dt.date) -> list[Werkitem]:
    """Commitment and approval that are asked of the own organisation, for who may give them (1b.1)."""
    rijen: list[Commitment | GemeentelijkAkkoord] = []
    if namens.mag_tekenen and namens.rol in (Rol.PLANMAKER, Rol.GEMEENTELIJK_BESLISSER, Rol.FINANCIER):
        rijen += _gevraagd(Commitment.objects.all(), namens)
    if namens.rol == Rol.GEMEENTELIJK_BESLISSER:
        rijen += _onbevangen(_gevraagd(GemeentelijkAkkoord.objects.all(), namens), namens)
    if not rijen:
        return []
    klokken = Klokken(r.dossier_id for r in rijen)
    return [_instemming(rij, klokken) for rij in rijen]


class Klokken:
    """The open terms of these dossiers, asked once."""

    def __init__(self, dossiers: Iterable[Any]) -> None:
        soorten = [*BESLUIT, INSTEMMING_TWEEDE, OORDEEL_REGIOCOORDINATOR]
        rijen = Termijn.objects.open().filter(zaak_id__in=set(dossiers), soort_termijn__in=soorten)
        self._per_zaak: dict[tuple[Any, str], Termijn] = {(t.zaak_id, t.soort_termijn): t for t in rijen}

    def einde(self, dossier: Dossier, *soorten: str) -> dt.date | None:
        """The last day of the first of these terms that runs on this dossier."""
        return next((t.einde_op for s in soorten if (t := self._per_zaak.get((dossier.pk, s)))), None)


def _rondes(namens: Lidmaatschap) -> QuerySet[Beoordelingsronde]:
    """The undecided rondes in which the own organisation has a place, newest of each dossier, with what is needed."""
    if namens.rol == Rol.BEOORDELAAR:
        eigen = Q(dossier__coordinerend=namens.organisatie_id) | Q(dossier__tweede=namens.organisatie_id)
    elif namens.rol == Rol.GEMEENTELIJK_BESLISSER:
        eigen = Q(beoordelingen__organisatie=namens.organisatie_id, beoordelingen__rol=Beoordelaarsrol.GEMEENTE)
    elif namens.rol == Rol.REGIOCOORDINATOR:
        eigen = Q(dossier__in=Toewijzing.objects.filter(lidmaatschap=namens.pk, beeindigd_op=None).values("dossier"))
    else:
        return Beoordelingsronde.objects.none()
    nieuwer = Beoordelingsronde.objects.filter(dossier=OuterRef("dossier"), nummer__gt=OuterRef("nummer")).exclude(
        status=RondeStatus.VERVALLEN
    )
    plaatsen = Prefetch("beoordelingen", Beoordeling.objects.select_related("organisatie"), to_attr="alle_beoordelingen")
    return (
        Beoordelingsronde.objects.filter(ONBESLIST & eigen)
        .exclude(status=RondeStatus.VERVALLEN)
        .annotate(**_derde_nodig())
        .filter(~Exists(nieuwer), ~Exists(_indienend(namens)))
        .select_related("dossier__coordinerend", "dossier__tweede", "snelle_toets", "versie__plan", "dossier__snelle_toets")
        .prefetch_related(plaatsen)
        .distinct()
    )


def _indienend(namens: Lidmaatschap) -> QuerySet[Partij]:
    """The submitting parties of the outer row's dossier for which this person works, or worked since it began."""
    return Partij.objects.filter(
        Q(organisatie__lidmaatschappen__tot__isnull=True) | Q(organisatie__lidmaatschappen__tot__gte=F("dossier__begonnen_op")),
        organisatie__lidmaatschappen__gebruiker=namens.gebruiker_id,
        dossier=OuterRef("dossier"),
        rol__in=INDIENEND,
    )


def _derde_nodig() -> dict[str, Any]:
    """Whether gemeenten take part, somebody was assigned, and who applies for SPUK without having waived (1b.3)."""
    gemeenten = Partij.objects.filter(dossier=OuterRef("dossier"), rol=Partijrol.GEMEENTE, uit_op=None)
    spuk = gemeenten.filter(vraagt_spuk_aan=True)
    afgezien = Afziening.objects.filter(dossier=OuterRef("dossier"), organisatie=OuterRef("organisatie"))
    return {
        "met_gemeenten": Exists(gemeenten),
        "met_aanvragers": Exists(spuk),
        "met_niet_afgezien": Exists(spuk.filter(~Exists(afgezien))),
        "met_toewijzing": Exists(Toewijzing.objects.filter(dossier=OuterRef("dossier"), beeindigd_op=None)),
    }


def _items(ronde: Beoordelingsronde, namens: Lidmaatschap, klokken: Klokken, op: dt.date) -> Iterator[Werkitem]:
    plaatsen = ronde.alle_beoordelingen  # type: ignore[attr-defined]
    eigen = next((p for p in plaatsen if p.organisatie_id == namens.organisatie_id and _is_van(p, namens)), None)
    stuk = "snelle toets" if ronde.snelle_toets_id else f"transformatieplan, versie {ronde.versie.nummer}"  # type: ignore[union-attr]
    besluit = klokken.einde(ronde.dossier, *BESLUIT)
    if eigen is not None and eigen.afgerond_op is None:
        eigen.ronde = ronde
        if eigen.is_open:
            is_derde = eigen.rol == Beoordelaarsrol.REGIOCOORDINATOR
            einde = (is_derde and klokken.einde(ronde.dossier, OORDEEL_REGIOCOORDINATOR)) or besluit
            yield _item(
                ronde,
                f"Beoordeel de {stuk}".replace("de transf", "het transf"),
                "op het beoordelingskader",
                einde,
                "beoordelen",
                "Beoordeel",
            )
    if namens.organisatie_id == ronde.dossier.coordinerend_id:
        yield from _voor_coordinerende(ronde, eigen, besluit, klokken, op)
    elif namens.organisatie_id == ronde.dossier.tweede_id and ronde.status == RondeStatus.CONCEPT:
        einde = klokken.einde(ronde.dossier, INSTEMMING_TWEEDE)
        yield _item(ronde, "Instemmen met de gezamenlijke terugkoppeling", stuk, einde, "dossier", "Lees")


def _voor_coordinerende(
    ronde: Beoordelingsronde, eigen: Beoordeling | None, besluit: dt.date | None, klokken: Klokken, op: dt.date
) -> Iterator[Werkitem]:
    if _zoekt_derde(ronde, op):
        yield _item(ronde, "Regiocoördinator toewijzen", "er doen gemeenten mee", besluit, "regiocoordinator", "Kies")
    if ronde.status == RondeStatus.OPEN and eigen is not None and eigen.afgerond_op:
        klaar = all(p.afgerond_op for p in ronde.alle_beoordelingen)  # type: ignore[attr-defined]
        stand = "iedereen heeft beoordeeld" if klaar else "nog niet iedereen heeft beoordeeld"
        yield _item(ronde, "Gezamenlijke terugkoppeling opstellen", stand, besluit, "stel_op", "Stel op")
    if ronde.status == RondeStatus.CONCEPT:
        einde, wat = klokken.einde(ronde.dossier, INSTEMMING_TWEEDE), f"{ronde.dossier.tweede} leest de gezamenlijke terugkoppeling"
        yield _item(ronde, wat, "", einde, "dossier", "Bekijk", is_aan_zet=False, sinds=ronde.opgesteld_op)


def _zoekt_derde(ronde: Beoordelingsronde, op: dt.date) -> bool:
    """Whether somebody from outside must still be assigned (1b.3)."""
    r: Any = ronde
    vanaf = geldt_vanaf("1b.3")
    if op < vanaf or (ronde.dossier.snelle_toets.ingediend_op or vanaf) < vanaf:
        return False
    return r.met_gemeenten and not r.met_toewijzing and (r.met_niet_afgezien or not r.met_aanvragers)


def _is_van(plaats: Beoordeling, namens: Lidmaatschap) -> bool:
    rollen = {
        Rol.BEOORDELAAR: (Beoordelaarsrol.COORDINEREND, Beoordelaarsrol.TWEEDE),
        Rol.GEMEENTELIJK_BESLISSER: (Beoordelaarsrol.GEMEENTE,),
        Rol.REGIOCOORDINATOR: (Beoordelaarsrol.REGIOCOORDINATOR,),
    }
    return plaats.rol in rollen.get(Rol(namens.rol), ())


def _item(
    ronde: Beoordelingsronde,
    wat: str,
    toelichting: str,
    uiterlijk: dt.date | None,
    urlnaam: str,
    knop: str,
    *,
    is_aan_zet: bool = True,
    sinds: dt.date | None = None,
) -> Werkitem:
    dossier = ronde.dossier
    return Werkitem(
        wat=wat,
        toelichting=toelichting,
        dossier_kenmerk=dossier.kenmerk,
        dossier_titel=dossier.titel,
        dossier_url=dossier.get_absolute_url(),
        uiterlijk=uiterlijk,
        url=_stap(ronde, urlnaam) if urlnaam == "stel_op" else reverse(urlnaam, kwargs={"kenmerk": dossier.kenmerk}),
        knop=knop,
        is_aan_zet=is_aan_zet,
        sinds=sinds or ronde.geopend_op,
    )


def _stap(rij: Machine, stap: str) -> str:
    return reverse("stap", kwargs={"soort": rij.soort(), "pk": rij.pk, "stap": stap})


def _gevraagd(rijen: QuerySet[Any], namens: Lidmaatschap) -> QuerySet[Any]:
    """What is asked of the own organisation, on plans that still lie before the insurers."""
    doet_mee = Partij.objects.filter(dossier=OuterRef("dossier"), organisatie=OuterRef("organisatie"), uit_op=None)
    return rijen.filter(
        Exists(doet_mee), organisatie=namens.organisatie_id, status=CommitmentStatus.GEVRAAGD, versie__plan__status__in=LIGT_VOOR
    ).select_related("dossier", "versie")


def _onbevangen(rijen: QuerySet[Any], namens: Lidmaatschap) -> QuerySet[Any]:
    return rijen.filter(~Exists(_indienend(namens)))


def _instemming(rij: Commitment | GemeentelijkAkkoord, klokken: Klokken) -> Werkitem:
    is_akkoord = isinstance(rij, GemeentelijkAkkoord)
    return Werkitem(
        wat="Onderdelen in het sociaal domein goedkeuren" if is_akkoord else "Commitment geven",
        toelichting=f"transformatieplan, versie {rij.versie.nummer}",
        dossier_kenmerk=rij.dossier.kenmerk,
        dossier_titel=rij.dossier.titel,
        dossier_url=rij.dossier.get_absolute_url(),
        uiterlijk=klokken.einde(rij.dossier, *BESLUIT),
        url=_stap(rij, "keur_goed" if is_akkoord else "geef"),
        knop="Lees en beslis",
        sinds=rij.gevraagd_op,
    )
