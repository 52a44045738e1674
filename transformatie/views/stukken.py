"""Reading a snelle toets or a version of the plan, and adding documents."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kern.basis.datums import toon_dag, vandaag
from kern.documenten import services as documenten
from kern.documenten.models import Document
from kern.toestanden.stap import StapNietToegestaan
from kern.toestanden.uitvoeren import mogelijkheden
from kern.web.idempotentie import eenmalig
from kern.web.panelen import panelen_voor
from transformatie import rechten
from transformatie.forms.document import DocumentForm
from transformatie.meelezen import leest_alleen_mee
from transformatie.models import Dossier, Planversie, ToetsStatus, Transformatieplan
from transformatie.selectors.dossier import laad_partijen, laad_termijnen, laad_versies, plan_van
from transformatie.selectors.stukken import Antwoorden, antwoorden
from transformatie.services import concept
from transformatie.views.algemeen import meld_gelukt, namens, zichtbaar_dossier
from transformatie.zicht import mag_concept_lezen


@login_required
@require_safe
def snelle_toets(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """The snelle toets with its decision and what one may do with it; until it is handed in only its own side reads the text."""
    dossier = _geladen(request, kenmerk)
    toets, door = dossier.snelle_toets, namens(request)
    if leest_alleen_mee(dossier) and concept.is_open(toets):
        raise StapNietToegestaan("De snelle toets wordt nog geschreven. U leest haar zodra zij is ingediend.")
    leest = toets.status != ToetsStatus.CONCEPT or mag_concept_lezen(door, dossier)
    context = _context(request, dossier, antwoorden(toets) if leest else None) | {
        "toets": toets,
        "wordt_geschreven": f"De indieners schrijven aan de snelle toets sinds {toon_dag(dossier.begonnen_op)}. U leest haar zodra zij is ingediend.",
        "ziet_karakter": leest or rechten.is_coordinerende.test(door, dossier),
        "stappen": mogelijkheden(toets, door=door, op=vandaag()),
        "mag_schrijven": rechten.INDIENER(dossier, door) and concept.is_open(toets),
    }
    context["panelen"] = [] if leest_alleen_mee(dossier) else panelen_voor("snelle-toets", context)
    return render(request, "transformatie/snelle_toets.html", context)


@login_required
@require_safe
def plan(request: HttpRequest, kenmerk: str, nummer: int | None = None) -> HttpResponse:
    """One version of the plan with its KPI's and mijlpalen; what is still being written only its own side reads."""
    dossier = _geladen(request, kenmerk)
    rij, door = _plan(dossier), namens(request)
    zichtbaar = _versies(rij, mag_concept_lezen(door, dossier))
    versie = next((v for v in zichtbaar if v.nummer == nummer), None) if nummer else (zichtbaar[-1] if zichtbaar else None)
    if versie is None and nummer:
        raise Http404
    geschreven = next((v for v in rij.__dict__["alle_versies"] if not v.is_bevroren and v not in zichtbaar), None)
    sinds = f" sinds {toon_dag(timezone.localdate(geschreven.vastgelegd_op))}" if geschreven else ""
    context = _context(request, dossier, antwoorden(versie) if versie else None) | {
        "plan": rij,
        "wordt_geschreven": f"De indieners schrijven aan het plan{sinds}. U leest het zodra het is ingediend.",
        "versie": versie,
        "versies": zichtbaar,
        "geschreven": geschreven,
        "stappen": mogelijkheden(rij, door=door, op=vandaag()),
        "mag_schrijven": versie is not None and rechten.INDIENER(dossier, door) and concept.is_open(versie),
        "mijlpalen": list(versie.mijlpalen.all()) if versie else [],
    }
    context["panelen"] = [] if leest_alleen_mee(dossier) else panelen_voor("plan", context)
    return render(request, "transformatie/plan.html", context)


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


def _versies(plan: Transformatieplan, leest_concept: bool) -> list[Planversie]:
    """The versions one may read: the one being written is for who write it."""
    versies: list[Planversie] = plan.__dict__["alle_versies"]
    return [v for v in versies if v.is_bevroren or leest_concept]


def _context(request: HttpRequest, dossier: Dossier, inhoud: Antwoorden | None) -> dict[str, Any]:
    mee = leest_alleen_mee(dossier)
    return {"dossier": dossier, "namens": namens(request), "op": vandaag(), "inhoud": inhoud, "request": request, "leest_alleen_mee": mee}
