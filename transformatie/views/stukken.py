"""Reading a snelle toets or a version of the plan, comparing versions, and adding documents."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from kern.basis.datums import vandaag
from kern.documenten import services as documenten
from kern.documenten.models import Document
from kern.toestanden.stap import StapNietToegestaan
from kern.toestanden.uitvoeren import mogelijkheden
from kern.web.idempotentie import eenmalig
from kern.web.panelen import panelen_voor
from transformatie import rechten
from transformatie.forms.document import DocumentForm
from transformatie.models import Dossier, Planversie, Transformatieplan
from transformatie.selectors.dossier import laad_partijen, laad_termijnen, laad_versies, plan_van
from transformatie.selectors.stukken import Antwoorden, antwoorden, naast_elkaar
from transformatie.services import concept
from transformatie.services.versies import verschillen
from transformatie.views.algemeen import meld_gelukt, namens, zichtbaar_dossier
from transformatie.zicht import is_van_indiener


@login_required
@require_safe
def snelle_toets(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """The snelle toets as it stands, with its decision and what one may do with it."""
    dossier = _geladen(request, kenmerk)
    toets, door = dossier.snelle_toets, namens(request)
    context = _context(request, dossier, antwoorden(toets)) | {
        "toets": toets,
        "stappen": mogelijkheden(toets, door=door, op=vandaag()),
        "mag_schrijven": rechten.INDIENER(dossier, door) and concept.is_open(toets),
    }
    context["panelen"] = panelen_voor("snelle-toets", context)
    return render(request, "transformatie/snelle_toets.html", context)


@login_required
@require_safe
def plan(request: HttpRequest, kenmerk: str, nummer: int | None = None) -> HttpResponse:
    """One version of the plan with its KPI's and mijlpalen; what is still being written only the submitters read."""
    dossier = _geladen(request, kenmerk)
    rij, door = _plan(dossier), namens(request)
    zichtbaar = _versies(rij, is_van_indiener(door, dossier))
    versie = next((v for v in zichtbaar if v.nummer == nummer), None) if nummer else (zichtbaar[-1] if zichtbaar else None)
    if versie is None and nummer:
        raise Http404
    context = _context(request, dossier, antwoorden(versie) if versie else None) | {
        "plan": rij,
        "versie": versie,
        "versies": zichtbaar,
        "stappen": mogelijkheden(rij, door=door, op=vandaag()),
        "mag_schrijven": versie is not None and rechten.INDIENER(dossier, door) and concept.is_open(versie),
        "mijlpalen": list(versie.mijlpalen.all()) if versie else [],
    }
    context["panelen"] = panelen_voor("plan", context)
    return render(request, "transformatie/plan.html", context)


@login_required
@require_safe
def vergelijk(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """Two versions of the plan side by side; nonsense in the address gives the last two."""
    dossier = _geladen(request, kenmerk)
    zichtbaar = _versies(_plan(dossier), is_van_indiener(namens(request), dossier))
    if len(zichtbaar) < 2:
        raise Http404
    per_nummer = {str(v.nummer): v for v in zichtbaar}
    oud = per_nummer.get(request.GET.get("van", ""), zichtbaar[-2])
    nieuw = per_nummer.get(request.GET.get("naar", ""), zichtbaar[-1])
    context = {
        "dossier": dossier,
        "oud": oud,
        "nieuw": nieuw,
        "versies": zichtbaar,
        "verschillen": [(v, *naast_elkaar(v.oud, v.nieuw)) for v in verschillen(oud, nieuw)],
    }
    return render(request, "transformatie/vergelijk.html", context)


@login_required
@eenmalig
def document_toevoegen(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """Add a file to a dossier; only who is involved may."""
    dossier = zichtbaar_dossier(request, kenmerk=kenmerk)
    door = namens(request)
    if not rechten.BETROKKENE(dossier, door):
        raise StapNietToegestaan(f"Dit kan alleen {rechten.BETROKKENE.wie}.")
    form = DocumentForm(request.POST or None, request.FILES or None, dossier=dossier, door=door)
    if request.method == "POST" and form.is_valid():
        g = form.cleaned_data
        with transaction.atomic():
            document = documenten.bewaar(
                zaak=dossier.pk, soort="bijlage", titel=g["titel"], door=door, op=vandaag(), upload=g["bestand"], voor=g["voor"]
            )
        meld_gelukt(request, f"‘{document.titel}’ staat bij de documenten van dit dossier.")
        return redirect(dossier)
    context = {"dossier": dossier, "form": form, "Voor": Document.Voor}
    return render(request, "transformatie/document_toevoegen.html", context, status=422 if request.method == "POST" else 200)


def _geladen(request: HttpRequest, kenmerk: str) -> Dossier:
    dossier = zichtbaar_dossier(request, kenmerk=kenmerk)
    laad_partijen(dossier)
    laad_termijnen(dossier)
    laad_versies(dossier)
    return dossier


def _plan(dossier: Dossier) -> Transformatieplan:
    gevonden = plan_van(dossier)
    if gevonden is None:
        raise Http404
    return gevonden


def _versies(plan: Transformatieplan, van_indiener: bool) -> list[Planversie]:
    """The versions one may read: the one being written is for the submitters."""
    versies: list[Planversie] = plan.__dict__["alle_versies"]
    return [v for v in versies if v.is_bevroren or van_indiener]


def _context(request: HttpRequest, dossier: Dossier, inhoud: Antwoorden | None) -> dict[str, Any]:
    return {"dossier": dossier, "namens": namens(request), "op": vandaag(), "inhoud": inhoud, "request": request}
