"""The payment orders of one insurer over all dossiers: the list on screen, and the same as a sheet."""

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet, Sum
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from kern.organisaties.models import Lidmaatschap
from transformatie.models import Dossier
from transformatie.models.dossier import zoektekst
from verantwoording.models import Betaalopdrachtregel
from verantwoording.selectors_betaling import open_regel
from verantwoording.werkvoorraad import _onbevangen

NUL = Decimal(0)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KOLOMMEN = (
    ("Kenmerk van de opdracht", 24),
    ("Dossier", 16),
    ("Plan", 44),
    ("KPI", 44),
    ("Waarvoor", 28),
    ("Ontvanger", 34),
    ("Opdracht van", 14),
    ("Bedrag", 16),
)
BEDRAG = len(KOLOMMEN)


@dataclass(frozen=True)
class Stand:
    """Which lines a list shows."""

    naam: str
    label: str
    welke: Q


STANDEN = {
    s.naam: s
    for s in (
        Stand("open", "Te betalen", open_regel()),
        Stand("betaald", "Betaald", Q(betaald_op__isnull=False)),
        Stand("alles", "Alles", Q()),
    )
}


def regels_van(namens: Lidmaatschap, stand: str = "open", zoek: str = "") -> "QuerySet[Betaalopdrachtregel]":
    """The lines this insurer itself pays, in dossiers this person sees and did not submit in."""
    eigen = _onbevangen(namens, "opdracht__verantwoording__dossier_id")
    zichtbaar = Dossier.objects.zichtbaar_voor(namens).values("pk")
    rijen = Betaalopdrachtregel.objects.filter(
        eigen, STANDEN[stand].welke, verzekeraar_id=namens.organisatie_id, opdracht__verantwoording__dossier__in=zichtbaar
    )
    for woord in zoektekst(zoek.replace("\x00", "")).split():
        rijen = rijen.filter(opdracht__verantwoording__dossier__zoek__contains=woord)
    return rijen.select_related(
        "opdracht__ontvanger", "opdracht__verantwoording__kpi", "opdracht__verantwoording__dossier__hoofdregio", "verzekeraar"
    )


def totaal(rijen: "QuerySet[Betaalopdrachtregel]") -> Decimal:
    """What the lines are together, in euro. One query."""
    return rijen.order_by().aggregate(s=Sum("bedrag"))["s"] or NUL


VOLGORDE = ("opdracht__op", "opdracht__verantwoording__dossier__kenmerk", "opdracht__verantwoording__kpi__nummer", "soort", "pk")
"""The sheet in the order of the orders, and on one day of the dossiers and their KPI's."""


def als_blad(namens: Lidmaatschap, op: dt.date) -> bytes:
    """The open lines of one insurer as an xlsx sheet with their total; no cell is ever a formula of somebody else's text."""
    boek = Workbook()
    blad = boek.active
    assert blad is not None, "Een nieuw werkboek heeft een blad."
    blad.title = "Te betalen"
    _rij(blad, 1, [f"Betaalopdrachten van {namens.organisatie}, stand van {op:%d-%m-%Y}"], vet=True)
    _rij(blad, 3, [naam for naam, _ in KOLOMMEN], vet=True)
    nummer, som = 3, NUL
    for nummer, regel in enumerate(regels_van(namens).order_by(*VOLGORDE), start=4):
        _rij(blad, nummer, _waarden(regel))
        som += regel.bedrag
    laatste: list[str | Decimal | dt.date] = ["Samen", *[""] * (BEDRAG - 2), som]
    _rij(blad, nummer + 2, laatste, vet=True)
    for i, (_, breedte) in enumerate(KOLOMMEN, start=1):
        blad.column_dimensions[get_column_letter(i)].width = breedte
    blad.freeze_panes = "A4"
    uit = io.BytesIO()
    boek.save(uit)
    return uit.getvalue()


def _waarden(regel: Betaalopdrachtregel) -> list[str | Decimal | dt.date]:
    rij = regel.opdracht.verantwoording
    return [
        regel.opdracht.kenmerk,
        rij.dossier.kenmerk,
        rij.dossier.titel,
        f"{rij.kpi}: {rij.kpi.omschrijving}",
        str(regel.get_soort_display()),
        regel.opdracht.ontvanger.naam,
        regel.opdracht.op,
        regel.bedrag,
    ]


def _rij(blad: Any, nummer: int, waarden: Sequence[str | Decimal | dt.date], *, vet: bool = False) -> None:
    for kolom, waarde in enumerate(waarden, start=1):
        cel = blad.cell(row=nummer, column=kolom)
        cel.value = schoon(waarde) if isinstance(waarde, str) else waarde
        if isinstance(waarde, str):
            cel.data_type = "s"  # text stays text, also when it begins with = or +
            cel.quotePrefix = True
        elif isinstance(waarde, Decimal):
            cel.number_format = '"€" #,##0.00'
        else:
            cel.number_format = "dd-mm-yyyy"
        if vet:
            cel.font = Font(bold=True)


def schoon(tekst: str) -> str:
    """Text without the control characters that a sheet cannot hold."""
    return "".join(t for t in tekst if t >= " " or t in "\t\n")
