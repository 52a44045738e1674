"""What waits on a person in the assessment, over all dossiers at once: one query for judging, one for consenting."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import JSONObject
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
from beoordeling.rechten import is_tekenbevoegd
from beoordeling.teamwerk import deeladviezen, gevraagde_deeladviezen
from kern.organisaties.models import Lidmaatschap, Rol
from kern.regels.register import geldt_vanaf
from kern.termijnen.models import Termijn
from kern.termijnen.soorten import BESLUIT_SNELLE_TOETS, BESLUIT_TRANSFORMATIEPLAN, INSTEMMING_TWEEDE, OORDEEL_REGIOCOORDINATOR
from kern.web.adressen import dossieradres
from kern.web.panelen import Werkitem, werkvoorraad_bron
from transformatie.models import Partij, PlanStatus
from transformatie.models.dossier import INDIENEND, Partijrol

ONBESLIST = Q(snelle_toets__status__in=["ingediend", "in_beoordeling"]) | Q(versie__plan__status__in=["ingediend", "in_beoordeling"])
LIGT_VOOR = [PlanStatus.INGEDIEND, PlanStatus.INCOMPLEET, PlanStatus.IN_BEOORDELING, PlanStatus.IN_AANPASSING]
BESLUIT = [BESLUIT_SNELLE_TOETS, BESLUIT_TRANSFORMATIEPLAN]
GELEZEN = (
    "status",
    "geopend_op",
    "opgesteld_op",
    "snelle_toets_id",
    "versie__nummer",
    "dossier__kenmerk",
    "dossier__titel",
    "dossier__coordinerend_id",
    "dossier__tweede__naam",
    "dossier__snelle_toets__ingediend_op",
)
EIGEN_ROL = {
    Rol.BEOORDELAAR: (Beoordelaarsrol.COORDINEREND, Beoordelaarsrol.TWEEDE),
    Rol.GEMEENTELIJK_BESLISSER: (Beoordelaarsrol.GEMEENTE,),
    Rol.REGIOCOORDINATOR: (Beoordelaarsrol.REGIOCOORDINATOR,),
}


@werkvoorraad_bron
def beoordelen(namens: Lidmaatschap, op: dt.date) -> list[Werkitem]:
    """What waits on a reviewer: judging, drafting, agreeing, and finding a third assessor."""
    if namens.rol not in EIGEN_ROL:
        return []
    return [item for ronde in _rondes(namens, op) for item in _items(ronde, namens, op)]


@werkvoorraad_bron
def instemmen(namens: Lidmaatschap, op: dt.date) -> list[Werkitem]:
    """Commitment and approval that are asked of the own organisation, for who may give them (1b.1)."""
    rijen: QuerySet[Any, dict[str, Any]] | None = None
    if is_tekenbevoegd(namens):
        rijen = _gevraagd(Commitment.objects.all(), namens, "geef")
    if namens.rol == Rol.GEMEENTELIJK_BESLISSER:
        akkoorden = _gevraagd(GemeentelijkAkkoord.objects.filter(~Exists(_indienend(namens))), namens, "keur_goed")
        rijen = rijen.union(akkoorden) if rijen is not None else akkoorden
    return [_instemming(rij) for rij in rijen or ()]


def _einde(*soorten: str) -> Subquery:
    """The last day of the term of these kinds that runs on the dossier of the outer row."""
    lopend = Termijn.objects.open().filter(zaak_id=OuterRef("dossier_id"), soort_termijn__in=soorten)
    return Subquery(lopend.order_by("einde_op").values("einde_op")[:1])


def _rondes(namens: Lidmaatschap, op: dt.date) -> QuerySet[Beoordelingsronde]:
    """The undecided rondes in which the own organisation has a place, newest of each dossier, with all that is needed."""
    eigen = {
        Rol.BEOORDELAAR: Q(dossier__coordinerend=namens.organisatie_id) | Q(dossier__tweede=namens.organisatie_id),
        Rol.GEMEENTELIJK_BESLISSER: Exists(
            Beoordeling.objects.filter(ronde=OuterRef("pk"), organisatie=namens.organisatie_id, rol=Beoordelaarsrol.GEMEENTE)
        )
        & Exists(
            Partij.objects.filter(dossier=OuterRef("dossier"), organisatie=namens.organisatie_id, rol=Partijrol.GEMEENTE, uit_op=None)
        ),
        Rol.REGIOCOORDINATOR: Exists(
            Toewijzing.objects.filter(dossier=OuterRef("dossier"), lidmaatschap__in=namens.handelt_voor, beeindigd_op=None)
        ),
    }[Rol(namens.rol)]
    nieuwer = Beoordelingsronde.objects.filter(dossier=OuterRef("dossier"), nummer__gt=OuterRef("nummer"))
    plaatsen = Beoordeling.objects.filter(ronde=OuterRef("pk"))
    return (
        Beoordelingsronde.objects.filter(
            ONBESLIST, eigen, ~Exists(nieuwer.exclude(status=RondeStatus.VERVALLEN)), ~Exists(_indienend(namens))
        )
        .exclude(status=RondeStatus.VERVALLEN)
        .annotate(
            plaatsen=ArraySubquery(plaatsen.values(j=JSONObject(organisatie="organisatie_id", rol="rol", afgerond="afgerond_op"))),
            besluit_voor=_einde(*BESLUIT),
            instemming_voor=_einde(INSTEMMING_TWEEDE),
            derde_voor=_einde(OORDEEL_REGIOCOORDINATOR),
            verzoeken=gevraagde_deeladviezen(namens),
            **_derde_nodig(op),
        )
        .select_related("dossier__tweede", "dossier__snelle_toets", "versie")
        .only(*GELEZEN)
    )


def _indienend(namens: Lidmaatschap) -> QuerySet[Partij]:
    """The submitting parties of the outer row's dossier for which this person works, or worked since it began."""
    return Partij.objects.filter(
        Q(organisatie__lidmaatschappen__tot__isnull=True) | Q(organisatie__lidmaatschappen__tot__gte=F("dossier__begonnen_op")),
        organisatie__lidmaatschappen__gebruiker=namens.gebruiker_id,
        dossier=OuterRef("dossier"),
        rol__in=INDIENEND,
    )


def _derde_nodig(op: dt.date) -> dict[str, Any]:
    """Whether gemeenten take part, who was assigned and still can, and who applies for SPUK without having waived (1b.3)."""
    gemeenten = Partij.objects.filter(dossier=OuterRef("dossier"), rol=Partijrol.GEMEENTE, uit_op=None)
    spuk = gemeenten.filter(vraagt_spuk_aan=True)
    afgezien = Afziening.objects.filter(dossier=OuterRef("dossier"), organisatie=OuterRef("organisatie"))
    toegewezen = Toewijzing.objects.filter(dossier=OuterRef("dossier"), beeindigd_op=None)
    klaar = Beoordeling.objects.filter(
        ronde=OuterRef(OuterRef("pk")),
        rol=Beoordelaarsrol.REGIOCOORDINATOR,
        organisatie=OuterRef("lidmaatschap__organisatie"),
        afgerond_op__isnull=False,
    )
    return {
        "met_gemeenten": Exists(gemeenten),
        "met_aanvragers": Exists(spuk),
        "met_niet_afgezien": Exists(spuk.filter(~Exists(afgezien))),
        "met_toewijzing": Exists(toegewezen.filter(lidmaatschap__in=_regiocoordinatoren(op).values("pk")))
        | Exists(toegewezen.filter(Exists(klaar))),
        "derde_lid": Subquery(toegewezen.values("lidmaatschap")[:1]),
        "derde_naam": Subquery(toegewezen.values("lidmaatschap__gebruiker__naam")[:1]),
    }


def _regiocoordinatoren(op: dt.date) -> QuerySet[Lidmaatschap]:
    """Who is a regiocoordinator on this day, with an account that is in use."""
    return Lidmaatschap.objects.geldig_op(op).filter(rol=Rol.REGIOCOORDINATOR, gebruiker__is_active=True)


def _items(ronde: Any, namens: Lidmaatschap, op: dt.date) -> Iterator[Werkitem]:
    eigen = next((p for p in ronde.plaatsen if _is_van(p, namens)), None)
    if eigen is not None and not eigen["afgerond"] and _is_open(ronde, eigen["rol"]):
        wat = "Beoordeel de snelle toets" if ronde.snelle_toets_id else f"Beoordeel het transformatieplan, versie {ronde.versie.nummer}"
        is_derde = eigen["rol"] == Beoordelaarsrol.REGIOCOORDINATOR
        einde = (is_derde and ronde.derde_voor) or ronde.besluit_voor
        voor_een_ander = f", ter vervanging van {ronde.derde_naam}" if is_derde and ronde.derde_lid != namens.pk else ""
        yield _item(ronde, wat, f"op het beoordelingskader{voor_een_ander}", einde, "beoordelen", "Beoordeel")
    yield from deeladviezen(ronde, namens)
    if namens.organisatie_id == ronde.dossier.coordinerend_id:
        yield from _voor_coordinerende(ronde, eigen, op)
    elif namens.organisatie_id == ronde.dossier.tweede_id and ronde.status == RondeStatus.CONCEPT:
        wat = "Instemmen met de gezamenlijke terugkoppeling"
        yield _item(ronde, wat, "of een afwijkend standpunt", ronde.instemming_voor, "dossier", "Lees")


def _voor_coordinerende(ronde: Any, eigen: dict[str, Any] | None, op: dt.date) -> Iterator[Werkitem]:
    if _zoekt_derde(ronde, op):
        yield _item(ronde, "Regiocoördinator toewijzen", "er doen gemeenten mee", ronde.besluit_voor, "regiocoordinator", "Kies")
    if ronde.status == RondeStatus.OPEN and eigen is not None and eigen["afgerond"]:
        klaar = all(p["afgerond"] for p in ronde.plaatsen)
        stand = "iedereen heeft beoordeeld" if klaar else "nog niet iedereen heeft beoordeeld"
        yield _item(ronde, "Gezamenlijke terugkoppeling opstellen", stand, ronde.besluit_voor, "stel_op", "Stel op")
    if ronde.status == RondeStatus.CONCEPT:
        wat = f"{ronde.dossier.tweede} leest de gezamenlijke terugkoppeling"
        yield _item(ronde, wat, "", ronde.instemming_voor, "dossier", "Bekijk", is_aan_zet=False, sinds=ronde.opgesteld_op)


def _zoekt_derde(ronde: Any, op: dt.date) -> bool:
    """Whether somebody from outside must still be assigned (1b.3)."""
    vanaf = geldt_vanaf("1b.3")
    if op < vanaf or (ronde.dossier.snelle_toets.ingediend_op or vanaf) < vanaf:
        return False
    return ronde.met_gemeenten and not ronde.met_toewijzing and (ronde.met_niet_afgezien or not ronde.met_aanvragers)


def _is_van(plaats: dict[str, Any], namens: Lidmaatschap) -> bool:
    return plaats["organisatie"] == str(namens.organisatie_id) and plaats["rol"] in EIGEN_ROL[Rol(namens.rol)]


def _is_open(ronde: Beoordelingsronde, rol: str) -> bool:
    """As `Beoordeling.is_open`, for a ronde that is known to be undecided."""
    return rol not in EIGEN_ROL[Rol.BEOORDELAAR] or ronde.status in (RondeStatus.OPEN, RondeStatus.CONCEPT)


def _item(
    ronde: Beoordelingsronde,
    wat: str,
    toelichting: str,
    uiterlijk: dt.date | None,
    waarheen: str,
    knop: str,
    *,
    is_aan_zet: bool = True,
    sinds: dt.date | None = None,
) -> Werkitem:
    dossier = ronde.dossier
    is_stap = waarheen == "stel_op"
    return Werkitem(
        wat=wat,
        toelichting=toelichting,
        dossier_kenmerk=dossier.kenmerk,
        dossier_titel=dossier.titel,
        dossier_url=dossier.get_absolute_url(),
        uiterlijk=uiterlijk,
        url=_stap(ronde.soort(), ronde.pk, waarheen) if is_stap else dossieradres(waarheen, dossier.kenmerk),
        knop=knop,
        is_aan_zet=is_aan_zet,
        sinds=sinds or ronde.geopend_op,
    )


def _stap(soort: str, pk: Any, stap: str) -> str:
    return reverse("stap", kwargs={"soort": soort, "pk": pk, "stap": stap})


def _gevraagd(rijen: QuerySet[Any], namens: Lidmaatschap, stap: str) -> QuerySet[Any, dict[str, Any]]:
    """What is asked of the own organisation, on plans that still lie before the insurers."""
    doet_mee = Partij.objects.filter(dossier=OuterRef("dossier"), organisatie=OuterRef("organisatie"), uit_op=None)
    gevraagd = rijen.filter(
        Exists(doet_mee), organisatie=namens.organisatie_id, status=CommitmentStatus.GEVRAAGD, versie__plan__status__in=LIGT_VOOR
    )
    return gevraagd.order_by().values(
        "pk",
        "gevraagd_op",
        kenmerk=F("dossier__kenmerk"),
        titel=F("dossier__titel"),
        nummer=F("versie__nummer"),
        uiterlijk=_einde(*BESLUIT),
        stap=Value(stap),
    )


def _instemming(rij: dict[str, Any]) -> Werkitem:
    is_akkoord = rij["stap"] == "keur_goed"
    soort = (GemeentelijkAkkoord if is_akkoord else Commitment).soort()
    return Werkitem(
        wat="Onderdelen in het sociaal domein goedkeuren" if is_akkoord else "Commitment geven",
        toelichting=f"transformatieplan, versie {rij['nummer']}",
        dossier_kenmerk=rij["kenmerk"],
        dossier_titel=rij["titel"],
        dossier_url=dossieradres("dossier", rij["kenmerk"]),
        uiterlijk=rij["uiterlijk"],
        url=_stap(soort, rij["pk"], rij["stap"]),
        knop="Lees en beslis",
        sinds=rij["gevraagd_op"],
    )
