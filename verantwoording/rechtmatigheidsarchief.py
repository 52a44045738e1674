"""Making the archive of a rechtmatigheidsdossier: one zip that can be checked without this application (3a.5).

A zip and not a PDF with files inside: `sha256sum -c SHA256SUMS` checks it with what every computer has, attachments of
any kind stay as they were handed in, and the PDF with the index can be PDF/A-2a: tagged, and made to be kept.
The same contents give the same bytes: no moment of making is in it.
"""

import hashlib
import json
import re
import tempfile
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Any

from kern.documenten.models import Document
from kern.documenten.pdf import maak_pdf
from verantwoording.rechtmatigheidsblad import Rechtmatigheidsblad
from verantwoording.rechtmatigheidsgegevens import bijlagen_van, boekingen, gegevens

SJABLOON = "brieven/rechtmatigheidsdossier.html"
VORM = "2"
"""Of the archive itself; raise it when the template or the layout changes, so that an older archive is not handed out instead."""
GEGEVENS, PDF, SOMMEN, LEESMIJ = "gegevens.json", "rechtmatigheidsdossier.pdf", "SHA256SUMS", "LEESMIJ.txt"
UITLEG = """Rechtmatigheidsdossier {kenmerk}, stand van {dag}

  {pdf}   de inhoud om te lezen, met een lijst van alle bijlagen (PDF/A-2a)
  {json}             dezelfde inhoud als gegevens, bedragen in euro als tekst
  bijlagen/                 de stukken zoals zij zijn ingediend
  {sommen}                het controlegetal (sha256) van elk bestand

Controleren, in de map waarin u dit uitpakte:

  Linux          sha256sum -c {sommen}
  macOS          shasum -a 256 -c {sommen}
  Windows        Get-FileHash -Algorithm SHA256 (Get-ChildItem -Recurse -File)  en vergelijk met {sommen}

Meldt de opdracht bij elk bestand OK, dan is er niets gewijzigd. Het controlegetal van het zip-bestand zelf staat in de
toepassing bij het rechtmatigheidsdossier.
"""

Stap = Callable[[int, int], None]


class BijlageGewijzigd(Exception):
    """A stored file is not what it was when it was handed in, or is gone."""


@dataclass
class Inhoud:
    """What an archive will say, read before anything is made; `sha256` is the same when nothing changed."""

    blad: Rechtmatigheidsblad
    bijlagen: list[tuple[str, Document]]
    json: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(VORM.encode() + self.json).hexdigest()

    @property
    def stappen(self) -> int:
        """How many steps making it takes: each attachment, the PDF, and the zip."""
        return len(self.bijlagen) + 2


def lees(blad: Rechtmatigheidsblad) -> Inhoud:
    """Read everything the archive says, in a fixed number of queries."""
    bijlagen = [(f"bijlagen/{nummer:03d}-{_naam(stuk)}", stuk) for nummer, stuk in enumerate(bijlagen_van(blad), start=1)]
    return Inhoud(blad, bijlagen, _json(gegevens(blad, bijlagen)))


def maak(inhoud: Inhoud, stap: Stap) -> bytes:
    """The zip; tells after each step how far it is; raises BijlageGewijzigd for a file that does not match its hash."""
    sommen: dict[str, str] = {}
    with tempfile.TemporaryFile() as ruimte:
        with zipfile.ZipFile(ruimte, "w", zipfile.ZIP_DEFLATED) as archief:
            for nummer, (pad, stuk) in enumerate(inhoud.bijlagen, start=1):
                sommen[pad] = _schrijf(archief, pad, _lees_bijlage(stuk), inhoud)
                stap(nummer, inhoud.stappen)
            sommen[GEGEVENS] = _schrijf(archief, GEGEVENS, inhoud.json, inhoud)
            sommen[PDF] = _schrijf(archief, PDF, _pdf(inhoud, sommen[GEGEVENS]), inhoud)
            stap(inhoud.stappen - 1, inhoud.stappen)
            sommen[LEESMIJ] = _schrijf(archief, LEESMIJ, _leesmij(inhoud), inhoud)
            _schrijf(archief, SOMMEN, "".join(f"{som}  {pad}\n" for pad, som in sorted(sommen.items())).encode(), inhoud)
        return _alles(ruimte)


def _alles(ruimte: IO[bytes]) -> bytes:
    ruimte.seek(0)
    return ruimte.read()


def _schrijf(archief: zipfile.ZipFile, pad: str, inhoud: bytes, bij: Inhoud) -> str:
    """Add one file, dated on the day of the archive; gives its sha256."""
    op = bij.blad.op
    kop = zipfile.ZipInfo(pad, (op.year, op.month, op.day, 0, 0, 0))
    kop.compress_type, kop.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
    archief.writestr(kop, inhoud)
    return hashlib.sha256(inhoud).hexdigest()


def _lees_bijlage(stuk: Document) -> bytes:
    try:
        with stuk.bestand.open("rb") as bestand:
            inhoud: bytes = bestand.read()
    except OSError:
        raise BijlageGewijzigd(f"De bijlage ‘{stuk.titel}’ is niet meer te lezen.") from None
    if hashlib.sha256(inhoud).hexdigest() != stuk.sha256:
        raise BijlageGewijzigd(f"De bijlage ‘{stuk.titel}’ is niet meer wat er is ingediend: het controlegetal klopt niet.")
    return inhoud


def _pdf(inhoud: Inhoud, som: str) -> bytes:
    blad = inhoud.blad
    context = {"blad": blad, "dossier": blad.dossier, "bijlagen": inhoud.bijlagen, "boekingen": boekingen(blad), "json_sha256": som}
    return maak_pdf(SJABLOON, context, variant="pdf/a-2a")


def _leesmij(inhoud: Inhoud) -> bytes:
    blad = inhoud.blad
    return UITLEG.format(kenmerk=blad.dossier.kenmerk, dag=blad.op.isoformat(), pdf=PDF, json=GEGEVENS, sommen=SOMMEN).encode()


def _json(waarden: dict[str, Any]) -> bytes:
    return (json.dumps(waarden, ensure_ascii=False, indent=2) + "\n").encode()


def _naam(stuk: Document) -> str:
    """The name of the file in signs that every computer unpacks."""
    stam, _, extensie = stuk.bestandsnaam.rpartition(".")
    kaal = unicodedata.normalize("NFKD", stam).encode("ascii", "ignore").decode()
    return f"{re.sub(r'[^A-Za-z0-9._-]+', '-', kaal).strip('-.')[:80] or 'bijlage'}.{extensie}"
