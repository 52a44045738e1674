"""The sweep as a task; beat wakes it, the database says what is due."""

from celery import shared_task

from kern.basis.datums import vandaag
from kern.termijnen import ronde


@shared_task(ignore_result=True)
def loop_klokken() -> None:
    """Walk all clocks for today."""
    ronde.loop_klokken(vandaag())
