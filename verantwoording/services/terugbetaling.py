"""Claims on money that was paid: opened, received in instalments, settled (3a.4)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from typing import Any

from django.conf import settings
from django.db.models import Sum

from kern.basis.geld import CENT, toon_bedrag
from kern.organisaties.models import Lidmaatschap, Organisatie
from kern.termijnen import services as klok
from kern.termijnen.soorten import TERUGBETALING
from kern.toestanden.signals import na
from kern.toestanden.uitvoeren import voer_uit
from verantwoording.models import Boeking, Boekingsregel, KpiVerantwoording, Rekening, Terugbetaaltermijn, Terugbetaling, Toekenning
from verantwoording.models.bijsturing import Bijsturing
from verantwoording.models.terugbetaling import TerugbetalingStatus, Terugontvangst
from verantwoording.services.grootboek import Post, boek

NUL = Decimal(0)


@dataclass(frozen=True)
class Termijnbedrag:
    """One instalment: how much, and the last day for it."""

    bedrag: Decimal
    uiterlijk_op: dt.date


def spreid(bedrag: Decimal, aantal: int, eerste_op: dt.date, maanden: int) -> list[Termijnbedrag]:
    """Cut an amount in equal instalments, one every so many months; no cent is lost, the last one takes the rest."""
    deel = (bedrag / aantal).quantize(CENT, ROUND_DOWN)
    bedragen = [deel] * (aantal - 1) + [bedrag - deel * (aantal - 1)]
    return [Termijnbedrag(b, _maanden_later(eerste_op, i * maanden)) for i, b in enumerate(bedragen)]


def _maanden_later(dag: dt.date, maanden: int) -> dt.date:
    """The same day some months on, or the last day of that month."""
    jaar, maand = divmod(dag.month - 1 + maanden, 12)
    volgende = dt.date(dag.year + jaar + (maand + 1) // 12, (maand + 1) % 12 + 1, 1)
    laatste = (volgende - dt.timedelta(days=1)).day
    return dt.date(dag.year + jaar, maand + 1, min(dag.day, laatste))


def in_handen(toekenning: Toekenning, organisatie: Organisatie | None = None) -> Decimal:
    """What was paid and is not claimed back, in euro: for the plan, or what this party holds.

    What was booked without a name counts as in the hands of who asks: nobody wrote down whose it is.
    """
    regels = Boekingsregel.objects.filter(dossier=toekenning.dossier_id, rekening=Rekening.UITBETAALD)
    totaal = regels.aggregate(t=Sum("bedrag"))["t"] or NUL
    if organisatie is None:
        return totaal
    eigen = regels.filter(organisatie=organisatie).aggregate(t=Sum("bedrag"))["t"] or NUL
    naamloos = regels.filter(organisatie=None).aggregate(t=Sum("bedrag"))["t"] or NUL
    return min(totaal, eigen + naamloos)


def vorder(
    toekenning: Toekenning,
    *,
    schuldenaar: Organisatie,
    bedrag: Decimal,
    reden: str,
    op: dt.date,
    termijnen: Sequence[Termijnbedrag] = (),
    bijsturing: Bijsturing | None = None,
    is_geboekt: bool = False,
) -> Terugbetaling:
    """Claim an amount back from who holds it; with its instalments, their clocks, the posting and the letter.

    Call it inside the transaction of the step it follows from.  `is_geboekt` when the posting to TE_VORDEREN is already
    there, as for an advance that was too high (1g.4).  Without instalments it is due in one, DAGEN_TERUGBETALING (ons) on.
    """
    vordering = Terugbetaling.objects.create(
        toekenning=toekenning, dossier=toekenning.dossier, bijsturing=bijsturing, schuldenaar=schuldenaar, bedrag=bedrag, reden=reden, op=op
    )
    delen = list(termijnen) or [Termijnbedrag(bedrag, op + dt.timedelta(days=settings.DAGEN_TERUGBETALING))]
    for nummer, deel in enumerate(delen, start=1):
        termijn = Terugbetaaltermijn.objects.create(
            terugbetaling=vordering, nummer=nummer, bedrag=deel.bedrag, uiterlijk_op=deel.uiterlijk_op
        )
        _start_klok(vordering, termijn, op)
    if not is_geboekt:
        posten = [Post(Rekening.TE_VORDEREN, bedrag, organisatie=schuldenaar), Post(Rekening.UITBETAALD, -bedrag, organisatie=schuldenaar)]
        boek(toekenning.dossier, Boeking.Soort.VORDERING, posten, onderwerp=vordering.pk, op=op, toelichting=_kort(reden))
    from verantwoording.bijsturing_brieven import bestel_vordering

    bestel_vordering(vordering, op=op)
    return vordering


@na(KpiVerantwoording, "ken_toe", "verval")
def vorder_voorschot_terug(kpi: KpiVerantwoording, *, op: dt.date, **_: Any) -> None:
    """An advance that was more than its KPI brought is claimed like any other; its posting was made with that step (1g.4)."""
    if not kpi.bedrag_voorschot:
        return
    boekingen = Boeking.objects.filter(soort=Boeking.Soort.VORDERING, onderwerp__in=kpi.voorschotten.values("pk"), op=op)
    for regel in Boekingsregel.objects.filter(boeking__in=boekingen, rekening=Rekening.TE_VORDEREN).select_related(
        "organisatie", "boeking"
    ):
        if regel.organisatie is not None:
            toekenning = Toekenning.objects.select_related("dossier").get(pk=kpi.toekenning_id)
            reden = f"Voorschot op {kpi.kpi}: {regel.boeking.toelichting}."
            vorder(toekenning, schuldenaar=regel.organisatie, bedrag=regel.bedrag, reden=reden, op=op, is_geboekt=True)


def _kort(tekst: str) -> str:
    return tekst if len(tekst) <= 500 else f"{tekst[:499]}…"


def _start_klok(vordering: Terugbetaling, termijn: Terugbetaaltermijn, op: dt.date) -> None:
    klok.start(
        zaak=vordering.zaak,
        onderwerp=termijn.pk,
        soort=TERUGBETALING,
        verantwoordelijk=vordering.schuldenaar,
        op=op,
        einde_op=termijn.uiterlijk_op,
    )


def ontvangen(vordering: Terugbetaling) -> Decimal:
    """What came in on this claim, reversed receipts left out, in euro."""
    geldig = geldige_ontvangsten(vordering)
    return sum((o.bedrag for o in geldig), NUL)


def geldige_ontvangsten(vordering: Terugbetaling) -> list[Terugontvangst]:
    """The receipts whose posting was not reversed, in order."""
    gecorrigeerd = set(
        Boeking.objects.filter(dossier=vordering.dossier_id, soort=Boeking.Soort.TERUGONTVANGST, correctie__isnull=False).values_list(
            "onderwerp", flat=True
        )
    )
    return [o for o in vordering.ontvangsten.all() if o.pk not in gecorrigeerd]


def nog_open(vordering: Terugbetaling) -> Decimal:
    """What is still to come in, in euro."""
    return vordering.bedrag - ontvangen(vordering)


def is_al_vastgelegd(vordering: Terugbetaling, referentie: str) -> bool:
    """Whether a receipt with this reference counts already on this claim."""
    return any(o.referentie == referentie for o in geldige_ontvangsten(vordering))


def leg_ontvangst_vast(
    vordering: Terugbetaling, *, bedrag: Decimal, ontvangen_op: dt.date, referentie: str, door: Lidmaatschap, op: dt.date
) -> Terugbetaling:
    """The insurer registers what came in on a claim (3a.4)."""
    feiten = {"bedrag": bedrag, "ontvangen_op": ontvangen_op}
    return voer_uit(
        vordering, "ontvang", door=door, op=op, feiten=feiten, bedrag=bedrag, ontvangen_op=ontvangen_op, referentie=referentie.strip()
    )


@na(Terugbetaling, "ontvang")
def verwerk_ontvangst(vordering: Terugbetaling, *, door: Lidmaatschap, op: dt.date, gegevens: dict[str, Any], **_: Any) -> None:
    """Book what came in, meet the clocks of what is covered by it, and close the claim when all is in."""
    ontvangst = Terugontvangst.objects.create(
        terugbetaling=vordering,
        bedrag=gegevens["bedrag"],
        ontvangen_op=gegevens["ontvangen_op"],
        referentie=gegevens["referentie"].strip(),
        op=op,
        door=door.gebruiker,
    )
    posten = [
        Post(Rekening.ZVW_FONDS, ontvangst.bedrag, organisatie=vordering.schuldenaar),
        Post(Rekening.TE_VORDEREN, -ontvangst.bedrag, organisatie=vordering.schuldenaar),
    ]
    toelichting = f"Ontvangen op {ontvangst.ontvangen_op:%d-%m-%Y}, kenmerk {ontvangst.referentie}"
    boek(vordering.dossier, Boeking.Soort.TERUGONTVANGST, posten, onderwerp=ontvangst.pk, op=op, toelichting=toelichting)
    _haal_klokken(vordering, ontvangst.ontvangen_op)
    if nog_open(vordering) == 0:
        voer_uit(vordering, "voldoe", door=None, op=op, feiten={"bedrag": vordering.bedrag})


def _haal_klokken(vordering: Terugbetaling, op: dt.date) -> None:
    binnen, tot = ontvangen(vordering), NUL
    for termijn in vordering.termijnen.all():
        tot += termijn.bedrag
        if binnen >= tot:
            klok.haal(termijn.pk, TERUGBETALING, op)


def draai_ontvangst_terug(ontvangst: Terugontvangst, *, op: dt.date) -> None:
    """A receipt was reversed in the ledger: the claim and the clocks of what is not covered any more run again."""
    vordering = ontvangst.terugbetaling
    vordering.refresh_from_db()
    if vordering.status == TerugbetalingStatus.VOLDAAN:
        voer_uit(vordering, "heropen", door=None, op=op, feiten={"bedrag": ontvangst.bedrag})
    binnen, tot = ontvangen(vordering), NUL
    for termijn in vordering.termijnen.all():
        tot += termijn.bedrag
        if binnen < tot and not _loopt(termijn):
            _start_klok(vordering, termijn, op)


def _loopt(termijn: Terugbetaaltermijn) -> bool:
    from kern.termijnen.models import Termijn

    return Termijn.objects.open().filter(onderwerp=termijn.pk, soort_termijn=TERUGBETALING).exists()


def draai_vordering_terug(vordering: Terugbetaling, *, op: dt.date) -> None:
    """The claim was reversed in the ledger: nothing is waited for any more."""
    voer_uit(vordering, "draai_terug", door=None, op=op, feiten={"bedrag": vordering.bedrag})
    for termijn in vordering.termijnen.all():
        klok.laat_vervallen(termijn.pk, op)


def belet_van_vordering(toekenning: Toekenning, schuldenaar: Organisatie | None, bedrag: Decimal | None) -> tuple[str, str]:
    """Why this amount cannot be claimed from this party, and the field it is about; empty when it can."""
    if schuldenaar is None:
        return "Kies welke partij terugbetaalt.", "schuldenaar"
    if bedrag is None or bedrag <= 0:
        return "Vul in welk bedrag wordt terugbetaald.", "bedrag"
    heeft = in_handen(toekenning, schuldenaar)
    if bedrag > heeft:
        return f"Aan {schuldenaar.in_zin} is {toon_bedrag(heeft)} uitbetaald. Meer kan niet worden teruggevraagd.", "bedrag"
    return "", ""
