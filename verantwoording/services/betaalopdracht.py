"""The payment order: by which key, to whom, and each insurer that says when it paid (3a.5)."""

import datetime as dt
import uuid
from collections.abc import Sequence
from decimal import ROUND_DOWN, Decimal
from typing import Any, TypeVar

from django.db import transaction

from kern.basis.datums import toon_datum
from kern.basis.geld import CENT, toon_bedrag
from kern.organisaties.models import Lidmaatschap, Organisatie
from kern.regels.register import Belet
from kern.toestanden.register import benoem
from kern.toestanden.signals import na
from kern.toestanden.stap import StapBelet, StapNietMogelijk, StapNietToegestaan
from kern.toestanden.uitvoeren import handeling, voer_uit
from transformatie.services.meldingen import meld
from verantwoording import rechten_betalen as rechten
from verantwoording.models import (
    Betaalopdracht,
    Betaalopdrachtregel,
    Boeking,
    KpiVerantwoording,
    Rekening,
    Sleuteldeel,
    Toekenning,
    Verdeelsleutel,
)
from verantwoording.models.betaalopdracht import HEEL
from verantwoording.selectors import vergeet
from verantwoording.selectors_betaling import geldende_sleutel, kassier_van, open_regel, voorstel, zijn_er_opdrachten
from verantwoording.services.grootboek import Post, boek

K = TypeVar("K")
NUL = Decimal(0)
Soort = Betaalopdrachtregel.Soort
GEBOEKT_ALS = {
    Soort.KPI: (Boeking.Soort.UITBETALING, Rekening.UITBETAALD),
    Soort.VOORSCHOT: (Boeking.Soort.VOORSCHOT_BETAALD, Rekening.VOORSCHOT),
}

benoem("verantwoording.toekenning", "stel_verdeelsleutel_voor", "Verdeelsleutel voorgesteld")
benoem("verantwoording.toekenning", "stem_in_met_verdeelsleutel", "Met de verdeelsleutel ingestemd")
benoem("verantwoording.kpiverantwoording", "markeer_betaald", "Betaling vastgelegd")


def verdeel_naar_sleutel(bedrag: Decimal, sleutel: Sequence[tuple[K, Decimal]]) -> list[tuple[K, Decimal]]:
    """Cut an amount up by shares in percent, to the cent and without losing one: the largest remainders get what is left."""
    precies = [bedrag * procent / HEEL for _, procent in sleutel]
    delen = [d.quantize(CENT, ROUND_DOWN) for d in precies]
    over = int((bedrag - sum(delen, NUL)) / CENT)
    volgorde = sorted(range(len(delen)), key=lambda i: (delen[i] - precies[i], i))
    for i in volgorde[:over]:
        delen[i] += CENT
    return [(wie, deel) for (wie, _), deel in zip(sleutel, delen, strict=True) if deel]


def toon_procent(procent: Decimal) -> str:
    """A percentage as people write it: 62,5."""
    return f"{procent.normalize():f}".replace(".", ",")


def stel_sleutel_voor(toekenning: Toekenning, delen: dict[Organisatie, Decimal], *, door: Lidmaatschap, op: dt.date) -> Verdeelsleutel:
    """The coordinating insurer proposes who pays what; it holds when the second agreed, or at once when that pays nothing."""
    dossier = toekenning.dossier
    delen = {o: p for o, p in delen.items() if p}
    feiten = {o.naam: str(p) for o, p in delen.items()}
    with handeling(toekenning, "stel_verdeelsleutel_voor", recht=rechten.COORDINERENDE, door=door, op=op, feiten=feiten):
        if zijn_er_opdrachten(toekenning):
            raise StapBelet([Belet("De eerste betaalopdracht is gegeven. De verdeelsleutel ligt nu vast.")])
        if (samen := sum(delen.values(), NUL)) != HEEL:
            raise StapBelet(
                [Belet(f"De aandelen zijn samen {toon_procent(samen)} procent. Dat moet precies 100 zijn.", veld="coordinerend")]
            )
        if set(delen) - {dossier.coordinerend, dossier.tweede}:
            raise StapBelet([Belet("Alleen de twee zorgverzekeraars van dit plan betalen mee.")])
        alleen = set(delen) == {dossier.coordinerend}
        akkoord = {"akkoord_op": op, "akkoord_door": door.gebruiker} if alleen else {}
        sleutel = Verdeelsleutel.objects.create(toekenning=toekenning, voorgesteld_op=op, voorgesteld_door=door.gebruiker, **akkoord)
        Sleuteldeel.objects.bulk_create([Sleuteldeel(sleutel=sleutel, organisatie=o, procent=p) for o, p in delen.items()])
        vergeet(toekenning)
        if not alleen:
            _vraag_instemming(toekenning, sleutel, op)
        return sleutel


def _vraag_instemming(toekenning: Toekenning, sleutel: Verdeelsleutel, op: dt.date) -> None:
    meld(
        toekenning.dossier,
        [toekenning.dossier.tweede],
        soort="verdeelsleutel",
        sleutel=str(sleutel.pk),
        onderwerp="een verdeelsleutel is voorgesteld",
        tekst=f"{toekenning.dossier.coordinerend} stelt voor hoe u samen dit plan betaalt. Stem in, of overleg over een andere verdeling.",
        op=op,
    )


def stem_in_met_sleutel(toekenning: Toekenning, sleutel: uuid.UUID, *, door: Lidmaatschap, op: dt.date) -> Verdeelsleutel:
    """The second insurer agrees to the key it saw."""
    with handeling(toekenning, "stem_in_met_verdeelsleutel", recht=rechten.TWEEDE, door=door, op=op):
        laatste = voorstel(toekenning)
        if laatste is None or laatste.pk != sleutel:
            raise StapNietMogelijk("Dit voorstel is intussen vervangen of al aangenomen. Bekijk de verdeelsleutel opnieuw.")
        Verdeelsleutel.objects.filter(pk=laatste.pk).update(akkoord_op=op, akkoord_door=door.gebruiker)
        vergeet(toekenning)
        return laatste


def delen_van_de_opdracht(kpi: KpiVerantwoording) -> list[tuple[Soort, Organisatie, Decimal]]:
    """Which insurer pays what for this KPI; what an advance already covered is not paid again (1g.4)."""
    sleutel = geldende_sleutel(kpi.toekenning)
    delen = [(Soort.KPI, wie, deel) for wie, deel in verdeel_naar_sleutel(kpi.te_betalen, sleutel)]
    voorschot = getattr(kpi, "voorschot_gegeven", None)
    if voorschot is not None and voorschot.voor.status != KpiVerantwoording.Status.VERVALLEN:
        delen += [(Soort.VOORSCHOT, wie, deel) for wie, deel in verdeel_naar_sleutel(voorschot.bedrag, sleutel)]
    return delen


@na(KpiVerantwoording, "betaal_uit")
def geef_opdracht(kpi: KpiVerantwoording, *, door: Lidmaatschap, op: dt.date, **_: Any) -> None:
    """Each insurer gets a line for its share."""
    delen = delen_van_de_opdracht(kpi)
    opdracht = Betaalopdracht.objects.create(
        verantwoording=kpi,
        toekenning=kpi.toekenning,
        ontvanger=kassier_van(kpi.toekenning),
        bedrag=sum((deel for *_x, deel in delen), NUL),
        op=op,
        door=door.gebruiker,
    )
    Betaalopdrachtregel.objects.bulk_create(
        [Betaalopdrachtregel(opdracht=opdracht, soort=soort, verzekeraar=wie, bedrag=deel) for soort, wie, deel in delen]
    )
    vergeet(kpi.toekenning)
    _vraag_betaling(opdracht, list(dict.fromkeys(wie for _soort, wie, _deel in delen)), op)
    rond_af_als_alles_betaald_is(opdracht, op=op)


def _vraag_betaling(opdracht: Betaalopdracht, verzekeraars: list[Organisatie], op: dt.date) -> None:
    rij = opdracht.verantwoording
    meld(
        rij.dossier,
        verzekeraars,
        soort="betaalopdracht",
        sleutel=str(opdracht.pk),
        onderwerp=f"betaalopdracht {opdracht.kenmerk}",
        tekst=f"Betaal uw deel bij {rij.kpi} aan {opdracht.ontvanger} en leg vast wanneer u dat deed. De regels staan bij Uitbetalingen.",
        op=op,
    )


@transaction.atomic
def markeer_betaald(
    regel: Betaalopdrachtregel, *, betaald_op: dt.date, referentie: str, door: Lidmaatschap, op: dt.date
) -> Betaalopdrachtregel:
    """An insurer says that it paid its line, on which day and under which reference; the last one settles the KPI."""
    rij = regel.opdracht.verantwoording
    feiten = {"kpi": rij.kpi.nummer, "bedrag": regel.bedrag, "betaald_op": betaald_op, "voor": regel.get_soort_display()}
    with handeling(rij, "markeer_betaald", recht=rechten.BETALENDE_VERZEKERAAR, door=door, op=op, feiten=feiten):
        regel = Betaalopdrachtregel.objects.select_related("opdracht__ontvanger", "verzekeraar").get(pk=regel.pk)
        if regel.verzekeraar_id != door.organisatie_id:
            raise StapNietToegestaan(f"Dit kan alleen {regel.verzekeraar}.")
        if not regel.is_open:
            raise StapNietMogelijk(_al_afgedaan(regel))
        if gevonden := list(_klopt_betaling(regel, betaald_op, referentie, op)):
            raise StapBelet(gevonden)
        Betaalopdrachtregel.objects.filter(pk=regel.pk).update(
            betaald_op=betaald_op, referentie=" ".join(referentie.split()), betaald_door=door.gebruiker
        )
        regel.refresh_from_db()
        soort, rekening = GEBOEKT_ALS[Soort(regel.soort)]
        posten = [
            Post(rekening, regel.bedrag, organisatie=regel.opdracht.ontvanger),
            Post(Rekening.TE_BETALEN, -regel.bedrag, organisatie=regel.verzekeraar),
        ]
        boek(rij.dossier, soort, posten, onderwerp=regel.pk, op=betaald_op, toelichting=f"{rij.kpi}, kenmerk {regel.referentie}")
    rond_af_als_alles_betaald_is(regel.opdracht, op=op)
    return regel


def _al_afgedaan(regel: Betaalopdrachtregel) -> str:
    if regel.betaald_op is None:
        return f"Deze regel is op {toon_datum(regel.vervallen_op)} vervallen; u hoeft hem niet te betalen."
    return f"Deze betaling is al vastgelegd: {toon_bedrag(regel.bedrag)} op {toon_datum(regel.betaald_op)}, kenmerk {regel.referentie}."


def _klopt_betaling(regel: Betaalopdrachtregel, betaald_op: dt.date, referentie: str, op: dt.date) -> list[Belet]:
    gevonden = []
    if not referentie.strip():
        gevonden.append(Belet("Vul het kenmerk in waaronder u betaalde.", veld="referentie"))
    if betaald_op > op:
        gevonden.append(Belet("Een betaling legt u vast nadat zij is gedaan.", veld="betaald_op"))
    elif betaald_op < regel.opdracht.op:
        tekst = f"De opdracht is van {toon_datum(regel.opdracht.op)}; een betaling is niet eerder."
        gevonden.append(Belet(tekst, veld="betaald_op"))
    return gevonden


def rond_af_als_alles_betaald_is(opdracht: Betaalopdracht, *, op: dt.date) -> None:
    """When no line is open any more, the KPI is paid: on the day of the last payment."""
    rij = KpiVerantwoording.objects.get(pk=opdracht.verantwoording_id)
    if rij.status != KpiVerantwoording.Status.OPDRACHT or opdracht.regels.filter(open_regel()).exists():
        return
    dagen = [d for d in opdracht.regels.values_list("betaald_op", flat=True) if d is not None]
    voer_uit(rij, "rond_betaling_af", door=None, op=op, betaald_op=max(dagen, default=op))
