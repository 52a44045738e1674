"""What the shell leaves to the night."""

import datetime as dt

from celery import shared_task
from django.utils import timezone

from kern.web.idempotentie import ruim_op

BEWAAR = dt.timedelta(days=7)


@shared_task
def ruim_sleutels_op() -> int:
    """Daily: forget the keys of forms that nobody has on a screen any more."""
    return ruim_op(timezone.now() - BEWAAR)
