"""The SPUK of a gemeente: applying within window and ceiling, the clocks, SiSa per year, and the judgement on milestones (1b.1)."""

import datetime as dt
import uuid
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Case, F, Sum, When

from kern.basis.datums import toon_datum
from kern.basis.geld import toon_bedrag
from kern.berichten.soorten import valt_onder
from kern.organisaties.models import Lidmaatschap
from kern.regels.register import Belet
from kern.termijnen import services as termijnen
from kern.termijnen.soorten import BESLUIT_SPUK, VASTSTELLING_SPUK
from kern.toestanden.register import benoem
from kern.toestanden.signals import na
from kern.toestanden.stap import StapBelet
from kern.toestanden.uitvoeren import handeling
from transformatie.models import Dossier, Kpi
from transformatie.services.meldingen import meld
from verantwoording import spuk_rechten
from verantwoording.models import Spukaanvraag, Spukbegroting, Spukmijlpaal, SpukStatus, Spukverantwoording, Toekenning
from verantwoording.models.spuk import TELT_MEE

NUL = Decimal(0)
GEHEEL = uuid.UUID(int=0)
"""The key of the one milestone of a plan that has no KPI in the social domain."""

for _soort, _stap, _label in (
    ("transformatie.dossier", "vraag_spuk_aan", "SPUK aangevraagd"),
    ("verantwoording.spukaanvraag", "beoordeel_spukmijlpaal", "SPUK-mijlpaal beoordeeld"),
    ("verantwoording.spukaanvraag", "verantwoord_spuk", "SiSa-verantwoording ingediend"),
):
    benoem(_soort, _stap, _label)
valt_onder("uitvoering", "spuk_aangevraagd", "spuk_verantwoord")


def plafondruimte() -> Decimal:
    """What of the national ceiling is not yet asked or granted, in euro. One query."""
    telt = Case(When(bedrag_verleend__isnull=False, then=F("bedrag_verleend")), default=F("bedrag_gevraagd"))
    gebruikt = Spukaanvraag.objects.filter(status__in=TELT_MEE).aggregate(totaal=Sum(telt))["totaal"] or NUL
    return Decimal(settings.SPUK_PLAFOND) - gebruikt


def mijlpalen_voor(toekenning: Toekenning) -> list[Kpi]:
    """The KPI's in the social domain of the approved version: what a SPUK is accounted for by."""
    versie = toekenning.plan.ingediende_versie
    return [k for k in versie.kpi_lijst if k.is_sociaal_domein] if versie else []


def vraag_spuk_aan(
    dossier: Dossier, *, begroting: Mapping[int, Decimal], mijlpalen: Mapping[int, Decimal], door: Lidmaatschap, op: dt.date
) -> Spukaanvraag:
    """The gemeente asks: a budget per year and an amount per milestone, both adding up to the same sum.

    `mijlpalen` is by the number of the KPI; a plan without KPI's in the social domain has one milestone, number 0.
    """
    bedrag = sum(begroting.values(), NUL)
    feiten = {"organisatie": door.organisatie.naam, "bedrag": str(bedrag)}
    with handeling(dossier, "vraag_spuk_aan", recht=spuk_rechten.VRAAGT_AAN, door=door, op=op, feiten=feiten):
        _vergrendel_plafond()
        toekenning = Toekenning.objects.select_related("plan").filter(dossier=dossier).first()
        if gevonden := list(_beletselen(dossier, toekenning, begroting, mijlpalen, door, op)):
            raise StapBelet(gevonden)
        assert toekenning is not None
        aanvraag = Spukaanvraag.objects.create(dossier=dossier, organisatie=door.organisatie, aangevraagd_op=op, bedrag_gevraagd=bedrag)
        _bewaar_bijlagen(aanvraag, toekenning, begroting, mijlpalen)
        termijnen.start(zaak=dossier.pk, onderwerp=aanvraag.pk, soort=BESLUIT_SPUK, verantwoordelijk=door.organisatie, op=op)
        meld(
            dossier,
            [dossier.coordinerend, dossier.tweede],
            soort="spuk_aangevraagd",
            sleutel=str(aanvraag.pk),
            onderwerp="SPUK aangevraagd",
            tekst=f"{door.organisatie.aan_het_begin} vroeg {toon_bedrag(bedrag)} SPUK aan voor dit plan.",
            op=op,
            adres=aanvraag.get_absolute_url(),
        )
    return aanvraag


def _vergrendel_plafond() -> None:
    """Applications are counted against the ceiling one after another."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('spuk-plafond', 0))")


def _beletselen(
    dossier: Dossier,
    toekenning: Toekenning | None,
    begroting: Mapping[int, Decimal],
    mijlpalen: Mapping[int, Decimal],
    door: Lidmaatschap,
    op: dt.date,
) -> list[Belet]:
    bedrag, per_mijlpaal = sum(begroting.values(), NUL), sum(mijlpalen.values(), NUL)
    laatste = settings.SPUK_LAATSTE_AANVRAAGDAG
    gevonden = []
    if op > laatste:
        gevonden.append(Belet(f"SPUK aanvragen kon tot en met {toon_datum(laatste)}.", "1b.1"))
    if toekenning is None or toekenning.getekend_op is None:
        gevonden.append(Belet("Bij de aanvraag horen het goedgekeurde plan en de getekende overeenkomst. Die is er nog niet.", "1b.1"))
    if Spukaanvraag.objects.filter(dossier=dossier, organisatie=door.organisatie, status__in=TELT_MEE).exists():
        gevonden.append(Belet(f"{door.organisatie.aan_het_begin} heeft voor dit plan al SPUK aangevraagd.", "1b.1"))
    if bedrag <= 0:
        gevonden.append(Belet("Begroot voor ten minste een jaar een bedrag.", "1b.1"))
    elif per_mijlpaal != bedrag:
        tekst = f"De begroting is {toon_bedrag(bedrag)}; de mijlpalen tellen op tot {toon_bedrag(per_mijlpaal)}. Maak die gelijk."
        gevonden.append(Belet(tekst, "1b.1"))
    if bedrag > (ruimte := plafondruimte()):
        gevonden.append(Belet(f"Het landelijke plafond laat nog {toon_bedrag(max(ruimte, NUL))} toe.", "1b.1"))
    return gevonden


def _bewaar_bijlagen(
    aanvraag: Spukaanvraag, toekenning: Toekenning, begroting: Mapping[int, Decimal], mijlpalen: Mapping[int, Decimal]
) -> None:
    Spukbegroting.objects.bulk_create([Spukbegroting(aanvraag=aanvraag, jaar=j, bedrag=b) for j, b in begroting.items() if b])
    kpis = {k.nummer: k for k in mijlpalen_voor(toekenning)}
    Spukmijlpaal.objects.bulk_create(
        [
            Spukmijlpaal(
                aanvraag=aanvraag,
                nummer=nummer,
                sleutel=kpis[nummer].sleutel if nummer in kpis else GEHEEL,
                omschrijving=kpis[nummer].omschrijving if nummer in kpis else "De onderdelen van het plan in het sociaal domein",
                bedrag=bedrag,
            )
            for nummer, bedrag in mijlpalen.items()
            if bedrag
        ]
    )


@na(Spukaanvraag, "verleen", "wijs_af")
def besluit_is_er(aanvraag: Spukaanvraag, *, op: dt.date, **_: Any) -> None:
    """The 13 weeks are over: the ministry decided."""
    termijnen.haal(aanvraag.pk, BESLUIT_SPUK, op)


@na(Spukaanvraag, "trek_in")
def geen_besluit_meer(aanvraag: Spukaanvraag, *, op: dt.date, **_: Any) -> None:
    """Nothing is waited for any more."""
    termijnen.laat_vervallen(aanvraag.pk, op, BESLUIT_SPUK)


@na(Spukaanvraag, "stel_vast")
def vaststelling_is_er(aanvraag: Spukaanvraag, *, op: dt.date, **_: Any) -> None:
    """The 37 weeks are over: the ministry settled."""
    termijnen.haal(aanvraag.pk, VASTSTELLING_SPUK, op)


def beoordeel_spukmijlpaal(
    mijlpaal: Spukmijlpaal, *, is_gerealiseerd: bool, onderbouwing: str, door: Lidmaatschap, op: dt.date
) -> Spukmijlpaal:
    """The coordinating insurer says whether a milestone was reached; it may change its mind until the last account."""
    aanvraag = mijlpaal.aanvraag
    feiten = {"mijlpaal": mijlpaal.nummer, "gerealiseerd": is_gerealiseerd}
    with handeling(aanvraag, "beoordeel_spukmijlpaal", recht=spuk_rechten.BEOORDEELT_MIJLPAAL, door=door, op=op, feiten=feiten):
        aanvraag.refresh_from_db()
        if aanvraag.status != SpukStatus.VERLEEND:
            raise StapBelet([Belet("Mijlpalen beoordeelt u zolang de SPUK is verleend en niet is vastgesteld.", "1b.1")])
        if aanvraag.verantwoordingen.filter(is_eind=True).exists():
            raise StapBelet([Belet("De eindverantwoording is ingediend. Het oordeel over de mijlpalen staat vast.", "1b.1")])
        if not onderbouwing.strip():
            raise StapBelet([Belet("Onderbouw dit oordeel.", "1b.1", "onderbouwing")])
        mijlpaal.is_gerealiseerd, mijlpaal.onderbouwing = is_gerealiseerd, onderbouwing
        mijlpaal.beoordeeld_op, mijlpaal.beoordeeld_door = op, door.gebruiker
        mijlpaal.save(update_fields=["is_gerealiseerd", "onderbouwing", "beoordeeld_op", "beoordeeld_door"])
    return mijlpaal


def verantwoord_spuk(
    aanvraag: Spukaanvraag,
    *,
    jaar: int,
    bedrag_besteed: Decimal,
    bedrag_correctie: Decimal,
    bedrag_niet_gerealiseerd: Decimal,
    is_eind: bool,
    door: Lidmaatschap,
    op: dt.date,
) -> Spukverantwoording:
    """The SiSa block of one year; the last one starts the 37 weeks in which the ministry settles."""
    feiten = {"jaar": jaar, "besteed": str(bedrag_besteed), "eind": is_eind}
    with handeling(aanvraag, "verantwoord_spuk", recht=spuk_rechten.EIGEN_GEMEENTE, door=door, op=op, feiten=feiten):
        aanvraag.refresh_from_db()
        if gevonden := list(_sisa_beletselen(aanvraag, jaar, bedrag_besteed + bedrag_correctie, bedrag_niet_gerealiseerd, is_eind, op)):
            raise StapBelet(gevonden)
        rij = Spukverantwoording.objects.create(
            aanvraag=aanvraag,
            jaar=jaar,
            bedrag_besteed=bedrag_besteed,
            bedrag_correctie=bedrag_correctie,
            bedrag_niet_gerealiseerd=bedrag_niet_gerealiseerd,
            mijlpalen_gerealiseerd=all(m.is_gerealiseerd for m in aanvraag.mijlpalen.all()),
            is_eind=is_eind,
            op=op,
            door=door.gebruiker,
        )
        if is_eind:
            termijnen.start(
                zaak=aanvraag.zaak, onderwerp=aanvraag.pk, soort=VASTSTELLING_SPUK, verantwoordelijk=aanvraag.organisatie, op=op
            )
    return rij


def _sisa_beletselen(
    aanvraag: Spukaanvraag, jaar: int, besteed: Decimal, niet_gerealiseerd: Decimal, is_eind: bool, op: dt.date
) -> list[Belet]:
    eerder = list(aanvraag.verantwoordingen.all())
    gevonden = []
    if aanvraag.status != SpukStatus.VERLEEND or aanvraag.verleend_op is None:
        return [Belet("Verantwoorden doet u nadat de SPUK is verleend en voordat zij is vastgesteld.", "1b.1")]
    if any(v.is_eind for v in eerder):
        return [Belet("De eindverantwoording is al ingediend.", "1b.1")]
    if any(v.jaar == jaar for v in eerder):
        gevonden.append(Belet(f"Over {jaar} is al verantwoord. Zet een verbetering als correctie bij het volgende jaar.", "1b.1", "jaar"))
    elif eerder and jaar < max(v.jaar for v in eerder):
        gevonden.append(Belet("Verantwoord de jaren op volgorde.", "1b.1", "jaar"))
    if not aanvraag.verleend_op.year <= jaar <= op.year:
        gevonden.append(Belet(f"Kies een jaar van {aanvraag.verleend_op.year} tot en met {op.year}.", "1b.1", "jaar"))
    totaal = sum((v.bedrag_besteed + v.bedrag_correctie for v in eerder), NUL) + besteed
    if not 0 <= totaal <= (aanvraag.bedrag_verleend or NUL):
        tekst = f"Samen is dan {toon_bedrag(totaal)} besteed; verleend is {toon_bedrag(aanvraag.bedrag_verleend)}."
        gevonden.append(Belet(tekst, "1b.1", "bedrag_besteed"))
    elif not 0 <= niet_gerealiseerd <= totaal:
        gevonden.append(Belet("Dit is meer dan er in totaal is besteed.", "1b.1", "bedrag_niet_gerealiseerd"))
    if is_eind and aanvraag.mijlpalen.filter(is_gerealiseerd=None).exists():
        gevonden.append(Belet("De coördinerende zorgverzekeraar heeft nog niet alle mijlpalen beoordeeld.", "1b.1", "is_eind"))
    return gevonden


def zichtbare_aanvragen(dossier: Dossier, door: Lidmaatschap) -> list[Spukaanvraag]:
    """Insurers and the NZa read all, a gemeente its own. Three queries, however many there are."""
    if not spuk_rechten.ziet_spuk.test(door, dossier):
        return []
    rijen = Spukaanvraag.objects.filter(dossier=dossier).select_related("organisatie")
    if spuk_rechten.VRAAGT_AAN(dossier, door):
        rijen = rijen.filter(organisatie=door.organisatie_id)
    gevonden = list(rijen.prefetch_related("begroting", "mijlpalen", "verantwoordingen"))
    for rij in gevonden:
        rij.dossier = dossier
    return gevonden
