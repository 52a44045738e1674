"""Celery: the worker sweeps the database; the queue only wakes it."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

app = Celery("transformatieplan")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["kern.berichten", "kern.documenten", "kern.termijnen", "transformatie", "beoordeling", "verantwoording", "monitoring"])
