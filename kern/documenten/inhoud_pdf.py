"""Looking inside a PDF: that it opens, is not encrypted, and does nothing by itself."""

from collections.abc import Iterator
from typing import IO, Any

from django.core.exceptions import ValidationError
from pypdf import PdfReader

from kern.documenten.soorten import beschadigd, beveiligd, macros

ACTIEVE_ACTIES = {"/JavaScript", "/Launch", "/ImportData"}
MEESTE_BLADZIJDEN = 3000
LANGSTE_KETEN = 20


def controleer_pdf(bestand: IO[bytes]) -> None:
    """Raise ValidationError when this PDF is damaged, encrypted, or holds JavaScript or a command to start something."""
    try:
        lezer = PdfReader(bestand, strict=False)
        if lezer.is_encrypted:
            raise beveiligd()
        if len(lezer.pages) == 0:
            raise beschadigd()
        if any(_is_actief(actie) for actie in _acties(lezer)):
            raise macros()
    except ValidationError:
        raise
    except Exception:  # a broken PDF can raise anything in the reader; to its owner it is one and the same
        raise beschadigd() from None


def _vast(waarde: Any) -> Any:
    return waarde.get_object() if hasattr(waarde, "get_object") else waarde


def _deel(houder: Any, sleutel: str) -> Any:
    vast = _vast(houder)
    return _vast(vast[sleutel]) if isinstance(vast, dict) and sleutel in vast else None


def _acties(lezer: PdfReader) -> Iterator[Any]:
    """Every action of the document, its named scripts, its pages, its annotations and its form fields."""
    wortel = lezer.root_object
    if _deel(_deel(wortel, "/Names"), "/JavaScript") is not None:
        raise macros()
    yield _deel(wortel, "/OpenAction")
    yield from _bij_gebeurtenis(wortel)
    for veld in _deel(_deel(wortel, "/AcroForm"), "/Fields") or []:
        yield from _bij_gebeurtenis(veld)
    for nummer, bladzijde in enumerate(lezer.pages):
        if nummer >= MEESTE_BLADZIJDEN:
            return
        yield from _bij_gebeurtenis(bladzijde)
        for aantekening in _deel(bladzijde, "/Annots") or []:
            yield _deel(aantekening, "/A")
            yield from _bij_gebeurtenis(aantekening)


def _bij_gebeurtenis(houder: Any) -> Iterator[Any]:
    yield from (_vast(actie) for actie in (_deel(houder, "/AA") or {}).values())


def _is_actief(actie: Any) -> bool:
    """Whether this action, or one that it leads on to, runs something."""
    for _ in range(LANGSTE_KETEN):
        if not isinstance(actie, dict):
            return False
        if actie.get("/S") in ACTIEVE_ACTIES:
            return True
        volgende = _deel(actie, "/Next")
        if isinstance(volgende, list):
            return any(_is_actief(_vast(deel)) for deel in volgende[:LANGSTE_KETEN])
        actie = volgende
    return True
