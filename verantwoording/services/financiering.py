"""Recording money in advance (1g.3) and what the submitters expect to spend (1g.1)."""

import datetime as dt
from decimal import Decimal

from kern.organisaties.models import Lidmaatschap, Organisatie
from kern.regels.register import Belet
from kern.toestanden.register import benoem
from kern.toestanden.stap import StapBelet
from kern.toestanden.uitvoeren import handeling
from transformatie.models import Dossier
from verantwoording import rechten
from verantwoording.models import GeplandeUitgave, Voorfinanciering

SOORT = "transformatie.dossier"
benoem(SOORT, "leg_voorfinanciering_vast", "Voorfinanciering vastgelegd")
benoem(SOORT, "laat_voorfinanciering_vervallen", "Voorfinanciering vervallen")
benoem(SOORT, "plan_uitgaven", "Geplande uitgaven bijgewerkt")


def leg_voorfinanciering_vast(
    dossier: Dossier,
    *,
    bron: str,
    bedrag: Decimal,
    van: Organisatie,
    aan: Organisatie,
    beschikbaar_op: dt.date,
    terug_op: dt.date | None,
    afspraak: str,
    is_voorbereiding: bool,
    door: Lidmaatschap,
    op: dt.date,
) -> Voorfinanciering:
    """Record a source of money in advance, its amount and the agreement about it (1g.3)."""
    feiten = {"bron": bron, "bedrag": bedrag}
    with handeling(dossier, "leg_voorfinanciering_vast", recht=rechten.PENVOERDER_OF_COORDINERENDE, door=door, op=op, feiten=feiten):
        _open(dossier)
        if terug_op is not None and terug_op < beschikbaar_op:
            raise StapBelet([Belet("Verrekenen kan niet voor de dag waarop het geld beschikbaar is.", "1g.3", "terug_op")])
        return Voorfinanciering.objects.create(
            dossier=dossier,
            bron=bron,
            bedrag=bedrag,
            van=van,
            aan=aan,
            op=beschikbaar_op,
            terug_op=terug_op,
            afspraak=afspraak,
            is_voorbereiding=is_voorbereiding,
            door=door.gebruiker,
        )


def laat_voorfinanciering_vervallen(rij: Voorfinanciering, *, door: Lidmaatschap, op: dt.date) -> Voorfinanciering:
    """It does not go on; the row stays, and counts no longer."""
    dossier = rij.dossier
    with handeling(dossier, "laat_voorfinanciering_vervallen", recht=rechten.PENVOERDER_OF_COORDINERENDE, door=door, op=op):
        rij.refresh_from_db()
        if rij.vervallen_op is not None:
            raise StapBelet([Belet("Deze voorfinanciering was al vervallen.", "1g.3")])
        rij.vervallen_op = op
        rij.save(update_fields=["vervallen_op"])
        return rij


def plan_uitgaven(dossier: Dossier, bedragen: dict[dt.date, Decimal], *, door: Lidmaatschap, op: dt.date) -> None:
    """What the submitters expect to spend per quarter; quarters that are not named stay as they are, nothing means none (1g.1)."""
    with handeling(dossier, "plan_uitgaven", recht=rechten.PENVOERDER, door=door, op=op, feiten={"kwartalen": len(bedragen)}):
        _open(dossier)
        GeplandeUitgave.objects.filter(dossier=dossier, kwartaal__in=bedragen).delete()
        GeplandeUitgave.objects.bulk_create(
            [GeplandeUitgave(dossier=dossier, kwartaal=k, bedrag=bedrag) for k, bedrag in bedragen.items() if bedrag]
        )


def _open(dossier: Dossier) -> None:
    dossier.refresh_from_db(fields=["is_gesloten"])
    if dossier.is_gesloten:
        raise StapBelet([Belet("Dit dossier is gesloten. Het financieringsplan verandert niet meer.", "1g.1")])
