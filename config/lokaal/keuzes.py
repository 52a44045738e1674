"""What one may ask of ./demo, read from the command line in Dutch."""

from dataclasses import dataclass

from config.lokaal.basis import Stop

HULP = """\
./demo [--vers] [--klaarzetten] [--poort N]

Start Transformatieplan op deze machine, met voorbeeldgegevens en voorbeeldaccounts.

  --poort N       gebruik een andere poort dan 8000
  --vers          begin opnieuw: gooi de gegevens van de demo weg
  --klaarzetten   zet alles klaar en start niets
  --help          deze tekst

Staat DATABASE_URL in de omgeving, dan gebruikt de demo die databank in plaats van de ingebouwde.
Stoppen doet u met Ctrl-C; de gegevens blijven staan in de map .lokaal."""


@dataclass(frozen=True)
class Keuzes:
    """The choices made on the command line."""

    poort: int = 8000
    vers: bool = False
    klaarzetten: bool = False


def lees_keuzes(argv: list[str]) -> Keuzes:
    """Read the options; whatever is not understood is refused with one sentence (exit code 2)."""
    poort, vers, klaarzetten = 8000, False, False
    over = list(argv)
    while over:
        woord, _, waarde = over.pop(0).partition("=")
        if woord == "--poort":
            poort = _lees_poort(waarde or (over.pop(0) if over else ""))
        elif woord == "--vers" and not waarde:
            vers = True
        elif woord == "--klaarzetten" and not waarde:
            klaarzetten = True
        else:
            raise Stop(f"./demo kent de optie {woord} niet; ./demo --help toont wat wel kan.", code=2)
    return Keuzes(poort, vers, klaarzetten)


def _lees_poort(waarde: str) -> int:
    if waarde.isascii() and waarde.isdigit() and 1 <= int(waarde) <= 65535:
        return int(waarde)
    raise Stop("Geef achter --poort een getal van 1 tot en met 65535.", code=2)
