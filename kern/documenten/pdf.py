"""Making a PDF from a template: tagged (pdf/ua-1), in Dutch, and from our own static files only."""

import mimetypes
import re
import warnings
from pathlib import Path
from typing import Any, cast

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template.loader import render_to_string

STELSEL = "statisch:"
_EIGEN_PAD = re.compile(r"[a-z0-9_-]+(/[a-z0-9_.-]+)*\.(css|svg|png|jpg|ttf|otf|woff2)")


class PdfMislukt(Exception):
    """The document could not be made: something it needs is missing, or not ours."""


def lees_statisch(adres: str) -> bytes:
    """Read one of our own static files by its `statisch:` address; any other address is refused with ValueError."""
    pad = adres.removeprefix(STELSEL)
    if not adres.startswith(STELSEL) or not _EIGEN_PAD.fullmatch(pad) or ".." in pad:
        raise ValueError("geen eigen bestand")
    if gevonden := finders.find(pad):
        return Path(gevonden).read_bytes()
    with staticfiles_storage.open(pad) as bestand:  # collected, without the sources beside it
        return cast(bytes, bestand.read())


def maak_pdf(sjabloon: str, context: dict[str, Any], variant: str = "pdf/ua-1") -> bytes:
    """Render the template to a tagged PDF (for keeping: `pdf/a-2a`); raises PdfMislukt when a file it asks for is not ours or not there."""
    from weasyprint import HTML  # heavy, and only the worker needs it
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class EigenBestanden(URLFetcher):  # type: ignore[misc]  # weasyprint comes without types
        """Fetches nothing but our own static files; whatever else is asked stops the rendering."""

        def __init__(self) -> None:
            super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
            inhoudstype = mimetypes.guess_type(url)[0] or "application/octet-stream"
            return URLFetcherResponse(url, lees_statisch(url), {"Content-Type": inhoudstype})

    html = render_to_string(sjabloon, context)
    document = HTML(string=html, base_url=f"{STELSEL}//", url_fetcher=EigenBestanden())
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)  # weasyprint leaves its colour profile open, which PDF/A asks for
            return cast(bytes, document.write_pdf(pdf_variant=variant))
    except FatalURLFetchingError as fout:
        raise PdfMislukt(str(fout)) from fout
