"""The SiSa block of a SPUK as a sheet and as csv: one line per year that was accounted for (domein.md chapter 5)."""

import csv
import io
from decimal import Decimal

from openpyxl import Workbook

from verantwoording.models import Spukaanvraag, Spukverantwoording

KOLOMMEN = (
    "Dossier",
    "Gemeente",
    "Gemeentecode",
    "Beschikkingsnummer",
    "Verantwoordingsjaar",
    "Mijlpalen gerealiseerd volgens de coördinerende zorgverzekeraar",
    "Besteding in het jaar",
    "Correctie op het jaar ervoor",
    "Cumulatieve besteding aan niet-gerealiseerde mijlpalen",
    "Eindverantwoording",
)
FORMULETEKENS = ("=", "+", "-", "@", "\t", "\r")


def regels(aanvraag: Spukaanvraag) -> list[list[str | int | Decimal]]:
    """The lines of all years, in order."""
    return [_regel(aanvraag, v) for v in sorted(aanvraag.verantwoordingen.all(), key=lambda v: v.jaar)]


def _regel(aanvraag: Spukaanvraag, v: Spukverantwoording) -> list[str | int | Decimal]:
    return [
        aanvraag.dossier.kenmerk,
        aanvraag.organisatie.naam,
        aanvraag.organisatie.gemeentecode,
        aanvraag.kenmerk,
        v.jaar,
        "ja" if v.mijlpalen_gerealiseerd else "nee",
        v.bedrag_besteed,
        v.bedrag_correctie,
        v.bedrag_niet_gerealiseerd,
        "ja" if v.is_eind else "nee",
    ]


def als_csv(aanvraag: Spukaanvraag) -> bytes:
    """With semicolons and a decimal comma, and a mark by which spreadsheets know the encoding; no cell begins a formula."""
    uit = io.StringIO()
    schrijver = csv.writer(uit, delimiter=";", lineterminator="\r\n")
    schrijver.writerow(KOLOMMEN)
    for regel in regels(aanvraag):
        schrijver.writerow([_cel(w) for w in regel])
    return uit.getvalue().encode("utf-8-sig")


def _cel(waarde: str | int | Decimal) -> str:
    if isinstance(waarde, Decimal):
        return f"{waarde:.2f}".replace(".", ",")
    tekst = str(waarde)
    return f"'{tekst}" if tekst.startswith(FORMULETEKENS) else tekst


def als_xlsx(aanvraag: Spukaanvraag) -> bytes:
    """One sheet; text stays text, amounts are numbers."""
    boek = Workbook()
    blad = boek.active
    assert blad is not None, "Een nieuw werkboek heeft een blad."
    blad.title = "SiSa"
    kop: list[str | int | Decimal] = [*KOLOMMEN]
    for rij, waarden in enumerate([kop, *regels(aanvraag)], start=1):
        for kolom, waarde in enumerate(waarden, start=1):
            cel = blad.cell(row=rij, column=kolom)
            cel.value = waarde
            if isinstance(waarde, str):
                cel.data_type = "s"
                cel.quotePrefix = True
            elif isinstance(waarde, Decimal):
                cel.number_format = "#,##0.00"
    blad.freeze_panes = "A2"
    uit = io.BytesIO()
    boek.save(uit)
    return uit.getvalue()
