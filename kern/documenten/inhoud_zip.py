"""Looking inside docx, xlsx, odt and ods: which of them it is, and that nothing in it runs or swells."""

import zipfile
import zlib
from typing import IO
from xml.parsers import expat

from django.core.exceptions import ValidationError

from kern.documenten.soorten import DOCX, MEGABYTE, ODS, ODT, XLSX, Bestandsoort, beschadigd, beveiligd, macros

MEESTE_ONDERDELEN = 5000
MEESTE_UITGEPAKT = 200 * MEGABYTE
GROOTSTE_LIJST = 2 * MEGABYTE
STUK = MEGABYTE
OOXML_HOOFDDEEL = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": DOCX,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": XLSX,
}
ACTIEF_IN_NAAM = ("vbaproject", "vbadata", "activex", "macrosheets/")
MET_MACROS = (".docm", ".dotm", ".xlsm", ".xltm", ".xlam", ".pptm")
UITVOERBAAR = (".exe", ".js", ".vbs", ".hta", ".lnk", ".bat", ".cmd", ".ps1", ".jar")
ACTIEF_IN_TYPE = ("macroenabled", "vbaproject", "activex", "macrosheet")
ACTIEF_IN_ODF = b"vnd.sun.star.script:"
VERSLEUTELD = 0x1


class _Uitgedijd(Exception):
    """The container unpacks to more than we are willing to read."""


def soort_in_zip(bestand: IO[bytes]) -> Bestandsoort | None:
    """Tell which document this container holds, or None for any other zip; raise ValidationError with what is wrong."""
    try:
        with zipfile.ZipFile(bestand) as archief:
            return _beoordeel(archief)
    except _Uitgedijd:
        raise ValidationError(
            "Dit bestand is uitgepakt veel te groot. Sla het opnieuw op en kies het dan nog eens.", code="zipbom"
        ) from None
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, KeyError, ValueError, expat.ExpatError):
        raise beschadigd() from None


def _beoordeel(archief: zipfile.ZipFile) -> Bestandsoort | None:
    delen = archief.infolist()
    namen = [deel.filename for deel in delen]
    if len(delen) > MEESTE_ONDERDELEN or sum(deel.file_size for deel in delen) > MEESTE_UITGEPAKT:
        raise _Uitgedijd
    if any(deel.flag_bits & VERSLEUTELD for deel in delen):
        raise beveiligd()
    if len(set(namen)) != len(namen) or any(_is_rare_naam(naam) for naam in namen):
        raise beschadigd()
    soort = _herken(archief, namen)
    if soort is None:
        return None
    if any(_is_actief(naam) for naam in namen) or (soort in (ODT, ODS) and any(n.startswith(("Basic/", "Scripts/")) for n in namen)):
        raise macros()
    _pak_uit(archief, delen)
    return soort


def _is_rare_naam(naam: str) -> bool:
    return naam.startswith("/") or "\\" in naam or ".." in naam.split("/") or "\x00" in naam


def _is_actief(naam: str) -> bool:
    klein = naam.lower()
    return any(woord in klein for woord in ACTIEF_IN_NAAM) or klein.endswith(MET_MACROS + UITVOERBAAR)


def _herken(archief: zipfile.ZipFile, namen: list[str]) -> Bestandsoort | None:
    if "[Content_Types].xml" in namen:
        return _herken_ooxml(archief, namen)
    if namen and namen[0] == "mimetype":
        return _herken_odf(archief, namen)
    return None


def _herken_ooxml(archief: zipfile.ZipFile, namen: list[str]) -> Bestandsoort | None:
    typen = [velden.get("ContentType", "").lower() for _, velden in _elementen(archief, "[Content_Types].xml")]
    if any(woord in inhoudstype for inhoudstype in typen for woord in ACTIEF_IN_TYPE):
        raise macros()
    if "word/_rels/settings.xml.rels" in namen:
        for _, velden in _elementen(archief, "word/_rels/settings.xml.rels"):
            if velden.get("Type", "").endswith("/attachedTemplate") and velden.get("Target", "").lower().startswith("http"):
                raise macros()
    return next((OOXML_HOOFDDEEL[inhoudstype] for inhoudstype in typen if inhoudstype in OOXML_HOOFDDEEL), None)


def _herken_odf(archief: zipfile.ZipFile, namen: list[str]) -> Bestandsoort | None:
    soort = {s.inhoudstype: s for s in (ODT, ODS)}.get(_lees(archief, "mimetype").decode("ascii", "replace").strip())
    if soort and any(naam.endswith("encryption-data") for naam, _ in _elementen(archief, "META-INF/manifest.xml")):
        raise beveiligd()
    return soort


def _lees(archief: zipfile.ZipFile, naam: str) -> bytes:
    with archief.open(naam) as deel:
        inhoud = deel.read(GROOTSTE_LIJST + 1)
    if len(inhoud) > GROOTSTE_LIJST:
        raise _Uitgedijd
    return inhoud


def _elementen(archief: zipfile.ZipFile, naam: str) -> list[tuple[str, dict[str, str]]]:
    """The elements of a small list inside the container; a list that declares entities is not read."""
    gevonden: list[tuple[str, dict[str, str]]] = []

    def weiger(*_: object) -> None:
        raise ValueError(naam)

    lezer = expat.ParserCreate()
    lezer.StartElementHandler = lambda element, velden: gevonden.append((element, velden))
    lezer.EntityDeclHandler = weiger
    lezer.Parse(_lees(archief, naam), True)
    return gevonden


def _pak_uit(archief: zipfile.ZipFile, delen: list[zipfile.ZipInfo]) -> None:
    """Read everything once, never more than the sizes that were added up: a size that lies is damage, and shows here."""
    for deel in delen:
        staart = b""
        with archief.open(deel) as stroom:
            while stuk := stroom.read(STUK):
                if ACTIEF_IN_ODF in staart + stuk:
                    raise macros()
                staart = stuk[-len(ACTIEF_IN_ODF) :]
