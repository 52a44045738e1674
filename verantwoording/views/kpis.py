"""The KPI's of a plan with their money, the go/no-go milestones, the moments of progress; and one KPI."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from kern.basis.datums import vandaag
from kern.toestanden.uitvoeren import mogelijkheden
from kern.web.idempotentie import eenmalig
from transformatie.views.algemeen import namens
from verantwoording import rechten
from verantwoording.blad import inhoud_van
from verantwoording.forms.geld import MijlpaalbesluitForm, VoortgangForm
from verantwoording.services import toekenning as diensten
from verantwoording.views.algemeen import Handeling, Poging, begin, geopend_blad, probeer


def leg_voortgang_vast(poging: Poging) -> str | None:
    """Record a moment of progress (3a.1, 3a.5)."""
    form = poging.neem(VoortgangForm(poging.gegevens, op=poging.op), "voortgang")
    if not form.is_valid():
        return None
    diensten.leg_voortgang_vast(poging.blad.toekenning, door=poging.door, op=poging.op, **form.cleaned_data)
    return "Het voortgangsmoment is vastgelegd."


def besluit_mijlpaal(poging: Poging) -> str | None:
    """Decide at a go/no-go milestone (1g.6)."""
    sleutel = poging.gegevens.get("mijlpaal", "")
    moment = next((b for b in poging.blad.beslismomenten if str(b.mijlpaal.pk) == sleutel), None)
    if moment is None:
        raise Http404
    form = poging.neem(MijlpaalbesluitForm(poging.gegevens, prefix=sleutel), sleutel)
    if not form.is_valid():
        return None
    diensten.besluit_mijlpaal(poging.blad.toekenning, moment.mijlpaal, door=poging.door, op=poging.op, **form.cleaned_data)
    return f"Het besluit bij mijlpaal {moment.mijlpaal.nummer} is vastgelegd."


HANDELINGEN: dict[str, Handeling] = {"voortgang": leg_voortgang_vast, "besluit": besluit_mijlpaal}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@eenmalig
def kpis(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """The table of KPI's and everything around it, with the acts on it."""
    poging = begin(request, geopend_blad(request, kenmerk))
    if request.method == "POST" and (klaar := probeer(request, poging, HANDELINGEN, poging.blad.url_kpis)):
        return klaar
    return render(request, "verantwoording/kpis.html", _context(poging), status=422 if request.method == "POST" else 200)


def _context(poging: Poging) -> dict[str, Any]:
    blad, t = poging.blad, poging.blad.toekenning
    mag_besluiten = blad.is_in_uitvoering and rechten.COORDINERENDE(t, poging.door)
    return {
        "dossier": blad.dossier,
        "blad": blad,
        "toekenning": t,
        "namens": poging.door,
        "op": poging.op,
        "stappen": mogelijkheden(t, door=poging.door, op=poging.op) if t.gestart_op else [],
        "momenten": [(m, _besluitform(poging, str(m.mijlpaal.pk)) if mag_besluiten else None) for m in blad.beslismomenten],
        "voortgang": blad.voortgang if blad.ziet_bewijs else [],
        "mag_voortgang": blad.is_in_uitvoering and rechten.PENVOERDER_OF_COORDINERENDE(t, poging.door),
        "voortgangform": poging.form_voor("voortgang", VoortgangForm(op=poging.op)),
        "beletselen": poging.beletselen,
        "form": poging.form,
        "plek": poging.plek,
        "heeft_fouten": bool(poging.beletselen),
    }


def _besluitform(poging: Poging, sleutel: str) -> Any:
    return poging.form_voor(sleutel, MijlpaalbesluitForm(prefix=sleutel))


@login_required
@require_safe
def kpi(request: HttpRequest, kenmerk: str, nummer: int) -> HttpResponse:
    """One KPI: the agreement, the evidence, the judgement, the money, and its steps."""
    blad = geopend_blad(request, kenmerk)
    blad.voortgang  # noqa: B018 -- read once, for the page and for the checks of the steps
    regel = next((r for r in blad.regels if r.kpi.nummer == nummer), None)
    if regel is None:
        raise Http404
    door, op = namens(request), vandaag()
    context = {
        "dossier": blad.dossier,
        "blad": blad,
        "regel": regel,
        "namens": door,
        "op": op,
        "stappen": mogelijkheden(regel.rij, door=door, op=op) if regel.rij else [],
        **inhoud_van(blad, regel),
    }
    return render(request, "verantwoording/kpi.html", context)
