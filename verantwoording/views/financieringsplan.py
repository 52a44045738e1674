"""The financieringsplan of a dossier: the picture over time, its table, and what one records there (1g.1, 1g.3)."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.decorators import login_required
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from kern.basis.datums import vandaag
from kern.organisaties.models import Lidmaatschap
from kern.regels.register import Belet
from kern.toestanden.stap import StapBelet
from kern.web.idempotentie import eenmalig
from transformatie.models import Dossier
from transformatie.selectors.dossier import laad_partijen, laad_versies
from transformatie.views.algemeen import meld_gelukt, namens, verdeel_beletselen, zichtbaar_dossier
from verantwoording import rechten
from verantwoording.financieringsplan import Beeld, Financieringsplan, financieringsplan, kwartaal_van, volgend, ziet_financieringsplan
from verantwoording.forms.financiering import UitgavenForm, VoorfinancieringForm
from verantwoording.services import financiering as diensten

MINSTE_KWARTALEN, MEESTE_KWARTALEN = 8, 24


@dataclass
class _Blad:
    """One visit: the dossier, who looks, the plan, and what was sent."""

    dossier: Dossier
    door: Lidmaatschap
    op: dt.date
    plan: Financieringsplan
    form: BaseForm | None = None
    plek: str = ""
    beletselen: list[Belet] = field(default_factory=list)

    @property
    def kwartalen(self) -> list[dt.date]:
        """The quarters one plans spending for: those of the plan, and at least two years."""
        rijen = [k.begin for k in self.plan.kwartalen] or [kwartaal_van(self.op)]
        bekend = self.plan.laatste_werkelijk
        nu = min(rijen) if bekend is None else volgend(bekend)
        gevonden: list[dt.date] = []
        while (nu <= max(rijen) or len(gevonden) < MINSTE_KWARTALEN) and len(gevonden) < MEESTE_KWARTALEN:
            gevonden.append(nu)
            nu = volgend(nu)
        return gevonden


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@eenmalig
def pagina(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """Who signed or will sign sees it, and the NZa; the penvoerder and the coordinating insurer keep it up."""
    dossier, door, op = zichtbaar_dossier(request, kenmerk=kenmerk), namens(request), vandaag()
    laad_partijen(dossier)
    laad_versies(dossier)
    if not ziet_financieringsplan(dossier, door):
        raise Http404
    blad = _Blad(dossier, door, op, financieringsplan(dossier, door, op))
    if request.method == "POST":
        gedaan = _doe(request, blad)
        if gedaan:
            meld_gelukt(request, gedaan)
            return redirect("financieringsplan", kenmerk=kenmerk)
    return render(request, "verantwoording/financieringsplan.html", _context(blad), status=422 if request.method == "POST" else 200)


def _doe(request: HttpRequest, blad: _Blad) -> str:
    """Carry out the act that was sent; empty when the page must say why not."""
    actie = request.POST.get("actie", "")
    if actie not in ACTIES:
        raise Http404
    try:
        return str(ACTIES[actie](request, blad))
    except StapBelet as fout:
        blad.beletselen = verdeel_beletselen(blad.form, fout) if blad.form is not None else fout.beletselen
        return ""


def _voorfinanciering(request: HttpRequest, blad: _Blad) -> str:
    blad.plek, blad.form = "voorfinanciering", (form := VoorfinancieringForm(request.POST, dossier=blad.dossier))
    if not form.is_valid():
        return ""
    diensten.leg_voorfinanciering_vast(blad.dossier, door=blad.door, op=blad.op, **form.cleaned_data)
    return "De voorfinanciering is vastgelegd."


def _vervalt(request: HttpRequest, blad: _Blad) -> str:
    rij = next((v for v in blad.plan.voorfinancieringen if str(v.pk) == request.POST.get("voorfinanciering")), None)
    if rij is None:
        raise Http404
    rij.dossier = blad.dossier
    diensten.laat_voorfinanciering_vervallen(rij, door=blad.door, op=blad.op)
    return "De voorfinanciering telt niet meer mee."


def _uitgaven(request: HttpRequest, blad: _Blad) -> str:
    blad.plek, blad.form = "uitgaven", (form := UitgavenForm(request.POST, kwartalen=blad.kwartalen, gepland=blad.plan.gepland))
    if not form.is_valid():
        return ""
    diensten.plan_uitgaven(blad.dossier, form.bedragen(), door=blad.door, op=blad.op)
    return "De geplande uitgaven zijn bewaard."


ACTIES = {"voorfinanciering": _voorfinanciering, "vervalt": _vervalt, "uitgaven": _uitgaven}


def _context(blad: _Blad) -> dict[str, Any]:
    dossier, plan = blad.dossier, blad.plan
    mag = not dossier.is_gesloten and rechten.PENVOERDER_OF_COORDINERENDE(dossier, blad.door)
    mag_plannen = not dossier.is_gesloten and rechten.PENVOERDER(dossier, blad.door)
    uitgaven = UitgavenForm(kwartalen=blad.kwartalen, gepland=plan.gepland) if mag_plannen else None
    return {
        "dossier": dossier,
        "plan": plan,
        "beeld": Beeld(plan) if plan.kwartalen else None,
        "namens": blad.door,
        "op": blad.op,
        "mag_vastleggen": mag,
        "voorform": blad.form if blad.plek == "voorfinanciering" else VoorfinancieringForm(dossier=dossier) if mag else None,
        "uitgavenform": blad.form if blad.plek == "uitgaven" else uitgaven,
        "form": blad.form,
        "beletselen": blad.beletselen,
        "heeft_fouten": bool(blad.beletselen),
    }
