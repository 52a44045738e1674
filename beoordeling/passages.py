"""The text beside the judgement: the fields of the submission that a point is about."""

from dataclasses import dataclass

from beoordeling.kaders import Punt
from beoordeling.models import Beoordelingsronde
from transformatie.formats import Veld
from transformatie.models import Kpi, Planversie
from transformatie.services.versies import Verschil, verschillen

KPIS = "kpis"


@dataclass(frozen=True)
class Passage:
    """One field of the submission as reviewers read it; `was` is its text in the version before, when that differed."""

    label: str
    tekst: str
    is_sociaal: bool = False
    is_gewijzigd: bool = False
    was: str = ""


class Lezer:
    """Reads one submission, and knows what changed since the version before."""

    def __init__(self, ronde: Beoordelingsronde) -> None:
        self.ronde = ronde
        bron: Planversie = ronde.versie or ronde.snelle_toets  # type: ignore[assignment]
        self.format, self.inhoud = bron.format, bron.inhoud
        self.sociaal = set(ronde.versie.sociale_velden) if ronde.versie else set()
        self.vorige = vorige_versie(ronde.versie) if ronde.versie else None
        self.anders: list[Verschil] = verschillen(self.vorige, ronde.versie) if self.vorige and ronde.versie else []
        self._per_label = {v.onderdeel: v for v in self.anders}

    def passages(self, punt: Punt) -> list[Passage]:
        """The fields this point is about, in the order of the framework."""
        return [self._passage(v) for s in punt.passages if (v := self.format.veld(s)) is not None]

    def overige(self, punt: Punt) -> list[tuple[str, list[Passage]]]:
        """The rest of the submission, per chapter."""
        rest = [(h.titel, [self._passage(v) for v in h.velden if v.sleutel not in punt.passages]) for h in self.format.hoofdstukken]
        return [(titel, velden) for titel, velden in rest if velden]

    def kpis(self, punt: Punt) -> list[Kpi]:
        """The KPI's, where the point is about them."""
        return self.ronde.versie.kpi_lijst if self.ronde.versie and KPIS in punt.passages else []

    def _passage(self, veld: Veld) -> Passage:
        verschil = self._per_label.get(veld.label)
        tekst = str(self.inhoud.get(veld.sleutel, ""))
        return Passage(veld.label, tekst, veld.sleutel in self.sociaal, verschil is not None, verschil.oud if verschil else "")


def vorige_versie(versie: Planversie) -> Planversie | None:
    """The version handed in before this one, if any."""
    eerder = versie.plan.versies.filter(nummer__lt=versie.nummer, bevroren_op__isnull=False)
    return eerder.order_by("-nummer").first()
