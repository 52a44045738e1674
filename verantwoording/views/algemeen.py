"""What the pages of the money share: who may look, and acts by their name."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from django.core.files.uploadedfile import UploadedFile
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.datastructures import MultiValueDict

from kern.basis.datums import vandaag
from kern.organisaties.models import Lidmaatschap
from kern.regels.register import Belet
from kern.toestanden.stap import StapBelet
from transformatie.selectors.dossier import laad_partijen, laad_versies
from transformatie.views.algemeen import meld_gelukt, namens, verdeel_beletselen, zichtbaar_dossier
from verantwoording.blad import Geldblad, geldblad

F = TypeVar("F", bound=BaseForm)


@dataclass
class Poging:
    """One act on a page: by whom, what was sent, its form, and what stood in the way."""

    blad: Geldblad
    door: Lidmaatschap
    op: dt.date
    gegevens: QueryDict
    bestanden: "MultiValueDict[str, UploadedFile]"
    form: BaseForm | None = None
    plek: str = ""
    beletselen: list[Belet] = field(default_factory=list)

    def neem(self, form: F, plek: str) -> F:
        """Remember which form was sent, so that the page shows it again with what is wrong."""
        self.form, self.plek = form, plek
        return form

    def form_voor(self, plek: str, anders: BaseForm) -> BaseForm:
        """The form that was sent, if it was this one; else a fresh one."""
        return self.form if self.form is not None and self.plek == plek else anders


Handeling = Callable[[Poging], str | None]


def geopend_blad(request: HttpRequest, kenmerk: str) -> Geldblad:
    """The money of this dossier, or 404 when there is none or it is not for this person."""
    dossier = zichtbaar_dossier(request, kenmerk=kenmerk)
    laad_partijen(dossier)
    laad_versies(dossier)
    blad = geldblad(dossier, namens(request))
    if blad is None:
        raise Http404
    return blad


def begin(request: HttpRequest, blad: Geldblad) -> Poging:
    """An attempt before anything was sent."""
    return Poging(blad, namens(request), vandaag(), request.POST, request.FILES)


def probeer(request: HttpRequest, poging: Poging, handelingen: dict[str, Handeling], terug: str) -> HttpResponse | None:
    """Carry out the act that was sent; the redirect when it went through, None when the page must say why not."""
    functie = handelingen.get(request.POST.get("actie", ""))
    if functie is None:
        raise Http404
    try:
        gedaan = functie(poging)
    except StapBelet as fout:
        poging.beletselen = verdeel_beletselen(poging.form, fout) if poging.form is not None else fout.beletselen
        return None
    if gedaan is None:
        return None
    meld_gelukt(request, gedaan)
    return redirect(terug)
