"""The text beside the judgement: the fields of the submission that a point is about, and what changed in them."""

from dataclasses import dataclass

from beoordeling.kaders import Punt
from beoordeling.models import Beoordeling, Beoordelingsronde
from transformatie.formats import Veld
from transformatie.models import Kpi, Planversie
from transformatie.selectors.stukken import Deel, door_elkaar

KPIS = "kpis"


@dataclass(frozen=True)
class Passage:
    """One field of the submission as reviewers read it; `was` is its text in the version before, when that differed."""

    sleutel: str
    label: str
    tekst: str
    is_sociaal: bool = False
    is_gewijzigd: bool = False
    was: str = ""

    @property
    def delen(self) -> list[Deel]:
        """The words that went and came, in one running text."""
        return door_elkaar(self.was, self.tekst)


class Lezer:
    """Reads one submission, and knows what changed since the version this organisation judged last, or the one before."""

    def __init__(self, ronde: Beoordelingsronde, plaats: Beoordeling | None = None) -> None:
        self.ronde = ronde
        bron: Planversie = ronde.versie or ronde.snelle_toets  # type: ignore[assignment]  # a ronde has a version when it has no snelle toets
        self.format, self.inhoud = bron.format, bron.inhoud
        self.sociaal = set(ronde.versie.sociale_velden) if ronde.versie else set()
        self.eerder = laatst_beoordeeld(ronde, plaats) if plaats else None
        self.vorige = _versie_van(self.eerder) or (vorige_versie(ronde.versie) if ronde.versie else None)

    @property
    def sinds(self) -> str:
        """Since when the marks tell what changed."""
        if self.vorige is None:
            return ""
        wanneer = ", die u het laatst beoordeelde" if self.eerder else ""
        return f"gewijzigd sinds versie {self.vorige.nummer}{wanneer}"

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

    def is_gewijzigd(self, punt: Punt) -> bool:
        """Whether anything this point is about changed since the earlier version."""
        if any(p.is_gewijzigd for p in self.passages(punt)):
            return True
        return (
            KPIS in punt.passages
            and self.vorige is not None
            and self.ronde.versie is not None
            and _andere_kpis(self.vorige, self.ronde.versie)
        )

    def ongewijzigd(self) -> list[Punt]:
        """The points of which everything is as it was in the version this organisation judged last."""
        return [p for p in self.ronde.punten if not self.is_gewijzigd(p)] if self.eerder else []

    def _passage(self, veld: Veld) -> Passage:
        tekst = str(self.inhoud.get(veld.sleutel, ""))
        was = str(self.vorige.inhoud.get(veld.sleutel, "")) if self.vorige else tekst
        was_sociaal = veld.sleutel in self.vorige.sociale_velden if self.vorige else veld.sleutel in self.sociaal
        anders = was != tekst or was_sociaal != (veld.sleutel in self.sociaal)
        return Passage(veld.sleutel, veld.label, tekst, veld.sleutel in self.sociaal, anders, was)


def _andere_kpis(oud: Planversie, nieuw: Planversie) -> bool:
    """Whether the amount, a KPI or a mijlpaal differs."""
    if oud.bedrag_gevraagd != nieuw.bedrag_gevraagd:
        return True
    if [k.als_gegevens() for k in oud.kpi_lijst] != [k.als_gegevens() for k in nieuw.kpi_lijst]:
        return True
    velden = ("sleutel", "nummer", "titel", "datum", "is_go_no_go")
    return list(oud.mijlpalen.values_list(*velden)) != list(nieuw.mijlpalen.values_list(*velden))


def _versie_van(plaats: Beoordeling | None) -> Planversie | None:
    return plaats.ronde.versie if plaats else None


def laatst_beoordeeld(ronde: Beoordelingsronde, plaats: Beoordeling) -> Beoordeling | None:
    """The place this organisation filled, with at least one judgement, on an earlier version of the same plan."""
    if ronde.versie is None:
        return None
    eerder = Beoordeling.objects.filter(
        organisatie_id=plaats.organisatie_id,
        rol=plaats.rol,
        ronde__versie__plan_id=ronde.versie.plan_id,
        ronde__versie__nummer__lt=ronde.versie.nummer,
        oordelen__isnull=False,
    )
    return eerder.select_related("ronde__versie").order_by("-ronde__versie__nummer", "-ronde__nummer").first()


def vorige_versie(versie: Planversie) -> Planversie | None:
    """The version handed in before this one, if any."""
    eerder = versie.plan.versies.filter(nummer__lt=versie.nummer, bevroren_op__isnull=False)
    return eerder.order_by("-nummer").first()
