"""What the worker does for the money."""

from celery import shared_task

from verantwoording.services import rechtmatigheidsarchief

ARCHIEVEN_PER_RONDE = 5


@shared_task
def maak_rechtmatigheidsarchieven() -> int:
    """Make the archives that were ordered; returns how many were taken up."""
    gedaan = 0
    while gedaan < ARCHIEVEN_PER_RONDE and rechtmatigheidsarchief.maak_volgende():
        gedaan += 1
    return gedaan
