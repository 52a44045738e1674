"""Settings that hold everywhere; local, test and production each add what differs."""

import datetime as dt
from pathlib import Path

from celery.schedules import crontab
from csp.constants import NONCE, SELF

from config import env

BASIS = Path(__file__).resolve().parent.parent.parent

INSTALLED_APPS = [
    "config",
    "kern.basis",
    "kern.gebruikers",
    "kern.organisaties",
    "kern.regels",
    "kern.toestanden",
    "kern.journaal",
    "kern.berichten",
    "kern.agenda",
    "kern.documenten",
    "kern.termijnen",
    "kern.web",
    "kern.concepten",
    "transformatie",
    "beoordeling",
    "verantwoording",
    "monitoring",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "bootstrap",
    "django_htmx",
    "crispy_forms",
    "crispy_bootstrap5",
    "rules",
    "csp",
    "axes",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "kern.gebruikers.middleware.HandelenNamensMiddleware",
    "kern.concepten.middleware.ConceptMiddleware",
    "kern.web.weigeringen.WeigeringenMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASIS / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "kern.web.context.schil",
            ],
            "builtins": ["kern.web.templatetags.schermtaal", "kern.concepten.templatetags.concepten"],
        },
    }
]

DATABASES = {"default": env.databank(env.tekst("DATABASE_URL", "postgres://root@127.0.0.1:5432/transformatieplan"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "gebruikers.Gebruiker"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "werkvoorraad"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "kern.gebruikers.adapters.GeslotenAdapter"
ACCOUNT_FORMS = {
    "login": "kern.gebruikers.forms.InlogForm",
    "reset_password": "kern.gebruikers.forms.VergetenForm",
    "reset_password_from_key": "kern.gebruikers.forms.NieuwWachtwoordForm",
    "change_password": "kern.gebruikers.forms.WachtwoordWijzigenForm",
    "reauthenticate": "kern.gebruikers.forms.BevestigForm",
}
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_RATE_LIMITS = {"login_failed": False}  # axes counts failed log-ins, over all web processes
MFA_FORMS = {
    "authenticate": "kern.gebruikers.forms.CodeForm",
    "reauthenticate": "kern.gebruikers.forms.CodeBevestigForm",
    "activate_totp": "kern.gebruikers.forms.AppKoppelenForm",
}
MFA_TOTP_ISSUER = "Transformatieplan"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # beheer makes the accounts and knows the addresses
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "login"
AXES_LOCKOUT_TEMPLATE = "account/geblokkeerd.html"

LANGUAGE_CODE = "nl"
TIME_ZONE = "Europe/Amsterdam"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "/static/"
STATIC_ROOT = BASIS / "staticfiles"
STATICFILES_DIRS = [BASIS / "static"]
MEDIA_ROOT = Path(env.tekst("MEDIA_ROOT", str(BASIS / "media")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "form-action": [SELF],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

DEFAULT_FROM_EMAIL = env.tekst("MAIL_AFZENDER", "Transformatieplan <niet-beantwoorden@transformatieplan.example>")
BASIS_ADRES = env.tekst("BASIS_ADRES", "http://localhost:8000")  # in front of the links in mail

# The queue only wakes the worker: what must be done stands in the database, so a message may be lost, and none may pile up.
CELERY_BROKER_URL = "memory://"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE = {
    "verstuur berichten": {"task": "kern.berichten.tasks.verstuur_berichten", "schedule": 10.0, "options": {"expires": 10}},
    "maak dagoverzichten": {
        "task": "kern.berichten.tasks.maak_dagoverzichten",
        "schedule": crontab(minute="*/5"),
        "options": {"expires": 300},
    },
    "maak brieven": {"task": "kern.documenten.tasks.maak_brieven", "schedule": 5.0, "options": {"expires": 5}},
    "maak rechtmatigheidsarchieven": {
        "task": "verantwoording.tasks.maak_rechtmatigheidsarchieven",
        "schedule": 10.0,
        "options": {"expires": 10},
    },
    "loop klokken": {"task": "kern.termijnen.tasks.loop_klokken", "schedule": crontab(minute="5"), "options": {"expires": 3000}},
    "ruim bestanden op": {
        "task": "kern.documenten.tasks.ruim_bestanden_op",
        "schedule": crontab(hour="3", minute="20"),
        "options": {"expires": 3600},
    },
    "ruim sleutels op": {
        "task": "kern.web.tasks.ruim_sleutels_op",
        "schedule": crontab(hour="3", minute="40"),
        "options": {"expires": 3600},
    },
    "ruim concepten op": {
        "task": "kern.concepten.tasks.ruim_concepten_op",
        "schedule": crontab(hour="3", minute="50"),
        "options": {"expires": 3600},
    },
}  # the sweep of 00:05 is the first of the day; each later one does nothing twice

# Rules that start on another day than regels.toml says: {"1b.3": date(...)}.  Empty means: as agreed.
REGEL_GELDT_VANAF: dict[str, dt.date] = {}

STIL = {"weasyprint": {"level": "WARNING"}, "fontTools": {"level": "WARNING"}}  # otherwise each letter fills the worker's log
LOGGING = {"version": 1, "disable_existing_loggers": False, "loggers": STIL}

BERICHTSOORTEN_STRENG = False  # an unknown kind of notice is an error; in production it goes at once, so that nothing is missed

# Own settings "(ons)" of domein.md chapter 8; shown on screen as ours, not as agreed.
WERKDAGEN_STILTE_TWEEDE = 5  # 1c.2
WERKDAGEN_COMPLEETHEID = 5  # 1e.1
DAGEN_ESCALATIESTAP = 14  # 1d.1, 1d.2
DAGEN_LEESTOEGANG_BRIGADE = 28  # 1d.6
DAGEN_BINNENTERMIJN_REGIOCOORDINATOR = 7  # 1b.3
DAGEN_CONTACT_OUD = 183  # half a year, 1d.4
DAGEN_CONTACTCONTROLE = 365  # a year, 1d.4
DAGEN_ANTWOORD_UITNODIGING = 14  # 1a.1
DAGOVERZICHT_UUR = 8  # the hour, in Europe/Amsterdam, of the daily mail for who chose it
RETOUREN_VOOR_STOP = 3  # so many times mail comes back before nothing more is sent to that address
DAGEN_VOOR_VERVAL_POT = (90, 30, 7)  # beheer hears that money in a pot is going to lapse
STOP_BEOORDELING_WEIGERT = False  # the stop of 2026 (spelregels.toml) refuses approvals, instead of only being shown there
RICHTLENGTE_VELD = 1500  # characters, 1f.1
RICHTAANTAL_KPIS = 8  # 1f.2
DAGEN_TERUGBETALING = 30  # one instalment, when nothing else was agreed, 3a.4
DAGEN_KOSTENSTAND = 30  # after the end of a quarter, or the request for a better statement, 3a.1
MARGE_BIJSTURING_PROCENT = 10  # 3a.4: a forecast further off the budget than this opens a bijsturing

DEMO = False

SPUK_PLAFOND = 352_973_325  # euro over all gemeenten, from 1 April 2026 (Regeling SPUK transformatiemiddelen)
SPUK_LAATSTE_AANVRAAGDAG = dt.date(2027, 3, 31)  # the last day of the window of the same Regeling
