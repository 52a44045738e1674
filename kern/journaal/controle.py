"""Checking the journaal: is every chain whole, and does every machine stand where its last step left it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import CharField, F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from kern.journaal.models import Journaalregel
from kern.journaal.services import BEGIN, bereken_hash
from kern.toestanden.models import Machine
from kern.toestanden.register import machines

PER_KEER = 1000


@dataclass
class Telling:
    """How much was looked at."""

    regels: int = 0
    dossiers: int = 0
    machines: int = 0


def gebroken_ketens(telling: Telling) -> Iterator[str]:
    """Name the first broken row of every dossier's chain, reading row by row."""
    vorige: Journaalregel | None = None
    gemeld = False
    for regel in Journaalregel.objects.order_by("zaak", "volgnummer").iterator(chunk_size=PER_KEER):
        telling.regels += 1
        if vorige is None or vorige.zaak != regel.zaak:
            telling.dossiers += 1
            vorige, gemeld = None, False
        if not gemeld and (fout := _fout(regel, vorige)):
            gemeld = True
            yield f"Dossier {regel.zaak}, regel {regel.volgnummer} ({regel.stap}, {regel.datum}): {fout}"
        vorige = regel


def _fout(regel: Journaalregel, vorige: Journaalregel | None) -> str:
    """What is wrong with a row, given the one before it; empty when nothing is."""
    verwacht = vorige.volgnummer + 1 if vorige else 1
    if regel.volgnummer != verwacht:
        return f"hier hoort regel {verwacht} te staan; die ontbreekt."
    if regel.hash != bereken_hash(regel):
        return "de inhoud is gewijzigd nadat de regel is geschreven."
    if regel.vorige_hash != (vorige.hash if vorige else BEGIN):
        return "de regel sluit niet aan op de regel ervoor."
    return ""


def afwijkende_toestanden(telling: Telling) -> Iterator[str]:
    """Name every machine whose state is not where its last journaled step left it.

    A row without a step must be in its begin state.
    """
    for soort, model in sorted(machines().items()):
        telling.machines += model._base_manager.count()
        yield from _afwijkingen(soort, model)


def _afwijkingen(soort: str, model: type[Machine]) -> Iterator[str]:
    begin = model._meta.get_field("status").get_default()  # type: ignore[misc]  # the stubs do not know the field of a machine
    stappen = Journaalregel.objects.filter(onderwerp=OuterRef("pk"), soort=soort).exclude(naar="").order_by("-volgnummer")
    hoort = Coalesce(Subquery(stappen.values("naar")[:1]), Value(str(begin)), output_field=CharField())
    rijen = model._base_manager.annotate(_hoort=hoort).exclude(status=F("_hoort")).order_by("pk")  # type: ignore[misc]
    for pk, status, verwacht in rijen.values_list("pk", "status", "_hoort").iterator(chunk_size=PER_KEER):
        yield f"{model.naam_in_zin().capitalize()} {pk}: de toestand is '{status}', volgens het journaal hoort dat '{verwacht}' te zijn."
