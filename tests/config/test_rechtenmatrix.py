"""Who may what, as committed in docs/rechtenmatrix.csv: fresh, whole, and what the real addresses answer.

The walk asks every cell whose answer changes with the state.  A step that somebody may never take is asked in one
state, and of a dossier that somebody does not see one step: another one for each.  ELKE_CEL=ja asks all of them,
by GET and by POST.
"""

import csv
import os
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from config.management.commands import rechtenmatrix
from config.rechten import rijen
from config.rechten.handelingen import ELKE_STAND, Onleesbaar, _daden_in, daden
from config.rechten.rijen import GeenRij, onderwerpen_van
from config.rechten.toneel import Toneel, alle_cellen
from kern.organisaties.models import Rol
from kern.toestanden.rechtenmatrix import JA, KOP, NEE, NIET_NU, ONZICHTBAAR, Cel, Onderwerp
from kern.toestanden.register import label_van, machines
from tests.fabrieken.toneel import Browsers
from transformatie import rechten
from transformatie.models import Escalatie, SnelleToets

ANTWOORD = {JA: 200, NEE: 403, NIET_NU: 409, ONZICHTBAAR: 404}
SOORTEN = sorted(machines())
ELKE_CEL = os.environ.get("ELKE_CEL") == "ja"


def tabel() -> list[list[str]]:
    """The committed table."""
    with rechtenmatrix.TABEL.open(encoding="utf-8", newline="") as bestand:
        return list(csv.reader(bestand))


def gekozen(toneel: Toneel, onderwerp: Onderwerp) -> list[Cel]:
    """The cells that are asked at their address."""
    cellen = [c for c in toneel.cellen(onderwerp.rij.soort()) if c.onderwerp == onderwerp]
    if ELKE_CEL:
        return cellen
    per_vraag: dict[tuple[Any, ...], list[Cel]] = defaultdict(list)
    for cel in cellen:
        per_vraag[(cel.speler, "") if cel.mag == ONZICHTBAAR else (cel.speler, cel.stap)].append(cel)
    volgnummer = count()
    keuze: list[Cel] = []
    for zelfde in per_vraag.values():
        altijd = {c.mag for c in zelfde} in ({NEE}, {ONZICHTBAAR})
        keuze += [zelfde[next(volgnummer) % len(zelfde)]] if altijd else zelfde
    return keuze


def vraag(client: Client, cel: Cel, beurt: int) -> list[int]:
    """What the address of this cell answers; a refusal does not depend on how one asks."""
    adres = reverse("stap", args=[cel.onderwerp.rij.soort(), cel.onderwerp.rij.pk, cel.stap])
    is_dicht = cel.mag in (NEE, ONZICHTBAAR)
    manieren = [client.get, client.post] if is_dicht and ELKE_CEL else [client.post if is_dicht and beurt % 2 else client.get]
    return [manier(adres).status_code for manier in manieren]


def test_de_tabel_in_docs_is_van_nu(tonelen: list[Toneel]) -> None:
    assert tabel() == [KOP, *(cel.als_regel() for cel in alle_cellen(tonelen))]


@pytest.mark.parametrize("soort", SOORTEN)
def test_het_adres_van_elke_cel_antwoordt_wat_de_tabel_zegt(tonelen: list[Toneel], browsers: Browsers, soort: str) -> None:
    anders = []
    for toneel, onderwerp in ((t, o) for t in tonelen for o in t.onderwerpen if o.rij.soort() == soort):
        per_stand: dict[str, list[Cel]] = defaultdict(list)
        for cel in gekozen(toneel, onderwerp):
            per_stand[cel.status].append(cel)
        for status, cellen in per_stand.items():
            onderwerp.in_stand(status)
            for beurt, cel in enumerate(cellen):
                codes = vraag(browsers.van(cel.speler.lid), cel, beurt)
                if set(codes) != {ANTWOORD[cel.mag]}:
                    anders.append((*cel.als_regel()[:5], f"de tabel zegt {cel.mag}, het adres antwoordt {codes}"))
    assert anders == []


def test_de_tabel_noemt_elke_machine_elke_stand_elke_stap_en_elke_rol() -> None:
    regels = tabel()[1:]
    gevonden = {(stap, mag) for _, _, _, _, stap, mag, _ in regels}
    assert {r[0] for r in regels} == set(Rol.labels)
    assert {mag for _, mag in gevonden} == {JA, NEE, NIET_NU, ONZICHTBAAR}
    assert len({tuple(r[:5]) for r in regels}) == len(regels)
    for model in machines().values():
        eigen = [r for r in regels if r[2].startswith(model.naam_in_zin()) and r[3] != ELKE_STAND]
        assert {r[3] for r in eigen} == set(model.Status.labels), model  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("regel", "waarom"),
    [
        (["planmaker", "penvoerder", "snelle toets", "concept", "Dien de snelle toets in", JA, "1a.1 1c.1 1h.1"], "de penvoerder dient in"),
        (["planmaker", "deelnemer", "snelle toets", "concept", "Dien de snelle toets in", NEE, ""], "een deelnemer niet"),
        (["planmaker", "penvoerder", "snelle toets", "goedgekeurd", "Dien de snelle toets in", NIET_NU, ""], "en geen tweede keer"),
        (["planmaker", "geen", "snelle toets", "concept", "Dien de snelle toets in", ONZICHTBAAR, ""], "een vreemde ziet niets"),
        (
            [
                "beoordelaar",
                "coördinerend, werkt ook voor een indiener",
                "snelle toets",
                "in beoordeling",
                "Keur de snelle toets goed",
                NEE,
                "",
            ],
            "wie ook indient, beslist niet",
        ),
        (
            ["NZa", "plan nog niet goedgekeurd", "transformatieplan", "in beoordeling", "Wijs het transformatieplan af", ONZICHTBAAR, ""],
            "de NZa ziet een plan pas na de goedkeuring",
        ),
    ],
)
def test_wat_de_werkinstructie_vraagt_staat_in_de_tabel(regel: list[str], waarom: str) -> None:
    assert regel in tabel(), waarom


def test_elke_handeling_in_de_code_staat_in_de_tabel_met_het_recht_dat_bij_haar_aanroep_staat() -> None:
    namen = {(d.soort, d.naam) for d in daden()}
    assert {("transformatie.dossier", "nodig_uit"), ("transformatie.escalatie", "leg_gesprek_vast")} <= namen
    [uitnodigen] = [d for d in daden() if d.naam == "nodig_uit"]
    assert uitnodigen.recht is rechten.PENVOERDER_OF_COORDINERENDE
    staat_er = {r[4] for r in tabel() if r[3] == ELKE_STAND}
    assert {label_van(d.soort, d.naam) for d in daden()} == staat_er


def test_een_handeling_waarvan_het_recht_niet_te_lezen_is_wordt_genoemd(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    bron = tmp_path / "bron.py"
    bron.write_text("def doe(dossier, recht):\n    with handeling(dossier, 'nodig_uit', recht=recht):\n        pass\n", encoding="utf-8")
    module = ModuleType("bron")
    module.__file__ = str(bron)
    with pytest.raises(Onleesbaar, match=r"bron\.doe: het recht of de voorwaarden"):
        list(_daden_in(module))


def test_wie_niet_mag_tekenen_staat_er_alleen_waar_dat_verschil_maakt() -> None:
    waar = {r[2].split(" van ")[0] for r in tabel() if "mag niet tekenen" in r[1]}
    assert waar == {"commitment", "akkoord met een bijstelling", "toekenning"}  # of the last: signing the overeenkomst


@pytest.fixture
def schrijft_elders(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, tonelen: list[Toneel]) -> Path:
    """The command writes in a folder of its own, about the scene that stands already."""

    @contextmanager
    def even() -> Iterator[list[Toneel]]:
        yield [Toneel(tonelen[0].loop, [tonelen[0].onderwerp(SnelleToets.soort())], tonelen[0].spelers)]

    monkeypatch.setattr(rechtenmatrix, "TABEL", tmp_path / "rechtenmatrix.csv")
    monkeypatch.setattr(rechtenmatrix, "toneel_voor_even", even)
    return tmp_path / "rechtenmatrix.csv"


def test_een_ander_recht_maakt_de_tabel_oud_tot_zij_opnieuw_is_gemaakt(
    schrijft_elders: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("rechtenmatrix")
    call_command("rechtenmatrix", controleer=True)
    assert capsys.readouterr().out == "De rechtenmatrix is gemaakt.\nDe rechtenmatrix klopt.\n"
    [stap] = SnelleToets.dien_in._django_fsm.transitions.values()
    monkeypatch.setattr(stap, "permission", SnelleToets.keur_goed._django_fsm.transitions["in_beoordeling"].permission)
    with pytest.raises(
        CommandError, match=r"verouderd\. Regel \d+: er staat 'planmaker,penvoerder,snelle toets,concept,Dien .* is het .*nee \(403\)"
    ):
        call_command("rechtenmatrix", controleer=True)
    call_command("rechtenmatrix")
    call_command("rechtenmatrix", controleer=True)


def test_zonder_tabel_is_zij_verouderd(schrijft_elders: Path) -> None:
    with pytest.raises(CommandError, match="De rechtenmatrix is verouderd"):
        call_command("rechtenmatrix", controleer=True)


def test_een_machine_zonder_rij_op_het_toneel_wordt_genoemd_met_wat_er_moet_gebeuren(
    toneel: Toneel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(rijen._bouwers, Escalatie, lambda loop: {})
    with pytest.raises(GeenRij, match=r"geen rij van de machine transformatie\.escalatie.*@rij_van\(Escalatie\)"):
        onderwerpen_van(toneel.loop, machines())
