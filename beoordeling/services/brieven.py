"""The letters of the assessment beside the decision: asking a regiocoordinator, and the terugkoppeling on its own."""

import datetime as dt
from typing import Any

from beoordeling.models import Beoordelingsronde, Toewijzing
from beoordeling.selectors import gezamenlijke_oordelen, rondes_met_oordelen
from kern.documenten import brieven
from kern.documenten.models import Brief
from kern.termijnen.models import Termijn
from kern.termijnen.soorten import OORDEEL_REGIOCOORDINATOR
from kern.toestanden.signals import na
from transformatie.brieven import Criteriumoordeel, Terugkoppeling, UitnodigingRegiocoordinator
from transformatie.services.brieven import hoofd, klokregel
from transformatie.services.meldingen import indieners

OPEN = ("ingediend", "in_beoordeling", "in_aanpassing")


def nodig_regiocoordinator_uit(toewijzing: Toewijzing, *, op: dt.date) -> None:
    """Order the letter to the assigned regiocoordinator: what is asked, and by when (1b.3)."""
    dossier, lid = toewijzing.dossier, toewijzing.lidmaatschap
    termijn = Termijn.objects.open().filter(zaak_id=dossier.pk, soort_termijn=OORDEEL_REGIOCOORDINATOR).order_by("-start_op").first()
    gegevens = UitnodigingRegiocoordinator(
        hoofd=hoofd(dossier, op, [lid.organisatie], f"t.a.v. {lid.gebruiker}"),
        naam=str(lid.gebruiker),
        organisatie=lid.organisatie.in_zin,
        gemeenten=tuple(p.organisatie.in_zin for p in dossier.deelnemende_gemeenten),
        tweede_verzekeraar=str(dossier.tweede),
        klok=klokregel("Uw oordeel", termijn) if termijn else None,
    )
    sleutel = f"uitnodiging-regiocoordinator:{toewijzing.pk}"
    brieven.bestel(gegevens=gegevens, zaak=dossier.pk, onderwerp=toewijzing.pk, op=op, sleutel=sleutel)


def eerder_verstuurd(ronde: Beoordelingsronde) -> dt.date | None:
    """The day on which the terugkoppeling went out in a letter of its own; the decision then only refers to it (1c.2)."""
    brief = Brief.objects.filter(sleutel=f"terugkoppeling:{ronde.pk}").first()
    return brief.op if brief else None


@na(Beoordelingsronde, "verstuur")
def brief_met_terugkoppeling(ronde: Beoordelingsronde, *, op: dt.date, **_: Any) -> None:
    """Order the joint terugkoppeling as a letter of its own; with a decision it stands in the letter of the decision (1c.2)."""
    if ronde.stuk.status not in OPEN:
        return
    vol = rondes_met_oordelen().get(pk=ronde.pk)
    samen, dossier, plan = gezamenlijke_oordelen(vol), ronde.dossier, ronde.stuk
    gegevens = Terugkoppeling(
        hoofd=hoofd(dossier, op, indieners(dossier)),
        stuk="de snelle toets" if ronde.snelle_toets_id else f"versie {ronde.versie.nummer} van het transformatieplan",  # type: ignore[union-attr]
        tweede_verzekeraar=str(dossier.tweede),
        terugkoppeling=ronde.terugkoppeling,
        oordelen=tuple(Criteriumoordeel(p.titel, samen[p.code].label) for p in vol.punten if p.code in samen),
        gevraagde_aanpassing=getattr(plan, "gevraagde_aanpassing", "") if plan.status == "in_aanpassing" else "",
        is_aanpassing=plan.status == "in_aanpassing",
        klok=klokregel("Besluit", plan.klok_besluit) if plan.klok_besluit else None,
    )
    brieven.bestel(gegevens=gegevens, zaak=dossier.pk, onderwerp=ronde.pk, op=op, sleutel=f"terugkoppeling:{ronde.pk}")
