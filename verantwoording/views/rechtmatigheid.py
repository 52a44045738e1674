"""The rechtmatigheidsdossier of one plan: the four parts on any day, the judgement of the NZa, and the archive (3a.5)."""

import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from kern.basis.datums import vandaag
from kern.regels.register import Belet
from kern.toestanden.stap import StapBelet
from kern.web.idempotentie import eenmalig
from transformatie.models import Dossier
from transformatie.selectors.dossier import laad_partijen
from transformatie.views.algemeen import meld_gelukt, namens, verdeel_beletselen, zichtbaar_dossier
from verantwoording import rechtmatigheidsrechten as rechten
from verantwoording.forms.rechtmatigheid import AntwoordForm, OordeelForm, PeildatumForm
from verantwoording.models import Rechtmatigheidsarchief, Rechtmatigheidsvraag
from verantwoording.rechtmatigheid import leveranciers
from verantwoording.rechtmatigheidsblad import Rechtmatigheidsblad, blad_van
from verantwoording.services import rechtmatigheid as diensten

Vormen = dict[str, BaseForm]


def _dossier(request: HttpRequest, kenmerk: str) -> Dossier:
    """The dossier, for who signs the agreement and the NZa; for others this page does not exist."""
    dossier = zichtbaar_dossier(request, kenmerk=kenmerk)
    laad_partijen(dossier)
    if not rechten.ziet_bewijs.test(namens(request), dossier):
        raise Http404
    return dossier


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@eenmalig
def rechtmatigheidsdossier(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """The page, and the acts on it: judge, answer, order the archive."""
    dossier, nu = _dossier(request, kenmerk), vandaag()
    dagform = PeildatumForm(request.GET if "op" in request.GET else None, vandaag=nu, initial={"op": nu})
    blad = blad_van(dossier, dagform.dag(), namens(request))
    if request.method != "POST":
        return _toon(request, blad, dagform, {}, [])
    doe = {"oordeel": _oordeel, "antwoord": _antwoord, "archief": _archief}.get(request.POST.get("actie", ""))
    if doe is None:
        raise Http404
    vormen: Vormen = {}
    beletselen: list[Belet] = []
    try:
        gedaan = doe(request, blad, vormen)
    except StapBelet as fout:
        gedaan = ""
        beletselen = verdeel_beletselen(next(iter(vormen.values())), fout) if vormen else fout.beletselen
    if gedaan:
        meld_gelukt(request, gedaan)
        return redirect(request.get_full_path())
    return _toon(request, blad, dagform, vormen, beletselen, 422)


def _oordeel(request: HttpRequest, blad: Rechtmatigheidsblad, vormen: Vormen) -> str:
    form = OordeelForm(request.POST, namen=leveranciers(blad.toekenning))
    vormen["oordeel"] = form
    if not form.is_valid():
        return ""
    diensten.oordeel(blad.toekenning, door=namens(request), op=vandaag(), **form.cleaned_data)
    return "Uw oordeel is vastgelegd. De coördinerende zorgverzekeraar en de penvoerder krijgen bericht."


def _antwoord(request: HttpRequest, blad: Rechtmatigheidsblad, vormen: Vormen) -> str:
    sleutel = request.POST.get("vraag", "")
    vraag = next((v for v in blad.vragen if str(v.pk) == sleutel), None)
    if vraag is None:
        raise Http404
    vraag.toekenning = blad.toekenning
    form = AntwoordForm(request.POST, prefix=sleutel)
    vormen[sleutel] = form
    if not form.is_valid():
        return ""
    diensten.beantwoord(vraag, door=namens(request), op=vandaag(), **form.cleaned_data)
    return "Uw antwoord is verstuurd aan de NZa."


def _archief(request: HttpRequest, blad: Rechtmatigheidsblad, vormen: Vormen) -> str:
    diensten.bestel_archief(blad.toekenning, peildatum=blad.op, door=namens(request), op=vandaag())
    return "Het archief wordt gemaakt. U ziet hieronder hoe ver het is."


def _toon(
    request: HttpRequest, blad: Rechtmatigheidsblad, dagform: PeildatumForm, vormen: Vormen, beletselen: list[Belet], status: int = 200
) -> HttpResponse:
    door, nu = namens(request), vandaag()
    mag_oordelen = rechten.NZA(blad.toekenning, door) and blad.op == nu
    context: dict[str, Any] = {
        "dossier": blad.dossier,
        "blad": blad,
        "toekenning": blad.toekenning,
        "namens": door,
        "vandaag": nu,
        "dagform": dagform,
        "oordeelform": vormen.get("oordeel", OordeelForm(namen=leveranciers(blad.toekenning))) if mag_oordelen else None,
        "vragen": [(v, _antwoordform(v, blad, vormen) if rechten.BEANTWOORDT(v, door) else None) for v in _met_dossier(blad)],
        "mag_bestellen": rechten.BESTELT_ARCHIEF(blad.toekenning, door),
        "archieven": [(a, a.document is not None and rechten.opent(a.document, blad.dossier, door)) for a in blad.archieven],
        "form": next(iter(vormen.values()), None),
        "beletselen": beletselen,
        "heeft_fouten": bool(beletselen),
    }
    return render(request, "verantwoording/rechtmatigheid.html", context, status=status)


def _met_dossier(blad: Rechtmatigheidsblad) -> list[Rechtmatigheidsvraag]:
    for vraag in blad.vragen:
        vraag.toekenning = blad.toekenning
    return blad.vragen


def _antwoordform(vraag: Rechtmatigheidsvraag, blad: Rechtmatigheidsblad, vormen: Vormen) -> BaseForm | None:
    if not vraag.is_open:
        return None
    return vormen.get(str(vraag.pk), AntwoordForm(prefix=str(vraag.pk)))


@login_required
@require_safe
def archiefstand(request: HttpRequest, kenmerk: str, pk: uuid.UUID) -> HttpResponse:
    """How far one archive is: a piece of the page that asks again by itself until it is done."""
    dossier, door = _dossier(request, kenmerk), namens(request)
    rijen = Rechtmatigheidsarchief.objects.select_related("document", "organisatie").filter(toekenning__dossier=dossier)
    archief = get_object_or_404(rijen, pk=pk)
    mag = archief.document is not None and rechten.opent(archief.document, dossier, door)
    return render(request, "verantwoording/rechtmatigheid_archief.html", {"dossier": dossier, "archief": archief, "mag": mag})
