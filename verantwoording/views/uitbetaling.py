"""The payments of one plan: who pays by which key, what was ordered and paid, and how it was divided."""

import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from kern.basis.datums import vandaag
from kern.basis.forms import DatumField
from kern.web.idempotentie import eenmalig
from verantwoording.forms.uitbetaling import BetaaldForm, SleutelForm, VerdelingForm
from verantwoording.models import Betaalopdrachtregel
from verantwoording.rekeningoverzicht import rekeningoverzicht
from verantwoording.services import betaalopdracht as diensten
from verantwoording.services.verdeling import leg_verdeling_vast
from verantwoording.uitbetalingsblad import Betaling, Uitbetalingsblad
from verantwoording.views.algemeen import Handeling, Poging, begin, geopend_blad, probeer


def _blad(poging: Poging) -> Uitbetalingsblad:
    if "_uitbetalingen" not in poging.blad.__dict__:
        poging.blad.__dict__["_uitbetalingen"] = Uitbetalingsblad(poging.blad, poging.op)
    blad: Uitbetalingsblad = poging.blad.__dict__["_uitbetalingen"]
    return blad


def stel_sleutel_voor(poging: Poging) -> str | None:
    """Propose who pays what."""
    blad = _blad(poging)
    form = poging.neem(SleutelForm(poging.gegevens, dossier=blad.dossier, sleutel=blad.sleutel), "sleutel")
    if not form.is_valid():
        return None
    sleutel = diensten.stel_sleutel_voor(blad.toekenning, form.delen(), door=poging.door, op=poging.op)
    return "De verdeelsleutel geldt." if sleutel.akkoord_op else f"Het voorstel ligt nu bij {blad.dossier.tweede}."


def stem_in(poging: Poging) -> str | None:
    """Agree to the key that was proposed."""
    diensten.stem_in_met_sleutel(poging.blad.toekenning, _sleutel(poging, "sleutel"), door=poging.door, op=poging.op)
    return "U hebt ingestemd. De verdeelsleutel geldt."


def _sleutel(poging: Poging, veld: str) -> uuid.UUID:
    try:
        return uuid.UUID(poging.gegevens.get(veld, ""))
    except ValueError:
        raise Http404 from None


def markeer_betaald(poging: Poging) -> str | None:
    """Say that a line was paid."""
    pk = _sleutel(poging, "regel")
    regel = next((r for b in _blad(poging).betalingen for r in b.regels if r.pk == pk), None)
    if regel is None:
        raise Http404
    form = poging.neem(BetaaldForm(poging.gegevens, regel=regel, op=poging.op), str(pk))
    if not form.is_valid():
        return None
    diensten.markeer_betaald(regel, door=poging.door, op=poging.op, **form.cleaned_data)
    return "De betaling is vastgelegd."


def verdeel(poging: Poging) -> str | None:
    """Register how a payment was divided."""
    blad, nummer = _blad(poging), poging.gegevens.get("kpi", "")
    betaling = next((b for b in blad.betalingen if str(b.nummer) == nummer and b.uitbetaling is not None), None)
    if betaling is None or betaling.uitbetaling is None:
        raise Http404
    betaling.uitbetaling.verantwoording = betaling.opdracht.verantwoording
    form = poging.neem(_verdelingform(blad, betaling, poging.gegevens), f"verdeling-{nummer}")
    if not form.is_valid():
        return None
    reden = form.cleaned_data.get("reden", "")
    leg_verdeling_vast(betaling.uitbetaling, form.delen(), door=poging.door, op=poging.op, reden=reden)
    return f"De verdeling van de betaling bij KPI {nummer} is vastgelegd."


def _verdelingform(blad: Uitbetalingsblad, betaling: Betaling, gegevens: Any = None) -> VerdelingForm:
    wijzigt, prefix = betaling.verdeling is not None, f"v{betaling.nummer}"
    return VerdelingForm(gegevens, partijen=blad.partijen, delen=betaling.delen, wijzigt=wijzigt, prefix=prefix)


HANDELINGEN: dict[str, Handeling] = {"sleutel": stel_sleutel_voor, "stem_in": stem_in, "betaald": markeer_betaald, "verdeel": verdeel}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@eenmalig
def uitbetalingen(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """The page of the payments of one plan, with the acts on it; for who signed the agreement, and the NZa."""
    geopend = geopend_blad(request, kenmerk)
    if not geopend.ziet_bewijs:
        raise Http404
    poging = begin(request, geopend)
    if request.method == "POST" and (klaar := probeer(request, poging, HANDELINGEN, geopend.url_uitbetalingen)):
        return klaar
    return render(request, "verantwoording/uitbetaling.html", _context(poging), status=422 if request.method == "POST" else 200)


def _context(poging: Poging) -> dict[str, Any]:
    blad = _blad(poging)
    return {
        "dossier": blad.dossier,
        "blad": poging.blad,
        "geld": blad,
        "namens": poging.door,
        "op": poging.op,
        "sleutel": [(o, diensten.toon_procent(p)) for o, p in blad.sleutel],
        "voorstel": [(o, diensten.toon_procent(p)) for o, p in blad.voorgestelde_delen],
        "betalingen": [(b, _regels(poging, b), _verdeelvorm(poging, b), poging.plek == f"verdeling-{b.nummer}") for b in blad.betalingen],
        "sleutelform": poging.form_voor("sleutel", SleutelForm(dossier=blad.dossier, sleutel=blad.voorgestelde_delen or blad.sleutel)),
        "beletselen": poging.beletselen,
        "form": poging.form,
        "plek": poging.plek,
        "heeft_fouten": bool(poging.beletselen),
    }


def _regels(poging: Poging, betaling: Betaling) -> list[tuple[Betaalopdrachtregel, Any]]:
    blad = _blad(poging)
    return [(r, poging.form_voor(str(r.pk), BetaaldForm(regel=r, op=poging.op)) if blad.mag_betalen(r) else None) for r in betaling.regels]


def _verdeelvorm(poging: Poging, betaling: Betaling) -> Any:
    blad = _blad(poging)
    if betaling.uitbetaling is None or not blad.mag_verdelen:
        return None
    return poging.form_voor(f"verdeling-{betaling.nummer}", _verdelingform(blad, betaling))


@login_required
@require_safe
def overzicht(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """The statement of every party at the end of a day (`?op=`)."""
    blad = geopend_blad(request, kenmerk)
    if not blad.ziet_bewijs:
        raise Http404
    op, fout = _dag(request)
    context = {"dossier": blad.dossier, "blad": blad, "overzicht": rekeningoverzicht(blad.dossier, op), "op": op, "fout": fout}
    return render(request, "verantwoording/rekeningoverzicht.html", context)


def _dag(request: HttpRequest) -> tuple[Any, str]:
    """The day that was asked, or today with a sentence when it is no day."""
    gevraagd = request.GET.get("op", "").strip()
    if not gevraagd:
        return vandaag(), ""
    try:
        return DatumField().clean(gevraagd), ""
    except ValidationError as fout:
        return vandaag(), " ".join(fout.messages)
