"""KPI's and mijlpalen of the plan: add, change and remove, one at a time."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from kern.web.idempotentie import eenmalig
from transformatie.btw import btw_signalen
from transformatie.forms.afspraken import LET_OP_BTW, KpiForm, KpiMotiveringForm, MijlpaalForm
from transformatie.kpivoorbeelden import voorbeeld
from transformatie.models import Dossier, Kpi, Mijlpaal, Planversie
from transformatie.selectors.dossier import laad_partijen, plan_van
from transformatie.services import afspraken, concept
from transformatie.views.algemeen import meld_gelukt, namens, zichtbaar_dossier
from transformatie.views.concept import versie_van

Afspraak = Kpi | Mijlpaal
SOORTEN: dict[str, tuple[type[Afspraak], type[KpiForm] | type[MijlpaalForm], str]] = {
    "kpi": (Kpi, KpiForm, "KPI"),
    "mijlpaal": (Mijlpaal, MijlpaalForm, "mijlpaal"),
}

ANKER = {"kpi": "kpis", "mijlpaal": "mijlpalen"}


def _open_versie(request: HttpRequest, kenmerk: str) -> tuple[Dossier, Planversie]:
    """The version that is being written, for who may write it; else 404, 403 or 409."""
    dossier = zichtbaar_dossier(request, kenmerk=kenmerk)
    laad_partijen(dossier)
    versie = versie_van(dossier)
    assert isinstance(versie, Planversie)
    concept.eis_schrijver(versie, namens(request))
    return dossier, versie


@login_required
@eenmalig
def bewerk(request: HttpRequest, kenmerk: str, soort: str, pk: uuid.UUID | None = None) -> HttpResponse:
    """Add or change one KPI or mijlpaal."""
    dossier, versie = _open_versie(request, kenmerk)
    model, klasse, naam = SOORTEN[soort]
    rij = get_object_or_404(model, pk=pk, versie=versie) if pk else None
    begin = gekozen.als_begin() if soort == "kpi" and not rij and (gekozen := voorbeeld(request.GET.get("voorbeeld", ""))) else None
    form = klasse(request.POST or None, instance=rij, versie=versie, initial=begin)
    if request.method == "POST" and form.is_valid():
        delen = form.delen() if isinstance(form, KpiForm) else None
        afspraak = afspraken.bewaar(form.save(commit=False), door=namens(request), delen=delen)
        meld_gelukt(request, f"{str(afspraak)[:1].upper()}{str(afspraak)[1:]} is bewaard.")
        return redirect(f"{reverse('plan', kwargs={'kenmerk': kenmerk})}#{ANKER[soort]}")
    context = {
        "dossier": dossier,
        "versie": versie,
        "form": form,
        "rij": rij,
        "soort": soort,
        "kop": f"{naam[:1].upper()}{naam[1:]} {rij.nummer} wijzigen" if rij else f"Nieuwe {naam}",  # type: ignore[attr-defined]
        "plan": plan_van(dossier),
        "btw": btw_signalen(*[str(form[veld].value() or "") for veld in LET_OP_BTW]) if soort == "kpi" else [],
        "voorbeeld": begin is not None,
    }
    return render(request, "transformatie/afspraak.html", context, status=422 if request.method == "POST" else 200)


@login_required
@require_POST
@eenmalig
def verwijder(request: HttpRequest, kenmerk: str, soort: str, pk: uuid.UUID) -> HttpResponse:
    """Take one KPI or mijlpaal out of the version that is being written."""
    _, versie = _open_versie(request, kenmerk)
    model, _, naam = SOORTEN[soort]
    rij = get_object_or_404(model, pk=pk, versie=versie)
    rij.versie = versie  # type: ignore[attr-defined]
    afspraken.verwijder(rij, door=namens(request))  # type: ignore[arg-type]
    meld_gelukt(request, f"De {naam} is uit deze versie gehaald.")
    return redirect(f"{reverse('plan', kwargs={'kenmerk': kenmerk})}#{ANKER[soort]}")


@login_required
@require_POST
def btw(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """While one writes: wording that may raise the risk of btw, as a piece of the page (1f.4)."""
    _open_versie(request, kenmerk)
    teksten = [request.POST.get(veld, "")[:1000] for veld in LET_OP_BTW]
    return render(request, "transformatie/onderdelen/btw.html", {"btw": btw_signalen(*teksten)})


@login_required
@eenmalig
def motivering(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """Why this plan has more KPI's than the guideline (1f.2)."""
    dossier, versie = _open_versie(request, kenmerk)
    form = KpiMotiveringForm(request.POST or None, initial={"motivering": versie.kpi_motivering})
    if request.method == "POST" and form.is_valid():
        afspraken.bewaar_motivering(versie, form.cleaned_data["motivering"], door=namens(request))
        meld_gelukt(request, "De motivering is bewaard.")
        return redirect(f"{reverse('plan', kwargs={'kenmerk': kenmerk})}#kpis")
    context = {"dossier": dossier, "versie": versie, "form": form, "kop": "Waarom dit aantal KPI's?", "soort": "motivering"}
    return render(request, "transformatie/afspraak.html", context, status=422 if request.method == "POST" else 200)
