"""All payment orders of one insurer, over its dossiers: to pay, to mark as paid, and as a sheet."""

import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from kern.basis.datums import vandaag
from kern.organisaties.models import Lidmaatschap, Rol
from kern.regels.register import Belet
from kern.toestanden.stap import StapBelet, StapNietToegestaan
from kern.web.idempotentie import eenmalig
from kern.web.lijst import bladzijde, sortering
from transformatie.views.algemeen import meld_gelukt, namens, verdeel_beletselen
from verantwoording.betaallijst import STANDEN, XLSX, als_blad, regels_van, totaal
from verantwoording.forms.uitbetaling import BetaaldForm
from verantwoording.models import Betaalopdrachtregel
from verantwoording.services.betaalopdracht import markeer_betaald

VELDEN = {
    "opdracht": "opdracht__op",
    "dossier": "opdracht__verantwoording__dossier__kenmerk",
    "bedrag": "bedrag",
    "betaald": "betaald_op",
}


def _verzekeraar(request: HttpRequest) -> Lidmaatschap:
    door = namens(request)
    if door.rol != Rol.BEOORDELAAR:
        raise StapNietToegestaan("Deze lijst is er voor de zorgverzekeraars die betalen.")
    return door


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@eenmalig
def uitbetalingen(request: HttpRequest) -> HttpResponse:
    """The lines of this insurer; one can be marked as paid from here."""
    door = _verzekeraar(request)
    form: BetaaldForm | None = None
    beletselen: list[Belet] = []
    if request.method == "POST":
        form, beletselen = _markeer(request, door)
        if form is None:
            return redirect(request.get_full_path())
    context = _lijst(request, door, form) | {"form": form, "beletselen": beletselen, "heeft_fouten": bool(beletselen)}
    return render(request, "verantwoording/uitbetalingen.html", context, status=422 if form is not None else 200)


def _markeer(request: HttpRequest, door: Lidmaatschap) -> tuple[BetaaldForm | None, list[Belet]]:
    """Mark one line; the form comes back when something is wrong with it."""
    try:
        pk = uuid.UUID(request.POST.get("regel", ""))
    except ValueError:
        raise Http404 from None
    regel = regels_van(door, "alles").filter(pk=pk).first()
    if regel is None:
        raise Http404
    form = BetaaldForm(request.POST, regel=regel, op=vandaag())
    if not form.is_valid():
        return form, []
    try:
        markeer_betaald(regel, door=door, op=vandaag(), **form.cleaned_data)
    except StapBelet as fout:
        return form, verdeel_beletselen(form, fout)
    meld_gelukt(request, f"De betaling bij {regel.opdracht.kenmerk} is vastgelegd.")
    return None, []


def _lijst(request: HttpRequest, door: Lidmaatschap, gestuurd: BetaaldForm | None) -> dict[str, Any]:
    stand = request.GET.get("stand", "open")
    stand = stand if stand in STANDEN else "open"
    zoek = request.GET.get("zoek", "").strip()[:100]
    sorteer, volgorde = sortering(request, VELDEN, "opdracht")
    rijen = regels_van(door, stand, zoek)
    blad = bladzijde(request, rijen.order_by(*volgorde))
    return {
        "stand": stand,
        "standen": STANDEN.values(),
        "zoek": zoek,
        "sorteer": sorteer,
        "bladzijde": blad,
        "regels": [(r, _vorm(r, gestuurd)) for r in blad],
        "totaal": totaal(rijen),
        "namens": door,
        "op": vandaag(),
    }


def _vorm(regel: Betaalopdrachtregel, gestuurd: BetaaldForm | None) -> BetaaldForm | None:
    if not regel.is_open:
        return None
    return gestuurd if gestuurd is not None and gestuurd.prefix == str(regel.pk) else BetaaldForm(regel=regel, op=vandaag())


@login_required
@require_safe
def blad(request: HttpRequest) -> HttpResponse:
    """The open lines of this insurer as a sheet (xlsx)."""
    door, op = _verzekeraar(request), vandaag()
    antwoord = HttpResponse(als_blad(door, op), content_type=XLSX)
    antwoord["Content-Disposition"] = f'attachment; filename="betaalopdrachten-{op:%Y-%m-%d}.xlsx"'
    return antwoord
