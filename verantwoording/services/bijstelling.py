"""Adjusting an approved plan: begin, propose, ask who it touches, and process it in a new frozen version (1g.6).

For other services: `start_bijstelling(toekenning, aanleiding=..., door=..., op=..., extra_middelen=...)` opens a
proposal (or gives back the one that runs); `bewaar_voorstel` fills it.  Nothing of it counts before `verwerk`.
"""

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

from django.db import IntegrityError
from django.db.models import Max

from kern.basis.models import BasisModel
from kern.organisaties.models import Lidmaatschap
from kern.regels.register import Belet
from kern.toestanden.register import benoem
from kern.toestanden.signals import na
from kern.toestanden.stap import StapBelet
from kern.toestanden.uitvoeren import handeling, voer_uit
from transformatie.services import versies
from transformatie.services.meldingen import meld
from verantwoording import bijstellingsrechten, rechten
from verantwoording.bijstelling import (
    gewijzigd,
    lopende_bijstelling,
    onder_voorschot,
    onverdeeld_extra,
    vaste_kpis,
    vaste_sleutels,
    voorstel_van,
    wie_geraakt,
)
from verantwoording.models import (
    Aanleiding,
    Bijstelling,
    Bijstellingsakkoord,
    Bijstellingsregel,
    BijstellingStatus,
    KpiVerantwoording,
    Mijlpaalbesluit,
    Toekenning,
    ToekenningStatus,
)
from verantwoording.selectors import vergeet

SOORT = "verantwoording.bijstelling"
benoem("verantwoording.toekenning", "start_bijstelling", "Bijstelling begonnen")
benoem(SOORT, "bewaar_bijstelling", "Voorstel voor een bijstelling bijgewerkt")
benoem("verantwoording.bijstellingsakkoord", "beantwoord_bijstelling", "Op de bijstelling geantwoord")


def start_bijstelling(
    toekenning: Toekenning,
    *,
    aanleiding: BasisModel | None = None,
    door: Lidmaatschap | None,
    op: dt.date,
    extra_middelen: Decimal = Decimal(0),
) -> Bijstelling:
    """Open a proposal to adjust the plan; `aanleiding` is a milestone decision, a bijsturing, or nothing.

    The KPI's must in the end add up to what is agreed now plus `extra_middelen`; extra means that an earlier proposal,
    rejected or withdrawn, did not give to a KPI count along.
    Raises StapBelet when the plan does not run or an adjustment is already under way.
    """
    with handeling(toekenning, "start_bijstelling", recht=bijstellingsrechten.BEGINT, door=door, op=op):
        toekenning.refresh_from_db()
        if toekenning.status != ToekenningStatus.IN_UITVOERING:
            raise StapBelet([Belet("Bijstellen kan alleen bij een plan in uitvoering.", "1g.6")])
        if (loopt := lopende_bijstelling(toekenning)) is not None:
            raise StapBelet([Belet(f"Er loopt al een bijstelling ({loopt}). Rond die eerst af.", "1g.6")])
        hoogste = toekenning.bijstellingen.aggregate(hoogste=Max("nummer"))["hoogste"] or 0
        basis = toekenning.plan.versies.filter(bevroren_op__isnull=False).order_by("-nummer")[0]
        bijstelling = Bijstelling.objects.create(
            toekenning=toekenning,
            dossier=toekenning.dossier,
            nummer=hoogste + 1,
            aanleiding=_soort(aanleiding),
            aanleiding_rij=aanleiding.pk if aanleiding is not None else None,
            basis=basis,
            extra_middelen=max(extra_middelen, onverdeeld_extra(toekenning)),
            begonnen_op=op,
        )
        _meld(
            bijstelling,
            [toekenning.dossier.penvoerder, toekenning.dossier.coordinerend],
            "begonnen",
            "bijstelling begonnen",
            "Er wordt een bijstelling van het plan voorbereid. De penvoerder schrijft het voorstel.",
            op,
        )
        return bijstelling


def _soort(aanleiding: BasisModel | None) -> Aanleiding:
    if aanleiding is None:
        return Aanleiding.EIGEN
    return Aanleiding.MIJLPAAL if isinstance(aanleiding, Mijlpaalbesluit) else Aanleiding.BIJSTURING


def bewaar_voorstel(
    bijstelling: Bijstelling,
    *,
    kpis: dict[uuid.UUID, dict[str, Any]],
    mijlpalen: dict[uuid.UUID, dt.date],
    toelichting: str,
    door: Lidmaatschap,
    op: dt.date,
) -> Bijstelling:
    """Keep the proposal as it is now: per key of a KPI {bedrag, datum, streefwaarde}, per key of a mijlpaal its day.

    Raises StapBelet when it is no longer a concept, or changes a KPI that is already being accounted for.
    """
    with handeling(bijstelling, "bewaar_bijstelling", recht=rechten.PENVOERDER, door=door, op=op):
        bijstelling.refresh_from_db()
        if bijstelling.status != BijstellingStatus.CONCEPT:
            raise StapBelet([Belet("Dit voorstel is al voorgelegd. Neem het eerst terug om het te wijzigen.", "1g.6")])
        regels, vast = gewijzigd(bijstelling, kpis, mijlpalen), vaste_kpis(bijstelling.toekenning)
        dicht = vaste_sleutels(bijstelling.toekenning)
        if fout := [_belet(r, vast.get(r.sleutel)) for r in regels if r.sleutel in dicht]:
            raise StapBelet(fout)
        te_laag = onder_voorschot(bijstelling.toekenning, {r.sleutel: r.bedrag for r in regels if r.bedrag})
        if te_laag:
            raise StapBelet([Belet(grens.zin, "1g.4", f"bedrag_{sleutel.hex}") for sleutel, grens in te_laag.items()])
        bijstelling.regels.all().delete()
        Bijstellingsregel.objects.bulk_create(regels)
        Bijstelling.objects.filter(pk=bijstelling.pk).update(toelichting=toelichting)
        bijstelling.refresh_from_db()
        return bijstelling


def _belet(regel: Bijstellingsregel, rij: KpiVerantwoording | None) -> Belet:
    tekst = "Over deze mijlpaal is al besloten; zij verandert niet meer."
    if rij is not None:
        tekst = f"{rij.kpi} verandert niet meer: de stand is '{rij.get_status_display()}'."
    return Belet(tekst, "1g.6", veld_van(regel))


def veld_van(regel: Bijstellingsregel) -> str:
    """The field of the form that is to blame."""
    soort = "bedrag" if regel.bedrag else "datum" if regel.datum else "streefwaarde"
    return f"{soort}_{regel.sleutel.hex}"


@na(Bijstelling, "leg_voor")
def vraag_akkoord(bijstelling: Bijstelling, *, door: Lidmaatschap, op: dt.date, **_: Any) -> None:
    """Everyone it touches is asked; the proposal is known by its hash from now on."""
    Bijstelling.objects.filter(pk=bijstelling.pk).update(sha256=voorstel_van(bijstelling).bereken_hash())
    geraakt = wie_geraakt(bijstelling)
    Bijstellingsakkoord.objects.bulk_create(
        [Bijstellingsakkoord(bijstelling=bijstelling, organisatie=o, waarom=waarom, gevraagd_op=op) for o, waarom in geraakt.items()]
    )
    tekst = "Er ligt een voorstel om het plan bij te stellen. Lees wat er verandert en laat weten of uw organisatie instemt."
    _meld(bijstelling, list(geraakt), "voorgelegd", "stem in met een bijstelling", tekst, op)
    lezers = [bijstelling.dossier.coordinerend, bijstelling.dossier.tweede]
    _meld(bijstelling, lezers, "ter_lezing", "bijstelling voorgelegd", "Er ligt een voorstel om het plan bij te stellen.", op)


@na(Bijstelling, "neem_terug")
def akkoorden_vervallen(bijstelling: Bijstelling, *, op: dt.date, **_: Any) -> None:
    """Who agreed, agreed with something else."""
    bijstelling.akkoorden.filter(vervallen_op=None).update(vervallen_op=op)


def antwoord(
    akkoord: Bijstellingsakkoord,
    *,
    sha256: str,
    antwoord: str,
    naam: str,
    functie: str,
    toelichting: str = "",
    door: Lidmaatschap,
    op: dt.date,
) -> Bijstellingsakkoord:
    """A party agrees with the proposal it read (`sha256`) or does not, by somebody who may bind it; until there is a decision."""
    bijstelling = akkoord.bijstelling
    feiten = {"organisatie": str(akkoord.organisatie), "antwoord": antwoord}
    with handeling(akkoord, "beantwoord_bijstelling", recht=bijstellingsrechten.TEKENBEVOEGDE, door=door, op=op, feiten=feiten):
        bijstelling.refresh_from_db()
        akkoord.refresh_from_db()
        if bijstelling.status != BijstellingStatus.VOORGELEGD or akkoord.vervallen_op is not None:
            raise StapBelet([Belet("Op dit voorstel kan niet (meer) worden geantwoord.", "1g.6")])
        if sha256 != bijstelling.sha256:
            raise StapBelet([Belet("Het voorstel is intussen gewijzigd. Lees het nieuwe voorstel en antwoord dan.", "1g.6")])
        if antwoord == Bijstellingsakkoord.Antwoord.BEZWAAR and not toelichting.strip():
            raise StapBelet([Belet("Leg uit waarom uw organisatie niet instemt.", "1g.6", "toelichting")])
        akkoord.antwoord, akkoord.naam, akkoord.functie, akkoord.toelichting = antwoord, naam, functie, toelichting
        akkoord.op, akkoord.door, akkoord.sha256 = op, door.gebruiker, bijstelling.sha256
        akkoord.save()
        wat = "stemt in" if antwoord == Bijstellingsakkoord.Antwoord.AKKOORD else "stemt niet in"
        _meld(
            bijstelling,
            [bijstelling.dossier.penvoerder, bijstelling.dossier.coordinerend],
            f"antwoord:{akkoord.pk}:{antwoord}",
            f"{akkoord.organisatie} {wat} met de bijstelling",
            f"{akkoord.organisatie.aan_het_begin} {wat} met de bijstelling van het plan.",
            op,
        )
        return akkoord


@na(Bijstelling, "stem_in", "wijs_af", "trek_in")
def meld_besluit(bijstelling: Bijstelling, *, naam: str, op: dt.date, **_: Any) -> None:
    """Everyone hears what became of it."""
    woorden = {"stem_in": "akkoord met de bijstelling", "wijs_af": "bijstelling afgewezen", "trek_in": "bijstelling ingetrokken"}
    tekst = f"{woorden[naam].capitalize()}. De reden staat op de pagina van de bijstelling."
    _meld(bijstelling, bijstelling.dossier.betrokken_organisaties, naam, woorden[naam], tekst, op)


@na(Bijstelling, "verwerk")
def maak_versie(bijstelling: Bijstelling, *, op: dt.date, **_: Any) -> None:
    """The proposal becomes a frozen version with the same keys, and the accounts follow the new KPI's."""
    plan, voorstel = bijstelling.toekenning.plan, voorstel_van(bijstelling)
    if voorstel.bereken_hash() != bijstelling.sha256:
        raise IntegrityError("Het voorstel is niet meer wat de partijen lazen.")
    versie = versies.leg_bij(plan, voorstel, op=op)
    nieuwe = {k.sleutel: k for k in versie.kpi_lijst}
    for rij in bijstelling.toekenning.kpis.all():
        type(rij).objects.filter(pk=rij.pk).update(kpi=nieuwe[rij.sleutel])
    Bijstelling.objects.filter(pk=bijstelling.pk).update(versie=versie)
    vergeet(bijstelling.toekenning)
    tekst = f"De bijstelling is verwerkt in versie {versie.nummer} van het plan. Vanaf nu gelden de bijgestelde KPI's en mijlpalen."
    _meld(bijstelling, bijstelling.dossier.betrokken_organisaties, "verwerk", f"plan bijgesteld: versie {versie.nummer}", tekst, op)


@na(Toekenning, "rond_af", "beeindig")
def bijstelling_vervalt(toekenning: Toekenning, *, op: dt.date, **_: Any) -> None:
    """A plan that ended is not adjusted any more."""
    if (loopt := lopende_bijstelling(toekenning)) is not None:
        voer_uit(loopt, "trek_in", door=None, op=op, reden="Het plan is afgerond of beëindigd.")


SOORTEN = {"voorgelegd": "bijstelling_voorgelegd", "begonnen": "bijstelling_begonnen"}


def _meld(bijstelling: Bijstelling, wie: list[Any], wat: str, onderwerp: str, tekst: str, op: dt.date) -> None:
    meld(
        bijstelling.dossier,
        wie,
        soort=SOORTEN.get(wat, "bijstelling"),
        sleutel=f"{bijstelling.pk}:{wat}:{op}",
        onderwerp=onderwerp,
        tekst=tekst,
        op=op,
        adres=bijstelling.get_absolute_url(),
    )


__all__ = ["antwoord", "bewaar_voorstel", "start_bijstelling"]
