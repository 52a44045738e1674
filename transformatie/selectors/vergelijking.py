"""Two versions of a plan side by side: texts word by word, amounts, KPI's and mijlpalen as tables."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from kern.basis.datums import toon_datum
from kern.basis.geld import toon_bedrag
from kern.organisaties.models import Sector
from transformatie.models import Kpi, Planversie
from transformatie.models.afspraken import Financieringsstroom, Mijlpaal
from transformatie.selectors.stukken import Deel, naast_elkaar

Stand = Literal["nieuw", "vervallen", "gewijzigd"]


@dataclass(frozen=True)
class Tekstpaar:
    """One field that differs, word by word; `nummer` counts the changes on the page."""

    nummer: int
    label: str
    links: list[Deel]
    rechts: list[Deel]
    is_sociaal: bool
    sociaal_anders: str = ""


@dataclass(frozen=True)
class Cel:
    """One property of an agreement in both versions."""

    wat: str
    oud: str
    nieuw: str


@dataclass(frozen=True)
class Afspraakpaar:
    """A KPI or mijlpaal that came, went or changed, with what differs."""

    naam: str
    stand: Stand
    cellen: list[Cel]
    is_sociaal: bool = False


@dataclass(frozen=True)
class Bedragregel:
    """An amount in both versions, and the difference."""

    naam: str
    oud: Decimal | None
    nieuw: Decimal | None

    @property
    def is_anders(self) -> bool:
        return self.oud != self.nieuw

    @property
    def verschil(self) -> str:
        """The difference with its sign, in words a screen reader can read."""
        delta = (self.nieuw or Decimal(0)) - (self.oud or Decimal(0))
        if not delta:
            return "gelijk"
        return f"{toon_bedrag(abs(delta))} {'meer' if delta > 0 else 'minder'}"


@dataclass(frozen=True)
class Vergelijking:
    """Everything a page or a PDF says about what changed from one version to another."""

    oud: Planversie
    nieuw: Planversie
    teksten: list[Tekstpaar] = field(default_factory=list)
    gelijk: list[tuple[str, str]] = field(default_factory=list)
    bedragen: list[Bedragregel] = field(default_factory=list)
    kpis: list[Afspraakpaar] = field(default_factory=list)
    mijlpalen: list[Afspraakpaar] = field(default_factory=list)

    @property
    def bedrag_is_anders(self) -> bool:
        return any(b.is_anders for b in self.bedragen)

    @property
    def aantal(self) -> int:
        """How many changes there are: fields, agreements, and the amounts as one."""
        return len(self.teksten) + len(self.kpis) + len(self.mijlpalen) + (1 if self.bedrag_is_anders else 0)


def vergelijk(oud: Planversie, nieuw: Planversie) -> Vergelijking:
    """What changed from `oud` to `nieuw`. Four queries."""
    teksten: list[Tekstpaar] = []
    gelijk: list[tuple[str, str]] = []
    for veld in nieuw.format.velden:
        was, is_ = str(oud.inhoud.get(veld.sleutel, "")), str(nieuw.inhoud.get(veld.sleutel, ""))
        was_sociaal, sociaal = veld.sleutel in oud.sociale_velden, veld.sleutel in nieuw.sociale_velden
        if was == is_ and was_sociaal == sociaal:
            gelijk.append((veld.label, is_))
            continue
        anders = (
            "" if was_sociaal == sociaal else ("Valt nu in het sociaal domein." if sociaal else "Valt niet meer in het sociaal domein.")
        )
        links, rechts = naast_elkaar(was, is_)
        teksten.append(Tekstpaar(len(teksten) + 1, veld.label, links, rechts, sociaal, anders))
    return Vergelijking(oud, nieuw, teksten, gelijk, _bedragen(oud, nieuw), _kpis(oud, nieuw), _mijlpalen(oud, nieuw))


def _bedragen(oud: Planversie, nieuw: Planversie) -> list[Bedragregel]:
    was, nu = {k.sleutel: k for k in oud.kpi_lijst}, {k.sleutel: k for k in nieuw.kpi_lijst}
    regels = [Bedragregel("Gevraagd bedrag", oud.bedrag_gevraagd, nieuw.bedrag_gevraagd)]
    for sleutel in _sleutels(was, nu):
        kpi = nu.get(sleutel) or was[sleutel]
        voor, na = was.get(sleutel), nu.get(sleutel)
        regels.append(Bedragregel(f"KPI {kpi.nummer}. {kpi.omschrijving}", voor.bedrag if voor else None, na.bedrag if na else None))
    return [*regels, Bedragregel("Alle KPI's samen", oud.kpi_totaal, nieuw.kpi_totaal)]


def _sleutels(was: dict[uuid.UUID, Any], nu: dict[uuid.UUID, Any]) -> list[uuid.UUID]:
    return [*was, *(s for s in nu if s not in was)]


KPI_EIGENSCHAPPEN: list[tuple[str, Callable[[Kpi], str]]] = [
    ("Nummer", lambda k: str(k.nummer)),
    ("Omschrijving", lambda k: k.omschrijving),
    ("Indicator", lambda k: k.indicator),
    ("Uitgangswaarde", lambda k: k.uitgangswaarde),
    ("Streefwaarde", lambda k: k.streefwaarde),
    ("Meetinstrument", lambda k: k.meetinstrument),
    ("Te behalen op", lambda k: toon_datum(k.meten_op)),
    ("Bedrag", lambda k: toon_bedrag(k.bedrag)),
    ("Financiering", lambda k: Financieringsstroom(k.financieringsstroom).label),
    ("Verantwoordelijke partij", lambda k: str(k.organisatie)),
    ("Sector", lambda k: Sector(k.sector).label),
    ("Verdeling", lambda k: "; ".join(f"{d.organisatie}, {d.sector_in_woorden}: {toon_bedrag(d.bedrag)}" for d in k.gelezen_delen)),
    ("Gemaakte kosten", lambda k: "" if k.voorbereidingskosten is None else toon_bedrag(k.voorbereidingskosten)),
    ("Sociaal domein", lambda k: "ja" if k.is_sociaal_domein else "nee"),
    ("Wacht op", lambda k: str(k.na_mijlpaal) if k.na_mijlpaal else ""),
]
MIJLPAAL_EIGENSCHAPPEN: list[tuple[str, Callable[[Mijlpaal], str]]] = [
    ("Nummer", lambda m: str(m.nummer)),
    ("Titel", lambda m: m.titel),
    ("Datum", lambda m: toon_datum(m.datum)),
    ("Go/no-go", lambda m: "ja" if m.is_go_no_go else "nee"),
]


def _paren(
    was: dict[uuid.UUID, Any], nu: dict[uuid.UUID, Any], eigenschappen: list[tuple[str, Callable[[Any], str]]]
) -> list[Afspraakpaar]:
    paren = []
    for sleutel in _sleutels(was, nu):
        oud, nieuw = was.get(sleutel), nu.get(sleutel)
        cellen = [Cel(wat, lees(oud) if oud else "", lees(nieuw) if nieuw else "") for wat, lees in eigenschappen]
        anders = [c for c in cellen if c.oud != c.nieuw]
        if not anders:
            continue
        stand: Stand = "nieuw" if oud is None else "vervallen" if nieuw is None else "gewijzigd"
        rij = nieuw or oud
        paren.append(Afspraakpaar(str(rij), stand, anders, bool(getattr(rij, "is_sociaal_domein", False))))
    return paren


def _kpis(oud: Planversie, nieuw: Planversie) -> list[Afspraakpaar]:
    return _paren({k.sleutel: k for k in oud.kpi_lijst}, {k.sleutel: k for k in nieuw.kpi_lijst}, KPI_EIGENSCHAPPEN)


def _mijlpalen(oud: Planversie, nieuw: Planversie) -> list[Afspraakpaar]:
    return _paren({m.sleutel: m for m in oud.mijlpalen.all()}, {m.sleutel: m for m in nieuw.mijlpalen.all()}, MIJLPAAL_EIGENSCHAPPEN)
