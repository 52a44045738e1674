"""The test suite: real PostgreSQL, cheap passwords, no network; Redis only for the tests that are marked so."""

from config import env
from config.settings.base import *  # noqa: F403
from config.settings.base import DATABASES

SECRET_KEY = "tests"
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
AXES_ENABLED = False
DATABASES["default"]["CONN_MAX_AGE"] = 0
WHITENOISE_AUTOREFRESH = True

REDIS_URL = env.tekst("REDIS_URL", "")
CELERY_BROKER_TRANSPORT_OPTIONS = {"global_keyprefix": env.tekst("REDIS_PREFIX", "tp-test:")}

BERICHTSOORTEN_STRENG = True
