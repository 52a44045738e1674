"""What this floor answers: the stand of the dossier, notices, and clocks that ran out."""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

from django.dispatch import receiver

from kern.basis.datums import toon_datum
from kern.organisaties.models import Contactpersoon, Organisatie
from kern.termijnen.models import Termijn
from kern.termijnen.omschrijvingen import omschrijft
from kern.termijnen.signals import termijn_overschreden
from kern.toestanden.signals import stap_gezet
from transformatie.models import Dossier, Escalatie, Fase, SnelleToets, Startgesprek, Transformatieplan
from transformatie.selectors.dossier import bestuurlijke_contacten
from transformatie.services import dossiers, escalatie
from transformatie.services.meldingen import indieners, meld, verzekeraars

FASE = {SnelleToets: Fase.SNELLE_TOETS, Transformatieplan: Fase.TRANSFORMATIEPLAN, Startgesprek: Fase.STARTGESPREK}
SLUIT = {"afgewezen", "ingetrokken", "vervallen"}


@receiver(stap_gezet)
def stand_bijwerken(sender: type, zaak: Any, naar: str, op: dt.date, naam: str, **_: Any) -> None:
    """The dossier's phase and stand follow the document that just stepped."""
    if sender not in FASE:
        return
    dossier = zaak.dossier
    if sender is SnelleToets and naam == "keur_goed":
        dossiers.zet_stand(dossier, fase=Fase.TRANSFORMATIEPLAN, stand="in opstelling", op=op)
    elif sender is Startgesprek and dossier.snelle_toets.status != "concept":
        return
    elif sender is Startgesprek and naar in ("gehouden", "overgeslagen", "vervallen"):
        dossiers.zet_stand(dossier, fase=Fase.SNELLE_TOETS, stand="concept", op=op)
    elif sender is SnelleToets and naar == "concept":
        return
    else:
        stand = f"startgesprek {zaak.get_status_display()}" if sender is Startgesprek else zaak.get_status_display()
        dossiers.zet_stand(dossier, fase=FASE[sender], stand=stand, op=op, gesloten=sender is not Startgesprek and naar in SLUIT)


Ontvangers = Callable[[Dossier], list[Organisatie | None]]


def _coordinerend(dossier: Dossier) -> list[Organisatie | None]:
    return [dossier.coordinerend]


def _indieners(dossier: Dossier) -> list[Organisatie | None]:
    return list(indieners(dossier))


def _allen(dossier: Dossier) -> list[Organisatie | None]:
    return list(dossier.betrokken_organisaties)


MELDINGEN: dict[tuple[type, str], tuple[Ontvangers, str, str]] = {
    (SnelleToets, "dien_in"): (verzekeraars, "snelle toets ingediend", "De snelle toets is ingediend en wacht op uw beoordeling."),
    (SnelleToets, "vul_aan"): (
        verzekeraars,
        "snelle toets aangevuld",
        "De aanvulling van de snelle toets is ontvangen. Er lopen nieuwe vier weken (1e.1).",
    ),
    (SnelleToets, "verklaar_incompleet"): (
        _indieners,
        "snelle toets is incompleet",
        "De snelle toets is niet compleet. Wat er ontbreekt staat in het dossier.",
    ),
    (SnelleToets, "keur_goed"): (
        _allen,
        "snelle toets goedgekeurd",
        "De snelle toets is goedgekeurd. De indieners hebben vier maanden voor het transformatieplan (1e.2).",
    ),
    (SnelleToets, "wijs_af"): (_allen, "snelle toets afgewezen", "De snelle toets is afgewezen. Het besluit staat in het dossier."),
    (SnelleToets, "trek_in"): (_allen, "snelle toets ingetrokken", "De penvoerder heeft de snelle toets ingetrokken."),
    (SnelleToets, "laat_vervallen"): (
        _allen,
        "goedkeuring vervallen",
        "De goedkeuring van de snelle toets is vervallen. De reden staat in het dossier.",
    ),
    (Transformatieplan, "dien_in"): (
        _allen,
        "transformatieplan ingediend",
        "Er is een versie van het transformatieplan ingediend. In het dossier ziet u wat er van u wordt gevraagd.",
    ),
    (Transformatieplan, "vul_aan"): (
        _allen,
        "transformatieplan aangevuld",
        "De aanvulling van het transformatieplan is ontvangen. Er lopen nieuwe acht weken (1e.3).",
    ),
    (Transformatieplan, "verklaar_incompleet"): (
        _indieners,
        "transformatieplan is incompleet",
        "Het transformatieplan is niet compleet. Wat er ontbreekt staat in het dossier.",
    ),
    (Transformatieplan, "vraag_aanpassing"): (
        _indieners,
        "aanpassing gevraagd",
        "De verzekeraars vragen samen om een aanpassing van het transformatieplan. De termijn voor het besluit staat stil (1e.3).",
    ),
    (Transformatieplan, "keur_goed"): (
        _allen,
        "transformatieplan goedgekeurd",
        "Het transformatieplan is goedgekeurd. Het besluit staat in het dossier.",
    ),
    (Transformatieplan, "wijs_af"): (
        _allen,
        "transformatieplan afgewezen",
        "Het transformatieplan is afgewezen. Het besluit staat in het dossier.",
    ),
    (Transformatieplan, "trek_in"): (_allen, "transformatieplan ingetrokken", "De penvoerder heeft het transformatieplan ingetrokken."),
    (Escalatie, "begin_stap_1"): (
        _allen,
        "escalatie, stap 1",
        "Er is een knelpunt gemeld. In stap 1 spreken de organisaties waar het knelt elkaar (1d.1).",
    ),
    (Escalatie, "ga_naar_stap_2"): (
        _allen,
        "escalatie, stap 2",
        "De coördinerende zorgverzekeraar roept alle betrokken partijen bijeen (1d.2).",
    ),
    (Escalatie, "ga_naar_stap_3"): (
        _allen,
        "escalatie, stap 3",
        "Het knelpunt gaat naar bestuurlijk niveau. Het streven is een gesprek binnen twee weken (1d.3).",
    ),
    (Escalatie, "los_op"): (_allen, "knelpunt opgelost", "Het knelpunt is opgelost. De uitkomst staat in het dossier."),
}


@receiver(stap_gezet)
def melden(sender: type, zaak: Any, naam: str, op: dt.date, **_: Any) -> None:
    """Tell whom it concerns, in the same transaction."""
    if (melding := MELDINGEN.get((sender, naam))) is None:
        return
    wie, onderwerp, tekst = melding
    dossier = zaak.dossier
    meld(dossier, wie(dossier), soort=naam, sleutel=f"{zaak.pk}:{op}", onderwerp=onderwerp, tekst=tekst, op=op)


@receiver(termijn_overschreden)
def escaleren(sender: type, termijn: Termijn, op: dt.date, **_: Any) -> None:
    """A term that ran out opens the ladder, once per clock (ours, 1d.1); a lapsed streven opens the contacts (1d.4)."""
    if termijn.soort_termijn == "bestuurlijk_gesprek":
        _geef_contacten(termijn, op)
    else:
        escalatie.meld_na_termijn(termijn, op=op)


def _geef_contacten(termijn: Termijn, op: dt.date) -> None:
    """The planmakers get the contacts and may convene the talk (1d.4); at the insurer the task goes to its board (1d.3)."""
    dossier = Dossier.objects.filter(pk=termijn.zaak).first()
    if dossier is None:
        return
    contacten = bestuurlijke_contacten(dossier, op)
    laatste_dag = f"Het streven was een bestuurlijk gesprek uiterlijk op {toon_datum(termijn.einde_op)} (1d.3). Dat is niet gelukt. "
    meld(
        dossier,
        _indieners(dossier),
        soort="streven_verlopen",
        sleutel=str(termijn.pk),
        op=op,
        onderwerp="u kunt het bestuurlijk gesprek zelf beleggen",
        tekst=(
            f"{laatste_dag}U kunt het gesprek nu zelf beleggen, bij de escalatie in het dossier (1d.4). "
            f"De bestuurlijke contacten van alle partijen:\n{_contactregels(contacten)}"
        ),
    )
    bestuurder = next((p.naam for o, personen in contacten if o == dossier.coordinerend for p in personen), "het bestuur")
    meld(
        dossier,
        [dossier.coordinerend],
        soort="streven_verlopen_czv",
        sleutel=str(termijn.pk),
        op=op,
        onderwerp="het streven voor het bestuurlijk gesprek is voorbij",
        tekst=(
            f"{laatste_dag}De taak ligt nu bij {bestuurder}, het bestuurlijk aanspreekpunt van {dossier.coordinerend}. "
            "De planmakers kunnen het gesprek nu ook zelf beleggen (1d.4)."
        ),
    )


def _contactregels(contacten: list[tuple[Organisatie, list[Contactpersoon]]]) -> str:
    """One line per organisation: whom to call, or that nobody is known."""
    return "\n".join(
        f"{organisatie}: " + ("; ".join(f"{p.naam}, {p.telefoon or p.email}" for p in personen) or "nog geen bestuurlijk contact bekend")
        for organisatie, personen in contacten
    )


@omschrijft
def dossiers_in_woorden(zaken: list[uuid.UUID]) -> dict[uuid.UUID, tuple[str, str, str]]:
    """How kern calls these dossiers in a notice about a clock."""
    return {d.pk: (d.kenmerk, d.titel, d.get_absolute_url()) for d in Dossier.objects.filter(pk__in=zaken)}
