"""One machine: development and ./demo."""

from config.settings.base import *  # noqa: F403

DEBUG = False
DEMO = env.ja("DEMO")  # noqa: F405
SECRET_KEY = env.tekst("SECRET_KEY", "alleen-voor-een-enkele-machine")  # noqa: F405
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = BASIS / ".lokaal" / "mail"  # noqa: F405
WHITENOISE_USE_FINDERS = True
