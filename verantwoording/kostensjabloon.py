"""The sheet that a penvoerder fills in and gives back: the posts of the budget with room for amounts, and no hours (3a.3)."""

import io
from collections.abc import Iterable

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from verantwoording.kostenblad import Kostenlijn

KOP = ("Begrotingspost", "Begroot", "Gerealiseerd", "Prognose", "Toelichting")


def sjabloon(lijnen: Iterable[Kostenlijn]) -> bytes:
    """The posts with what is known of them, as xlsx; what people typed is text, never a formula."""
    boek = Workbook(write_only=True)
    blad = boek.create_sheet("Kosten")
    blad.column_dimensions["A"].width = 48
    for kolom in "BCDE":
        blad.column_dimensions[kolom].width = 20
    blad.append([_tekst(blad, naam) for naam in KOP])
    for r in lijnen:
        blad.append([_tekst(blad, r.naam), r.begroot, r.gerealiseerd, r.prognose, _tekst(blad, r.toelichting)])
    uit = io.BytesIO()
    boek.save(uit)
    return uit.getvalue()


def _tekst(blad: WriteOnlyWorksheet, tekst: str) -> Cell:
    cel = WriteOnlyCell(blad, value="")
    cel.value = tekst
    cel.data_type = "s"
    return cel
