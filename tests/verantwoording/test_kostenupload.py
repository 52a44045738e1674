"""A file with costs, before anything is stored: what is refused, what is recognised, what each line would do (3a.1, 3a.3)."""

import io
import zipfile
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from openpyxl import Workbook

from verantwoording import kostentabel
from verantwoording.kostenblad import Kostenlijn
from verantwoording.kostensjabloon import sjabloon
from verantwoording.kostentabel import lees_tabel
from verantwoording.kostenupload import Voorbeeld, bekijk, raad_kolommen, weiger_uren
from verantwoording.models import Begrotingspost

POSTEN = [
    Begrotingspost(nummer=1, naam="Meldkamer", code="K100", bedrag=Decimal(600)),
    Begrotingspost(nummer=2, naam="Scholing", code="K200", bedrag=Decimal(400)),
]
KOP = "Post;Gerealiseerd;Prognose\n"


def xlsx(*rijen: Any) -> bytes:
    boek = Workbook()
    blad: Any = boek.active
    for rij in rijen:
        blad.append(list(rij))
    uit = io.BytesIO()
    boek.save(uit)
    return uit.getvalue()


def weigering(inhoud: bytes, naam: str = "kosten.csv") -> str:
    with pytest.raises(ValidationError) as fout:
        weiger_uren(lees_tabel(inhoud, naam).kop)
    return str(fout.value.messages[0])


def beeld(inhoud: bytes | str, naam: str = "kosten.csv") -> Voorbeeld:
    tabel = lees_tabel(inhoud.encode() if isinstance(inhoud, str) else inhoud, naam)
    return bekijk(tabel, raad_kolommen(tabel.kop), POSTEN, {})


def uitkomst(b: Voorbeeld) -> list[tuple[str, Decimal, Decimal]]:
    return [(g.post.naam, g.gerealiseerd, g.prognose) for g in b.gevolgen]


# --- what is refused --------------------------------------------------------------------------------------------


def zip_met(**delen: bytes) -> bytes:
    uit = io.BytesIO()
    with zipfile.ZipFile(uit, "w", zipfile.ZIP_DEFLATED) as z:
        for naam, inhoud in delen.items():
            z.writestr(naam, inhoud)
    return uit.getvalue()


@pytest.mark.parametrize(
    ("inhoud", "naam", "zin"),
    [
        (b"", "kosten.csv", "Dit bestand is leeg. Kies een ander bestand."),
        (b"\n\n ; \n", "kosten.csv", "Er staat geen rij met kolomnamen in dit bestand."),
        (KOP.encode(), "kosten.csv", "Onder de kolomnamen staan geen regels."),
        (b"%PDF-1.7\n", "kosten.csv", "Dit soort bestand lezen wij niet. Kies een xlsx- of csv-bestand."),
        (b"Post;Kosten\nA;1\n", "kosten.docx", "Dit soort bestand lezen wij niet. Kies een xlsx- of csv-bestand."),
        (b"Post;Kosten\x00\nA;1\n", "kosten.csv", "Dit bestand bevat geen leesbare tekst. Kies een xlsx- of csv-bestand."),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600,
            "kosten.xls",
            "Dit is een oud Office-bestand, of een met een wachtwoord. Sla het op als xlsx, zonder wachtwoord.",
        ),
        (zip_met(a=b"b"), "kosten.xlsx", "Dit soort bestand lezen wij niet. Kies een xlsx- of csv-bestand."),
        (b"PK\x03\x04 afgebroken", "kosten.xlsx", "Dit bestand is beschadigd of onvolledig. Sla het opnieuw op en kies het dan nog eens."),
        (
            xlsx(("Post", "Kosten"), ("Meldkamer", 1)),
            "kosten.csv",
            "De inhoud van dit bestand is xlsx, maar de naam eindigt anders. Geef het de juiste naam.",
        ),
        (b"x" * (5 * 1024 * 1024 + 1), "kosten.csv", "Dit bestand is groter dan 5 MB. Lever totalen per post aan; dat is genoeg."),
    ],
)
def test_een_bestand_dat_niet_kan_wordt_met_een_zin_geweigerd(inhoud: bytes, naam: str, zin: str) -> None:
    assert weigering(inhoud, naam) == zin


VEEL = "Dit bestand heeft meer dan 10.000 regels. Lever totalen per post aan; dat is genoeg."


def test_een_miljoen_regels_wordt_niet_gelezen() -> None:
    assert weigering(KOP.encode() + b"A;1;\n" * 1_000_000) == VEEL


def test_ook_een_werkblad_met_te_veel_regels_wordt_niet_gelezen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kostentabel, "MEESTE_RIJEN", 20)
    assert weigering(xlsx(("Post", "Kosten"), *[("Meldkamer", 1)] * 30), "kosten.xlsx") == VEEL
    ver_weg = Workbook()
    blad: Any = ver_weg.active
    blad.append(["Post", "Kosten"])
    blad["A1000000"] = "Meldkamer"
    uit = io.BytesIO()
    ver_weg.save(uit)
    assert weigering(uit.getvalue(), "kosten.xlsx") == VEEL


def test_een_zipbom_wordt_niet_uitgepakt() -> None:
    goed = xlsx(("Post", "Kosten"), ("Meldkamer", 1))
    with zipfile.ZipFile(io.BytesIO(goed)) as bron:
        delen = {n: bron.read(n) for n in bron.namelist()}
    delen["xl/media/nul.bin"] = b"\x00" * (60 * 1024 * 1024)
    bom = zip_met(**delen)
    assert len(bom) < 1024 * 1024
    assert weigering(bom, "kosten.xlsx") == "Dit bestand is uitgepakt veel te groot. Lever totalen per post aan; dat is genoeg."


def test_een_werkblad_dat_zichzelf_uitvergroot_wordt_niet_gelezen() -> None:
    goed = xlsx(("Post", "Kosten"), ("Meldkamer", 1))
    with zipfile.ZipFile(io.BytesIO(goed)) as bron:
        delen = {n: bron.read(n) for n in bron.namelist()}
    lach = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>'
    delen["xl/worksheets/sheet1.xml"] = lach
    assert weigering(zip_met(**delen), "kosten.xlsx") == (
        "Dit bestand is beschadigd of onvolledig. Sla het opnieuw op en kies het dan nog eens."
    )


@pytest.mark.parametrize("kolom", ["Uren", "Aantal uren", "uurtarief", "Hours", "gewerkte uren (2025)", "Manuren"])
def test_een_kolom_met_uren_wordt_geweigerd(kolom: str) -> None:
    zin = f"De kolom ‘{kolom}’ gaat over uren. Wij vragen niet om uren: totalen per post zijn genoeg (3a.3). Haal deze kolom weg."
    assert weigering(f"Post;Kosten;{kolom}\nMeldkamer;1;2\n".encode()) == zin


@pytest.mark.parametrize("kolom", ["Factuurnummer", "Huur", "Duur", "Facturen", "Verhuren"])
def test_een_woord_dat_op_uren_lijkt_mag(kolom: str) -> None:
    assert beeld(f"Post;Kosten;{kolom}\nMeldkamer;1;2\n").kan


# --- what is read -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "tekst",
    [
        "Post;Gerealiseerd;Prognose\nMeldkamer;1.250,50;600\n",
        "Post,Gerealiseerd,Prognose\nMeldkamer,1250.50,600\n",
        "Post\tGerealiseerd\tPrognose\nMeldkamer\t€ 1 250,50\t600\n",
        "sep=|\nPost|Gerealiseerd|Prognose\nMeldkamer|1250,50|600\n",
        'Post;Gerealiseerd;Prognose\n"Meldkamer";"1.250,50";"600,-"\n',
        "Kostenoverzicht derde kwartaal\n\nPost;Gerealiseerd;Prognose\nK100;1250,5;600\n\n",
        "Kostenplaats;Geboekt;Verwachting\nk100;1250,50;600\n",
        "Nr;Realisatie;Raming\n1;1250,50;600\n",
    ],
)
def test_bedragen_en_kolommen_zoals_mensen_ze_schrijven(tekst: str) -> None:
    assert uitkomst(beeld(tekst)) == [("Meldkamer", Decimal("1250.50"), Decimal(600))]


@pytest.mark.parametrize("codering", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_elke_gewone_codering_wordt_gelezen(codering: str) -> None:
    tekst = "Post;Gerealiseerd;Toelichting\nMeldkamer;€ 5;Voor patiënten\n"
    assert [(g.gerealiseerd, g.toelichting) for g in beeld(tekst.encode(codering)).gevolgen] == [(Decimal(5), "Voor patiënten")]


def test_een_werkblad_geeft_getallen_op_de_cent() -> None:
    b = beeld(xlsx(("Post", "Gerealiseerd", "Prognose"), ("Meldkamer", 0.1 + 0.2, 600), ("Scholing", "1.250,50", 2000.0)), "kosten.xlsx")
    assert uitkomst(b) == [("Meldkamer", Decimal("0.30"), Decimal(600)), ("Scholing", Decimal("1250.50"), Decimal(2000))]


def test_regels_op_dezelfde_post_tellen_op_en_zonder_kolom_blijft_de_prognose_de_begroting() -> None:
    b = beeld("Post;Bedrag\nMeldkamer;100\nScholing;450\nK100;50\n")
    assert uitkomst(b) == [("Meldkamer", Decimal(150), Decimal(600)), ("Scholing", Decimal(450), Decimal(450))]
    assert [(r.nummer, r.wat) for r in b.regels] == [(2, "Gaat naar post 1."), (3, "Gaat naar post 2."), (4, "Telt op bij post 1.")]


def test_een_totaalregel_wordt_herkend_en_telt_niet_mee() -> None:
    for laatste in ("Totaal;150;1.000", "Eindtotaal:;150;1.000", ";150;", "TOTAAL;150;1000"):
        b = beeld(f"{KOP}Meldkamer;100;600\nScholing;50;400\n{laatste}\n")
        assert (b.kan, b.totaal, b.regels[-1].uitkomst, b.regels[-1].wat) == (
            True,
            Decimal(150),
            "slaat over",
            "Dit is een totaalregel; zij telt niet mee.",
        ), laatste


def test_een_totaal_dat_niet_klopt_houdt_het_bestand_tegen() -> None:
    b = beeld(f"{KOP}Meldkamer;100;600\nScholing;50;400\nTotaal;160;1000\n")
    assert [f.replace("\u00a0", " ") for f in b.fouten] == [
        "Regel 4: De totaalregel zegt bij gerealiseerd € 160, maar de regels erboven tellen op tot € 150."
    ]
    assert not b.kan


@pytest.mark.parametrize(
    ("regel", "fout"),
    [
        ("Parkeren;1;2", "‘Parkeren’ is geen post van de vastgestelde begroting."),
        (";1;2", "Er staat geen begrotingspost op deze regel."),
        ("Meldkamer;;2", "Er staat geen bedrag in de kolom ‘Gerealiseerd tot en met dit kwartaal’."),
        ("Meldkamer;1;", "Er staat geen bedrag in de kolom ‘Prognose tot het einde’."),
        ("Meldkamer;veel;2", "Cel B2 (‘veel’): dit is geen bedrag. Schrijf bijvoorbeeld 1.250,50 of 8400000."),
        ("Meldkamer;-5;2", "Cel B2 (‘-5’): een bedrag kan niet negatief zijn."),
        ("Meldkamer;=SOM(B1:B9);2", "Cel B2 bevat een formule. Plak er de waarde."),
        ("Meldkamer;@SUM(1);2", "Cel B2 bevat een formule. Plak er de waarde."),
    ],
)
def test_een_fout_staat_bij_haar_regel_en_cel(regel: str, fout: str) -> None:
    b = beeld(f"{KOP}{regel}\n")
    assert (b.fouten, b.kan, b.gevolgen) == ([f"Regel 2: {fout}"], False, [])


def test_in_een_werkblad_wordt_een_formule_een_datum_en_een_fout_bij_de_cel_genoemd() -> None:
    import datetime as dt

    b = beeld(
        xlsx(
            ("Post", "Gerealiseerd", "Prognose"),
            ("Meldkamer", "=SUM(C2:C3)", 600),
            ("Scholing", dt.date(2025, 1, 1), 400),
            ("Meldkamer", True, 1),
            ("Meldkamer", -1, 1),
        ),
        "kosten.xlsx",
    )
    assert b.fouten == [
        "Regel 2: Cel B2 bevat een formule. Plak er de waarde.",
        "Regel 3: Cel B3 bevat een datum, geen bedrag.",
        "Regel 4: Cel B4 bevat waar of onwaar, geen bedrag.",
        "Regel 5: Cel B5: een bedrag kan niet negatief zijn.",
    ]


def test_een_onbekende_kolom_vraagt_om_een_keuze_en_neemt_niets_over() -> None:
    b = beeld("Onderdeel;Euro's\nMeldkamer;100\n")
    assert (b.ontbrekend, b.kan) == (["Begrotingspost, rekening of kostenplaats", "Gerealiseerd tot en met dit kwartaal"], False)
    tabel = lees_tabel(b"Onderdeel;Euro's\nMeldkamer;100\n", "kosten.csv")
    assert uitkomst(bekijk(tabel, {"post": 0, "gerealiseerd": 1}, POSTEN, {})) == [("Meldkamer", Decimal(100), Decimal(600))]
    assert bekijk(tabel, {"post": 0, "gerealiseerd": 99}, POSTEN, {}).ontbrekend == ["Gerealiseerd tot en met dit kwartaal"]


def test_het_werkblad_dat_wij_geven_lezen_wij_ook_en_voert_niets_uit() -> None:
    inhoud = sjabloon([Kostenlijn("=CMD()|A1", Decimal(5)), Kostenlijn("Meldkamer", Decimal(600), Decimal("1.5"), Decimal(700), "+31 6")])
    tabel = lees_tabel(inhoud, "kosten.xlsx")
    assert tabel.kop == ("Begrotingspost", "Begroot", "Gerealiseerd", "Prognose", "Toelichting")
    assert raad_kolommen(tabel.kop) == {"post": 0, "gerealiseerd": 2, "prognose": 3, "toelichting": 4}
    with zipfile.ZipFile(io.BytesIO(inhoud)) as z:
        assert b"<f>" not in z.read("xl/worksheets/sheet1.xml")
