"""Letters become tagged PDF, from nothing but our own files."""

import io
from pathlib import Path

import pytest
from django.template import engines
from pypdf import PdfReader
from pypdf.generic import ArrayObject

from kern.documenten import pdf
from kern.documenten.brieven import briefsoort, briefsoorten
from kern.documenten.pdf import PdfMislukt, lees_statisch, maak_pdf
from tests.kern.documenten import voorbeelden
from transformatie.brieven import Criteriumoordeel

SOORT = {
    "snelle_toets_goed": "besluit_snelle_toets",
    "snelle_toets_af": "besluit_snelle_toets",
    "plan_goed": "besluit_transformatieplan",
    "plan_af": "besluit_transformatieplan",
    "uitbetaling": "uitbetalingsbesluit",
    "overeenkomst": "overeenkomst",
    "overeenkomst_zonder_moment": "overeenkomst",
    "beschikkingsaanvraag": "beschikkingsaanvraag",
    "beschikkingsaanvraag_opnieuw": "beschikkingsaanvraag",
    "uitbetaling_geen": "uitbetalingsbesluit",
    "terugbetaling": "terugbetaling",
    "terugbetaling_voorschot": "terugbetaling",
    "eindafrekening": "eindafrekening",
    "eindafrekening_beeindigd": "eindafrekening",
    "ontvangst_toets": "ontvangstbevestiging",
    "ontvangst_plan": "ontvangstbevestiging",
    "incompleet": "incompleet",
    "uitnodiging_gemeente": "uitnodiging",
    "uitnodiging_deelnemer": "uitnodiging",
    "regiocoordinator": "uitnodiging_regiocoordinator",
    "terugkoppeling": "terugkoppeling",
    "terugkoppeling_aanpassing": "terugkoppeling",
}


def lees(naam: str) -> PdfReader:
    soort = briefsoort(SOORT[naam])
    return PdfReader(io.BytesIO(maak_pdf(soort.sjabloon, {"brief": voorbeelden.ALLE[naam], "titel": soort.titel})))


def tekst(lezer: PdfReader) -> str:
    return " ".join(" ".join(bladzijde.extract_text() for bladzijde in lezer.pages).replace("\u00a0", " ").split())


def merken(element: object) -> list[str]:
    """All structure tags of the document, in reading order."""
    vast = element.get_object()
    if isinstance(vast, ArrayObject):
        return [merk for deel in vast for merk in merken(deel)]
    if not isinstance(vast, dict) or "/S" not in vast:
        return []
    return [vast["/S"], *(merken(vast["/K"]) if "/K" in vast else [])]


@pytest.mark.parametrize("naam", SOORT)
def test_een_brief_is_toegankelijk_volgens_pdf_ua(naam: str) -> None:
    lezer = lees(naam)
    wortel = lezer.root_object
    assert wortel["/MarkInfo"]["/Marked"] is not None
    assert str(wortel["/MarkInfo"]["/Marked"]) == "True"
    assert wortel["/Lang"] == "nl"
    assert str(wortel["/ViewerPreferences"]["/DisplayDocTitle"]) == "True"
    assert b'pdfuaid:part="1"' in wortel["/Metadata"].get_data()
    assert lezer.metadata.title == f"{briefsoort(SOORT[naam]).titel}: {voorbeelden.ALLE[naam].hoofd.plan} (TP-2025-0147)"
    gevonden = merken(wortel["/StructTreeRoot"]["/K"])
    assert gevonden.count("/H1") == 1
    assert {"/H2", "/P", "/L", "/LI", "/Table", "/TH", "/TD"} <= set(gevonden)
    assert all(bladzijde["/Tabs"] == "/S" for bladzijde in lezer.pages if "/Tabs" in bladzijde)
    letters = {str(letter.get_object()["/BaseFont"]) for bladzijde in lezer.pages for letter in bladzijde["/Resources"]["/Font"].values()}
    assert all("DejaVu" in letter for letter in letters)


def test_elke_soort_brief_heeft_een_voorbeeld() -> None:
    assert {soort.naam for soort in briefsoorten()} == set(SOORT.values())


def test_het_besluit_op_de_snelle_toets_zegt_wat_het_moet_zeggen() -> None:
    brief = tekst(lees("snelle_toets_goed"))
    for zin in [
        "Uw snelle toets is goedgekeurd.",
        "U kunt het transformatieplan indienen tot en met 6 september 2025.",
        "VGZ en CZ beoordeelden gelijktijdig en geven u samen één terugkoppeling.",
        "begonnen op 8 april 2025, uiterlijk 6 mei 2025. De termijn eindigt 4 weken na de start.",
        "Dit besluit valt binnen die termijn.",
        "€ 8.400.000",
        "Bladzijde 1 van 2",
        "Met vriendelijke groet, VGZ",
    ]:
        assert zin in brief
    for regel in ["1c.2", "1e.1", "1e.2", "1h.1", "2b.1", "1d.1", "1d.2", "1d.3"]:
        assert regel in brief
    assert "bezwaar" not in brief.lower()


def test_een_afwijzing_belooft_geen_termijn_om_in_te_dienen() -> None:
    brief = tekst(lees("snelle_toets_af"))
    assert "Uw snelle toets is afgewezen." in brief
    assert "1e.2" not in brief
    assert "goedgekeurd" not in brief


def test_het_besluit_op_het_plan_telt_de_kpis_op_en_zegt_dat_het_te_laat_is() -> None:
    brief = tekst(lees("plan_goed"))
    assert "Samen € 8.150.000,50" in brief
    assert "Toegekend: € 8.150.000,50" in brief
    assert "Gemeente Wijchen goedkeuring van de onderdelen in het sociaal domein 24 oktober 2025" in brief
    assert "Dit besluit komt na die termijn." in brief


def test_het_uitbetalingsbesluit_trekt_het_voorschot_af() -> None:
    brief = tekst(lees("uitbetaling"))
    assert "Voor KPI 2 kennen wij € 2.700.000 toe." in brief
    assert "Op 20 oktober 2026 is € 2.500.000 betaald aan Ziekenhuis Waalstad." in brief
    assert "Nog te verdienen € 5.300.000" in brief
    assert "1g.5" in brief


def test_wat_iemand_typte_wordt_geen_opmaak() -> None:
    brief = voorbeelden.snelle_toets(motivering="<b>Vet</b> <img src='file:///etc/passwd'> & zo")
    soort = briefsoort("besluit_snelle_toets")
    lezer = PdfReader(io.BytesIO(maak_pdf(soort.sjabloon, {"brief": brief, "titel": soort.titel})))
    assert "<b>Vet</b> <img src='file:///etc/passwd'> & zo" in tekst(lezer)


@pytest.mark.parametrize(
    "adres",
    [
        "http://voorbeeld.example/a.css",
        "https://voorbeeld.example/a.css",
        "file:///etc/passwd",
        "data:text/css,body{}",
        "statisch:../config/settings/base.css",
        "statisch:brieven/../../kern/a.css",
        "statisch:/etc/passwd.css",
        "statisch:brieven/%2e%2e/a.css",
        "statisch:brieven/brief.css?x",
        "brieven/brief.css",
    ],
)
def test_alleen_eigen_bestanden_worden_gelezen(adres: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match="geen eigen bestand"):
        lees_statisch(adres)
    sjabloon = engines["django"].from_string(f'<html lang="nl"><title>t</title><link rel="stylesheet" href="{adres}"><p>x</p>')
    monkeypatch.setattr(pdf, "render_to_string", lambda naam, context: sjabloon.render(context))
    with pytest.raises(PdfMislukt):
        maak_pdf("maakt niet uit", {})


def test_een_beeld_van_buiten_houdt_de_brief_tegen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        pdf, "render_to_string", lambda naam, context: '<html lang="nl"><title>t</title><img alt="a" src="file:///etc/passwd">'
    )
    with pytest.raises(PdfMislukt):
        maak_pdf("maakt niet uit", {})


def test_eigen_bestanden_worden_ook_gevonden_als_alleen_de_verzameling_er_is(settings: object, tmp_path: Path) -> None:
    map_ = tmp_path / "verzameld"
    (map_ / "brieven").mkdir(parents=True)
    (map_ / "brieven" / "brief.css").write_text("p { color: red }")
    settings.STATICFILES_DIRS = []
    settings.STATIC_ROOT = str(map_)
    pdf.finders.get_finder.cache_clear()
    try:
        assert lees_statisch("statisch:brieven/brief.css") == b"p { color: red }"
    finally:
        pdf.finders.get_finder.cache_clear()


def test_zonder_toelichtingen_is_er_geen_lege_kolom() -> None:
    brief = voorbeelden.snelle_toets(oordelen=(Criteriumoordeel("Zorggebruik Zvw", "substantieel"),))
    soort = briefsoort("besluit_snelle_toets")
    gelezen = tekst(PdfReader(io.BytesIO(maak_pdf(soort.sjabloon, {"brief": brief, "titel": soort.titel}))))
    assert "Criterium Oordeel Zorggebruik Zvw substantieel" in gelezen
