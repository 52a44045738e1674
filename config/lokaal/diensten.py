"""Which PostgreSQL and Redis ./test runs on: what the environment names, what answers on this machine, or the embedded one."""

import contextlib
import getpass
import os
from collections.abc import Iterator
from dataclasses import dataclass

import psycopg2
import redis

from config.ingebed import SNEL_EN_VERGANKELIJK, Ingebed
from config.lokaal.basis import KENMERK, Stop, meld, slot

NAAM = f"tp_{KENMERK}"  # the database's name, and the start of every key in Redis
OUDSTE = 15
REDIS_HIER = "redis://127.0.0.1:6379/0"
BEZET = "In deze map draait al een ./test; wacht tot die klaar is."


@dataclass(frozen=True)
class Databank:
    """Where the tests find PostgreSQL; `beheer_url` names a database that exists already."""

    url: str
    beheer_url: str
    omschrijving: str


def in_ci() -> bool:
    """Whether a missing service is a failure instead of something to leave out."""
    return os.environ.get("CI", "").lower() in {"1", "true"}


@contextlib.contextmanager
def databank() -> Iterator[Databank]:
    """The database to test on; an embedded one lives as long as this context."""
    gewenst = os.environ.get("DATABASE_URL", "")
    if gewenst:
        if versie := _versie(gewenst):
            yield Databank(gewenst, gewenst, f"PostgreSQL {versie} (DATABASE_URL)")
            return
        if in_ci():
            raise Stop("De databank in DATABASE_URL is niet bereikbaar.")
        meld("De databank in DATABASE_URL is niet bereikbaar; de tests draaien op de ingebouwde PostgreSQL.")
    with slot("test", bezet=BEZET):
        if not gewenst and (hier := _dienst_hier()):
            yield hier
            return
        if in_ci():
            raise Stop("Er is geen PostgreSQL bereikbaar; met CI=true is dat een fout.")
        with Ingebed("test", SNEL_EN_VERGANKELIJK) as ingebed:
            yield Databank(ingebed.url(NAAM), ingebed.url("postgres"), f"PostgreSQL {_versie(ingebed.url('postgres'))} (ingebouwd)")


def _dienst_hier() -> Databank | None:
    """The service on this machine, when one of the usual users may make databases there without a password."""
    for gebruiker in dict.fromkeys(["root", "postgres", getpass.getuser()]):
        adres = f"postgres://{gebruiker}@127.0.0.1:5432/"
        if versie := _versie(f"{adres}postgres"):
            return Databank(adres + NAAM, f"{adres}postgres", f"PostgreSQL {versie} (de dienst op deze machine)")
    return None


def _versie(url: str) -> str:
    """The version behind an address, or nothing when it does not answer, is too old, or lets us make no database."""
    try:
        verbinding = psycopg2.connect(url, connect_timeout=3)
    except psycopg2.Error:
        return ""
    with contextlib.closing(verbinding), verbinding.cursor() as cursor:
        cursor.execute("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user")
        rij = cursor.fetchone()
        if not rij or not rij[0] or verbinding.server_version < OUDSTE * 10_000:
            return ""
        return f"{verbinding.server_version // 10_000}.{verbinding.server_version % 10_000}"


def redis_adres() -> str:
    """The address of a Redis that answers, or nothing."""
    gewenst = os.environ.get("REDIS_URL", "")
    adres = gewenst or REDIS_HIER
    try:
        with redis.Redis.from_url(adres, socket_connect_timeout=2, socket_timeout=2) as verbinding:
            verbinding.ping()
    except (redis.RedisError, OSError, ValueError):
        if in_ci():
            raise Stop("Er is geen Redis bereikbaar; met CI=true is dat een fout.") from None
        if gewenst:
            meld("De Redis-server in REDIS_URL is niet bereikbaar; de tests die Redis nodig hebben blijven weg.")
        return ""
    return adres


def veeg_redis_leeg(adres: str) -> None:
    """Remove what the tests of this checkout left behind."""
    with contextlib.suppress(redis.RedisError, OSError), redis.Redis.from_url(adres, socket_timeout=5) as verbinding:
        for sleutel in verbinding.scan_iter(match=f"{NAAM}:*", count=1000):
            verbinding.delete(sleutel)
