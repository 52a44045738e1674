"""The open bijsturing of a plan, as annotations that ride along with the query of its toekenning."""

from django.db.models import CharField, DateField, OuterRef, Subquery, UUIDField

from verantwoording.models import Bijsturing, BijsturingStatus

S = BijsturingStatus


def stand_voor_het_dossier() -> dict[str, Subquery]:
    """Annotations for the one query of the toekenning, so that the page of a dossier needs no other: the bijsturing that is open."""
    lopend = Bijsturing.objects.filter(toekenning=OuterRef("pk")).exclude(status=S.AFGESLOTEN)
    return {
        "bijsturing_stand": Subquery(lopend.values("status")[:1], output_field=CharField()),
        "bijsturing_op": Subquery(lopend.values("geopend_op")[:1], output_field=DateField()),
        "bijsturing_van": Subquery(lopend.values("voorgesteld_door")[:1], output_field=UUIDField()),
    }
