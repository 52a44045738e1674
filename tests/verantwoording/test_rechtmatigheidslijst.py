"""The list of the NZa over all granted plans, on screen and as a file (3a.5)."""

import csv
import io

import pytest
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from tests.verantwoording import opzet
from tests.verantwoording.conftest import Inloggen
from tests.verantwoording.opzet import NU, Mensen
from transformatie.models import Dossier
from verantwoording.services import rechtmatigheid as diensten

LIJST = "/rechtmatigheid/"


def titels(html: str, *alle: str) -> list[str]:
    return [t for t in alle if f">{t}</a>" in html]


def test_filters_op_wat_ontbreekt_op_regio_en_op_verzekeraar(m: Mensen, als: Inloggen) -> None:
    opzet.toekenning(m, titel="Net goedgekeurd")
    compleet = opzet.lopend(m, titel="Alles is er")
    opzet.toegekend(m, opzet.kpi(compleet))
    elders = opzet.maak_mensen()
    opzet.toekenning(elders, titel="In een andere regio")
    client, alle = als(m.nza), ("Net goedgekeurd", "Alles is er", "In een andere regio")

    def toon(zoek: str) -> list[str]:
        return titels(client.get(LIJST + zoek).content.decode(), *alle)

    assert toon("") == list(alle)
    assert toon("?ontbreekt=3") == ["Net goedgekeurd", "In een andere regio"]
    assert toon("?ontbreekt=0") == ["Alles is er"]
    assert toon(f"?regio={elders.regio.pk}") == ["In een andere regio"]
    assert toon(f"?verzekeraar={m.czv.organisatie_id}") == ["Net goedgekeurd", "Alles is er"]
    assert toon("?zoek=goedgekeurd") == ["Net goedgekeurd"]
    assert toon("?ontbreekt=onzin&oordeel=x&regio=1&pagina=99&sorteer=;drop") == list(alle)
    diensten.oordeel(compleet, uitkomst="positief", onderbouwing="Alles is aangetoond.", door=m.nza, op=NU)
    assert (toon("?oordeel=positief"), toon("?oordeel=geen")) == (["Alles is er"], ["Net goedgekeurd", "In een andere regio"])


def test_alleen_de_nza_heeft_deze_lijst(m: Mensen, als: Inloggen) -> None:
    for lid in (m.czv, m.tweede, m.penvoerder, m.deelnemer):
        assert [als(lid).get(pad).status_code for pad in (LIJST, f"{LIJST}bestand/csv/")] == [403, 403]
    assert [als(m.nza).get(f"{LIJST}bestand/{vorm}/").status_code for vorm in ("csv", "xlsx", "exe")] == [200, 200, 404]


@pytest.mark.parametrize("boos", ["=HYPERLINK(1)", "+1", "-2", "@SUM(A1)", "\tx", "\r=1"])
def test_een_titel_wordt_in_het_bestand_nooit_een_formule(m: Mensen, als: Inloggen, boos: str) -> None:
    t = opzet.toekenning(m)
    Dossier.objects.filter(pk=t.dossier_id).update(titel=boos)
    client = als(m.nza)
    ruw = client.get(f"{LIJST}bestand/csv/").content.decode("utf-8-sig")
    rij = list(csv.reader(io.StringIO(ruw, newline=""), delimiter=";"))[1]
    assert (rij[1], rij[5], rij[6:10]) == (f"'{boos}", "1000,00", ["ontbreekt"] * 4)
    blad = load_workbook(io.BytesIO(client.get(f"{LIJST}bestand/xlsx/").content)).active
    assert blad is not None
    cel = blad.cell(2, 2)
    assert (cel.data_type, str(cel.value)[:2]) == ("s", f"'{boos[0]}".replace("\r", "\n")[:2])
    assert (blad.cell(2, 6).value, blad.cell(2, 6).data_type) == (1000, "n")


@pytest.mark.parametrize("aantal", [1, 3])
def test_de_lijst_heeft_een_vast_aantal_vragen(
    m: Mensen, als: Inloggen, aantal: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for nummer in range(aantal):
        opzet.toekenning(m, titel=f"Plan {nummer}")
    client = als(m.nza)
    client.get(LIJST)
    with django_assert_num_queries(13):
        client.get(LIJST)
    with django_assert_num_queries(19):
        client.get(f"{LIJST}?ontbreekt=1")
