"""KPI's and mijlpalen of the plan version that is being written."""

from django.db import transaction
from django.db.models import Max

from kern.organisaties.models import Lidmaatschap
from kern.toestanden.uitvoeren import vergrendel
from transformatie.models import Kpi, KpiDeel, Mijlpaal, Planversie
from transformatie.services.concept import eis_schrijver

Afspraak = Kpi | Mijlpaal


def _open(versie: Planversie, door: Lidmaatschap) -> None:
    """Hold the dossier and see again that this version may be written by this person."""
    vergrendel(versie.plan.dossier_id)
    versie.refresh_from_db()
    versie.__dict__.pop("kpi_lijst", None)
    eis_schrijver(versie, door)


@transaction.atomic
def bewaar(afspraak: Afspraak, *, door: Lidmaatschap, delen: list[KpiDeel] | None = None) -> Afspraak:
    """Keep a KPI or mijlpaal; a new one gets the next number, its key stays the same over versions.

    `delen` replaces how a KPI is split over parties and sectors; None leaves the split as it is (1f.3).

    Raises StapNietToegestaan for who may not write, StapNietMogelijk when the version is frozen.
    """
    versie = afspraak.versie
    _open(versie, door)
    if afspraak._state.adding:
        hoogste = type(afspraak)._default_manager.filter(versie=versie).aggregate(hoogste=Max("nummer"))["hoogste"]
        afspraak.nummer = (hoogste or 0) + 1
        if isinstance(afspraak, Kpi) and afspraak.is_oplevering and not versie.kpis.filter(nummer=1).exists():
            afspraak.nummer = 1
    afspraak.save()
    if isinstance(afspraak, Kpi) and delen is not None:
        afspraak.delen.all().delete()
        for deel in delen:
            deel.kpi = afspraak
        KpiDeel.objects.bulk_create(delen)
    return afspraak


@transaction.atomic
def bewaar_motivering(versie: Planversie, tekst: str, *, door: Lidmaatschap) -> None:
    """Keep why this plan has more KPI's than the guideline (1f.2)."""
    _open(versie, door)
    Planversie.objects.filter(pk=versie.pk).update(kpi_motivering=tekst)
    versie.refresh_from_db()


@transaction.atomic
def verwijder(afspraak: Afspraak, *, door: Lidmaatschap) -> None:
    """Take a KPI or mijlpaal out of the version that is being written; earlier versions keep theirs."""
    _open(afspraak.versie, door)
    afspraak.delete()
