"""Two versions of the plan side by side, on the screen and as a PDF."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from kern.basis.datums import vandaag
from kern.documenten.pdf import maak_pdf
from transformatie.models import Dossier, Planversie
from transformatie.selectors.dossier import laad_partijen, laad_versies, plan_van
from transformatie.selectors.vergelijking import Vergelijking
from transformatie.selectors.vergelijking import vergelijk as vergelijk_versies
from transformatie.views.algemeen import namens, zichtbaar_dossier
from transformatie.zicht import mag_concept_lezen


@login_required
@require_safe
def vergelijk(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """Any two versions; nonsense in the address gives the last two."""
    dossier, versies, paar = _gekozen(request, kenmerk)
    context = {"dossier": dossier, "versies": versies, "v": paar, "oud": paar.oud, "nieuw": paar.nieuw}
    return render(request, "transformatie/vergelijk.html", context)


@login_required
@require_safe
def pdf(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """The same as a tagged PDF, made on request: it takes under two seconds and is kept nowhere."""
    dossier, _, paar = _gekozen(request, kenmerk)
    inhoud = maak_pdf("brieven/vergelijking.html", {"dossier": dossier, "v": paar, "op": vandaag()})
    naam = slugify(f"{dossier.kenmerk} versie {paar.oud.nummer} en {paar.nieuw.nummer}")
    antwoord = HttpResponse(inhoud, content_type="application/pdf")
    antwoord["Content-Disposition"] = f'attachment; filename="{naam}.pdf"'
    antwoord["X-Content-Type-Options"] = "nosniff"
    antwoord["Cache-Control"] = "private, no-store"
    return antwoord


def _gekozen(request: HttpRequest, kenmerk: str) -> tuple[Dossier, list[Planversie], Vergelijking]:
    """The two versions that are asked for, out of those this person may read."""
    dossier = zichtbaar_dossier(request, kenmerk=kenmerk)
    laad_partijen(dossier)
    laad_versies(dossier)
    plan = plan_van(dossier)
    if plan is None:
        raise Http404
    alle: list[Planversie] = plan.__dict__["alle_versies"]
    versies = [v for v in alle if v.is_bevroren or mag_concept_lezen(namens(request), dossier)]
    if len(versies) < 2:
        raise Http404
    per_nummer = {str(v.nummer): v for v in versies}
    oud = per_nummer.get(request.GET.get("van", ""), versies[-2])
    nieuw = per_nummer.get(request.GET.get("naar", ""), versies[-1])
    return dossier, versies, vergelijk_versies(oud, nieuw)
