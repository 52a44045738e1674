"""The command einddatum: its four lines, and one sentence with exit 2 for everything that is wrong."""

import datetime as dt
import io

import pytest
from django.core.management import call_command

from kern.termijnen.models import VrijeDag

pytestmark = pytest.mark.django_db


def draai(*woorden: str) -> tuple[int, str, str]:
    uit, fout = io.StringIO(), io.StringIO()
    try:
        call_command("einddatum", *woorden, stdout=uit, stderr=fout)
    except SystemExit as einde:
        return int(einde.code or 0), uit.getvalue(), fout.getvalue()
    return 0, uit.getvalue(), fout.getvalue()


def test_vier_regels() -> None:
    reden = (
        "Vrijdag 18 april 2025 is Goede Vrijdag; de termijn loopt door tot en met dinsdag 22 april 2025, de eerste dag die niet vrij is."
    )
    assert draai("2025-03-21", "4w") == (0, f"start: 2025-03-21\nruw: 2025-04-18\neinde: 2025-04-22\nreden: {reden}\n", "")


def test_opgeschort_mag_vaker() -> None:
    code, uit, _ = draai("2026-01-05", "8w", "--opgeschort", "2026-01-14:2026-01-20", "--opgeschort", "2026-01-19:2026-01-30")
    assert (code, uit.splitlines()[1:3]) == (0, ["ruw: 2026-03-02", "einde: 2026-03-17"])


def test_een_dag_die_beheer_toevoegde_telt_mee() -> None:
    VrijeDag.objects.create(datum=dt.date(2029, 5, 11), bron="besluit")
    assert draai("2029-03-16", "8w")[1].splitlines()[2] == "einde: 2029-05-14"


@pytest.mark.parametrize(
    ("woorden", "zin"),
    [
        (["2025-02-30", "4w"], "De dag 2025-02-30 bestaat niet."),
        (["20250321", "4w"], "'20250321' is geen datum; schrijf een dag als 2025-03-21."),
        (["2025-03-21", "0w"], "Een termijn duurt minstens 1 week."),
        (["2025-03-21", "99999999m"], "Deze termijn loopt voorbij het jaar 9999; kies een kortere duur of een eerdere start."),
        (["2025-03-21", "4d"], "'4d' is geen duur; schrijf een getal met w voor weken of m voor maanden, bijvoorbeeld 4w of 4m."),
        (
            ["2025-03-21", "4w", "--opgeschort", "2026-01-30:2026-01-14"],
            "Een opschorting kan niet op 14 januari 2026 eindigen en pas op 30 januari 2026 beginnen.",
        ),
        (
            ["2025-03-21", "4w", "--opgeschort", "2026-01-30"],
            "Een opschorting is een paar dagen met een dubbele punt ertussen, bijvoorbeeld 2026-01-14:2026-01-30.",
        ),
        (["2025-03-21", "4w", "--opgeschort", "morgen:2026-01-14"], "'morgen' is geen datum; schrijf een dag als 2025-03-21."),
    ],
)
def test_een_fout_argument_is_een_zin_en_code_2(woorden: list[str], zin: str) -> None:
    assert draai(*woorden) == (2, "", f"{zin}\n")


@pytest.mark.parametrize(
    "woorden",
    [
        [],
        ["2025-03-21"],
        ["2025-03-21", "4w", "nog"],
        ["2025-03-21", "-4w"],
        ["2025-03-21", "4w", "--foo"],
        ["2025-03-21", "4w", "--opgeschort"],
    ],
)
def test_een_verkeerde_vorm_toont_het_voorbeeld(woorden: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        call_command("einddatum", *woorden)
    assert capsys.readouterr() == ("", "Schrijf het zo: python manage.py einddatum 2025-03-21 4w --opgeschort 2026-01-14:2026-01-30.\n")
