"""One machine: development and ./demo."""

from config import env
from config.settings.base import *  # noqa: F403
from config.settings.base import BASIS, CELERY_BEAT_SCHEDULE

LOKAAL = BASIS / ".lokaal"

DEBUG = False
DEMO = env.ja("DEMO")
SECRET_KEY = env.tekst("SECRET_KEY", "alleen-voor-een-enkele-machine")
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = LOKAAL / "mail"
WHITENOISE_USE_FINDERS = True  # serves the files where they lie; nothing is collected
STATIC_ROOT = LOKAAL / "static"
STATIC_ROOT.mkdir(mode=0o700, parents=True, exist_ok=True)

CELERY_BROKER_URL = env.tekst("CELERY_BROKER_URL", "filesystem://")
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
if CELERY_BROKER_URL == "filesystem://":
    WACHTRIJ = LOKAAL / "celery" / "wachtrij"  # in and out are one folder: what one process puts down another picks up
    WACHTRIJ.mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(WACHTRIJ),
        "data_folder_out": str(WACHTRIJ),
        "control_folder": str(LOKAAL / "celery" / "beheer"),
        "polling_interval": 0.1,
    }
CELERY_BEAT_SCHEDULE = {
    **CELERY_BEAT_SCHEDULE,
    "loop klokken": {"task": "kern.termijnen.tasks.loop_klokken", "schedule": 600.0, "options": {"expires": 600}},
}
