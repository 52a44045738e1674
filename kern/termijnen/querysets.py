"""Selections of terms for pages."""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django.db.models import BooleanField, Case, QuerySet, Value, When

from kern.termijnen.models import Termijn, TermijnStatus


def open_termijnen(zaken: QuerySet[Any] | Iterable[uuid.UUID], op: dt.date) -> QuerySet[Termijn]:
    """The open terms of these dossiers that have begun, soonest first, with `is_te_laat`, ready for a klokbalk.

    `zaken` is what the person may see: a queryset of dossiers (or of their keys), or keys. Two queries in all.
    """
    te_laat = Case(
        When(status=TermijnStatus.OVERSCHREDEN, then=Value(True)),
        When(status=TermijnStatus.LOOPT, einde_op__lt=op, then=Value(True)),
        default=Value(False),
        output_field=BooleanField(),
    )
    zaken = zaken if isinstance(zaken, QuerySet) else list(zaken)
    return (
        Termijn.objects.open()
        .filter(zaak_id__in=zaken, start_op__lte=op)
        .annotate(is_te_laat=te_laat)
        .select_related("verantwoordelijk")
        .prefetch_related("opschortingen")
        .order_by("einde_op", "soort_termijn", "pk")
    )
