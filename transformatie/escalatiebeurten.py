"""Who must do what, by when, in the present step of an escalation (1d); the dossier, the werkvoorraad and its own page all ask here."""

from django.urls import reverse

from kern.organisaties.models import Organisatie
from kern.termijnen.models import Termijn, TermijnStatus
from transformatie.aanzet import AanZet, Actie
from transformatie.models import EscalatieStatus
from transformatie.selectors.dossier import Ladder

S = EscalatieStatus
STAPNUMMER = {S.STAP_1: 1, S.STAP_2: 2, S.STAP_3: 3}
ZELF_BELEGGEN = "bestuurlijk gesprek zelf beleggen"
TE_DOEN = {
    S.GEMELD: "Er is een knelpunt gemeld. Begin stap 1: de organisaties waar het knelt spreken elkaar (1d.1).",
    S.STAP_1: "Escalatie, stap 1: spreek elkaar op management- of bestuursniveau en leg de uitkomst vast (1d.1).",
    S.STAP_2: "Escalatie, stap 2: roep alle betrokken partijen bijeen en leg de uitkomst vast (1d.2).",
    S.STAP_3: "Escalatie, stap 3: beleg een bestuurlijk gesprek, met als streven binnen twee weken (1d.3).",
}
GESPROKEN = {
    S.STAP_1: "Escalatie, stap 1: het gesprek is vastgelegd. Is het knelpunt opgelost? Zo niet, ga dan naar stap 2 (1d.2).",
    S.STAP_2: "Escalatie, stap 2: het overleg met alle partijen is gehouden. Is het knelpunt opgelost? Zo niet, ga dan naar stap 3 (1d.3).",
    S.STAP_3: "Escalatie, stap 3: het bestuurlijk gesprek is gehouden. Leg vast dat het knelpunt is opgelost, of sluit de escalatie.",
}


def is_gesproken(ladder: Ladder) -> bool:
    """Whether the talk of the present step is on record."""
    return STAPNUMMER.get(ladder.status, 0) in ladder.gesproken


def streven_is_voorbij(ladder: Ladder) -> bool:
    """The two weeks of step 3 went by without the talk (1d.3); from the day after, the planmakers may convene it (1d.4)."""
    klok = klok_van(ladder)
    return ladder.status == S.STAP_3 and klok is not None and klok.status == TermijnStatus.OVERSCHREDEN and not is_gesproken(ladder)


def klok_van(ladder: Ladder) -> Termijn | None:
    """The running clock of the present step, as the page or list of the dossier loaded it."""
    klok: Termijn | None = ladder.dossier.__dict__.get("ladderklokken", {}).get(ladder.pk)
    return klok


def opdrachten(ladder: Ladder) -> list[AanZet]:
    """What waits in the present step; after a lapsed streven also what the planmakers may do themselves (1d.4)."""
    zetten = [AanZet(_wie(ladder), _wat(ladder), termijn=klok_van(ladder), acties=_acties(ladder), kort=_kort(ladder))]
    if streven_is_voorbij(ladder):
        wat = "Het bestuurlijk gesprek is niet binnen twee weken gehouden. U kunt het nu zelf beleggen, met de contacten van alle partijen (1d.4)."
        zetten.append(AanZet((ladder.dossier.penvoerder,), wat, acties=_acties(ladder), kort=ZELF_BELEGGEN))
    return zetten


def _wie(ladder: Ladder) -> tuple[Organisatie, ...]:
    """Where it hurts until there was a talk in step 1; from then on the coordinating insurer."""
    if ladder.status == S.GEMELD or (ladder.status == S.STAP_1 and not is_gesproken(ladder)):
        return ladder.waar_het_knelt
    return (ladder.dossier.coordinerend,)


def _wat(ladder: Ladder) -> str:
    if is_gesproken(ladder):
        return GESPROKEN[ladder.status]
    if streven_is_voorbij(ladder):
        czv = ladder.dossier.coordinerend
        bij = f"bij {ladder.bestuurder}, " if ladder.bestuurder else "bij "
        return (
            f"Escalatie, stap 3: het streven van twee weken is voorbij. De taak ligt nu {bij}"
            f"{'het bestuurlijk aanspreekpunt' if ladder.bestuurder else 'het bestuur'} van {czv} (1d.3)."
        )
    return TE_DOEN[ladder.status]


def _kort(ladder: Ladder) -> str:
    return f"escalatie, {ladder.get_status_display()}"


def _acties(ladder: Ladder) -> tuple[Actie, ...]:
    contacten = reverse("contacten-dossier", kwargs={"kenmerk": ladder.dossier.kenmerk})
    return (Actie("Bekijk de escalatie", ladder.get_absolute_url()), Actie("Wie u belt", contacten))
