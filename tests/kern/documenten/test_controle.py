"""Files are judged by what they are."""

import pytest
from django.core.exceptions import ValidationError

from kern.documenten import inhoud_zip
from kern.documenten.controle import controleer_bestand, schone_naam
from kern.documenten.soorten import GROOTSTE_BESTAND
from tests.kern.documenten import bestanden as b

VERWACHT = {"pdf": "pdf", "docx": "docx", "xlsx": "xlsx", "odt": "odt", "ods": "ods", "png": "png", "jpg": "jpg", "jpeg": "jpg"}


def weigering(naam: str, inhoud: bytes) -> str:
    with pytest.raises(ValidationError) as fout:
        controleer_bestand(b.upload(naam, inhoud))
    assert len(fout.value.messages) == 1
    return fout.value.code


@pytest.mark.parametrize("naam", b.GOED)
def test_elk_aangenomen_soort_wordt_aan_zijn_inhoud_herkend(naam: str) -> None:
    upload = b.upload(naam, b.GOED[naam])
    assert controleer_bestand(upload).extensie == VERWACHT[naam.rpartition(".")[2].lower()]
    assert upload.read() == b.GOED[naam], "de lezer staat weer aan het begin"


@pytest.mark.parametrize(
    ("naam", "inhoud", "code"),
    [
        ("leeg.pdf", b"", "leeg"),
        ("groot.pdf", b"%PDF-1.7" + b" " * GROOTSTE_BESTAND, "te_groot"),
        ("plan.docx", b.pdf(), "naam"),
        ("plan", b.pdf(), "naam"),
        ("plan.pdf.exe", b.pdf(), "naam"),
        ("plan.pdf", b"<html><script>alert(1)</script></html>", "soort"),
        ("plan.pdf", b"MZ\x90\x00" + b"\x00" * 200, "soort"),
        ("plan.docx", b.zip_met({"zomaar.txt": "hallo"}), "soort"),
        ("dia.pptx", b.ooxml("docx", inhoudstype=f"{b.OOXML}.presentationml.presentation.main+xml"), "soort"),
        ("plan.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "oud_office"),
        ("plan.docx", b.ooxml("docx")[:-40], "beschadigd"),
        ("plan.docx", b.leugenachtig(), "beschadigd"),
        ("plan.docx", b.ooxml("docx", {"../../etc/passwd": "x"}), "beschadigd"),
        ("plan.pdf", b.pdf()[:60], "beschadigd"),
        ("plan.pdf", b"%PDF-1.7\n" + b"rommel" * 50, "beschadigd"),
        ("foto.png", b.PNG[:30], "beschadigd"),
        ("foto.jpg", b.JPG[:-2], "beschadigd"),
        ("plan.docx", b.ooxml("docx", {"word/vbaProject.bin": b"x"}), "macros"),
        ("plan.docx", b.ooxml("docx", inhoudstype="application/vnd.ms-word.document.macroEnabled.main+xml"), "macros"),
        ("begroting.xlsx", b.ooxml("xlsx", {"xl/macrosheets/sheet1.xml": "<x/>"}), "macros"),
        ("begroting.xlsx", b.ooxml("xlsx", {"xl/activeX/activeX1.bin": b"x"}), "macros"),
        ("plan.docx", b.ooxml("docx", {"word/embeddings/extra.xlsm": b"x"}), "macros"),
        (
            "plan.docx",
            b.ooxml(
                "docx",
                {"word/_rels/settings.xml.rels": '<R><Relationship Type="x/attachedTemplate" Target="https://kwaad.example/a.dotm"/></R>'},
            ),
            "macros",
        ),
        ("plan.odt", b.odf("odt", {"Basic/Standard/Module1.xml": "<x/>"}), "macros"),
        ("plan.odt", b.odf("odt", {"Scripts/python/a.py": "x"}), "macros"),
        ("plan.odt", b.odf("odt", {"styles.xml": '<a xlink:href="vnd.sun.star.script:a.b?language=Basic"/>'}), "macros"),
        ("plan.odt", b.odf("odt", manifest="<manifest:encryption-data/>"), "beveiligd"),
        ("plan.pdf", b.pdf(wachtwoord="geheim"), "beveiligd"),
        ("plan.pdf", b.pdf(opent=b.actie("/JavaScript", JS="app.alert(1)")), "macros"),
        ("plan.pdf", b.pdf(opent=b.actie("/Launch", F="cmd.exe")), "macros"),
        ("plan.docx", b.zip_met({"[Content_Types].xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "beschadigd"),
    ],
)
def test_een_verkeerd_bestand_wordt_geweigerd_met_een_zin(naam: str, inhoud: bytes, code: str) -> None:
    assert weigering(naam, inhoud) == code


def test_een_zip_die_enorm_uitdijt_wordt_geweigerd() -> None:
    assert weigering("plan.docx", b.bom()) == "zipbom"


def test_een_zip_met_heel_veel_onderdelen_wordt_geweigerd(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inhoud_zip, "MEESTE_ONDERDELEN", 1)
    assert weigering("plan.docx", b.ooxml("docx")) == "zipbom"


def test_een_gewone_pdf_actie_mag() -> None:
    assert controleer_bestand(b.upload("plan.pdf", b.pdf(opent=b.actie("/GoTo")))).extensie == "pdf"


@pytest.mark.parametrize(
    ("naam", "schoon"),
    [
        ("plan.pdf", "plan.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\ik\\plan v2.PDF", "plan v2.pdf"),
        ("plan\r\nContent-Type: x.pdf", "plan Content-Type_ x.pdf"),
        ("plan\u202efdp.exe.pdf", "planfdp.exe.pdf"),
        ("a\u200bb\ufeff.pdf", "ab.pdf"),
        ("   .pdf", "document.pdf"),
        ("", "document.pdf"),
        ("con.pdf", "document con.pdf"),
        ("zorgcoöperatie.pdf", "zorgcoöperatie.pdf"),
        ("x" * 400 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_een_naam_wordt_een_nette_regel(naam: str, schoon: str) -> None:
    assert schone_naam(naam, "pdf") == schoon
