"""The system checks of the rules fire on what they are for, and on nothing else."""

from typing import Any

import pytest
from django.core.management import call_command

from kern.regels import checks, register
from kern.regels.register import regels
from transformatie.models import SnelleToets


def overgang(naam: str) -> Any:
    [t] = getattr(SnelleToets, naam)._django_fsm.transitions.values()
    return t


def nummers(gevonden: list[Any]) -> list[str]:
    return [m.id for m in gevonden]


def test_er_is_nu_niets_aan_te_merken() -> None:
    call_command("check", tags=["regels"], fail_level="WARNING")


def test_er_staat_geen_stap_meer_open() -> None:
    assert checks.NOG_OPEN == {}


def test_een_voorwaarde_die_niemand_toetst_valt_op(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(register._toetsen, ("1h.1", "dien snelle toets in"))
    [fout] = checks.voorwaarden_worden_getoetst()
    assert (fout.id, "SnelleToets.dien_in" in fout.msg, "1h.1" in fout.msg) == ("regels.E001", True, True)
    assert nummers(checks.regels_hebben_hun_stap()) == ["regels.E003"]


def test_een_toets_die_bij_geen_stap_hoort_valt_op(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(register, "_genoemd", register._genoemd - {("1b.2", "haal domein weg")})
    [fout] = checks.regels_hebben_hun_stap()
    assert (fout.id, fout.msg) == ("regels.E003", "Rule 1b.2 refuses 'haal domein weg', which is named by no transition or act.")


def test_een_stap_die_niemand_toetst_valt_op_tenzij_zij_met_een_reden_open_staat(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(register._toetsen, ("3a.4", "rond plan af"))
    assert nummers(checks.regels_hebben_hun_stap()) == ["regels.E003"]
    monkeypatch.setitem(checks.NOG_OPEN, ("3a.4", "rond plan af"), "Volgt later.")
    assert nummers(checks.regels_hebben_hun_stap()) == []


def test_een_stap_die_werkt_hoort_niet_bij_de_open_stappen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(checks.NOG_OPEN, ("1h.1", "dien snelle toets in"), "vergeten")
    assert nummers(checks.regels_hebben_hun_stap()) == ["regels.W004"]


def test_een_regel_die_dwingt_maar_niets_weigert_valt_op(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(regels(), "9z.9", register.Regel("9z.9", "wie", "dwang", "afspraak", "applicatie"))
    assert nummers(checks.regels_hebben_hun_stap()) == ["regels.E002"]


@pytest.mark.parametrize(("veld", "waarde", "nummer"), [("custom", {}, "regels.E005"), ("permission", None, "regels.E006")])
def test_een_stap_zonder_woorden_of_recht_valt_op(monkeypatch: pytest.MonkeyPatch, veld: str, waarde: Any, nummer: str) -> None:
    monkeypatch.setattr(overgang("dien_in"), veld, waarde)
    assert nummers(checks.stappen_hebben_woorden_en_recht()) == [nummer]
