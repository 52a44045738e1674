"""Checking a file that somebody hands over: by what it is, not by what it is called."""

import re
import unicodedata
from pathlib import PurePosixPath
from typing import Any

import filetype
from django.core.exceptions import ValidationError
from django.core.files.base import File

from kern.documenten.inhoud_pdf import controleer_pdf
from kern.documenten.inhoud_zip import soort_in_zip
from kern.documenten.soorten import GROOTSTE_BESTAND, JPG, LANGSTE_NAAM, MEGABYTE, PDF, PNG, SOORTEN, Bestandsoort, beschadigd

BEGIN = 8192
OUD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
SLOT = {PNG: b"IEND", JPG: b"\xff\xd9"}
MIME_SOORTEN = {soort.inhoudstype: soort for soort in (PDF, PNG, JPG)}
WINDOWS_NAMEN = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def controleer_bestand(upload: "File[Any]") -> Bestandsoort:
    """Tell what kind of file this is, or raise ValidationError with one sentence that says what to do."""
    if not upload.size:
        raise ValidationError("Dit bestand is leeg. Kies een ander bestand.", code="leeg")
    if upload.size > GROOTSTE_BESTAND:
        grootte = f"{upload.size / MEGABYTE:.1f}".replace(".", ",")
        raise ValidationError(f"Dit bestand is {grootte} MB. Een bestand mag ten hoogste 25 MB zijn.", code="te_groot")
    soort = _herken(upload)
    upload.seek(0)
    naam = PurePosixPath((upload.name or "").replace("\\", "/")).name
    extensie = naam.rpartition(".")[2].lower() if "." in naam else ""
    if extensie not in soort.extensies:
        wat = f"maar de naam eindigt op .{extensie[:10]}" if extensie.isalnum() else f"maar de naam eindigt niet op .{soort.extensie}"
        raise ValidationError(f"De inhoud van dit bestand is {soort.extensie}, {wat}. Geef het de juiste naam.", code="naam")
    return soort


def _herken(upload: "File[Any]") -> Bestandsoort:
    upload.seek(0)
    begin = upload.read(BEGIN)
    upload.seek(0)
    if begin.startswith(OUD_OFFICE):
        raise ValidationError(
            "Dit is een oud Office-bestand, of een met een wachtwoord. Sla het op als docx of xlsx, zonder wachtwoord.", code="oud_office"
        )
    if begin.startswith(ZIP):
        soort = soort_in_zip(upload)
    else:
        gok = filetype.guess(begin)
        soort = MIME_SOORTEN.get(gok.mime) if gok else None
    if soort is None:
        namen = ", ".join(s.extensie for s in SOORTEN[:-1])
        raise ValidationError(
            f"Dit soort bestand nemen wij niet aan. Kies een bestand van de soort {namen} of {JPG.extensie}.", code="soort"
        )
    if soort is PDF:
        controleer_pdf(upload)
    elif soort in SLOT:
        _controleer_slot(upload, SLOT[soort])
    return soort


def _controleer_slot(upload: "File[Any]", slot: bytes) -> None:
    """A picture that lacks its closing mark came only half through."""
    upload.seek(0)
    if slot not in upload.read():
        raise beschadigd()


def schone_naam(naam: str, extensie: str) -> str:
    """The name people see when they download it: one line, no path, no invisible signs, of bounded length."""
    los = unicodedata.normalize("NFC", naam).replace("\\", "/").rpartition("/")[2]
    los = "".join(" " if unicodedata.category(teken) in ("Cc", "Zl", "Zp") else teken for teken in los)
    los = "".join(teken for teken in los if unicodedata.category(teken)[0] != "C")
    los = re.sub(r'[<>:"|?*]', "_", los)
    stam = los.rpartition(".")[0] if "." in los else los
    stam = re.sub(r"\s+", " ", stam).strip(" .")[: LANGSTE_NAAM - len(extensie) - 1].rstrip(" .")
    if not stam or WINDOWS_NAMEN.match(stam):
        stam = f"document {stam}".strip()
    return f"{stam}.{extensie}"
