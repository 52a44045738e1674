"""Reading settings from the environment: the only place that does."""

import os
from typing import Any
from urllib.parse import urlsplit

import dj_database_url

ONVEILIGE_SLEUTELS = ("django-insecure", "alleen-voor", "change", "verander", "secret", "geheim", "test")
SLEUTELLENGTE = 50


class OmgevingOnvolledig(Exception):
    """A setting that must come from the environment is missing or wrong."""


def tekst(naam: str, standaard: str | None = None) -> str:
    """A text; without a default it must be there and not be empty."""
    waarde = os.environ.get(naam, standaard)
    if waarde is None or (standaard is None and not waarde.strip()):
        raise OmgevingOnvolledig(f"Zet de omgevingsvariabele {naam}; zonder haar start de toepassing niet.")
    return waarde


def ja(naam: str, standaard: bool = False) -> bool:
    """A yes or a no; anything else is refused, so that a typing error never means no."""
    waarde = os.environ.get(naam, "").strip().lower()
    if waarde in {"1", "ja", "true", "yes"}:
        return True
    if waarde in {"0", "nee", "false", "no"}:
        return False
    if waarde:
        raise OmgevingOnvolledig(f"De omgevingsvariabele {naam} is ja of nee.")
    return standaard


def getal(naam: str, standaard: int) -> int:
    """A whole number, zero or more."""
    waarde = os.environ.get(naam, "").strip()
    if waarde and not (waarde.isascii() and waarde.isdigit()):
        raise OmgevingOnvolledig(f"De omgevingsvariabele {naam} is een geheel getal.")
    return int(waarde) if waarde else standaard


def lijst(naam: str, standaard: str = "") -> list[str]:
    """Values between commas."""
    return [deel.strip() for deel in os.environ.get(naam, standaard).split(",") if deel.strip()]


def geheim(naam: str) -> str:
    """A secret made by chance: long enough, varied, and none of the examples that stand in code or manuals."""
    waarde = tekst(naam)
    if len(waarde) < SLEUTELLENGTE or len(set(waarde)) < 10 or waarde.lower().startswith(ONVEILIGE_SLEUTELS):
        raise OmgevingOnvolledig(
            f"{naam} moet een willekeurige tekst van ten minste {SLEUTELLENGTE} tekens zijn, geen voorbeeld of standaardwaarde."
        )
    return waarde


def hosts(naam: str) -> list[str]:
    """The names under which the application is reached; at least one, never all."""
    namen = lijst(naam)
    if not namen or any("*" in host or "/" in host for host in namen):
        raise OmgevingOnvolledig(f"Zet in {naam} de namen waaronder de toepassing bereikbaar is, met komma's ertussen en zonder *.")
    return namen


def https_adressen(naam: str, standaard: str) -> list[str]:
    """Addresses with https in front and nothing behind the host."""
    adressen = lijst(naam, standaard)
    for adres in adressen:
        delen = urlsplit(adres)
        if delen.scheme != "https" or not delen.netloc or delen.path.strip("/") or delen.query:
            raise OmgevingOnvolledig(f"{naam} bevat volledige adressen, zoals https://transformatieplan.example.")
    return [adres.rstrip("/") for adres in adressen]


def databank(url: str) -> dict[str, Any]:
    """Django's database settings for an address; PostgreSQL only, because the rules lean on it."""
    if not url.startswith(("postgres://", "postgresql://")):
        raise OmgevingOnvolledig("DATABASE_URL is het adres van een PostgreSQL-databank (postgres://...).")
    keuzes: dict[str, Any] = dict(dj_database_url.parse(url))
    keuzes["OPTIONS"] = {"connect_timeout": 5, **keuzes.get("OPTIONS", {})}
    return {**keuzes, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}


def wachtrij(url: str) -> str:
    """The address of the queue in production: Redis, because the others lose or delay messages."""
    if not url.startswith(("redis://", "rediss://")):
        raise OmgevingOnvolledig("CELERY_BROKER_URL is het adres van een Redis-server (redis:// of rediss://).")
    return url
