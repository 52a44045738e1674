"""Moving a running term, as the insurer's own step with the planmakers' recorded consent (1e)."""

import datetime as dt
from collections.abc import Iterator

from kern.basis.datums import toon_datum
from kern.organisaties.models import Lidmaatschap
from kern.regels.register import Belet
from kern.termijnen import services as termijnen
from kern.termijnen.models import Termijn
from kern.termijnen.soorten import BESLUIT_SNELLE_TOETS, BESLUIT_TRANSFORMATIEPLAN, INDIENEN_TRANSFORMATIEPLAN
from kern.toestanden.register import benoem
from kern.toestanden.stap import Stap, eis
from kern.toestanden.uitvoeren import handeling
from transformatie import rechten
from transformatie.models import Dossier, PlanStatus, Transformatieplan

for _stap, _label in (
    ("verleng_termijn", "Termijn verlengd"),
    ("schort_termijn_op", "Termijn opgeschort"),
    ("hervat_termijn", "Termijn hervat"),
):
    benoem("transformatie.dossier", _stap, _label)


TE_VERLENGEN = {BESLUIT_SNELLE_TOETS, INDIENEN_TRANSFORMATIEPLAN, BESLUIT_TRANSFORMATIEPLAN}
OP_TE_SCHORTEN = {BESLUIT_SNELLE_TOETS, BESLUIT_TRANSFORMATIEPLAN}


def _met_instemming_en_reden(stap: Stap, waarvoor: str) -> Iterator[Belet]:
    """Moving a term is agreed with the planmakers and has a reason."""
    regel = stap.gegevens["termijn"].regel
    if not stap.gegevens["ingestemd"]:
        yield Belet("Leg vast dat de planmakers ermee instemmen.", regel, "ingestemd")
    if not stap.gegevens["reden"].strip():
        yield Belet(f"Geef een reden voor de {waarvoor}.", regel, "reden")


@eis
def mag_verlengd(stap: Stap) -> Iterator[Belet]:
    """The four months also after their end, the others only before it (1e.1-1e.3)."""
    termijn, tot = stap.gegevens["termijn"], stap.gegevens["tot"]
    if termijn.soort_termijn not in TE_VERLENGEN:
        yield Belet("Deze termijn kan niet worden verlengd.", termijn.regel)
        return
    yield from _met_instemming_en_reden(stap, "verlenging")
    if termijn.regel != "1e.2" and stap.op > termijn.einde_op:
        yield Belet(f"De termijn eindigde op {toon_datum(termijn.einde_op)}; verlengen kon alleen daarvoor.", termijn.regel, "tot")
    elif tot <= max(termijn.einde_op, stap.op):
        yield Belet(f"Kies een dag na {toon_datum(max(termijn.einde_op, stap.op))}.", termijn.regel, "tot")


@eis
def mag_opgeschort(stap: Stap) -> Iterator[Belet]:
    """Only the terms for a decision, and only before their end (1e.1, 1e.3)."""
    termijn = stap.gegevens["termijn"]
    if termijn.soort_termijn not in OP_TE_SCHORTEN:
        yield Belet("Alleen de termijn voor een besluit kan worden opgeschort.", termijn.regel)
        return
    yield from _met_instemming_en_reden(stap, "opschorting")
    if stap.op > termijn.einde_op:
        yield Belet(f"De termijn eindigde op {toon_datum(termijn.einde_op)}; opschorten kon alleen daarvoor.", termijn.regel)


@eis
def mag_hervat(stap: Stap) -> Iterator[Belet]:
    """While a plan is adjusted its term waits for the adjusted version (1e.3)."""
    plan = Transformatieplan.objects.filter(pk=stap.gegevens["termijn"].onderwerp).first()
    if plan is not None and plan.status == PlanStatus.IN_AANPASSING:
        yield Belet("Het plan wordt aangepast. De termijn loopt verder zodra de aangepaste versie binnen is.", "1e.3")


def _bewaar_reden(termijn: Termijn, reden: str) -> None:
    """Why a term was moved stands with the term (1e.2); the journaal holds no free text."""
    Termijn.objects.filter(pk=termijn.pk).update(toelichting=reden.strip())


def verleng(dossier: Dossier, termijn: Termijn, *, tot: dt.date, reden: str, ingestemd: bool, door: Lidmaatschap, op: dt.date) -> None:
    """Give a term a later last day, in agreement (1e.1-1e.3)."""
    feiten = {"soort": termijn.soort_termijn, "tot": tot, "instemming_planmakers": True}
    gegevens = {"termijn": termijn, "tot": tot, "reden": reden, "ingestemd": ingestemd}
    recht, voorwaarden = rechten.COORDINERENDE, [mag_verlengd]
    with handeling(dossier, "verleng_termijn", recht=recht, door=door, op=op, voorwaarden=voorwaarden, feiten=feiten, **gegevens):
        termijnen.verleng(termijn, tot, op)
        _bewaar_reden(termijn, reden)


def schort_op(dossier: Dossier, termijn: Termijn, *, reden: str, ingestemd: bool, door: Lidmaatschap, op: dt.date) -> None:
    """Let a term on the insurer stand still, with consent and before its end (1e.1, 1e.3)."""
    feiten = {"soort": termijn.soort_termijn, "instemming_planmakers": True}
    gegevens = {"termijn": termijn, "reden": reden, "ingestemd": ingestemd}
    recht, voorwaarden = rechten.COORDINERENDE, [mag_opgeschort]
    with handeling(dossier, "schort_termijn_op", recht=recht, door=door, op=op, voorwaarden=voorwaarden, feiten=feiten, **gegevens):
        termijnen.schort_op(termijn, op)
        _bewaar_reden(termijn, reden)


def hervat(dossier: Dossier, termijn: Termijn, *, door: Lidmaatschap, op: dt.date) -> None:
    """What was waited for is in; the term runs on (1e.1, 1e.3)."""
    feiten, gegevens = {"soort": termijn.soort_termijn}, {"termijn": termijn}
    recht, voorwaarden = rechten.COORDINERENDE, [mag_hervat]
    with handeling(dossier, "hervat_termijn", recht=recht, door=door, op=op, voorwaarden=voorwaarden, feiten=feiten, **gegevens):
        termijnen.hervat(termijn, op)
