"""Plain requirements of a step that are no numbered rule: completeness and consistency of what was given."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from kern.basis.datums import toon_datum
from kern.regels.register import Belet
from kern.toestanden.stap import Stap


def _gevraagd(stap: Stap, veld: str) -> bool:
    """Only ask for input when the step is really tried; the list of possibilities asks without input."""
    return bool(stap.gegevens) and not str(stap.gegevens.get(veld) or "").strip()


def reden_gegeven(stap: Stap) -> Iterator[Belet]:
    """A step that others must be able to understand later carries its reason."""
    if _gevraagd(stap, "reden"):
        yield Belet("Geef een reden.", veld="reden")


def motivering_gegeven(stap: Stap) -> Iterator[Belet]:
    """A decision says why."""
    if _gevraagd(stap, "motivering"):
        yield Belet("Motiveer dit besluit.", veld="motivering")


def ontbrekende_genoemd(stap: Stap) -> Iterator[Belet]:
    """Who must supplement a submission reads what is missing (1e.1)."""
    if _gevraagd(stap, "wat_ontbreekt"):
        yield Belet("Schrijf wat er ontbreekt.", veld="wat_ontbreekt")


def aanpassing_genoemd(stap: Stap) -> Iterator[Belet]:
    """Who must adjust a plan reads what is asked (1e.3)."""
    if _gevraagd(stap, "gevraagde_aanpassing"):
        yield Belet("Schrijf welke aanpassing u vraagt.", veld="gevraagde_aanpassing")


def uitkomst_gegeven(stap: Stap) -> Iterator[Belet]:
    """What ends says how it ended."""
    if _gevraagd(stap, "uitkomst"):
        yield Belet("Beschrijf kort wat de oplossing is.", veld="uitkomst")


def gesprek_is_geweest(stap: Stap) -> Iterator[str]:
    """Minutes are made after the conversation, not before."""
    moment = getattr(stap.zaak, "moment", None)
    dag = timezone.localtime(moment).date() if moment is not None else None
    if dag is not None and dag > stap.op:
        yield f"Het gesprek staat gepland op {toon_datum(dag)}. Leg het daarna vast."


def momenten_genoemd(stap: Stap) -> Iterator[Belet]:
    """Something to choose from."""
    if stap.gegevens and not stap.gegevens.get("momenten"):
        yield Belet("Noem ten minste een moment.", veld="datum_1")


def iemand_uitgenodigd(stap: Stap) -> Iterator[Belet]:
    """One organisation by itself is no meeting, and who convenes it is there."""
    weggelaten = stap.gegevens.get("weggelaten") or {}
    gastheer = getattr(stap.zaak, "organisator", None) or stap.zaak.dossier.coordinerend
    if gastheer.pk in weggelaten:
        yield Belet(f"{gastheer.aan_het_begin} belegt dit overleg en is er zelf bij.", veld=f"weg_{gastheer.pk.hex}")
    elif weggelaten and not [o for o in stap.zaak.dossier.betrokken_organisaties if o.pk not in weggelaten and o != gastheer]:
        yield Belet("Nodig ten minste een andere partij uit.")


def iemand_aanwezig(stap: Stap) -> Iterator[Belet]:
    """A meeting at which nobody was did not take place."""
    if stap.gegevens and stap.gegevens.get("aanwezig") == []:
        yield Belet("Kies wie erbij waren.", veld="aanwezig")


def startgesprek_achter_de_rug(stap: Stap) -> Iterator[Belet]:
    """The conversation was held, or left out with a reason (1a.2)."""
    gesprek = getattr(stap.zaak.dossier, "startgesprek", None)
    if gesprek is None or gesprek.status not in ("gehouden", "overgeslagen"):
        yield Belet("Er is nog geen startgesprek gehouden. Houd het, of leg vast waarom u zonder verder gaat.", "1a.2")


def karakter_gekozen(stap: Stap) -> Iterator[Belet]:
    """Innovation or scaling up; there is no third (1h.1)."""
    if stap.gegevens and stap.gegevens.get("karakter") not in ("innovatie", "opschaling"):
        yield Belet("Kies innovatie of opschaling.", "1h.1", "karakter")


def formulier_is_ingevuld(stap: Stap) -> Iterator[str]:
    """Every required field of the indieningsformat has content."""
    inhoud = stap.zaak.inhoud_nu
    open_velden = [v.label for v in stap.zaak.format.velden if v.verplicht and not str(inhoud.get(v.sleutel, "")).strip()]
    if open_velden:
        yield f"Nog niet ingevuld: {', '.join(open_velden)}."


def bedrag_genoemd(stap: Stap) -> Iterator[str]:
    """The amount that is asked for is known."""
    if not stap.zaak.bedrag_nu:
        yield "Vul het gevraagde bedrag in."


def een_criterium_onderbouwd(stap: Stap) -> Iterator[Belet]:
    """At least one of the four criteria, and the regioplan or why not (2b.1, as far as it holds for a snelle toets)."""
    inhoud = stap.zaak.inhoud_nu
    if not any(str(inhoud.get(v.sleutel, "")).strip() for v in stap.zaak.format.criteria):
        yield Belet("Onderbouw ten minste een van de vier criteria.", "2b.1")


def geldt_als_compleet(stuk: Any, op: dt.date) -> bool:
    """Declared complete, or not judged within five working days, also while the sweep of that day is still to come (1e.1)."""
    klok = stuk.klokken.get("compleetheid")
    return stuk.status == "in_beoordeling" or (klok is not None and op > klok.einde_op)


def instemming_bij_laat_incompleet(stap: Stap) -> Iterator[Belet]:
    """Once a submission counts as complete, only the penvoerder's consent makes it incomplete (1e.1)."""
    if geldt_als_compleet(stap.zaak, stap.op) and stap.gegevens and not stap.gegevens.get("instemming_penvoerder"):
        yield Belet(
            "De indiening geldt al als compleet. Incompleet verklaren kan alleen nog met instemming van de penvoerder.",
            stap.zaak.regel_besluit,
            veld="instemming_penvoerder",
        )


def snelle_toets_staat_nog(stap: Stap) -> Iterator[Belet]:
    """Once the approval was made to lapse no plan can follow on it (1e.2)."""
    if stap.zaak.dossier.snelle_toets.status == "vervallen":
        yield Belet("De goedkeuring van de snelle toets is vervallen. Er kan geen plan meer worden ingediend.", "1e.2")


def termijn_plan_is_voorbij(stap: Stap) -> Iterator[Belet]:
    """An approved snelle toets lapses only by hand, and only after the four months (1e.2)."""
    plan = getattr(stap.zaak.dossier, "plan", None)
    klok = plan.klok_indienen if plan else None
    if plan is None or plan.status != "in_opstelling":
        yield Belet("Er is al een transformatieplan ingediend.", "1e.2")
    elif klok is not None and stap.op <= klok.einde_op:
        yield Belet(f"De planmakers hebben nog tot en met {toon_datum(klok.einde_op)}.", "1e.2")
