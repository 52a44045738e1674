"""The list of the NZa over all granted plans: the state of the four parts, what it judged, and the same as a file (3a.5)."""

import csv
import datetime as dt
import io
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from openpyxl import Workbook

from kern.organisaties.models import Lidmaatschap
from transformatie.models import Dossier
from transformatie.models.dossier import zoektekst
from verantwoording.models import Rechtmatigheidsoordeel, Rechtmatigheidsuitkomst, Rechtmatigheidsvraag, Toekenning
from verantwoording.rechtmatigheid import Deel
from verantwoording.rechtmatigheidsfeiten import delen_van, ontbrekende, toekenningen

KOPPEN = (
    *("Kenmerk", "Titel", "Regio", "Coordinerende zorgverzekeraar", "Stand", "Toegekend in euro"),
    *("1 Plan en overeenkomst", "2 Betaalbeschikking", "3 Kosten en bewijs", "4 Monitoring en bijsturing"),
    *("Oordeel", "Oordeel op", "Vraag open"),
)
NIET_VOORAAN = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet would take for the beginning of a formula."""


@dataclass(frozen=True)
class Lijstregel:
    """One plan as the list shows it."""

    toekenning: Toekenning
    delen: list[Deel]

    @property
    def dossier(self) -> Dossier:
        return self.toekenning.dossier

    @property
    def oordeel(self) -> str:
        """The last judgement in words; empty without one."""
        laatste: str = self.toekenning.laatste_oordeel or ""  # type: ignore[attr-defined]  # an annotation of the query
        return str(Rechtmatigheidsuitkomst(laatste).label) if laatste else ""

    @property
    def toon(self) -> str:
        return {"positief": "groen", "negatief": "rood"}.get(self.oordeel, "amber")

    @property
    def oordeel_op(self) -> dt.date | None:
        return self.toekenning.laatste_oordeel_op  # type: ignore[attr-defined]  # an annotation of the query

    @property
    def wacht_op_antwoord(self) -> bool:
        return bool(self.toekenning.heeft_vraag)  # type: ignore[attr-defined]  # an annotation of the query

    @property
    def aantal_compleet(self) -> int:
        return sum(d.is_compleet for d in self.delen)


SORTEERVELDEN = {
    "kenmerk": "dossier__kenmerk",
    "titel": "dossier__titel",
    "regio": "dossier__hoofdregio__naam",
    "verzekeraar": "dossier__coordinerend__naam",
    "bedrag": "bedrag",
    "oordeel": "laatste_oordeel_op",
}


def plannen(door: Lidmaatschap) -> "QuerySet[Toekenning]":
    """The granted plans of the dossiers this person sees, with the last judgement on each."""
    laatste = Rechtmatigheidsoordeel.objects.filter(toekenning=OuterRef("pk")).order_by("-op", "-vastgelegd_op")
    vraag = Rechtmatigheidsvraag.objects.filter(toekenning=OuterRef("pk"), beantwoord_op=None, vervallen_op=None)
    return (
        toekenningen()
        .filter(dossier__in=Dossier.objects.zichtbaar_voor(door))
        .annotate(
            laatste_oordeel=Subquery(laatste.values("uitkomst")[:1]),
            laatste_oordeel_op=Subquery(laatste.values("op")[:1]),
            heeft_vraag=Exists(vraag),
        )
    )


def gefilterd(rijen: "QuerySet[Toekenning]", keuzes: dict[str, Any]) -> "QuerySet[Toekenning]":
    """The plans that answer to the filters the database can tell."""
    for woord in zoektekst(keuzes.get("zoek", "")).split():
        rijen = rijen.filter(dossier__zoek__contains=woord)
    if "regio" in keuzes:
        rijen = rijen.filter(dossier__in=Dossier.regios.through.objects.filter(regio_id=keuzes["regio"].pk).values("dossier_id"))
    if "verzekeraar" in keuzes:
        rijen = rijen.filter(dossier__coordinerend=keuzes["verzekeraar"])
    if oordeel := keuzes.get("oordeel"):
        rijen = rijen.filter(Q(laatste_oordeel=None if oordeel == "geen" else oordeel))
    return rijen


def die_missen(rijen: "QuerySet[Toekenning]", onderdeel: int | None, op: dt.date) -> "QuerySet[Toekenning]":
    """The plans in which this part is missing, 0 for those that miss none; judged by the one source, not in SQL. Six queries."""
    if onderdeel is None:
        return rijen
    alle = list(rijen.order_by("pk"))
    delen = delen_van(alle, op)
    return rijen.filter(pk__in=[t.pk for t in alle if _mist(delen[t.pk], onderdeel)])


def _mist(delen: list[Deel], onderdeel: int) -> bool:
    missend = ontbrekende(delen)
    return onderdeel in missend if onderdeel else not missend


def regels(rijen: Sequence[Toekenning], op: dt.date) -> list[Lijstregel]:
    """The rows of one page. Five queries."""
    delen: dict[uuid.UUID, list[Deel]] = delen_van(rijen, op)
    return [Lijstregel(t, delen[t.pk]) for t in rijen]


def tabel(lijst: Iterable[Lijstregel]) -> Iterator[list[Any]]:
    """The rows of the file: text that cannot start a formula, amounts and days as they are."""
    for r in lijst:
        t, d = r.toekenning, r.dossier
        delen = ["compleet" if deel.is_compleet else "ontbreekt" for deel in r.delen]
        tekst = [d.kenmerk, d.titel, str(d.hoofdregio), str(d.coordinerend), str(t.get_status_display())]
        rest = [r.oordeel or "nog geen", r.oordeel_op or "", "ja" if r.wacht_op_antwoord else "nee"]
        yield [*map(veilig, tekst), t.bedrag, *delen, *rest]


def veilig(tekst: str) -> str:
    """Text that a spreadsheet shows and never calculates."""
    return f"'{tekst}" if tekst.startswith(NIET_VOORAAN) else tekst


def als_csv(lijst: Iterable[Lijstregel]) -> bytes:
    """The list as Dutch spreadsheets open it: semicolons, a comma in amounts, UTF-8 with its mark."""
    uit = io.StringIO()
    schrijver = csv.writer(uit, delimiter=";", lineterminator="\r\n")
    schrijver.writerow(KOPPEN)
    for rij in tabel(lijst):
        schrijver.writerow([str(c).replace(".", ",") if isinstance(c, Decimal) else c for c in rij])
    return uit.getvalue().encode("utf-8-sig")


def als_xlsx(lijst: Iterable[Lijstregel]) -> bytes:
    """The list as a workbook: amounts as numbers, days as days."""
    boek = Workbook(write_only=True)
    blad = boek.create_sheet("Rechtmatigheid")
    blad.append(KOPPEN)
    for rij in tabel(lijst):
        blad.append(rij)
    uit = io.BytesIO()
    boek.save(uit)
    return uit.getvalue()
