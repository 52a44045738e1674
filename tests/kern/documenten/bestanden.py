"""Small files of every kind, good and bad, made on the spot."""

import io
import zipfile
from collections.abc import Mapping

from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

OOXML = "application/vnd.openxmlformats-officedocument"
TYPEN = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{}</Types>'
HOOFDDEEL = {
    "docx": ("word/document.xml", f"{OOXML}.wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", f"{OOXML}.spreadsheetml.sheet.main+xml"),
}
ODF = {"odt": "application/vnd.oasis.opendocument.text", "ods": "application/vnd.oasis.opendocument.spreadsheet"}
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + b"\x00" * 17 + b"\x00\x00\x00\x00IEND\xaeB`\x82"
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + b"\x00" * 20 + b"\xff\xd9"


def upload(naam: str, inhoud: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(naam, inhoud)


def zip_met(delen: Mapping[str, bytes | str]) -> bytes:
    uit = io.BytesIO()
    with zipfile.ZipFile(uit, "w", zipfile.ZIP_DEFLATED) as archief:
        for naam, inhoud in delen.items():
            archief.writestr(naam, inhoud)
    return uit.getvalue()


def ooxml(soort: str, extra: Mapping[str, bytes | str] | None = None, inhoudstype: str | None = None) -> bytes:
    deel, standaard = HOOFDDEEL[soort]
    typen = TYPEN.format(f'<Override PartName="/{deel}" ContentType="{inhoudstype or standaard}"/>')
    return zip_met({"[Content_Types].xml": typen, deel: "<w/>", **(extra or {})})


def odf(soort: str, extra: Mapping[str, bytes | str] | None = None, manifest: str = "") -> bytes:
    lijst = f'<manifest:manifest xmlns:manifest="urn:m">{manifest}</manifest:manifest>'
    return zip_met({"mimetype": ODF[soort], "content.xml": "<c/>", "META-INF/manifest.xml": lijst, **(extra or {})})


def pdf(*, wachtwoord: str = "", opent: DictionaryObject | None = None) -> bytes:
    schrijver = PdfWriter()
    schrijver.add_blank_page(100, 100)
    if opent is not None:
        schrijver.root_object[NameObject("/OpenAction")] = opent
    if wachtwoord:
        schrijver.encrypt(user_password="", owner_password=wachtwoord, algorithm="RC4-128")
    uit = io.BytesIO()
    schrijver.write(uit)
    return uit.getvalue()


def actie(soort: str, **velden: str) -> DictionaryObject:
    return DictionaryObject(
        {NameObject("/S"): NameObject(soort), **{NameObject(f"/{naam}"): TextStringObject(tekst) for naam, tekst in velden.items()}}
    )


def bom() -> bytes:
    """A few hundred kB that unpack to 300 MB."""
    return ooxml("docx", {f"word/media/{n}.bin": b"\x00" * (50 * 1024 * 1024) for n in range(6)})


def leugenachtig() -> bytes:
    """A container whose list gives a part a smaller size than it has."""
    inhoud = bytearray(ooxml("docx", {"word/groot.bin": b"a" * 100_000}))
    echt, gelogen = (100_000).to_bytes(4, "little"), (10).to_bytes(4, "little")
    return bytes(inhoud.replace(echt, gelogen))


GOED = {
    "plan.pdf": pdf(),
    "plan.docx": ooxml("docx"),
    "begroting.xlsx": ooxml("xlsx"),
    "plan.odt": odf("odt"),
    "begroting.ods": odf("ods"),
    "kaart.png": PNG,
    "foto.jpg": JPG,
    "foto.JPEG": JPG,
}
