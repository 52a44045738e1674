"""The state diagrams are drawn from the code and never behind on it."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from kern.toestanden.management.commands import teken_toestanden
from kern.toestanden.register import machines
from kern.toestanden.tekening import als_markdown
from kern.toestanden.uitvoeren import overgangen
from transformatie.models import SnelleToets


def test_de_tekening_in_docs_is_van_nu(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("teken_toestanden", controleer=True)
    assert capsys.readouterr().out == "De tekening klopt.\n"


def test_elke_toestand_en_elke_pijl_staat_erop() -> None:
    tekst = als_markdown()
    for model in machines().values():
        for waarde, label in model.Status.choices:  # type: ignore[attr-defined]
            assert f'    state "{label}" as {waarde}\n' in tekst
    assert tekst.count(" --> ") == sum(1 + len(list(overgangen(m))) + tekst_einden(m) for m in machines().values())


def tekst_einden(model: Any) -> int:
    """The states from which no step leads on."""
    return len(set(model.Status.values) - {t.source for t in overgangen(model)})


def test_bij_een_pijl_staan_de_woorden_wie_en_de_regels() -> None:
    pijl = "    concept --> ingediend: Dien de snelle toets in<br/>de penvoerder<br/>1a.1 1c.1 1h.1"
    rij = "| Dien de snelle toets in | `dien_in` | concept | ingediend | de penvoerder | 1a.1 1c.1 1h.1 |"
    assert [regel in als_markdown().splitlines() for regel in (pijl, rij)] == [True, True]


def test_een_stap_met_een_ander_recht_maakt_de_tekening_oud_tot_zij_opnieuw_is_gemaakt(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(teken_toestanden, "PAGINA", tmp_path / "toestanden.md")
    call_command("teken_toestanden")
    call_command("teken_toestanden", controleer=True)
    [stap] = SnelleToets.dien_in._django_fsm.transitions.values()
    monkeypatch.setattr(stap, "permission", SnelleToets.keur_goed._django_fsm.transitions["in_beoordeling"].permission)
    with pytest.raises(CommandError, match="De tekening is verouderd"):
        call_command("teken_toestanden", controleer=True)
    call_command("teken_toestanden")
    call_command("teken_toestanden", controleer=True)


def test_zonder_tekening_is_zij_verouderd(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(teken_toestanden, "PAGINA", tmp_path / "toestanden.md")
    with pytest.raises(CommandError, match="De tekening is verouderd"):
        call_command("teken_toestanden", controleer=True)
