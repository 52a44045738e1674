"""Celery: the worker sweeps the database; the queue only wakes it."""

import os
from typing import Any

from celery import Celery
from celery.signals import worker_ready
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

TRANSPORT_ALIASES["filesystem"] = "config.lokaal.wachtrij:Transport"

app = Celery("transformatieplan")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(
    ["kern.berichten", "kern.documenten", "kern.termijnen", "kern.web", "transformatie", "beoordeling", "verantwoording", "monitoring"]
)


@worker_ready.connect
def haal_in(**_gegevens: Any) -> None:
    """A worker that comes back after being away catches up at once instead of at the next beat."""
    app.send_task("kern.termijnen.tasks.loop_klokken", expires=600)
