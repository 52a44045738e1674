"""The claims of a plan: instalments, receipts, and registering a receipt (3a.4)."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from kern.web.idempotentie import eenmalig
from verantwoording.forms.terugbetaling import OntvangstForm
from verantwoording.services.terugbetaling import leg_ontvangst_vast
from verantwoording.terugbetaling_blad import Terugbetalingsblad
from verantwoording.views.algemeen import Handeling, Poging, begin, probeer
from verantwoording.views.bijsturing import leesbaar_blad


def ontvang(poging: Poging) -> str | None:
    """Register what came in on one claim."""
    sleutel = poging.gegevens.get("vordering", "")
    blad = Terugbetalingsblad(poging.blad, poging.op)
    vordering = next((v for v in blad.vorderingen if str(v.rij.pk) == sleutel), None)
    if vordering is None:
        raise Http404
    form = poging.neem(OntvangstForm(poging.gegevens, prefix=sleutel), sleutel)
    if not form.is_valid():
        return None
    leg_ontvangst_vast(vordering.rij, door=poging.door, op=poging.op, **form.cleaned_data)
    return "De ontvangst is vastgelegd en geboekt."


HANDELINGEN: dict[str, Handeling] = {"ontvang": ontvang}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@eenmalig
def terugbetalingen(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """The page, or the registering of a receipt."""
    poging = begin(request, leesbaar_blad(request, kenmerk))
    terug = reverse("terugbetalingen", kwargs={"kenmerk": kenmerk})
    if request.method == "POST" and (klaar := probeer(request, poging, HANDELINGEN, terug)):
        return klaar
    return render(request, "verantwoording/terugbetalingen.html", _context(poging), status=422 if request.method == "POST" else 200)


def _context(poging: Poging) -> dict[str, Any]:
    blad = Terugbetalingsblad(poging.blad, poging.op)
    return {
        "dossier": poging.blad.dossier,
        "geld": poging.blad,
        "blad": blad,
        "namens": poging.door,
        "op": poging.op,
        "vorderingen": [(v, _form(poging, str(v.rij.pk)) if blad.mag_vastleggen and v.rij.is_open else None) for v in blad.vorderingen],
        "beletselen": poging.beletselen,
        "form": poging.form,
        "plek": poging.plek,
        "heeft_fouten": bool(poging.beletselen),
    }


def _form(poging: Poging, sleutel: str) -> Any:
    return poging.form_voor(sleutel, OntvangstForm(prefix=sleutel, initial={"ontvangen_op": poging.op}))
