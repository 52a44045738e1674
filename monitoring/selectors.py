"""The figures of the monitor: counts and amounts over all dossiers, added up by the database.

A dossier counts from the day its snelle toets was handed in; concepts do not count.  `gevraagd` is the amount of
the last version that was handed in, or else of the snelle toets; `toegekend` that of the toekenning; `uitbetaald`
what was paid out.  All in euro.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce, TruncMonth
from django.urls import reverse

from kern.organisaties.models import Organisatie, Regio, Sector
from transformatie.models import Dossier, Kpi, Partij, Partijrol, PlanStatus, Planversie, ToetsStatus, Zijspoor
from verantwoording.models import ToekenningStatus, Uitbetaling

NUL = Value(Decimal(0))
ONINGEVULD = "niet ingevuld"
MINSTENS = 3
"""Fewer dossiers of others than this in a row, and an insurer does not read its amounts (ours)."""


@dataclass(frozen=True)
class Rij:
    """One row: how many dossiers (of which `vreemd` the reader does not see), their amounts in euro; `waarde` finds them."""

    naam: str
    waarde: str = ""
    aantal: int = 0
    gevraagd: Decimal = Decimal(0)
    toegekend: Decimal = Decimal(0)
    uitbetaald: Decimal = Decimal(0)
    vreemd: int = 0
    is_afgeschermd: bool = False
    url: str = ""


@dataclass(frozen=True)
class Tabel:
    """One way to split the dossiers, with what the reader must know to read it."""

    sleutel: str
    titel: str
    eerste_kolom: str
    uitleg: str
    rijen: tuple[Rij, ...]
    totaal: Rij


def ingediende_dossiers() -> "QuerySet[Dossier]":
    """Every dossier that counts, with its amounts and the size of its penvoerder."""
    versie = Planversie.objects.filter(plan__dossier=OuterRef("pk"), bevroren_op__isnull=False).order_by("-nummer")
    betaald = Uitbetaling.objects.filter(toekenning__dossier=OuterRef("pk")).values("toekenning").annotate(som=Sum("bedrag"))
    penvoerder = Partij.objects.filter(dossier=OuterRef("pk"), rol=Partijrol.PENVOERDER, uit_op=None)
    return Dossier.objects.exclude(snelle_toets__ingediend_op=None).annotate(
        gevraagd=Coalesce(Subquery(versie.values("bedrag_gevraagd")[:1]), F("snelle_toets__bedrag_gevraagd"), NUL),
        toegekend=Coalesce(F("toekenning__bedrag"), NUL),
        uitbetaald=Coalesce(Subquery(betaald.values("som")[:1]), NUL),
        grootte=Coalesce(Subquery(penvoerder.values("organisatie__grootte")[:1]), Value("")),
    )


Zichtbaar = QuerySet[Dossier]
BEDRAGEN = {
    "n": Count("pk"),
    "som_gevraagd": Coalesce(Sum("gevraagd"), NUL),
    "som_toegekend": Coalesce(Sum("toegekend"), NUL),
    "som_uitbetaald": Coalesce(Sum("uitbetaald"), NUL),
}
PER = {
    "snelle_toets": "snelle_toets__status",
    "transformatieplan": "plan__status",
    "toekenning": "toekenning__status",
    "regio": "hoofdregio__naam",
    "grootte": "grootte",
}


def _rij(naam: str, waarde: str, g: dict[str, Any]) -> Rij:
    return Rij(naam, waarde, g["n"], g["som_gevraagd"], g["som_toegekend"], g["som_uitbetaald"], g.get("n_vreemd", 0))


def _vreemd(zichtbaar: Zichtbaar, **waar: Any) -> Count:
    """How many of the dossiers the reader does not see."""
    return Count("pk", filter=~Q(pk__in=zichtbaar.values("pk")) & Q(**waar))


def per(sleutel: str, zichtbaar: Zichtbaar) -> dict[str, Rij]:
    """The rows of one split by their value. One query."""
    veld = PER[sleutel]
    rijen = ingediende_dossiers().exclude(**{f"{veld}__isnull": True})
    groepen = rijen.values(veld).annotate(**BEDRAGEN, n_vreemd=_vreemd(zichtbaar)).order_by(veld)
    return {g[veld]: _rij(g[veld], g[veld], g) for g in groepen}


def totaal_en_sectoraantallen(zichtbaar: Zichtbaar) -> tuple[Rij, dict[str, tuple[int, int]]]:
    """Everything together, and in how many dossiers (seen or not by the reader) each sector takes part. One query."""
    tel = {f"n_{s.value}": Count("pk", filter=Q(sectoren__contains=[s.value])) for s in Sector}
    tel |= {f"v_{s.value}": _vreemd(zichtbaar, sectoren__contains=[s.value]) for s in Sector}
    g = ingediende_dossiers().aggregate(**BEDRAGEN, **tel)
    return _rij("Totaal", "", g), {s.value: (g[f"n_{s.value}"], g[f"v_{s.value}"]) for s in Sector}


def sectorbedragen() -> dict[str, Rij]:
    """The amounts per sector, as the KPI's of the last version handed in divide them. One query."""
    laatste = Planversie.objects.filter(plan=OuterRef("versie__plan"), bevroren_op__isnull=False).order_by("-nummer").values("pk")[:1]
    groepen = (
        Kpi.objects.filter(versie=Subquery(laatste))
        .values("sector")
        .annotate(
            n=Count("versie__plan", distinct=True),
            som_gevraagd=Coalesce(Sum("bedrag"), NUL),
            som_toegekend=Coalesce(Sum("bedrag", filter=Q(versie__plan__status=PlanStatus.GOEDGEKEURD)), NUL),
            som_uitbetaald=Coalesce(Sum("verantwoordingen__uitbetaling__bedrag"), NUL),
        )
    )
    return {g["sector"]: _rij(g["sector"], g["sector"], g) for g in groepen}  # type: ignore[arg-type]


Keuzes = Iterable[tuple[str, str]]


def _in_volgorde(gevonden: dict[str, Rij], keuzes: Keuzes) -> tuple[Rij, ...]:
    """A row for every known value, also where there is nothing yet."""
    return tuple(replace(gevonden.get(waarde, Rij("", waarde)), naam=naam) for waarde, naam in keuzes)


def _samen(rijen: Iterable[Rij]) -> Rij:
    lijst = list(rijen)
    return Rij(
        "Totaal",
        "",
        sum(r.aantal for r in lijst),
        sum((r.gevraagd for r in lijst), Decimal(0)),
        sum((r.toegekend for r in lijst), Decimal(0)),
        sum((r.uitbetaald for r in lijst), Decimal(0)),
    )


def _statustabel(sleutel: str, titel: str, uitleg: str, keuzes: Keuzes, zichtbaar: Zichtbaar) -> Tabel:
    rijen = _in_volgorde(per(sleutel, zichtbaar), keuzes)
    return Tabel(sleutel, titel, "Stand", uitleg, rijen, _samen(rijen))


def _regiotabel(totaal: Rij, zichtbaar: Zichtbaar) -> Tabel:
    rijen = tuple(per("regio", zichtbaar).values())
    zonder = Regio.objects.filter(soort=Regio.Soort.ZORGKANTOORREGIO).count() - len(rijen)
    uitleg = "Een plan telt een keer, in de zorgkantoorregio van zijn coördinerende zorgverzekeraar, ook als het over meer regio's gaat."
    rest = f" In {zonder} andere regio's is nog niets ingediend." if zonder > 0 else ""
    return Tabel("regio", "Per zorgkantoorregio", "Zorgkantoorregio", uitleg + rest, rijen, totaal)


def _sectortabel(totaal: Rij, aantallen: dict[str, tuple[int, int]]) -> Tabel:
    bedragen = sectorbedragen()
    rijen = []
    for sector in Sector:
        aantal, vreemd = aantallen[sector.value]
        rijen.append(replace(bedragen.get(sector.value, Rij("")), naam=sector.label, waarde=sector.value, aantal=aantal, vreemd=vreemd))
    verdeeld = _samen(rijen)
    rest = Rij("nog niet verdeeld: er is nog geen plan met KPI's", gevraagd=totaal.gevraagd - verdeeld.gevraagd)
    uitleg = (
        "Een plan in meer sectoren telt in elke sector mee; de aantallen tellen dus op tot meer dan het totaal. "
        "De bedragen zijn verdeeld zoals de KPI's van het laatst ingediende plan ze verdelen."
    )
    return Tabel("sector", "Per sector", "Sector", uitleg, (*rijen, rest) if rest.gevraagd else tuple(rijen), totaal)


def _groottetabel(totaal: Rij, zichtbaar: Zichtbaar) -> Tabel:
    keuzes = [*Organisatie.Grootte.choices, ("", ONINGEVULD)]
    uitleg = "Groot of klein is een kenmerk van de penvoerder, met de hand gezet; een criterium is niet afgesproken."
    return Tabel("grootte", "Grote en kleine zorgaanbieders", "Penvoerder", uitleg, _in_volgorde(per("grootte", zichtbaar), keuzes), totaal)


def tabellen(zichtbaar: Zichtbaar) -> tuple[Rij, list[Tabel]]:
    """The total and all tables of the monitor, for who sees these dossiers. Eight queries."""
    totaal, aantallen = totaal_en_sectoraantallen(zichtbaar)
    toets = [k for k in ToetsStatus.choices if k[0] != ToetsStatus.CONCEPT]
    over_plannen = "Elk plan waarvan de snelle toets is goedgekeurd. Een plan in opstelling telt met het bedrag van zijn snelle toets."
    return totaal, [
        _statustabel("snelle_toets", "Snelle toetsen", "Elke ingediende snelle toets, naar haar stand van vandaag.", toets, zichtbaar),
        _statustabel("transformatieplan", "Transformatieplannen", over_plannen, PlanStatus.choices, zichtbaar),
        _statustabel(
            "toekenning", "Toekenningen", "Elk goedgekeurd plan, van reservering tot afronding.", ToekenningStatus.choices, zichtbaar
        ),
        _regiotabel(totaal, zichtbaar),
        _sectortabel(totaal, aantallen),
        _groottetabel(totaal, zichtbaar),
    ]


def scherm_af(tabel: Tabel) -> Tabel:
    """Close the amounts of rows with so few dossiers of others that a contract could be read from them.

    When it is one row, the next one is closed too, so that it cannot be worked out from the total.
    """
    met_vreemde = sorted((r for r in tabel.rijen if r.vreemd), key=lambda r: r.vreemd)
    dicht = [r.naam for r in met_vreemde if r.vreemd < MINSTENS]
    if len(dicht) == 1:
        dicht = [r.naam for r in met_vreemde[:2]]
    return replace(tabel, rijen=tuple(replace(r, is_afgeschermd=r.naam in dicht) for r in tabel.rijen))


def met_verwijzing(tabel: Tabel) -> Tabel:
    """Let every number lead to the dossiers behind it."""
    return replace(
        tabel,
        rijen=tuple(replace(r, url=verwijzing(tabel.sleutel, r.waarde)) if r.aantal else r for r in tabel.rijen),
        totaal=replace(tabel.totaal, url=verwijzing(tabel.sleutel)),
    )


def verwijzing(per: str = "", waarde: str | None = None) -> str:
    """The address of the dossiers behind a number."""
    vraag = {k: v for k, v in (("per", per), ("waarde", waarde)) if v is not None and (k == "waarde" or v)}
    return reverse("monitor-dossiers") + (f"?{urlencode(vraag)}" if vraag else "")


def _namen(sleutel: str) -> Callable[[str], str]:
    keuzes: dict[str, str] = {
        "snelle_toets": dict(ToetsStatus.choices),
        "transformatieplan": dict(PlanStatus.choices),
        "toekenning": dict(ToekenningStatus.choices),
        "sector": dict(Sector.choices),
        "grootte": {**dict(Organisatie.Grootte.choices), "": ONINGEVULD},
    }.get(sleutel, {})
    return lambda waarde: str(keuzes.get(waarde, waarde))


WOORDEN = {
    "snelle_toets": "snelle toets",
    "transformatieplan": "transformatieplan",
    "toekenning": "toekenning",
    "regio": "zorgkantoorregio",
    "sector": "sector",
    "grootte": "penvoerder",
}


def achter_getal(per: str, waarde: str | None) -> tuple["QuerySet[Dossier]", str]:
    """The dossiers behind one number, and that number in words; an unknown split is everything."""
    rijen = ingediende_dossiers()
    if per == "sector" and waarde:
        rijen = rijen.filter(sectoren__contains=[waarde])
    elif per in PER and waarde is not None:
        rijen = rijen.filter(**{PER[per]: waarde})
    elif per in PER:
        rijen = rijen.exclude(**{f"{PER[per]}__isnull": True})
    if per not in WOORDEN or (waarde is None and per not in ("transformatieplan", "toekenning")):
        return rijen, "alle ingediende dossiers"
    if waarde is None:
        return rijen, f"alle dossiers met een {WOORDEN[per]}"
    return rijen, f"{WOORDEN[per]}: {_namen(per)(waarde)}"


def generieke_knelpunten() -> "QuerySet[Zijspoor]":
    """What was brought to the bestuurlijke groep, only in its generic words and by month (1d.5)."""
    groep = Zijspoor.objects.filter(soort=Zijspoor.Soort.BESTUURLIJKE_GROEP)
    open_eerst = Case(When(afgerond_op=None, then=0), default=1)
    return groep.only("op", "generiek", "duiding", "afgerond_op", "soort").order_by(open_eerst, TruncMonth("op").desc(), "agendasleutel")
