"""The budget: proposed from the KPI's, written by the penvoerder, confirmed by the coordinating insurer (3a.1)."""

import datetime as dt
from decimal import Decimal
from typing import Any

from kern.organisaties.models import Lidmaatschap, Organisatie
from kern.regels.register import Belet
from kern.toestanden.register import benoem
from kern.toestanden.signals import na
from kern.toestanden.stap import StapBelet, StapNietMogelijk
from kern.toestanden.uitvoeren import handeling, voer_uit
from transformatie.services.meldingen import indieners
from verantwoording import rechten
from verantwoording.models import (
    Begroting,
    Begrotingspost,
    BegrotingStatus,
    Kostenregel,
    Kostensoort,
    KostenstandStatus,
    Toekenning,
    ToekenningStatus,
)

MEESTE_POSTEN = 60

for _stap, _label in (
    ("bewaar_begrotingspost", "Begrotingspost ingevuld"),
    ("verwijder_begrotingspost", "Begrotingspost verwijderd"),
):
    benoem("verantwoording.begroting", _stap, _label)
benoem("verantwoording.toekenning", "herzie_begroting", "Herziening van de begroting begonnen")


def zorg_voor_begroting(toekenning: Toekenning) -> Begroting:
    """The newest budget of this plan; a plan without one gets a proposal with a post per party, from its KPI's."""
    if bestaand := toekenning.begrotingen.order_by("-nummer").first():
        return bestaand
    begroting = Begroting.objects.create(toekenning=toekenning, dossier=toekenning.dossier, nummer=1)
    per_partij = _per_partij(toekenning)
    Begrotingspost.objects.bulk_create(
        [
            Begrotingspost(
                begroting=begroting,
                nummer=i,
                naam=f"Kosten van {wie.in_zin}"[:120],
                kostensoort=Kostensoort.OVERIG,
                organisatie=wie,
                bedrag=bedrag,
            )
            for i, (wie, bedrag) in enumerate(per_partij.items(), start=1)
        ]
    )
    return begroting


def _per_partij(toekenning: Toekenning) -> dict[Organisatie, Decimal]:
    """What the KPI's bring each submitting party, by their split (1f.3); what is of nobody who submits, goes to the penvoerder."""
    versie, partijen = toekenning.plan.ingediende_versie, {o.pk: o for o in indieners(toekenning.dossier)}
    som: dict[Organisatie, Decimal] = {}
    for kpi in versie.kpi_lijst if versie else []:
        for deel in kpi.verdeling:
            wie = partijen.get(deel.organisatie_id) or toekenning.dossier.penvoerder
            som[wie] = som.get(wie, Decimal(0)) + deel.bedrag
    return som


@na(Toekenning, "start_uitvoering")
def begin_begroting(toekenning: Toekenning, **_: Any) -> None:
    """At the start of the execution the budget is written, from a proposal (3a.1)."""
    zorg_voor_begroting(toekenning)


def vastgestelde_begroting(toekenning: Toekenning) -> Begroting | None:
    """The budget that costs are measured against. Two queries, with its posts."""
    rijen = toekenning.begrotingen.filter(status=BegrotingStatus.VASTGESTELD)
    return rijen.prefetch_related("posten__organisatie").first()


def bewaar_post(
    begroting: Begroting,
    *,
    naam: str,
    kostensoort: str,
    organisatie: Organisatie,
    bedrag: Decimal,
    jaar: int | None = None,
    code: str = "",
    nummer: int | None = None,
    door: Lidmaatschap,
    op: dt.date,
) -> Begrotingspost:
    """Add a post, or change the one with this number, while the budget is being written."""
    feiten = {"post": nummer or "nieuw", "bedrag": bedrag}
    with handeling(begroting, "bewaar_begrotingspost", recht=rechten.PENVOERDER, door=door, op=op, feiten=feiten):
        _eis_concept(begroting)
        posten = list(begroting.posten.all())
        if beletselen := list(_bezwaren(begroting, posten, naam, organisatie, code, nummer)):
            raise StapBelet(beletselen)
        velden = {"naam": naam, "kostensoort": kostensoort, "organisatie": organisatie, "bedrag": bedrag, "jaar": jaar, "code": code}
        if nummer is not None:
            begroting.posten.filter(nummer=nummer).update(**velden)
            return begroting.posten.get(nummer=nummer)
        return Begrotingspost.objects.create(begroting=begroting, nummer=max((p.nummer for p in posten), default=0) + 1, **velden)


def _bezwaren(
    begroting: Begroting, posten: list[Begrotingspost], naam: str, organisatie: Organisatie, code: str, nummer: int | None
) -> list[Belet]:
    anderen = [p for p in posten if p.nummer != nummer]
    gevonden = []
    if nummer is not None and len(anderen) == len(posten):
        gevonden.append(Belet(f"Er is geen post {nummer} meer in deze begroting."))
    if nummer is None and len(posten) >= MEESTE_POSTEN:
        gevonden.append(Belet(f"Een begroting heeft ten hoogste {MEESTE_POSTEN} posten. Voeg posten samen; totalen volstaan.", "3a.3"))
    if organisatie not in indieners(begroting.dossier):
        gevonden.append(Belet(f"{organisatie.aan_het_begin} is geen indiener van dit plan.", veld="organisatie"))
    if any(p.naam.casefold() == naam.casefold() for p in anderen):
        gevonden.append(Belet(f"Er is al een post ‘{naam}’. Geef deze post een eigen naam.", veld="naam"))
    if code and any(p.code.casefold() == code.casefold() for p in anderen):
        gevonden.append(Belet(f"Rekening of kostenplaats {code} hoort al bij een andere post.", veld="code"))
    return gevonden


def verwijder_post(begroting: Begroting, nummer: int, *, door: Lidmaatschap, op: dt.date) -> None:
    """Take a post out while the budget is being written."""
    with handeling(begroting, "verwijder_begrotingspost", recht=rechten.PENVOERDER, door=door, op=op, feiten={"post": nummer}):
        _eis_concept(begroting)
        if not begroting.posten.filter(nummer=nummer).delete()[0]:
            raise StapNietMogelijk(f"Post {nummer} is al verwijderd.")


def _eis_concept(begroting: Begroting) -> None:
    begroting.refresh_from_db()
    if not begroting.is_concept:
        raise StapNietMogelijk("Deze begroting is voorgelegd of vastgesteld en verandert niet meer.")


def herzie_begroting(toekenning: Toekenning, *, door: Lidmaatschap, op: dt.date) -> Begroting:
    """Begin the budget that will replace the confirmed one, because the plan is adjusted; it needs both sides again (1g.6, 3a.4)."""
    recht = rechten.PENVOERDER_OF_COORDINERENDE
    with handeling(toekenning, "herzie_begroting", recht=recht, door=door, op=op):
        toekenning.refresh_from_db()
        laatste = toekenning.begrotingen.order_by("-nummer").first()
        if toekenning.status != ToekenningStatus.IN_UITVOERING or laatste is None:
            raise StapBelet([Belet("Een begroting herziet u als het plan in uitvoering is.", "3a.1")])
        if laatste.status != BegrotingStatus.VASTGESTELD:
            raise StapBelet([Belet("Er is al een begroting in opmaak of voorgelegd.", "3a.1")])
        nieuw = Begroting.objects.create(toekenning=toekenning, dossier=toekenning.dossier, nummer=laatste.nummer + 1)
        for post in laatste.posten.all():
            Begrotingspost.objects.create(
                begroting=nieuw,
                sleutel=post.sleutel,
                nummer=post.nummer,
                naam=post.naam,
                kostensoort=post.kostensoort,
                organisatie_id=post.organisatie_id,
                jaar=post.jaar,
                code=post.code,
                bedrag=post.bedrag,
            )
        return nieuw


def maak_plaats(begroting: Begroting, *, op: dt.date) -> None:
    """The budget that held gives way; concepts of statements go on against the new posts."""
    for oud in begroting.toekenning.begrotingen.filter(status=BegrotingStatus.VASTGESTELD).exclude(pk=begroting.pk):
        voer_uit(oud, "vervang", door=None, op=op)
    posten = {p.sleutel: p for p in begroting.posten.all()}
    open_ = Kostenregel.objects.filter(stand__toekenning=begroting.toekenning, stand__status=KostenstandStatus.CONCEPT)
    for regel in open_.select_related("post"):
        if nieuw := posten.get(regel.post.sleutel):
            Kostenregel.objects.filter(pk=regel.pk).update(post=nieuw)
        else:
            regel.delete()
