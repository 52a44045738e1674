"""Production: everything that differs per place comes from the environment; what is missing or unsafe is refused at start-up."""

from pathlib import Path

from config import env
from config.settings.base import *  # noqa: F403
from config.settings.base import STIL, STORAGES

if env.ja("DEMO"):
    raise env.OmgevingOnvolledig("De demo kan in productie niet aan; haal DEMO uit de omgeving.")

DEBUG = False
DEMO = False
SECRET_KEY = env.geheim("SECRET_KEY")
ALLOWED_HOSTS = env.hosts("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env.https_adressen("CSRF_TRUSTED_ORIGINS", ",".join(f"https://{host.lstrip('.')}" for host in ALLOWED_HOSTS))
BASIS_ADRES = env.https_adressen("BASIS_ADRES", f"https://{ALLOWED_HOSTS[0].lstrip('.')}")[0]
DATABASES = {"default": env.databank(env.tekst("DATABASE_URL"))}
MEDIA_ROOT = Path(env.tekst("MEDIA_ROOT"))

# One proxy in front ends TLS; it must set X-Forwarded-Proto itself, dropping what a visitor sends, and add to X-Forwarded-For.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
AXES_CLIENT_IP_CALLABLE = "config.bezoeker.bezoekersadres"
ALLAUTH_TRUSTED_PROXY_COUNT = 1
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^gezond$"]  # a health check from inside speaks plain http
SECURE_HSTS_SECONDS = env.getal("HSTS_SECONDEN", 365 * 24 * 3600)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.ja("HSTS_SUBDOMEINEN", True)
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True

STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env.tekst("MAIL_SERVER")
EMAIL_PORT = env.getal("MAIL_POORT", 587)
EMAIL_HOST_USER = env.tekst("MAIL_GEBRUIKER", "")
EMAIL_HOST_PASSWORD = env.tekst("MAIL_WACHTWOORD", "")
EMAIL_USE_TLS = env.ja("MAIL_TLS", True)
EMAIL_TIMEOUT = env.getal("MAIL_TIMEOUT", 10)  # seconds; the check berichten.E001 refuses none
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.tekst("MAIL_AFZENDER")

CELERY_BROKER_URL = env.wachtrij(env.tekst("CELERY_BROKER_URL"))
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600, "socket_timeout": 30, "socket_connect_timeout": 5}
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"regel": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"uitvoer": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "regel"}},
    "root": {"handlers": ["uitvoer"], "level": env.tekst("LOGNIVEAU", "INFO")},
    "loggers": {**STIL, "django": {"handlers": ["uitvoer"], "level": "INFO", "propagate": False}},
}
