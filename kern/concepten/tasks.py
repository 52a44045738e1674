"""What the concepts leave to the night."""

import datetime as dt

from celery import shared_task
from django.utils import timezone

from kern.concepten.services import ruim_op

BEWAAR = dt.timedelta(days=90)  # ours


@shared_task
def ruim_concepten_op() -> int:
    """Daily: forget what nobody went on with for ninety days."""
    return ruim_op(timezone.now() - BEWAAR)
