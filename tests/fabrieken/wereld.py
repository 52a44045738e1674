"""The examples' world for tests: real regions, example people, and dossiers brought forward by real services."""

import datetime as dt

import pytest

from config.voorbeeld.standen import (
    BEGIN,
    beschikt,
    in_uitvoering,
    kpi_toegekend,
    nieuw,
    plan_in_beoordeling,
    plan_in_opstelling,
    plan_klaar_voor_besluit,
    toegekend,
    toets_in_beoordeling,
    toets_klaar_om_in_te_dienen,
    toets_klaar_voor_besluit,
)
from config.voorbeeld.wereld import Wereld, maak_wereld

__all__ = [
    "BEGIN",
    "beschikt",
    "in_uitvoering",
    "kpi_toegekend",
    "nieuw",
    "plan_in_beoordeling",
    "plan_in_opstelling",
    "plan_klaar_voor_besluit",
    "toegekend",
    "toets_in_beoordeling",
    "toets_klaar_om_in_te_dienen",
    "toets_klaar_voor_besluit",
    "wereld",
]


@pytest.fixture
def wereld(db: None) -> Wereld:
    """Regions, insurers, providers and the example accounts (`wereld.accounts["planmaker"]` is a Lidmaatschap)."""
    return maak_wereld(op=dt.date(2025, 1, 1))
