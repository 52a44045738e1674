"""The ledger of one plan: all postings on a day one chooses, and asking for a correction."""

import datetime as dt
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from kern.toestanden.uitvoeren import mogelijkheden
from kern.web.idempotentie import eenmalig
from verantwoording.forms.grootboekblad import CorrectieForm
from verantwoording.grootboekblad import Grootboekblad
from verantwoording.models import Boeking
from verantwoording.services.grootboekblad import vraag_correctie
from verantwoording.views.algemeen import Handeling, Poging, begin, probeer
from verantwoording.views.bijsturing import leesbaar_blad


def corrigeer(poging: Poging) -> str | None:
    """Ask a colleague to reverse a posting."""
    sleutel = poging.gegevens.get("boeking", "")
    try:
        boeking = Boeking.objects.filter(dossier=poging.blad.dossier, pk=sleutel).first()
    except ValidationError:
        boeking = None
    if boeking is None:
        raise Http404
    form = poging.neem(CorrectieForm(poging.gegevens, prefix=sleutel), sleutel)
    if not form.is_valid():
        return None
    vraag_correctie(poging.blad.toekenning, boeking, door=poging.door, op=poging.op, **form.cleaned_data)
    return "De correctie is gevraagd. Een tweede persoon beslist daarover."


HANDELINGEN: dict[str, Handeling] = {"corrigeer": corrigeer}


def gevraagde_dag(request: HttpRequest, vandaag: dt.date) -> tuple[dt.date, str]:
    """The day one wants to look at, never after today; and what is wrong with what was typed."""
    getypt = request.GET.get("op", "").strip()
    if not getypt:
        return vandaag, ""
    try:
        dag = dt.date.fromisoformat(getypt)
    except ValueError:
        return vandaag, "Dit is geen bestaande dag. U ziet de stand van vandaag."
    return (dag, "") if dag <= vandaag else (vandaag, "Deze dag moet nog komen. U ziet de stand van vandaag.")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@eenmalig
def grootboek(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """The page, or the request for a correction."""
    poging = begin(request, leesbaar_blad(request, kenmerk))
    terug = reverse("grootboek", kwargs={"kenmerk": kenmerk})
    if request.method == "POST" and (klaar := probeer(request, poging, HANDELINGEN, terug)):
        return klaar
    dag, fout = gevraagde_dag(request, poging.op)
    return render(request, "verantwoording/grootboek.html", _context(poging, dag, fout), status=422 if request.method == "POST" else 200)


def _context(poging: Poging, dag: dt.date, fout: str) -> dict[str, Any]:
    blad = Grootboekblad(poging.blad, dag)
    for regel in blad.regels:
        if regel.verzoek:
            regel.verzoek.dossier = poging.blad.dossier
    return {
        "dossier": poging.blad.dossier,
        "geld": poging.blad,
        "blad": blad,
        "dag": dag,
        "dagfout": fout,
        "namens": poging.door,
        "op": poging.op,
        "regels": [
            (
                r,
                poging.form_voor(str(r.boeking.pk), CorrectieForm(prefix=str(r.boeking.pk))) if r.is_te_corrigeren else None,
                mogelijkheden(r.verzoek, door=poging.door, op=poging.op) if r.verzoek else [],
            )
            for r in blad.regels
        ],
        "beletselen": poging.beletselen,
        "form": poging.form,
        "plek": poging.plek,
        "heeft_fouten": bool(poging.beletselen),
    }
