"""Moving a running term, as the insurer's own step with the planmakers' recorded consent (1e)."""

import datetime as dt

from kern.basis.datums import toon_datum
from kern.organisaties.models import Lidmaatschap
from kern.regels.register import Belet
from kern.termijnen import services as termijnen
from kern.termijnen.models import Termijn
from kern.toestanden.register import benoem
from kern.toestanden.stap import StapBelet
from kern.toestanden.uitvoeren import handeling
from transformatie import rechten
from transformatie.models import Dossier

for _stap, _label in (
    ("verleng_termijn", "Termijn verlengd"),
    ("schort_termijn_op", "Termijn opgeschort"),
    ("hervat_termijn", "Termijn hervat"),
):
    benoem("transformatie.dossier", _stap, _label)


def _instemming(ingestemd: bool, regel: str) -> None:
    if not ingestemd:
        raise StapBelet([Belet("Leg vast dat de planmakers ermee instemmen.", regel, "ingestemd")])


def verleng(dossier: Dossier, termijn: Termijn, *, tot: dt.date, reden: str, ingestemd: bool, door: Lidmaatschap, op: dt.date) -> None:
    """Give a term a later last day; the four months also after their end, the others only before it (1e.1-1e.3)."""
    _instemming(ingestemd, termijn.regel)
    if not reden.strip():
        raise StapBelet([Belet("Geef een reden voor de verlenging.", termijn.regel, "reden")])
    if termijn.regel != "1e.2" and op > termijn.einde_op:
        raise StapBelet(
            [Belet(f"De termijn eindigde op {toon_datum(termijn.einde_op)}; verlengen kon alleen daarvoor.", termijn.regel, "tot")]
        )
    if tot <= max(termijn.einde_op, op):
        raise StapBelet([Belet(f"Kies een dag na {toon_datum(max(termijn.einde_op, op))}.", termijn.regel, "tot")])
    feiten = {"soort": termijn.soort_termijn, "tot": tot, "instemming_planmakers": True}
    with handeling(dossier, "verleng_termijn", recht=rechten.COORDINERENDE, door=door, op=op, feiten=feiten):
        termijnen.verleng(termijn, tot, op)


def schort_op(dossier: Dossier, termijn: Termijn, *, reden: str, ingestemd: bool, door: Lidmaatschap, op: dt.date) -> None:
    """Let a term on the insurer stand still, with consent and before its end (1e.1, 1e.3)."""
    _instemming(ingestemd, termijn.regel)
    if termijn.regel not in ("1e.1", "1e.3"):
        raise StapBelet([Belet("Alleen de termijn voor een besluit kan worden opgeschort.", termijn.regel)])
    if op > termijn.einde_op:
        raise StapBelet([Belet(f"De termijn eindigde op {toon_datum(termijn.einde_op)}; opschorten kon alleen daarvoor.", termijn.regel)])
    if not reden.strip():
        raise StapBelet([Belet("Geef een reden voor de opschorting.", termijn.regel, "reden")])
    with handeling(dossier, "schort_termijn_op", recht=rechten.COORDINERENDE, door=door, op=op, feiten={"soort": termijn.soort_termijn}):
        termijnen.schort_op(termijn, op)


def hervat(dossier: Dossier, termijn: Termijn, *, door: Lidmaatschap, op: dt.date) -> None:
    """What was waited for is in; the term runs on (1e.1, 1e.3)."""
    with handeling(dossier, "hervat_termijn", recht=rechten.COORDINERENDE, door=door, op=op, feiten={"soort": termijn.soort_termijn}):
        termijnen.hervat(termijn, op)
