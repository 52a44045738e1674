"""Leaves out the tests whose browser or Redis is not here, and says at the end on what the rest ran."""

import os
from collections import Counter

import pytest
import redis

from config.lokaal.diensten import in_ci
from config.lokaal.processen import chromium

ZONDER = {"browser": "geen Chromium op deze machine", "redis": "geen Redis bereikbaar"}


def _heeft_redis() -> bool:
    """Whether the Redis of REDIS_URL answers; without that variable there is none."""
    try:
        with redis.Redis.from_url(os.environ.get("REDIS_URL", ""), socket_connect_timeout=1, socket_timeout=1) as verbinding:
            return bool(verbinding.ping())
    except (redis.RedisError, OSError, ValueError):
        return False


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what cannot run here; with CI=true nothing is left out, so that it fails instead."""
    if in_ci():
        return
    heeft: dict[str, bool] = {}
    for test in items:
        for merk, waarom in ZONDER.items():
            if test.get_closest_marker(merk):
                if merk not in heeft:
                    heeft[merk] = bool(chromium()) if merk == "browser" else _heeft_redis()
                if not heeft[merk]:
                    test.add_marker(pytest.mark.skip(reason=waarom))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The services under this run, and how many tests were left out for the lack of one."""
    if not (databank := os.environ.get("TP_DATABANK")):
        return
    overgeslagen = Counter(
        waarom for rapport in terminalreporter.stats.get("skipped", []) for waarom in ZONDER.values() if waarom in str(rapport.longrepr)
    )
    terminalreporter.write_sep("=", "waarop dit draaide")
    terminalreporter.write_line(f"Databank: {databank}")
    terminalreporter.write_line(f"Redis: {os.environ.get('REDIS_URL') or 'geen'}")
    terminalreporter.write_line(f"Chromium: {chromium() or 'geen'}")
    for waarom, aantal in sorted(overgeslagen.items()):
        terminalreporter.write_line(f"Overgeslagen: {aantal} tests, {waarom}")
    if mislukt := os.environ.get("TP_MISLUKT"):
        terminalreporter.write_line(f"Mislukt voor de tests begonnen: {mislukt}", red=True)
