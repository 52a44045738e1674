"""What beheer does with the pots, and what time does: money in with its source, out with a reason, and what is not used lapses."""

import datetime as dt
import uuid
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from kern.basis.datums import toon_datum
from kern.basis.geld import toon_bedrag
from kern.berichten import services as berichten
from kern.journaal import services as journaal
from kern.organisaties.models import Lidmaatschap, Rol
from kern.organisaties.services import boek as referentie
from kern.regels.register import Belet
from kern.termijnen.ronde import bij_ronde
from kern.toestanden.register import benoem
from kern.toestanden.stap import StapBelet, StapNietToegestaan
from kern.toestanden.uitvoeren import vergrendel
from verantwoording.models import Boeking, Pot, Rekening
from verantwoording.services.grootboek import Post, boek, vergrendel_potten
from verantwoording.services.potten import NUL, saldo_per_pot

SOORT, WIJZIG_BUDGET = "verantwoording.pot", "wijzig_budget"
benoem(SOORT, referentie.VOEG_TOE, "Pot toegevoegd")
benoem(SOORT, WIJZIG_BUDGET, "Budget van een pot gewijzigd")


def _alleen_beheer(door: Lidmaatschap) -> None:
    if door.rol != Rol.BEHEER:
        raise StapNietToegestaan("Dit kan alleen beheer.")


def voeg_pot_toe(pot: Pot, bedrag: Decimal, *, door: Lidmaatschap, op: dt.date) -> Pot:
    """A new pot with the money its source made available; whoever waits and fits moves up at once."""
    _alleen_beheer(door)
    if pot.vervalt_op and pot.vervalt_op < max(pot.open_van, op):
        raise StapBelet(
            [Belet("Een pot is te gebruiken tot en met een dag na vandaag, en na de dag waarop hij opengaat.", veld="vervalt_op")]
        )
    if pot.bron_op > op:
        raise StapBelet([Belet("De peildatum van een bron ligt niet in de toekomst.", veld="bron_op")])
    with transaction.atomic():
        vergrendel(referentie.REFERENTIE)
        if Pot.objects.filter(naam__iexact=pot.naam).exists():
            raise StapBelet([Belet("Er is al een pot met deze naam.", veld="naam")])
        referentie.voeg_toe(pot, door=door, op=op)
        _boek_budget(pot, bedrag, uuid.uuid4(), op=op, toelichting=f"{pot.bron}, {toon_datum(pot.bron_op)}")
    return pot


def wijzig_budget(pot: Pot, bedrag: Decimal, *, bron: str, bron_op: dt.date, reden: str, door: Lidmaatschap, op: dt.date) -> Boeking:
    """Raise (positive) or lower (negative) the budget of a pot, with its source and the reason; what is reserved stays reserved."""
    _alleen_beheer(door)
    if bron_op > op:
        raise StapBelet([Belet("De peildatum van een bron ligt niet in de toekomst.", veld="bron_op")])
    with transaction.atomic():
        vergrendel(referentie.REFERENTIE)
        vergrendel_potten()
        over = saldo_per_pot().get(pot.pk, NUL)
        if over + bedrag < 0:
            raise StapBelet([Belet(f"In deze pot is nog {toon_bedrag(over)} vrij; meer kunt u er niet af halen.", veld="bedrag")])
        boeking = _boek_budget(pot, bedrag, uuid.uuid4(), op=op, toelichting=f"{bron}, {toon_datum(bron_op)}. {reden}"[:500])
        feiten = {"naam": pot.naam, "bedrag": bedrag, "bron": bron}
        journaal.schrijf(zaak=referentie.REFERENTIE, soort=SOORT, onderwerp=pot.pk, stap=WIJZIG_BUDGET, door=door, op=op, feiten=feiten)
    return boeking


def _boek_budget(pot: Pot, bedrag: Decimal, onderwerp: uuid.UUID, *, op: dt.date, toelichting: str) -> Boeking:
    posten = [Post(Rekening.POT, bedrag, pot=pot), Post(Rekening.BUDGET, -bedrag)]
    return boek(None, Boeking.Soort.BUDGET, posten, onderwerp=onderwerp, op=op, toelichting=toelichting)


@bij_ronde
def laat_vervallen(peildatum: dt.date) -> None:
    """Use it or lose it: after the last day of a pot, what was not reserved lapses; also what came back to it later.

    Once per pot per day by the key of the boeking, so a sweep that runs twice books once; what comes back later that day lapses
    the next day.
    """
    with transaction.atomic():
        voorbij = list(Pot.objects.filter(vervalt_op__lt=peildatum).order_by("pk"))
        if not voorbij:
            return
        vergrendel_potten()
        saldi = saldo_per_pot()
        vandaag_al = set(Boeking.objects.filter(soort=Boeking.Soort.VERLOOP, op=peildatum).values_list("onderwerp", flat=True))
        for pot in voorbij:
            if (rest := saldi.get(pot.pk, NUL)) > 0 and _van_die_dag(pot, peildatum) not in vandaag_al:
                posten = [Post(Rekening.POT, -rest, pot=pot), Post(Rekening.VERLOPEN, rest)]
                toelichting = f"Niet gebruikt tot en met {toon_datum(pot.vervalt_op)}."
                boek(None, Boeking.Soort.VERLOOP, posten, onderwerp=_van_die_dag(pot, peildatum), op=peildatum, toelichting=toelichting)
                _meld_beheer(
                    f"vervallen:{pot.pk}:{peildatum}",
                    f"{toon_bedrag(rest)} in de pot {pot.naam} is vervallen",
                    f"De pot {pot.naam} was te gebruiken tot en met {toon_datum(pot.vervalt_op)}. "
                    f"Wat niet was gereserveerd, {toon_bedrag(rest)}, is vervallen.",
                    pot,
                    peildatum,
                )


def _van_die_dag(pot: Pot, op: dt.date) -> uuid.UUID:
    return uuid.uuid5(pot.pk, op.isoformat())


@bij_ronde
def kondig_verval_aan(peildatum: dt.date) -> None:
    """Beheer hears beforehand, once per moment, that money in a pot is going to lapse."""
    momenten = sorted(settings.DAGEN_VOOR_VERVAL_POT)
    bijna = Pot.objects.filter(vervalt_op__gte=peildatum, vervalt_op__lte=peildatum + dt.timedelta(days=momenten[-1]))
    saldi = saldo_per_pot() if bijna else {}
    for pot in bijna:
        rest, dagen = saldi.get(pot.pk, NUL), (pot.vervalt_op - peildatum).days if pot.vervalt_op else 0
        if rest > 0:
            moment = next(m for m in momenten if dagen <= m)
            _meld_beheer(
                f"vervalt:{pot.pk}:{pot.vervalt_op}:{moment}",
                f"{toon_bedrag(rest)} in de pot {pot.naam} vervalt",
                f"De pot {pot.naam} is te gebruiken tot en met {toon_datum(pot.vervalt_op)}. Wat dan niet is gereserveerd, vervalt. "
                f"Nu is dat {toon_bedrag(rest)}.",
                pot,
                peildatum,
            )


def _meld_beheer(sleutel: str, onderwerp: str, tekst: str, pot: Pot, op: dt.date) -> None:
    leden = Lidmaatschap.objects.geldig_op(op).filter(rol=Rol.BEHEER, gebruiker__is_active=True)
    berichten.schrijf(
        aan=leden.values_list("gebruiker_id", flat=True).distinct(),
        soort="pot_vervalt",
        sleutel=sleutel,
        onderwerp=onderwerp,
        tekst=tekst,
        op=op,
        adres=reverse("pot", kwargs={"pk": pot.pk}),
    )
