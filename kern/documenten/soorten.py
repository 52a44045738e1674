"""The kinds of file a dossier takes, and the limits they share."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError

MEGABYTE = 1024 * 1024
GROOTSTE_BESTAND = 25 * MEGABYTE
LANGSTE_NAAM = 120


@dataclass(frozen=True)
class Bestandsoort:
    """One accepted kind: its own extension, the other ways people write it, and its media type."""

    extensie: str
    inhoudstype: str
    ook: tuple[str, ...] = ()

    @property
    def extensies(self) -> tuple[str, ...]:
        return (self.extensie, *self.ook)


PDF = Bestandsoort("pdf", "application/pdf")
DOCX = Bestandsoort("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
XLSX = Bestandsoort("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
ODT = Bestandsoort("odt", "application/vnd.oasis.opendocument.text")
ODS = Bestandsoort("ods", "application/vnd.oasis.opendocument.spreadsheet")
PNG = Bestandsoort("png", "image/png")
JPG = Bestandsoort("jpg", "image/jpeg", ("jpeg",))
SOORTEN = (PDF, DOCX, XLSX, ODT, ODS, PNG, JPG)

GRENZEN = "Pdf, docx, xlsx, odt, ods, png of jpg. Ten hoogste 25 MB, zonder macro's en zonder wachtwoord."


def beschadigd() -> ValidationError:
    """The refusal of a file that cannot be read as what it claims to be."""
    return ValidationError("Dit bestand is beschadigd of onvolledig. Sla het opnieuw op en kies het dan nog eens.", code="beschadigd")


def beveiligd() -> ValidationError:
    """The refusal of a file behind a password."""
    return ValidationError(
        "Dit bestand is beveiligd met een wachtwoord of met beperkingen. Sla het op zonder beveiliging.", code="beveiligd"
    )


def macros() -> ValidationError:
    """The refusal of a file that can run something by itself."""
    return ValidationError("Dit bestand bevat macro's of andere actieve onderdelen. Sla het op zonder macro's.", code="macros")
