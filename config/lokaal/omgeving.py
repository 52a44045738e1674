"""Makes the .venv from the hashed requirements, and sees to the system libraries that pip cannot bring."""

import contextlib
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from config.lokaal.basis import CHECKOUT, VENV, Stop, meld, slot

WEASYPRINT_PAKKETTEN = ["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fontconfig", "fonts-dejavu-core"]
BREW_PAKKETTEN = ["pango", "harfbuzz", "fontconfig"]
MERKTEKEN = VENV / "transformatieplan.json"
PYTHON = VENV / "bin" / "python"
BEVAT = {"requirements-test.txt": ["requirements-test.txt", "requirements-lokaal.txt"]}  # the larger set holds the smaller


def maak_venv(vereisten: str) -> Path:
    """See that .venv holds exactly what this lock file says; seconds when it already does.  Returns its Python."""
    with slot("venv"):
        gedaan = _merkteken()
        if gedaan.get(vereisten) == _vingerafdruk(vereisten):
            return PYTHON
        if not _bruikbaar(gedaan):
            shutil.rmtree(VENV, ignore_errors=True)
        meld("Bibliotheken installeren in .venv; de eerste keer duurt dat enkele minuten.")
        MERKTEKEN.unlink(missing_ok=True)
        if not _installeer_met_uv(vereisten):
            _installeer_met_pip(vereisten)
        inhoud = {naam: _vingerafdruk(naam) for naam in BEVAT.get(vereisten, [vereisten])}
        MERKTEKEN.write_text(json.dumps({"checkout": str(CHECKOUT), **inhoud}))
    return PYTHON


def _vingerafdruk(vereisten: str) -> str:
    return hashlib.sha256((CHECKOUT / vereisten).read_bytes()).hexdigest()


def _merkteken() -> dict[str, str]:
    """What was installed here, when the .venv still works and the checkout was not moved since."""
    try:
        gedaan: dict[str, str] = json.loads(MERKTEKEN.read_text())
    except (OSError, ValueError):
        return {}
    return gedaan if gedaan.get("checkout") == str(CHECKOUT) and _werkt() else {}


def _werkt() -> bool:
    """Whether the Python in .venv starts and is new enough."""
    try:
        proef = subprocess.run(
            [PYTHON, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"], capture_output=True, timeout=30, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return proef.returncode == 0


def _bruikbaar(gedaan: dict[str, str]) -> bool:
    """Whether we may add to the .venv that is there: one we marked, or one that somebody made here by hand."""
    return bool(gedaan) or (not MERKTEKEN.exists() and _werkt())


def _basispython() -> str:
    """The Python behind this one, also when we were started from the .venv itself."""
    return str(getattr(sys, "_base_executable", "") or sys.executable)


def _voer(opdracht: list[str]) -> bool:
    """Run a tool quietly; what it said is shown only when it fails."""
    uitkomst = subprocess.run(opdracht, cwd=CHECKOUT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if uitkomst.returncode:
        meld("\n".join(uitkomst.stdout.splitlines()[-15:]), fout=True)
    return uitkomst.returncode == 0


def _installeer_met_uv(vereisten: str) -> bool:
    """Install with uv when it is there; False when pip has to do it."""
    uv = shutil.which("uv")
    if not uv:
        return False
    if not _werkt() and not _voer([uv, "venv", "--quiet", "--clear", "--python", _basispython(), str(VENV)]):
        return False
    if _voer([uv, "pip", "install", "--quiet", "--python", str(PYTHON), "--require-hashes", "-r", vereisten]):
        return True
    meld("Met uv lukte het niet; nu met pip.")
    return False


def _installeer_met_pip(vereisten: str) -> None:
    if not _heeft_pip():
        _zorg_voor_venvmodule()
        if not _voer([_basispython(), "-m", "venv", "--clear", str(VENV)]):
            raise Stop("De map .venv kon niet worden gemaakt; hierboven staat wat Python daarover zei.")
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if not _voer([*pip, "--require-hashes", "-r", vereisten]):
        raise Stop("De bibliotheken konden niet worden geïnstalleerd; hierboven staat wat pip daarover zei.")


def _heeft_pip() -> bool:
    return _werkt() and subprocess.run([PYTHON, "-c", "import pip"], capture_output=True, check=False).returncode == 0


def _zorg_voor_venvmodule() -> None:
    """Debian's Python comes without ensurepip; install it when we may, otherwise say what is missing."""
    if importlib.util.find_spec("ensurepip") and importlib.util.find_spec("venv"):
        return
    pakket = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if not installeer_pakketten([pakket]):
        raise Stop(f"Python mist de module venv; installeer die met: sudo apt-get install {pakket}")


def installeer_pakketten(pakketten: list[str]) -> bool:
    """Install Debian packages when we are root on a machine with apt; whether it was done."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    meld(f"Systeempakketten installeren: {', '.join(pakketten)}.")
    os.environ.setdefault("DEBIAN_FRONTEND", "noninteractive")
    installeer = ["apt-get", "install", "--quiet", "--yes", "--no-install-recommends", *pakketten]
    with contextlib.suppress(OSError):
        return _voer(["apt-get", "update", "--quiet"]) and _voer(installeer)
    return False


def zorg_voor_weasyprint() -> None:
    """WeasyPrint needs Pango and a font from the system: try it for real, install when we may, else name the packages."""
    if _weasyprint_werkt():
        return
    if installeer_pakketten(WEASYPRINT_PAKKETTEN) and _weasyprint_werkt():
        return
    hoe = (
        f"brew install {' '.join(BREW_PAKKETTEN)}" if sys.platform == "darwin" else f"sudo apt-get install {' '.join(WEASYPRINT_PAKKETTEN)}"
    )
    raise Stop(f"Voor de brieven ontbreken systeembibliotheken; installeer ze met: {hoe}")


def _weasyprint_werkt() -> bool:
    """Whether WeasyPrint loads, and on Linux whether there is any font to set a letter in."""
    if subprocess.run([PYTHON, "-c", "import weasyprint"], capture_output=True, check=False).returncode != 0:
        return False
    if not sys.platform.startswith("linux"):
        return True
    lettermappen = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".fonts", Path.home() / ".local/share/fonts"]
    return any(next(map_.rglob("*.[to]tf"), None) for map_ in lettermappen if map_.is_dir())
