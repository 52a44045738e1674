"""./demo: the whole application on one machine, with example data.  Runs inside .venv."""

import contextlib
import http.client
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from types import FrameType

import psycopg2

from config.ingebed import Ingebed
from config.lokaal.basis import CHECKOUT, LOKAAL, Stop, lokale_map, meld, slot
from config.lokaal.gezin import Gezin, ruim_wezen_op
from config.lokaal.keuzes import Keuzes, lees_keuzes
from config.lokaal.omgeving import zorg_voor_weasyprint

DATABANK = "transformatieplan"
IN_AANBOUW = "in_aanbouw"
WEG_BIJ_VERS = ["media", "mail", "celery"]


def main(argv: list[str]) -> int:
    """Prepare, start and watch, until Ctrl-C."""
    keuzes = lees_keuzes(argv)
    for signaal in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(signaal) != signal.SIG_IGN:  # nohup asked to live on
            signal.signal(signaal, _onderbreek)
    with slot("demo", bezet="In deze map draait al een demo; stop die eerst met Ctrl-C."):
        ruim_wezen_op()
        if not keuzes.klaarzetten:
            _controleer_poort(keuzes.poort)
        zorg_voor_weasyprint()
        with _databank(keuzes) as url:
            if keuzes.klaarzetten:
                meld("Alles staat klaar; start met ./demo.")
                return 0
            _draai(url, keuzes.poort)
    return 0


def _onderbreek(_signaal: int, _frame: FrameType | None) -> None:
    """A request to stop reaches us as Ctrl-C does."""
    raise KeyboardInterrupt


def _controleer_poort(poort: int) -> None:
    with socket.socket() as proef:
        proef.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            proef.bind(("127.0.0.1", poort))
        except PermissionError:
            raise Stop(f"Poort {poort} mag alleen de beheerder gebruiken; kies een andere, bijvoorbeeld ./demo --poort 8010.") from None
        except OSError:
            anders = 8010 if poort != 8010 else 8020
            raise Stop(f"Poort {poort} is al in gebruik; kies een andere, bijvoorbeeld ./demo --poort {anders}.") from None


@contextlib.contextmanager
def _databank(keuzes: Keuzes) -> Iterator[str]:
    """The address of a database that is ready for use: the one in DATABASE_URL, or else the embedded one."""
    eigen = os.environ.get("DATABASE_URL")
    if eigen:
        if keuzes.vers:
            raise Stop(
                "--vers werkt alleen met de ingebouwde databank; maak die in DATABASE_URL zelf leeg of haal DATABASE_URL weg.", code=2
            )
        _vul_eigen_databank(eigen, keuzes.poort)
        yield eigen
        return
    ingebed = Ingebed("demo")
    if keuzes.vers:
        ingebed.gooi_weg()
        _gooi_bestanden_weg()
    with ingebed:
        _vul_ingebouwde_databank(ingebed, keuzes.poort)
        yield ingebed.url(DATABANK)


def _gooi_bestanden_weg() -> None:
    for naam in WEG_BIJ_VERS:
        shutil.rmtree(LOKAAL / naam, ignore_errors=True)


def _vul_ingebouwde_databank(ingebed: Ingebed, poort: int) -> None:
    """Build the example data under another name; only a database that is complete gets the name we look for."""
    if ingebed.bestaat(DATABANK):
        _werk_bij(ingebed.url(DATABANK), poort)
        return
    _gooi_bestanden_weg()
    ingebed.maak_opnieuw(IN_AANBOUW)
    _werk_bij(ingebed.url(IN_AANBOUW), poort)
    _maak_voorbeelden(ingebed.url(IN_AANBOUW), poort)
    ingebed.hernoem(IN_AANBOUW, DATABANK)


def _vul_eigen_databank(url: str, poort: int) -> None:
    """Bring somebody's own database up to date; example data only when nobody has an account in it yet."""
    try:
        verbinding = psycopg2.connect(url, connect_timeout=5)
    except psycopg2.Error:
        raise Stop("De databank in DATABASE_URL is niet bereikbaar; controleer het adres of haal DATABASE_URL weg.") from None
    with contextlib.closing(verbinding):
        vers = _is_vers(verbinding)
    _werk_bij(url, poort)
    if vers:
        _maak_voorbeelden(url, poort)


def _is_vers(verbinding: "psycopg2.extensions.connection") -> bool:
    """Whether nobody has an account in this database yet."""
    with verbinding.cursor() as cursor:
        for vraag in ("SELECT to_regclass('gebruikers_gebruiker') IS NULL", "SELECT NOT EXISTS (SELECT 1 FROM gebruikers_gebruiker)"):
            cursor.execute(vraag)
            if cursor.fetchone() == (True,):
                return True
    return False


def _werk_bij(url: str, poort: int) -> None:
    meld("Databank bijwerken.")
    _beheer(_omgeving(url, poort), "migrate --verbosity 0 --no-input", "laad_basisgegevens")


def _maak_voorbeelden(url: str, poort: int) -> None:
    meld("Voorbeeldgegevens maken; dat duurt ongeveer een minuut.")
    _beheer(_omgeving(url, poort), "voorbeeldgegevens")


def _omgeving(url: str, poort: int) -> dict[str, str]:
    """What the children find in their environment."""
    eigen = {
        "DJANGO_SETTINGS_MODULE": "config.settings.local",
        "DATABASE_URL": url,
        "DEMO": "ja",
        "SECRET_KEY": _sleutel(),
        "MEDIA_ROOT": str(lokale_map("media")),
        "BASIS_ADRES": f"http://localhost:{poort}",
        "CELERY_BROKER_URL": "filesystem://",
        "PYTHONUNBUFFERED": "1",
    }
    return {**os.environ, **eigen}


def _sleutel() -> str:
    """The signing key of this checkout's demo, made once, so that a restart logs nobody out."""
    bestand = lokale_map() / "sleutel"
    if not bestand.exists():
        with open(os.open(bestand, os.O_WRONLY | os.O_CREAT, 0o600), "w") as uitvoer:
            uitvoer.write(secrets.token_urlsafe(60))
    return bestand.read_text()


def _beheer(omgeving: dict[str, str], *opdrachten: str) -> str:
    """Run management commands to their end; what they print, or a Stop with the end of what they printed."""
    beheer = [sys.executable, "-m", "config.lokaal.beheer", *opdrachten]
    uitkomst = subprocess.run(beheer, cwd=CHECKOUT, env=omgeving, capture_output=True, text=True, check=False)
    if uitkomst.returncode:
        meld("\n".join((uitkomst.stdout + uitkomst.stderr).splitlines()[-15:]), fout=True)
        namen = " en ".join(opdracht.split()[0] for opdracht in opdrachten)
        raise Stop(f"Het klaarzetten van de databank ({namen}) is niet gelukt; hierboven staat waarom.")
    return uitkomst.stdout.strip()


def _draai(url: str, poort: int) -> None:
    """Start web, worker and beat, tell where they are, and watch them."""
    omgeving = _omgeving(url, poort)
    shutil.rmtree(LOKAAL / "celery", ignore_errors=True)  # what waited there is found again by the sweep
    rooster = str(lokale_map("celery") / "rooster")
    lokale_map("mail")
    with Gezin() as gezin:
        adres = f"127.0.0.1:{poort}"
        web = ["gunicorn", "config.wsgi:application", "--bind", adres, "--threads", "8", "--graceful-timeout", "5", "--no-control-socket"]
        gezin.start("web", [sys.executable, "-m", *web], omgeving)
        werker = ["worker", "--pool", "threads", "--concurrency", "2", "--loglevel", "INFO"]
        gezin.start("worker", [sys.executable, "-m", "celery", "-A", "config", *werker], omgeving)
        gezin.start("beat", [sys.executable, "-m", "celery", "-A", "config", "beat", "--schedule", rooster, "--pidfile="], omgeving)
        accounts = _beheer(omgeving, "voorbeeldaccounts")
        _wacht_op_antwoord(gezin, poort)
        meld(f"\nTransformatieplan draait op http://localhost:{poort}\n\n{accounts}\n")
        meld(f"Mail komt in {LOKAAL / 'mail'}, logboeken in {LOKAAL / 'log'}.\nStoppen: Ctrl-C.")
        try:
            gezin.waak()
        except KeyboardInterrupt:
            for signaal in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(signaal, signal.SIG_IGN)  # a second Ctrl-C must not cut the stopping short
            meld("\nStoppen.")


def _wacht_op_antwoord(gezin: Gezin, poort: int) -> None:
    """Return when the web server answers, whatever it says."""
    grens = time.monotonic() + 60
    while time.monotonic() < grens:
        gezin.controleer()
        verbinding = http.client.HTTPConnection("127.0.0.1", poort, timeout=5)
        try:
            verbinding.request("GET", "/gezond")
            verbinding.getresponse()
            return
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
        finally:
            verbinding.close()
    raise Stop(f"De webserver gaf binnen een minuut geen antwoord; het logboek is {LOKAAL / 'log' / 'web.log'}.")


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Stop as stop:
        meld(str(stop), fout=True)
        sys.exit(stop.code)
    except KeyboardInterrupt:
        meld("\nGestopt; wat nog niet klaar was, begint de volgende keer opnieuw.")
        sys.exit(130)
