"""Questions about meetings: what a dossier carries along about them, and what the page of one meeting shows."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils import timezone

from kern.organisaties.models import Lidmaatschap, Organisatie
from transformatie import rechten
from transformatie.models import Actiepunt, Antwoord, Dossier, Momentvoorstel, Overleg, Overlegsoort, OverlegStatus, Uitnodiging, Voorkeur
from transformatie.models.overleg import OPEN


def overlegbijzaken() -> dict[str, Any]:
    """Open meetings and open action points of a dossier, to be read along in its own query."""
    genodigd = Uitnodiging.objects.filter(uitgenodigd_op__isnull=False)
    voorkeuren = Voorkeur.objects.filter(voorstel__overleg=OuterRef("pk")).values("organisatie")
    overleggen = Overleg.objects.filter(dossier=OuterRef("pk"), status__in=OPEN).order_by("moment", "begonnen_op", "vastgelegd_op")
    punten = Actiepunt.objects.filter(overleg__dossier=OuterRef("pk"), gedaan_op=None).order_by("uiterlijk", "vastgelegd_op")
    return {
        "overleg_json": ArraySubquery(
            overleggen.values(
                j=JSONObject(
                    pk="pk",
                    status="status",
                    soort="soort_overleg",
                    onderwerp="onderwerp",
                    organisator="organisator",
                    moment="moment",
                    plaats="plaats",
                    genodigd=ArraySubquery(genodigd.filter(overleg=OuterRef("pk")).values("organisatie")),
                    voorstellen=ArraySubquery(Momentvoorstel.objects.filter(overleg=OuterRef("pk")).values("pk")),
                    antwoorden=ArraySubquery(voorkeuren),
                )
            )
        ),
        "actiepunten_json": ArraySubquery(
            punten.values(
                j=JSONObject(
                    pk="pk",
                    overleg="overleg",
                    wat="wat",
                    persoon="persoon",
                    wie="organisatie",
                    naam="organisatie__naam",
                    uiterlijk="uiterlijk",
                    genodigd=ArraySubquery(genodigd.filter(overleg=OuterRef("overleg")).values("organisatie")),
                )
            )
        ),
    }


@dataclass(frozen=True)
class Overlegregel:
    """An open meeting as lists and cards show it."""

    dossier: Dossier
    pk: uuid.UUID
    status: OverlegStatus
    soort: Overlegsoort
    onderwerp: str
    organisator: uuid.UUID
    moment: dt.datetime | None
    plaats: str
    genodigd: frozenset[uuid.UUID]
    antwoordde: frozenset[uuid.UUID]
    heeft_voorstellen: bool

    @property
    def dag(self) -> dt.date | None:
        return self.moment.date() if self.moment is not None else None

    @property
    def naam(self) -> str:
        return self.onderwerp if self.soort != Overlegsoort.STARTGESPREK else "Startgesprek"

    def get_status_display(self) -> str:
        return str(self.status.label)

    def get_absolute_url(self) -> str:
        return reverse("overleg", kwargs={"kenmerk": self.dossier.kenmerk, "pk": self.pk})

    def mag_weten(self, organisatie_id: uuid.UUID) -> bool:
        """Whether an organisation may read where it is: before the invitation everyone, after it who was invited."""
        return not self.genodigd or organisatie_id in self.genodigd


@dataclass(frozen=True)
class Puntregel:
    """An open action point as lists show it."""

    dossier: Dossier
    pk: uuid.UUID
    overleg: uuid.UUID
    wat: str
    persoon: str
    wie: uuid.UUID
    naam: str
    uiterlijk: dt.date
    genodigd: frozenset[uuid.UUID]

    def get_absolute_url(self) -> str:
        return reverse("overleg", kwargs={"kenmerk": self.dossier.kenmerk, "pk": self.overleg}) + "#actiepunten"


def _sleutels(rijen: list[str] | None) -> frozenset[uuid.UUID]:
    return frozenset(uuid.UUID(r) for r in rijen or [])


def open_overleggen(dossier: Dossier) -> list[Overlegregel]:
    """Meetings still to be held, of a dossier that was read with `overlegbijzaken`. No queries."""
    gelezen: list[dict[str, Any]] = dossier.overleg_json  # type: ignore[attr-defined]  # annotated
    return [_regel(dossier, j) for j in gelezen]


def _regel(dossier: Dossier, j: dict[str, Any]) -> Overlegregel:
    aantal = len(j["voorstellen"] or [])
    gegeven = Counter(j["antwoorden"] or [])
    return Overlegregel(
        dossier=dossier,
        pk=uuid.UUID(j["pk"]),
        status=OverlegStatus(j["status"]),
        soort=Overlegsoort(j["soort"]),
        onderwerp=j["onderwerp"],
        organisator=uuid.UUID(j["organisator"]),
        moment=timezone.localtime(dt.datetime.fromisoformat(j["moment"])) if j["moment"] else None,
        plaats=j["plaats"],
        genodigd=_sleutels(j["genodigd"]),
        antwoordde=frozenset(uuid.UUID(o) for o, n in gegeven.items() if n >= aantal),
        heeft_voorstellen=aantal > 0,
    )


def open_actiepunten(dossier: Dossier, door: Lidmaatschap) -> list[Puntregel]:
    """Action points still to be done, of the meetings this person's organisation was invited to. No queries."""
    if not rechten.is_betrokken.test(door, dossier):
        return []
    gelezen: list[dict[str, Any]] = dossier.actiepunten_json  # type: ignore[attr-defined]  # annotated
    return [punt for punt in (_punt(dossier, j) for j in gelezen) if door.organisatie_id in punt.genodigd]


def _punt(dossier: Dossier, j: dict[str, Any]) -> Puntregel:
    return Puntregel(
        dossier=dossier,
        pk=uuid.UUID(j["pk"]),
        overleg=uuid.UUID(j["overleg"]),
        wat=j["wat"],
        persoon=j["persoon"],
        wie=uuid.UUID(j["wie"]),
        naam=j["naam"],
        uiterlijk=dt.date.fromisoformat(j["uiterlijk"]),
        genodigd=_sleutels(j["genodigd"]),
    )


# --- the page of one meeting ------------------------------------------------------------------------------------------


TONEN = {Antwoord.KAN: "groen", Antwoord.LIEVER_NIET: "amber", Antwoord.KAN_NIET: "rood"}
IN_ZIN = {
    Antwoord.KAN: ("kan", "kunnen"),
    Antwoord.LIEVER_NIET: ("liever niet", "liever niet"),
    Antwoord.KAN_NIET: ("kan niet", "kunnen niet"),
}


@dataclass(frozen=True)
class Groep:
    """Everyone who gave the same answer."""

    tekst: str
    toon: str
    wie: str


@dataclass(frozen=True)
class Momentrij:
    """A proposed moment with everybody's answer; `eigen` is that of who looks."""

    voorstel: Momentvoorstel
    groepen: list[Groep]
    zonder_antwoord: str
    eigen: str

    @property
    def dag(self) -> dt.date:
        return timezone.localtime(self.voorstel.moment).date()

    @property
    def veld(self) -> str:
        return f"voorkeur_{self.voorstel.pk.hex}"


def momentrijen(overleg: Overleg, organisaties: list[Organisatie], door: Lidmaatschap, getypt: Mapping[str, str]) -> list[Momentrij]:
    """Every proposal with who can and who cannot; what was typed and refused goes before what is stored. Two queries."""
    rijen = []
    for voorstel in overleg.voorstellen.select_related("voorgesteld_door").prefetch_related("voorkeuren"):
        gegeven = {v.organisatie_id: Antwoord(v.antwoord) for v in voorstel.voorkeuren.all()}
        groepen = []
        for antwoord, toon in TONEN.items():
            wie = [o.naam for o in organisaties if gegeven.get(o.pk) == antwoord]
            if wie:
                groepen.append(Groep(f"{len(wie)} {IN_ZIN[antwoord][len(wie) > 1]}", toon, ", ".join(wie)))
        stil = ", ".join(o.naam for o in organisaties if o.pk not in gegeven)
        eigen = getypt.get(f"voorkeur_{voorstel.pk.hex}", gegeven.get(door.organisatie_id, ""))
        rijen.append(Momentrij(voorstel, groepen, stil, eigen))
    return rijen


def leest_mee(overleg: Overleg, door: Lidmaatschap) -> bool:
    """Whether this person reads agenda, place, minutes and action points: who is involved, and once it was sent, who was invited."""
    if not rechten.is_betrokken.test(door, overleg):
        return False
    genodigd = {u.organisatie_id for u in overleg.uitnodigingen.all() if u.is_uitgenodigd}
    return not genodigd or door.organisatie_id in genodigd
