"""The health checks of the containers: `python -m config.polsslag web|worker|beat` ends with 0 when that part lives.

A container is only sick when it cannot do its own work; the whole picture, with the sweep, is at /gezond.
"""

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOSTER = Path("/tmp/rooster")
STILSTE_BEAT = 600  # seconds; beat writes its schedule down every three minutes


def web() -> bool:
    """Whether the web server answers and has its database."""
    verbinding = http.client.HTTPConnection("127.0.0.1", 8000, timeout=8)
    try:
        verbinding.request("GET", "/gezond", headers={"Host": os.environ["ALLOWED_HOSTS"].split(",")[0].strip()})
        return bool(json.load(verbinding.getresponse()).get("databank") == "goed")
    except (OSError, ValueError, http.client.HTTPException):
        return False
    finally:
        verbinding.close()


def worker() -> bool:
    """Whether the worker in this container answers over the queue."""
    celery = [sys.executable, "-m", "celery", "-A", "config"]
    vraag = [*celery, "inspect", "ping", "--timeout", "10", "--destination", f"celery@{socket.gethostname()}"]
    return subprocess.run(vraag, capture_output=True, check=False).returncode == 0


def beat() -> bool:
    """Whether beat wrote its schedule lately."""
    return any(time.time() - bestand.stat().st_mtime < STILSTE_BEAT for bestand in ROOSTER.parent.glob(f"{ROOSTER.name}*"))


if __name__ == "__main__":
    sys.exit(0 if {"web": web, "worker": worker, "beat": beat}[sys.argv[1]]() else 1)
