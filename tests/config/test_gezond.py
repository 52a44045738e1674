"""/gezond tells a monitor whether the application can work, quickly and without secrets."""

import datetime as dt
import os
import time

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from kern.termijnen.models import Klokronde

NIEMAND_THUIS = "redis://:wachtwoord@127.0.0.1:1/0"


def ronde(geleden: dt.timedelta, fout: str = "") -> None:
    moment = timezone.now() - geleden
    Klokronde.objects.create(peildatum=moment.date(), klaar_op=moment, fout=fout)


@pytest.mark.django_db
def test_gezond_als_alles_antwoordt_en_de_klokken_pas_zijn_gelopen(client: Client):
    ronde(dt.timedelta(hours=1))
    antwoord = client.get("/gezond")
    stand = antwoord.json()
    assert antwoord.status_code == 200
    assert stand.pop("laatste_klokronde_seconden_geleden") in range(3600, 3660)
    assert stand == {"gezond": True, "databank": "goed", "wachtrij": "goed"}
    assert "no-store" in antwoord["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.parametrize(("geleden", "fout", "status"), [(25, "", 200), (27, "", 503), (1, "mislukt", 503)])
def test_een_oude_of_mislukte_klokronde_is_niet_gezond(client: Client, geleden, fout, status):
    ronde(dt.timedelta(hours=geleden), fout)
    assert client.get("/gezond").status_code == status


@pytest.mark.django_db
def test_zonder_klokronde_niet_gezond(client: Client):
    antwoord = client.get("/gezond")
    assert (antwoord.status_code, antwoord.json()["laatste_klokronde_seconden_geleden"]) == (503, None)


@pytest.mark.django_db
def test_zonder_wachtrij_komt_er_snel_antwoord_zonder_geheimen(client: Client, settings):
    settings.CELERY_BROKER_URL = NIEMAND_THUIS
    ronde(dt.timedelta(minutes=1))
    begin = time.monotonic()
    antwoord = client.get("/gezond")
    assert time.monotonic() - begin < 2
    assert (antwoord.status_code, antwoord.json()["wachtrij"]) == (503, "niet bereikbaar")
    assert "wachtwoord" not in antwoord.text
    assert "127.0.0.1" not in antwoord.text


@pytest.mark.django_db
@pytest.mark.parametrize(("bestaat", "woord"), [(True, "goed"), (False, "niet bereikbaar")])
def test_de_wachtrij_van_de_demo_is_een_map_die_er_moet_zijn(client: Client, settings, tmp_path, bestaat, woord):
    settings.CELERY_BROKER_URL = "filesystem://"
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {"data_folder_in": str(tmp_path if bestaat else tmp_path / "weg")}
    assert client.get("/gezond").json()["wachtrij"] == woord


@pytest.mark.redis
@pytest.mark.django_db
def test_met_een_echte_redis_is_de_wachtrij_goed(client: Client, settings):
    settings.CELERY_BROKER_URL = os.environ["REDIS_URL"]
    assert client.get("/gezond").json()["wachtrij"] == "goed"


def test_zonder_databank_een_503_en_geen_storing(client: Client, monkeypatch):
    def weg() -> None:
        raise OperationalError("connection to server at 10.0.0.1 failed")

    monkeypatch.setattr(connection, "ensure_connection", weg)
    antwoord = client.get("/gezond")
    assert (antwoord.status_code, antwoord.json()["databank"]) == (503, "niet bereikbaar")
    assert "10.0.0.1" not in antwoord.text


def test_alleen_opvragen_mag(client: Client):
    assert client.post("/gezond").status_code == 405
