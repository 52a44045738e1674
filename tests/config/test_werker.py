"""A real worker and a real beat on a real queue: what waits in the database is done, also when the worker is killed."""

import datetime as dt
import os
import re
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import redis
from django.db import connection

from config.lokaal.basis import CHECKOUT, staart
from config.lokaal.processen import sterf_mee
from config.voorbeeld.wereld import Wereld
from kern.berichten.models import Bericht
from kern.documenten.brieven import bestel
from kern.documenten.models import Brief, Document
from kern.termijnen.models import Klokronde, Termijn
from tests.fabrieken.wereld import plan_in_opstelling
from tests.kern.documenten.voorbeelden import snelle_toets
from transformatie.models import Escalatie

pytestmark = pytest.mark.django_db(transaction=True)
GEDULD = 90.0  # seconds, on a machine that does more than this
OP = dt.date(2025, 5, 6)
CELERY = [sys.executable, "-m", "celery", "-A", "config"]
WERKER = [*CELERY, "worker", "--pool", "threads", "--concurrency", "2", "--loglevel", "INFO"]


def databankadres() -> str:
    """The address of the test database, for another process."""
    s = connection.settings_dict
    wie = quote(s["USER"], safe="") + (f":{quote(s['PASSWORD'], safe='')}" if s["PASSWORD"] else "")
    poort = f":{s['PORT']}" if s["PORT"] else ""
    return f"postgres://{wie}@{quote(s['HOST'] or 'localhost', safe='')}{poort}/{s['NAME']}"


def wacht_tot(klopt: Callable[[], Any], wat: str, *, elke: float = 0.1) -> None:
    grens = time.monotonic() + GEDULD
    while not klopt():
        assert time.monotonic() < grens, f"na {GEDULD:.0f} seconden nog niet: {wat}"
        time.sleep(elke)


class Werkplaats:
    """A worker and a beat on one queue, with their own folder; each can be killed and started again."""

    def __init__(self, map_: Path, broker: str, prefix: str) -> None:
        self.map = map_
        self.omgeving = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.config.werkersettings",
            "DATABASE_URL": databankadres(),
            "CELERY_BROKER_URL": broker,
            "REDIS_PREFIX": prefix,
            "WERKERMAP": str(map_),
            "PYTHONUNBUFFERED": "1",
        }
        for naam in ("mail", "media", "wachtrij", "beheer"):
            (map_ / naam).mkdir()
        self.processen: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, naam: str, opdracht: list[str]) -> None:
        with (self.map / f"{naam}.log").open("ab") as uitvoer:
            self.processen[naam] = subprocess.Popen(
                opdracht, cwd=CHECKOUT, env=self.omgeving, stdin=subprocess.DEVNULL, stdout=uitvoer, stderr=subprocess.STDOUT,
                preexec_fn=sterf_mee(signal.SIGKILL),
            )  # fmt: skip

    def start_werker(self) -> None:
        self.start("worker", WERKER)

    def start_beat(self) -> None:
        self.start("beat", [*CELERY, "beat", "--schedule", str(self.map / "rooster"), "--pidfile="])

    def sla_dood(self, naam: str) -> None:
        """As kill -9 does: no farewell, nothing put away."""
        self.processen[naam].kill()
        self.processen.pop(naam).wait()

    def stop(self) -> None:
        for naam in list(self.processen):
            self.sla_dood(naam)

    def mails(self) -> list[str]:
        """The Message-ID of every mail that went out."""
        return [
            m for bestand in (self.map / "mail").iterdir() for m in re.findall(r"^Message-ID:\s+(\S+)", bestand.read_text(), re.MULTILINE)
        ]

    def logboeken(self) -> str:
        return "\n".join(staart(bestand, 40) for bestand in sorted(self.map.glob("*.log")))


@pytest.fixture(params=["filesystem", pytest.param("redis", marks=pytest.mark.redis)])
def werkplaats(request: pytest.FixtureRequest, settings: Any, tmp_path: Path) -> Iterator[Werkplaats]:
    prefix = f"{os.environ.get('REDIS_PREFIX', 'tp-test:')}werker-{uuid.uuid4().hex[:8]}:"
    broker = os.environ["REDIS_URL"] if request.param == "redis" else "filesystem://"
    settings.MEDIA_ROOT = str(tmp_path / "media")
    plaats = Werkplaats(tmp_path, broker, prefix)
    try:
        yield plaats
    finally:
        plaats.stop()
        sys.stdout.write(plaats.logboeken())  # pytest shows it when the test fails
        if request.param == "redis":
            with redis.Redis.from_url(broker) as verbinding:
                for sleutel in verbinding.scan_iter(match=f"{prefix}*"):
                    verbinding.delete(sleutel)


def bestel_brieven(aantal: int) -> None:
    zaak = uuid.uuid4()
    for nummer in range(aantal):
        bestel(gegevens=snelle_toets(), zaak=zaak, onderwerp=uuid.uuid4(), op=OP, sleutel=f"proef {zaak} {nummer}")


def gemaakt() -> int:
    return Brief.objects.filter(status=Brief.Status.GEMAAKT).count()


def wachtende_berichten() -> bool:
    return Bericht.objects.filter(status=Bericht.Status.WACHT).exists()


def test_werker_en_beat_doen_wat_wacht_en_na_een_kill_raakt_niets_weg_en_gaat_niets_dubbel(wereld: Wereld, werkplaats: Werkplaats) -> None:
    dossier = plan_in_opstelling(wereld).dossier  # five letters and notices wait, and the four months are long over
    klok = Termijn.objects.get(zaak_id=dossier.pk, soort_termijn="indienen_transformatieplan")
    assert (klok.status, gemaakt(), wachtende_berichten()) == ("loopt", 0, True)

    werkplaats.start_werker()
    werkplaats.start_beat()
    wacht_tot(lambda: Klokronde.objects.filter(klaar_op__isnull=False).count() >= 2, "twee klokronden")
    wacht_tot(lambda: gemaakt() == 5 and not wachtende_berichten(), "de brieven gemaakt en alle berichten verstuurd")
    klok.refresh_from_db()
    assert klok.status == "overschreden"
    assert [e.status for e in Escalatie.objects.filter(termijn=klok)] == ["stap_1"]
    assert not Klokronde.objects.exclude(fout="").exists()
    verstuurd = werkplaats.mails()
    assert len(verstuurd) == len(set(verstuurd)) == Bericht.objects.count()

    sla_dood_tussen_de_brieven(werkplaats, aantal=12)
    werkplaats.start_werker()
    wacht_tot(lambda: gemaakt() == 18, "ook de brieven die bij de kill wachtten")
    brieven = Brief.objects.select_related("document")
    assert len({b.document_id for b in brieven}) == Document.objects.count() == 18
    assert {b.pogingen for b in brieven} == {0}
    for brief in brieven:
        inhoud = Path(brief.document.bestand.path).read_bytes()
        assert (inhoud[:5], sha256(inhoud).hexdigest()) == (b"%PDF-", brief.document.sha256)
    assert sorted(werkplaats.mails()) == sorted(set(werkplaats.mails()))


def sla_dood_tussen_de_brieven(werkplaats: Werkplaats, *, aantal: int) -> None:
    """Kill the worker while it makes letters, and order another one while nobody is there."""
    eerder = gemaakt()
    bestel_brieven(aantal)
    wacht_tot(lambda: gemaakt() > eerder + 1, "de eerste brieven van de stapel", elke=0.02)
    werkplaats.sla_dood("worker")
    nu_gemaakt = gemaakt()
    assert eerder < nu_gemaakt < eerder + aantal, "de worker was al klaar voor hij stierf"
    bestel_brieven(1)
    time.sleep(3)
    assert gemaakt() == nu_gemaakt
