"""The questions that were sent, with their answers: submitters answer, reviewers read."""

import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from beoordeling.blad import Blad, blad_van, leest_mee
from beoordeling.forms.vragen import AntwoordForm
from beoordeling.services import vragen
from beoordeling.vraagblad import Bundelblad, bundels_van
from kern.basis.datums import vandaag
from kern.organisaties.models import Lidmaatschap
from kern.regels.register import Belet
from kern.toestanden.stap import StapBelet, StapGeweigerd, StapNietMogelijk, StapNietToegestaan
from kern.web.idempotentie import eenmalig
from transformatie import rechten
from transformatie.models import Dossier
from transformatie.selectors.dossier import laad_partijen
from transformatie.views.algemeen import meld_gelukt, namens, verdeel_beletselen, zichtbaar_dossier


def _binnen(request: HttpRequest, kenmerk: str) -> tuple[Dossier, Lidmaatschap, Blad, bool]:
    """The dossier for who answers (a planmaker of a submitting party) or who reviews; others that see it get a 403."""
    dossier, door = zichtbaar_dossier(request, kenmerk=kenmerk), namens(request)
    laad_partijen(dossier)
    blad = blad_van(dossier)
    antwoordt = rechten.INDIENER(dossier, door)
    if not antwoordt and not leest_mee(blad, door):
        raise StapNietToegestaan("Dit is voor de indieners van dit plan en voor wie het beoordeelt.")
    return dossier, door, blad, antwoordt


@login_required
@require_safe
def lijst(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """Every bundle of the dossier, the newest first, with the form to answer where that is asked."""
    dossier, _, blad, antwoordt = _binnen(request, kenmerk)
    return _toon(request, dossier, blad, antwoordt)


@login_required
@eenmalig
def antwoord(request: HttpRequest, kenmerk: str, pk: uuid.UUID) -> HttpResponse:
    """Keep the answers, or keep and send them; what clashes with a colleague comes back with both texts."""
    dossier, door, blad, antwoordt = _binnen(request, kenmerk)
    if request.method != "POST":
        return redirect("vragen", kenmerk=kenmerk)
    if not antwoordt:
        raise StapNietToegestaan(f"Dit kan alleen {rechten.INDIENER.wie}.")
    gevraagd = _bundel(dossier, pk)
    form = AntwoordForm(request.POST, vragen=[v.vraag for v in gevraagd.vragen])
    kan = form.is_valid()
    botsingen: dict[str, Any] = {}
    belet: list[Belet] = []
    status = 422
    try:
        bewaring = vragen.bewaar_antwoorden(gevraagd.bundel, form.teksten(), gelezen=form.gelezen(), door=door)
        botsingen = {str(v.pk): v for v in bewaring.botsingen}
        if kan and not botsingen and "verstuur" not in request.POST:
            meld_gelukt(request, f"Bewaard om {timezone.localtime(bewaring.om):%H:%M}. Alleen de indieners lezen dit nog.")
            return redirect("vragen", kenmerk=kenmerk)
        if kan and not botsingen:
            vragen.verstuur_antwoorden(gevraagd.bundel, door=door, op=vandaag())
            meld_gelukt(request, "Uw antwoorden zijn verstuurd aan allen die dit plan beoordelen.")
            return redirect("vragen", kenmerk=kenmerk)
        status = 409 if botsingen else 422
    except StapBelet as fout:
        belet = verdeel_beletselen(form, fout)
    except StapNietMogelijk as fout:
        belet, status = [Belet(fout.tekst)], 409
    return _toon(request, dossier, blad, antwoordt, form=form, van=gevraagd, botsingen=botsingen, belet=belet, status=status)


@login_required
@require_POST
def bewaar(request: HttpRequest, kenmerk: str, pk: uuid.UUID) -> HttpResponse:
    """Save what is typed so far and say so; the answer is a piece of the page."""
    dossier, door, _, antwoordt = _binnen(request, kenmerk)
    gevraagd = _bundel(dossier, pk)
    lijst_ = [v.vraag for v in gevraagd.vragen]
    form = AntwoordForm(request.POST, vragen=lijst_)
    form.is_valid()
    context: dict[str, Any] = {"merken": form.gelezen()}
    try:
        if not antwoordt:
            raise StapNietToegestaan(f"Dit kan alleen {rechten.INDIENER.wie}.")
        bewaring = vragen.bewaar_antwoorden(gevraagd.bundel, form.teksten(), gelezen=form.gelezen(), door=door)
    except StapGeweigerd as fout:
        context["geweigerd"] = fout.tekst
    else:
        botst = {str(v.pk): v for v in bewaring.botsingen}
        nu = AntwoordForm.merken(list(gevraagd.bundel.vragen.all()))
        context |= {
            "om": f"{timezone.localtime(bewaring.om):%H:%M}",
            "merken": {k: (form.gelezen()[k] if k in botst else m) for k, m in nu.items()},
            "botsingen": [(f"Antwoord op vraag {v.nummer}", v.antwoord_door or "Iemand anders") for v in botst.values()],
            "fouten": [form.fields[naam].label for naam in form.errors if naam in form.fields],
        }
    return render(request, "beoordeling/onderdelen/antwoordstand.html", context)


def _bundel(dossier: Dossier, pk: uuid.UUID) -> Bundelblad:
    gevonden = next((b for b in bundels_van(dossier) if b.bundel.pk == pk), None)
    if gevonden is None:
        raise Http404
    return gevonden


def _toon(
    request: HttpRequest,
    dossier: Dossier,
    blad: Blad,
    antwoordt: bool,
    *,
    form: AntwoordForm | None = None,
    van: Bundelblad | None = None,
    botsingen: dict[str, Any] | None = None,
    belet: list[Belet] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Draw the page; the form stands at the bundle that waits for its answers."""
    bundels = bundels_van(dossier)
    nu = blad.in_behandeling
    te_doen = next((b for b in bundels if antwoordt and nu and b.bundel.ronde_id == nu.pk and b.bundel.beantwoord_op is None), None)
    if van is not None:
        te_doen = next((b for b in bundels if b.bundel.pk == van.bundel.pk), te_doen)
    lijst_ = [v.vraag for v in te_doen.vragen] if te_doen else []
    form = form or (AntwoordForm(vragen=lijst_) if te_doen else None)
    merken = AntwoordForm.merken(lijst_)
    context = {
        "dossier": dossier,
        "bundels": bundels,
        "te_doen": te_doen,
        "antwoordt": antwoordt,
        "form": form,
        "regels": _regels(te_doen, form, botsingen or {}) if te_doen and form else [],
        "merken": merken,
        "belet": belet or [],
        "is_open": nu is not None,
        "heeft_fouten": status != 200,
    }
    return render(request, "beoordeling/vragen.html", context, status=status)


def _regels(blad: Bundelblad, form: AntwoordForm, botsingen: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"vraag": v.vraag, "plaats": v.plaats, "veld": form[f"antwoord_{v.vraag.pk}"], "botsing": botsingen.get(str(v.vraag.pk))}
        for v in blad.vragen
    ]
