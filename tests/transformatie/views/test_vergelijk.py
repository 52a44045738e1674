"""Two versions of a plan side by side: words, amounts, KPI's, what is the same, and the PDF."""

import datetime as dt
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from kern.toestanden.uitvoeren import voer_uit
from tests.transformatie.views.opzet import BEGIN, Opzet
from transformatie.models import Dossier, Mijlpaal, Transformatieplan
from transformatie.selectors.stukken import door_elkaar, naast_elkaar
from transformatie.selectors.vergelijking import vergelijk
from transformatie.services import dossiers, versies


@pytest.fixture
def dossier(wereld: Opzet) -> Dossier:
    """A plan with a version that was handed in and a second one being written, which differs."""
    dossier = wereld.dossier(domeinen=("zvw", "sociaal"), gemeenten=[wereld.gemeente])
    dossiers.nodig_uit(dossier, wereld.gemeente, "gemeente", door=wereld.planmaker, op=BEGIN)
    versies.eerste_versie(Transformatieplan.objects.create(dossier=dossier), op=BEGIN)
    rij = Transformatieplan.objects.get(dossier=dossier)
    versie = rij.laatste_versie
    versie.inhoud = {v.sleutel: f"Over {v.label.lower()}." for v in versie.format.velden}
    versie.bedrag_gevraagd = Decimal("8400000")
    versie.save()
    wereld.kpi(versie)
    voer_uit(rij, "dien_in", door=wereld.planmaker, op=BEGIN)
    voer_uit(rij, "verklaar_incompleet", door=wereld.beoordelaar, op=BEGIN, wat_ontbreekt="De planning.")
    tweede = Transformatieplan.objects.get(dossier=dossier).laatste_versie
    tweede.inhoud = dict(tweede.inhoud) | {"fasering": "Over fasering en een <b>strakke</b> planning."}
    tweede.sociale_velden = ["impact_keten"]
    tweede.bedrag_gevraagd = Decimal("9000000")
    tweede.save()
    kpi = tweede.kpis.get()
    kpi.bedrag, kpi.streefwaarde = Decimal("9000000"), "99 procent"
    kpi.save()
    Mijlpaal.objects.create(versie=tweede, nummer=9, titel="Nieuwe poort", datum=dt.date(2026, 1, 1), is_go_no_go=True)
    return Dossier.objects.get(pk=dossier.pk)


def adres(dossier: Dossier, wat: str = "") -> str:
    return f"{dossier.get_absolute_url()}plan/vergelijk/{wat}"


def test_woorden_die_weggingen_en_kwamen_staan_in_beide_teksten_en_niets_gaat_verloren() -> None:
    oud, nieuw = "De wijk krijgt tien mensen erbij.\nKlaar.", "De wijk krijgt twaalf nieuwe mensen.\nKlaar."
    links, rechts = naast_elkaar(oud, nieuw)
    assert ("".join(d.tekst for d in links), "".join(d.tekst for d in rechts)) == (oud, nieuw)
    samen = door_elkaar(oud, nieuw)
    assert "".join(d.tekst for d in samen if d.soort != "nieuw") == oud
    assert "".join(d.tekst for d in samen if d.soort != "weg") == nieuw
    assert [d.tekst for d in samen if d.soort == "weg"] == ["tien mensen erbij.\n"]
    assert naast_elkaar("", "") == ([], [])
    assert door_elkaar("", "x") == [type(samen[0])("x", "nieuw")]


def test_de_bladzijde_toont_bedragen_kpi_s_en_mijlpalen_als_tabel_en_vouwt_de_rest_dicht(wereld: Opzet, dossier: Dossier) -> None:
    antwoord = wereld.als(wereld.planmaker).get(adres(dossier))
    v = antwoord.context["v"]
    assert (v.oud.nummer, v.nieuw.nummer, v.aantal) == (1, 2, 5)
    assert [(t.label, t.sociaal_anders) for t in v.teksten] == [
        ("Fasering en planning", ""),
        ("Gevolgen voor de rest van de keten", "Valt nu in het sociaal domein."),
    ]
    assert [(k.stand, [c.wat for c in k.cellen]) for k in v.kpis] == [("gewijzigd", ["Streefwaarde", "Bedrag"])]
    assert [m.stand for m in v.mijlpalen] == ["nieuw"]
    assert v.bedragen[0].verschil == "€ 600.000 meer".replace(" ", "\u00a0", 1)
    tekst = antwoord.text
    assert "<details" in tekst
    assert f"{len(v.gelijk)} onderdelen zonder wijziging" in tekst
    assert "data-wijziging" in tekst
    assert "&lt;b&gt;strakke&lt;/b&gt;" in tekst
    assert "<b>strakke</b>" not in tekst


def test_andersom_vergelijken_keert_alles_om(wereld: Opzet, dossier: Dossier) -> None:
    v = wereld.als(wereld.planmaker).get(adres(dossier, "?van=2&naar=1")).context["v"]
    assert (v.oud.nummer, v.nieuw.nummer, v.mijlpalen[0].stand) == (2, 1, "vervallen")
    assert v.bedragen[0].verschil.endswith("minder")


def test_een_versie_met_zichzelf_is_gelijk(wereld: Opzet, dossier: Dossier) -> None:
    tekst = wereld.als(wereld.planmaker).get(adres(dossier, "?van=1&naar=1")).text
    assert "Deze twee versies zijn gelijk." in tekst


def test_de_pdf_bevat_dezelfde_wijzigingen_en_is_toegankelijk(wereld: Opzet, dossier: Dossier) -> None:
    antwoord = wereld.als(wereld.planmaker).get(adres(dossier, "pdf/?van=1&naar=2"))
    assert antwoord["Content-Type"] == "application/pdf"
    assert 'attachment; filename="tp-' in antwoord["Content-Disposition"]
    lezer = PdfReader(BytesIO(antwoord.content))
    tekst = " ".join(" ".join(blad.extract_text() for blad in lezer.pages).split())
    for stuk in ("Versie 1 naast versie 2", "een <b>strakke</b>", "99 procent", "Nieuwe poort", "9.000.000"):
        assert stuk in tekst, stuk
    assert lezer.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_wie_de_tweede_versie_niet_mag_lezen_krijgt_ook_de_pdf_niet(wereld: Opzet, dossier: Dossier) -> None:
    for wat in ("", "pdf/"):
        assert wereld.als(wereld.beoordelaar).get(adres(dossier, wat)).status_code == 404
        assert wereld.als(wereld.planmaker).post(adres(dossier, wat)).status_code == 405


@pytest.mark.parametrize("aantal", [1, 3])
def test_vergelijken_vraagt_even_veel_met_een_als_met_drie_kpis(
    wereld: Opzet, dossier: Dossier, aantal: int, django_assert_num_queries: Any
) -> None:
    tweede = Transformatieplan.objects.get(dossier=dossier).laatste_versie
    for i in range(2, aantal + 1):
        wereld.kpi(tweede, i)
    client = wereld.als(wereld.planmaker)
    with django_assert_num_queries(11):
        assert client.get(adres(dossier)).status_code == 200
    assert vergelijk(tweede, tweede).aantal == 0
