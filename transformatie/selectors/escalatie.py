"""What the page of one escalation shows: its three steps, its clocks, and the help beside it."""

from dataclasses import dataclass

from kern.termijnen.models import Termijn
from transformatie.escalatiebeurten import STAPNUMMER
from transformatie.models import Escalatie, Escalatiegesprek, EscalatieStatus, Overleg, Zijspoor

SPORTEN = {
    1: ("Bilateraal overleg", "Management of bestuur van de organisaties waar het knelt spreekt elkaar.", "1d.1", "escalatiestap_1"),
    2: ("Overleg met alle partijen", "De coördinerende zorgverzekeraar roept alle betrokken partijen bijeen.", "1d.2", "escalatiestap_2"),
    3: (
        "Bestuurlijk gesprek",
        "Op initiatief van de coördinerende zorgverzekeraar, met als streven binnen twee weken.",
        "1d.3",
        "bestuurlijk_gesprek",
    ),
}


@dataclass(frozen=True)
class Sport:
    """One rung of the ladder: what it is, whether it was or is taken, its talk, its meeting and its clock."""

    nummer: int
    naam: str
    uitleg: str
    regel: str
    stand: str
    gesprek: Escalatiegesprek | None
    termijn: Termijn | None

    @property
    def overleg(self) -> Overleg | None:
        return self.gesprek.overleg if self.gesprek else None

    @property
    def is_ons(self) -> bool:
        """Whether the length of its term is our own choice (1d.1, 1d.2)."""
        return self.nummer < 3


def klokken(rij: Escalatie) -> list[Termijn]:
    """The clocks of this escalation, from what the page loaded of the dossier."""
    alle: list[Termijn] = rij.dossier.__dict__["alle_termijnen"]
    return [t for t in alle if t.onderwerp == rij.pk]


def sporten(rij: Escalatie) -> list[Sport]:
    """The three steps: done, now, or to come. Two queries."""
    if "_sporten" not in rij.__dict__:
        gesprekken = {g.stap: g for g in rij.gesprekken.select_related("overleg__organisator").prefetch_related("organisaties")}
        for gesprek in gesprekken.values():
            if gesprek.overleg is not None:
                gesprek.overleg.dossier = rij.dossier
        per_soort = {t.soort_termijn: t for t in klokken(rij)}
        rij.__dict__["_sporten"] = [
            Sport(nummer, naam, uitleg, regel, _stand(rij, nummer, gesprekken), gesprekken.get(nummer), per_soort.get(soort))
            for nummer, (naam, uitleg, regel, soort) in SPORTEN.items()
        ]
    gevonden: list[Sport] = rij.__dict__["_sporten"]
    return gevonden


def _stand(rij: Escalatie, nummer: int, gesprekken: dict[int, Escalatiegesprek]) -> str:
    if STAPNUMMER.get(EscalatieStatus(rij.status), 0) == nummer:
        return "bezig"
    return "klaar" if nummer in gesprekken else "later"


def hulp(rij: Escalatie) -> list[Zijspoor]:
    """The help that was called in, with who reads along. Two queries."""
    zijsporen = rij.zijsporen.select_related("gevraagd_door")
    return list(zijsporen.prefetch_related("leden__lidmaatschap__gebruiker", "leden__lidmaatschap__organisatie"))
