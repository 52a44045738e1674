"""Reading a file with costs into rows of cells: xlsx or csv, never run, never more than the limits, each refusal one sentence."""

import csv
import io
import math
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import filetype
from django.core.exceptions import ValidationError
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from kern.basis.geld import CENT, GROOTSTE_BEDRAG
from kern.documenten.controle import OUD_OFFICE, ZIP
from kern.documenten.inhoud_zip import soort_in_zip
from kern.documenten.soorten import MEGABYTE, XLSX, beschadigd

GROOTSTE_BESTAND = 5 * MEGABYTE
MEESTE_UITGEPAKT = 50 * MEGABYTE
MEESTE_RIJEN = 10_000
MEESTE_KOLOMMEN = 40
LANGSTE_CEL = 1000
SCHEIDINGSTEKENS = ";\t,|"
AANVAARD = "Kies een xlsx- of csv-bestand."


@dataclass(frozen=True)
class Cel:
    """One cell: where it stands (like 'B7'), its text, the number it holds, and what is wrong with it as a value."""

    plek: str
    tekst: str = ""
    getal: Decimal | None = None
    bezwaar: str = ""

    @property
    def is_leeg(self) -> bool:
        return not self.tekst and self.getal is None and not self.bezwaar


Rij = tuple[int, tuple[Cel, ...]]


@dataclass(frozen=True)
class Tabel:
    """The head and the rows under it; rows without content are left out, and each keeps its number in the file."""

    kop: tuple[str, ...]
    rijen: tuple[Rij, ...]
    werkblad: str = ""


def lees_tabel(inhoud: bytes, naam: str) -> Tabel:
    """The rows of an xlsx or csv file; raises ValidationError with one sentence that says what to do."""
    if not inhoud:
        raise ValidationError("Dit bestand is leeg. Kies een ander bestand.", code="leeg")
    if len(inhoud) > GROOTSTE_BESTAND:
        raise ValidationError("Dit bestand is groter dan 5 MB. Lever totalen per post aan; dat is genoeg.", code="te_groot")
    extensie = naam.rpartition(".")[2].lower()
    if inhoud.startswith(OUD_OFFICE):
        raise ValidationError(
            "Dit is een oud Office-bestand, of een met een wachtwoord. Sla het op als xlsx, zonder wachtwoord.", code="oud"
        )
    if inhoud.startswith(ZIP):
        return _met_kop(*_lees_xlsx(inhoud, extensie))
    if extensie not in ("csv", "txt") or filetype.guess(inhoud[:8192]) is not None:
        raise ValidationError(f"Dit soort bestand lezen wij niet. {AANVAARD}", code="soort")
    return _met_kop("", _lees_csv(inhoud))


def _met_kop(werkblad: str, rijen: Iterator[Rij]) -> Tabel:
    """The first row with two filled cells is the head; a title above it is passed over."""
    gevuld: list[Rij] = []
    kop: tuple[str, ...] | None = None
    for nummer, cellen in rijen:
        if all(c.is_leeg for c in cellen):
            continue
        if kop is None:
            if sum(not c.is_leeg for c in cellen) >= 2:
                breedte = max(i for i, c in enumerate(cellen, start=1) if not c.is_leeg)
                kop = tuple(c.tekst for c in cellen[:breedte])
            continue
        gevuld.append((nummer, cellen))
        if len(gevuld) > MEESTE_RIJEN:
            raise te_veel_rijen()
    if kop is None:
        raise ValidationError("Er staat geen rij met kolomnamen in dit bestand.", code="geen_kop")
    if not gevuld:
        raise ValidationError("Onder de kolomnamen staan geen regels.", code="geen_regels")
    return Tabel(kop, tuple(gevuld), werkblad)


def te_veel_rijen() -> ValidationError:
    """The refusal of a file that holds more rows than a statement of totals can need."""
    return ValidationError("Dit bestand heeft meer dan 10.000 regels. Lever totalen per post aan; dat is genoeg.", code="te_veel_regels")


# --- xlsx -------------------------------------------------------------------------------------------------------


def _lees_xlsx(inhoud: bytes, extensie: str) -> tuple[str, Iterator[Rij]]:
    soort = soort_in_zip(io.BytesIO(inhoud))
    if soort is not XLSX:
        raise ValidationError(f"Dit soort bestand lezen wij niet. {AANVAARD}", code="soort")
    if extensie != XLSX.extensie:
        raise ValidationError("De inhoud van dit bestand is xlsx, maar de naam eindigt anders. Geef het de juiste naam.", code="naam")
    with zipfile.ZipFile(io.BytesIO(inhoud)) as archief:
        if sum(deel.file_size for deel in archief.infolist()) > MEESTE_UITGEPAKT:
            raise ValidationError("Dit bestand is uitgepakt veel te groot. Lever totalen per post aan; dat is genoeg.", code="zipbom")
    try:
        boek = load_workbook(io.BytesIO(inhoud), read_only=True, data_only=False, keep_links=False)
        blad = next((b for b in boek.worksheets if b.sheet_state == "visible"), None)
        if blad is None:
            raise ValidationError("In dit bestand staat geen zichtbaar werkblad.", code="geen_blad")
        blad.reset_dimensions()
        return str(blad.title), iter(list(_rijen_van(blad)))
    except ValidationError:
        raise
    except Exception:
        raise beschadigd() from None


def _rijen_van(blad: Any) -> Iterator[Rij]:
    gevuld = 0
    for nummer, rij in enumerate(blad.iter_rows(max_col=MEESTE_KOLOMMEN), start=1):
        cellen = tuple(_cel(f"{get_column_letter(i)}{nummer}", c) for i, c in enumerate(rij, start=1))
        gevuld += any(not c.is_leeg for c in cellen)
        if gevuld > MEESTE_RIJEN + 1 or nummer > 2 * MEESTE_RIJEN:
            raise te_veel_rijen()
        yield nummer, cellen


def _cel(plek: str, cel: Any) -> Cel:
    waarde, soort = cel.value, getattr(cel, "data_type", "n")
    if waarde is None:
        return Cel(plek)
    if soort == "f":
        return Cel(plek, bezwaar=f"Cel {plek} bevat een formule. Plak er de waarde.")
    if soort == "e":
        return Cel(plek, bezwaar=f"Cel {plek} bevat een fout ({str(waarde)[:20]}).")
    if isinstance(waarde, bool):
        return Cel(plek, bezwaar=f"Cel {plek} bevat waar of onwaar, geen bedrag.")
    if isinstance(waarde, int | float):
        return _getal(plek, waarde)
    if soort == "d":
        return Cel(plek, tekst=str(waarde), bezwaar=f"Cel {plek} bevat een datum, geen bedrag.")
    return _tekst(plek, str(waarde))


def _getal(plek: str, waarde: float) -> Cel:
    if not math.isfinite(waarde) or abs(waarde) > GROOTSTE_BEDRAG:
        return Cel(plek, bezwaar=f"Het bedrag in cel {plek} is te groot.")
    getal = Decimal(repr(waarde)).quantize(CENT, ROUND_HALF_UP)
    return Cel(plek, tekst=f"{Decimal(repr(waarde)).normalize():f}", getal=getal)


def _tekst(plek: str, tekst: str) -> Cel:
    schoon = " ".join("".join(t if t.isprintable() else " " for t in tekst).split())
    if schoon.startswith("=") or (schoon[:1] in "+@" and not schoon[1:2].isdigit() and len(schoon) > 1):
        return Cel(plek, bezwaar=f"Cel {plek} bevat een formule. Plak er de waarde.")
    return Cel(plek, tekst=schoon[:LANGSTE_CEL])


# --- csv --------------------------------------------------------------------------------------------------------


def _lees_csv(inhoud: bytes) -> Iterator[Rij]:
    regels = _ontcijfer(inhoud).splitlines(keepends=True)
    teken = ""
    if regels and regels[0].lower().startswith("sep=") and len(regels[0].rstrip("\r\n")) == 5:
        teken, regels = regels[0][4], regels[1:]
        begin = 2
    else:
        begin = 1
    lezer = csv.reader(regels, delimiter=teken or _scheidingsteken(regels))
    try:
        for nummer, rij in enumerate(lezer, start=begin):
            if nummer > 2 * MEESTE_RIJEN:
                raise te_veel_rijen()
            yield nummer, tuple(_tekst(f"{get_column_letter(i)}{nummer}", w) for i, w in enumerate(rij[:MEESTE_KOLOMMEN], start=1))
    except csv.Error:
        raise ValidationError("Dit csv-bestand is niet te lezen. Sla het opnieuw op en kies het dan nog eens.", code="csv") from None


def _ontcijfer(inhoud: bytes) -> str:
    """UTF-8 with or without its mark, UTF-16 with its mark, else what Windows writes; binary is no text."""
    if inhoud.startswith((b"\xff\xfe", b"\xfe\xff")):
        codering = ["utf-16"]
    elif b"\x00" in inhoud:
        codering = []
    else:
        codering = ["utf-8-sig", "cp1252"]
    for naam in codering:
        try:
            return inhoud.decode(naam)
        except UnicodeDecodeError:
            continue
    raise ValidationError(f"Dit bestand bevat geen leesbare tekst. {AANVAARD}", code="geen_tekst")


def _scheidingsteken(regels: list[str]) -> str:
    """The sign that splits the first rows into the most columns; a semicolon when none does."""
    proef = [r for r in regels[:20] if r.strip()]
    return max(SCHEIDINGSTEKENS, key=lambda t: max((r.count(t) for r in proef), default=0)) if proef else ";"
