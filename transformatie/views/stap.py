"""The one page on which every step of every machine is taken."""

import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from kern.basis.datums import vandaag
from kern.regels.register import Belet
from kern.toestanden.formulieren import StapForm, formulier_voor
from kern.toestanden.models import Machine
from kern.toestanden.register import machines
from kern.toestanden.stap import Stap, StapBelet, StapNietMogelijk, StapNietToegestaan
from kern.toestanden.uitvoeren import beletselen, overgang
from kern.web.idempotentie import eenmalig
from kern.web.panelen import panelen_voor
from transformatie.models import Dossier
from transformatie.views.algemeen import meld_gelukt, namens, verdeel_beletselen, zichtbaar_dossier


@login_required
@eenmalig
def stap(request: HttpRequest, soort: str, pk: uuid.UUID, stap: str) -> HttpResponse:
    """Show what a step brings about and what it asks for (GET), or take it (POST)."""
    rij, dossier = _rij(request, soort, pk)
    transities = _transities(type(rij), stap)
    door, op = namens(request), vandaag()
    nu = overgang(type(rij), stap, rij.status)
    gevraagd = [nu] if nu is not None else transities
    mag = [t for t in gevraagd if t.permission is not None and t.permission(rij, door)]
    if not mag:
        raise StapNietToegestaan(f"Dit kan alleen {_wie(gevraagd)}.")
    klasse = formulier_voor(type(rij), stap)
    if request.method == "POST":
        form = klasse(request.POST, request.FILES, rij=rij, door=door, op=op)
        return _neem(request, form, dossier, stap, mag[0])
    if nu is None:
        raise StapNietMogelijk(f"Deze stap kan niet (meer). De stand is nu '{rij.get_status_display()}'.")  # type: ignore[attr-defined]  # made by Django for a field with choices
    form = klasse(rij=rij, door=door, op=op)
    return _toon(request, form, dossier, stap, nu, beletselen(Stap(rij, stap, door, op), nu))


def _rij(request: HttpRequest, soort: str, pk: uuid.UUID) -> tuple[Machine, Dossier]:
    """The row and its dossier, as far as this person sees that dossier; else 404."""
    model = machines().get(soort)
    rij = model._base_manager.filter(pk=pk).first() if model else None
    if rij is None:
        raise Http404
    dossier = zichtbaar_dossier(request, pk=rij.zaak)
    if any(veld.name == "dossier" for veld in rij._meta.concrete_fields):
        rij.dossier = dossier
    return rij, dossier


def _transities(model: type[Machine], stap: str) -> list[Any]:
    meta = getattr(getattr(model, stap, None), "_django_fsm", None)
    if meta is None:
        raise Http404
    return list(meta.transitions.values())


def _wie(transities: list[Any]) -> str:
    return next((t.permission.wie for t in transities if t.permission is not None), "niemand")


def _neem(request: HttpRequest, form: StapForm, dossier: Dossier, stap: str, transitie: Any) -> HttpResponse:
    belet: list[Belet] = []
    if form.is_valid():
        try:
            rij = form.neem_stap(stap, verwacht=request.POST.get("verwacht"))
        except StapBelet as fout:
            belet = verdeel_beletselen(form, fout)
        else:
            meld_gelukt(request, f"{(transitie.custom or {}).get('gedaan') or _label(transitie, stap)}.")
            return redirect(_terug(request, rij, dossier))
    return _toon(request, form, dossier, stap, transitie, belet, status=422)


def _toon(
    request: HttpRequest, form: StapForm, dossier: Dossier, stap: str, transitie: Any, belet: list[Belet], status: int = 200
) -> HttpResponse:
    zin = transitie.custom or {}
    rij = form.rij
    in_te_vullen = all(b.veld in form.fields for b in belet)
    context = {
        "form": form,
        "dossier": dossier,
        "rij": rij,
        "stap": stap,
        "label": _label(transitie, stap),
        "knop": form.knop or _label(transitie, stap),
        "gevolg": zin.get("gevolg", ""),
        "beletselen": [] if in_te_vullen and status == 200 else belet,
        "is_dicht": status == 200 and not in_te_vullen,
        "heeft_fouten": status != 200,
        "verwacht": request.POST.get("verwacht", rij.status),
        "terug": _terug(request, rij, dossier),
        "namens": namens(request),
        "op": form.op,
        "request": request,
    }
    context["panelen"] = panelen_voor("stap", context)
    return render(request, "transformatie/stap.html", context, status=status)


def _label(transitie: Any, stap: str) -> str:
    return str((transitie.custom or {}).get("label", stap))


def _terug(request: HttpRequest, rij: Machine, dossier: Dossier) -> str:
    """Where the person came from when that was one of our pages, else the page of the row or its dossier."""
    gevraagd = request.POST.get("terug") or request.GET.get("terug", "")
    if gevraagd and url_has_allowed_host_and_scheme(gevraagd, allowed_hosts=None) and gevraagd.startswith("/"):
        return gevraagd
    eigen = getattr(rij, "get_absolute_url", None)
    return str(eigen()) if eigen else dossier.get_absolute_url()
