"""Amounts in all the ways people type them, and back again as the screen shows them."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from kern.basis.geld import GROOTSTE_BEDRAG, lees_bedrag, toon_bedrag

bedragen = st.decimals(min_value=0, max_value=GROOTSTE_BEDRAG, places=2, allow_nan=False, allow_infinity=False)
TE_GROOT = "Dit bedrag is te groot."
GEEN = "Dit is geen bedrag. Schrijf bijvoorbeeld 1.250,50 of 8400000."
NEGATIEF = "Een bedrag kan niet negatief zijn."


@given(bedragen)
def test_wat_het_scherm_toont_kan_een_mens_weer_intypen(bedrag: Decimal) -> None:
    assert lees_bedrag(toon_bedrag(bedrag)) == bedrag


@given(bedragen)
def test_met_komma_en_met_punt_is_hetzelfde_bedrag(bedrag: Decimal) -> None:
    met_punt = f"{bedrag:.2f}"
    assert lees_bedrag(met_punt) == lees_bedrag(met_punt.replace(".", ",")) == bedrag


@given(st.text())
def test_willekeurige_tekst_is_een_bedrag_of_een_nederlandse_zin(tekst: str) -> None:
    try:
        uitkomst: Decimal | str = lees_bedrag(tekst)
    except ValidationError as fout:
        uitkomst = fout.messages[0]
    assert uitkomst in (TE_GROOT, GEEN, NEGATIEF) or 0 <= Decimal(uitkomst) <= GROOTSTE_BEDRAG


@pytest.mark.parametrize(
    ("getypt", "bedrag"),
    [
        ("1.250,50", "1250.50"),
        ("1250,50", "1250.50"),
        ("1250.50", "1250.50"),
        ("€ 1 250,50", "1250.50"),
        ("€\u00a01.250,50", "1250.50"),
        ("1 250,5", "1250.50"),
        ("EUR 1.250,50", "1250.50"),
        ("1250,50 euro", "1250.50"),
        ("1.250", "1250"),
        ("1.250,-", "1250"),
        ("€ 8.400.000,--", "8400000"),
        ("8400000", "8400000"),
        ("8,4 mln", "8400000"),
        ("8.4 mln.", "8400000"),
        ("€ 8,475 miljoen", "8475000"),
        ("12 miljoen euro", "12000000"),
        ("0", "0"),
        ("007", "7"),
        ("999.999.999.999,99", "999999999999.99"),
    ],
)
def test_zo_schrijven_mensen_een_bedrag(getypt: str, bedrag: str) -> None:
    assert lees_bedrag(getypt) == Decimal(bedrag)


@pytest.mark.parametrize("getypt", ["-5", "€ -1.250,50", "\u2212 5", "-8,4 mln"])
def test_een_negatief_bedrag_wordt_geweigerd(getypt: str) -> None:
    with pytest.raises(ValidationError) as fout:
        lees_bedrag(getypt)
    assert fout.value.messages == [NEGATIEF]


@pytest.mark.parametrize(
    "getypt",
    ["", " ", "€", "veel", "1,250.50", "1.25.0", "12.3456", "1,2345", "1e9", "NaN", "Infinity", "8.400 mln", "mln", "1250,50,", "5-", "٣"],
)
def test_wat_geen_bedrag_is_of_twee_dingen_kan_betekenen_wordt_geweigerd(getypt: str) -> None:
    with pytest.raises(ValidationError) as fout:
        lees_bedrag(getypt)
    assert fout.value.messages == [GEEN]


@pytest.mark.parametrize("getypt", ["1.000.000.000.000", "1000000 mln", "9" * 5000])
def test_een_bedrag_dat_niet_past_is_te_groot(getypt: str) -> None:
    with pytest.raises(ValidationError) as fout:
        lees_bedrag(getypt)
    assert fout.value.messages == [TE_GROOT]


def test_centen_staan_er_alleen_als_ze_er_zijn() -> None:
    getoond = [toon_bedrag(b) for b in (Decimal(8400000), Decimal("1250.5"), 0, None)]
    assert getoond == ["€\u00a08.400.000", "€\u00a01.250,50", "€\u00a00", "nog onbekend"]
