"""The demo's own settings for a worker and a beat of one test: everything they write lies in that test's folder."""

import os
from pathlib import Path

from config.settings.local import *  # noqa: F403
from config.settings.local import CELERY_BEAT_SCHEDULE, CELERY_BROKER_URL

MAP = Path(os.environ["WERKERMAP"])
EMAIL_FILE_PATH = MAP / "mail"
MEDIA_ROOT = MAP / "media"

if CELERY_BROKER_URL == "filesystem://":
    WACHTRIJ = MAP / "wachtrij"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(WACHTRIJ),
        "data_folder_out": str(WACHTRIJ),
        "control_folder": str(MAP / "beheer"),
        "polling_interval": 0.1,
    }
else:
    CELERY_BROKER_TRANSPORT_OPTIONS = {"global_keyprefix": os.environ["REDIS_PREFIX"], "visibility_timeout": 3600}
CELERY_BEAT_SCHEDULE = {
    naam: {**taak, "schedule": 2.0, "options": {"expires": 10}}
    for naam, taak in CELERY_BEAT_SCHEDULE.items()
    if naam in ("verstuur berichten", "maak dagoverzichten", "maak brieven", "loop klokken")
}  # the same tasks, a little more often than the demo wakes them
