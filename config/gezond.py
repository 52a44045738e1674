"""/gezond: whether the application can work, for a monitor that knocks every minute; no secrets."""

import datetime as dt
import os
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kern.termijnen.models import Klokronde

GOED, WEG = "goed", "niet bereikbaar"
LANGST = dt.timedelta(hours=26)  # as the banner for beheer
GEDULD = 1.0  # seconds for the queue to answer


@require_safe
@never_cache
def gezond(request: HttpRequest) -> JsonResponse:
    """200 when database and queue answer and the clocks were walked lately, otherwise 503; each with its own word."""
    databank, leeftijd = _databank()
    wachtrij = _wachtrij(settings.CELERY_BROKER_URL)
    in_orde = databank == wachtrij == GOED and leeftijd is not None and leeftijd <= LANGST
    stand = {
        "gezond": in_orde,
        "databank": databank,
        "wachtrij": wachtrij,
        "laatste_klokronde_seconden_geleden": None if leeftijd is None else int(leeftijd.total_seconds()),
    }
    return JsonResponse(stand, status=200 if in_orde else 503)


def _databank() -> tuple[str, dt.timedelta | None]:
    """Whether the database answers, and how long ago a sweep was completed without a fault."""
    try:
        laatste = Klokronde.objects.filter(klaar_op__isnull=False, fout="").order_by("-klaar_op").values_list("klaar_op", flat=True).first()
    except DatabaseError:
        connection.close()
        return WEG, None
    return GOED, timezone.now() - laatste if laatste else None


def _wachtrij(adres: str) -> str:
    """Whether the queue answers: Redis within a second, or the folder of the demo's queue can be written."""
    if adres.startswith("filesystem:"):
        map_ = Path(settings.CELERY_BROKER_TRANSPORT_OPTIONS["data_folder_in"])
        return GOED if map_.is_dir() and os.access(map_, os.W_OK) else WEG
    if adres.startswith("memory:"):
        return GOED
    import redis  # half a second that only this page needs

    try:
        with redis.Redis.from_url(adres, socket_connect_timeout=GEDULD, socket_timeout=GEDULD) as verbinding:
            verbinding.ping()
    except (redis.RedisError, OSError, ValueError):
        return WEG
    return GOED
