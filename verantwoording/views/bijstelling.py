"""Adjusting a plan: the list, a new one, and the page of one adjustment (1g.6)."""

import uuid
from decimal import Decimal
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from kern.toestanden.stap import StapBelet
from kern.toestanden.uitvoeren import mogelijkheden
from kern.web.idempotentie import eenmalig
from transformatie.views.algemeen import meld_gelukt
from verantwoording import bijstellingsrechten, rechten
from verantwoording.bijstelling import ruimte, vaste_sleutels, verschil, voorstel_van
from verantwoording.forms.bijstelling import AntwoordForm, VoorstelForm
from verantwoording.models import Bijstelling, Bijstellingsakkoord, BijstellingStatus, Mijlpaalbesluit
from verantwoording.services import bijstelling as diensten
from verantwoording.views.algemeen import Handeling, Poging, begin, geopend_blad, probeer


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@eenmalig
def lijst(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """Every adjustment of this plan; the penvoerder or the coordinating insurer begins a new one."""
    poging = begin(request, geopend_blad(request, kenmerk))
    blad, t = poging.blad, poging.blad.toekenning
    rijen = list(t.bijstellingen.select_related("basis", "versie"))
    mag = blad.is_in_uitvoering and bijstellingsrechten.BEGINT(t, poging.door) and not any(b.loopt for b in rijen)
    if request.method == "POST":
        try:
            nieuw = diensten.start_bijstelling(t, aanleiding=_mijlpaalbesluit(poging), door=poging.door, op=poging.op)
        except StapBelet as fout:
            poging.beletselen = fout.beletselen
        else:
            meld_gelukt(request, "De bijstelling is begonnen.")
            return redirect(nieuw.get_absolute_url())
    context = {
        "dossier": blad.dossier,
        "blad": blad,
        "namens": poging.door,
        "op": poging.op,
        "bijstellingen": _met_dossier(rijen, poging),
        "mag_beginnen": mag,
        "beletselen": poging.beletselen,
        "heeft_fouten": bool(poging.beletselen),
    }
    return render(request, "verantwoording/bijstellingen.html", context, status=422 if request.method == "POST" else 200)


def _mijlpaalbesluit(poging: Poging) -> Mijlpaalbesluit | None:
    """The last decision 'first adjust', when there is one: then that is why."""
    besluiten = [m.besluit for m in poging.blad.beslismomenten if m.besluit and m.besluit.besluit == Mijlpaalbesluit.Besluit.BIJSTELLEN]
    return max(besluiten, key=lambda b: (b.op, b.vastgelegd_op)) if besluiten else None


def _met_dossier(rijen: list[Bijstelling], poging: Poging) -> list[Bijstelling]:
    for rij in rijen:
        rij.dossier, rij.toekenning = poging.blad.dossier, poging.blad.toekenning
    return rijen


def _bijstelling(poging: Poging, nummer: int) -> Bijstelling:
    rij = poging.blad.toekenning.bijstellingen.select_related("basis__plan", "versie__plan").filter(nummer=nummer).first()
    if rij is None:
        raise Http404
    _met_dossier([rij], poging)
    return rij


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@eenmalig
def bijstelling(request: HttpRequest, kenmerk: str, nummer: int) -> HttpResponse:
    """One adjustment: what changes, who agrees, and what one may do with it."""
    poging = begin(request, geopend_blad(request, kenmerk))
    rij = _bijstelling(poging, nummer)
    handelingen: dict[str, Handeling] = {"voorstel": lambda p: _bewaar(p, rij), "antwoord": lambda p: _antwoord(p, rij)}
    if request.method == "POST" and (klaar := probeer(request, poging, handelingen, rij.get_absolute_url())):
        return klaar
    return render(request, "verantwoording/bijstelling.html", _context(poging, rij), status=422 if request.method == "POST" else 200)


def _voorstelform(rij: Bijstelling, gegevens: Any = None) -> VoorstelForm:
    return VoorstelForm(gegevens, voorstel=voorstel_van(rij), vast=vaste_sleutels(rij.toekenning), toelichting=rij.toelichting)


def _bewaar(poging: Poging, rij: Bijstelling) -> str | None:
    form = poging.neem(_voorstelform(rij, poging.gegevens), "voorstel")
    if not form.is_valid():
        return None
    diensten.bewaar_voorstel(
        rij,
        kpis=form.kpi_waarden(),
        mijlpalen=form.mijlpaal_dagen(),
        toelichting=form.cleaned_data["toelichting"],
        door=poging.door,
        op=poging.op,
    )
    return "Het voorstel is bewaard. Bekijk de wijzigingen en leg het voor."


def _antwoord(poging: Poging, rij: Bijstelling) -> str | None:
    akkoord = _eigen_akkoord(rij, poging.door.organisatie_id)
    if akkoord is None:
        raise Http404
    form = poging.neem(AntwoordForm(poging.gegevens), "antwoord")
    if not form.is_valid():
        return None
    diensten.antwoord(akkoord, sha256=poging.gegevens.get("sha256", ""), door=poging.door, op=poging.op, **form.cleaned_data)
    return "Uw antwoord is vastgelegd."


def _eigen_akkoord(rij: Bijstelling, organisatie_id: uuid.UUID) -> Bijstellingsakkoord | None:
    akkoord = rij.akkoorden.filter(vervallen_op=None, organisatie_id=organisatie_id).select_related("organisatie").first()
    if akkoord is not None:
        akkoord.bijstelling = rij
    return akkoord


def _context(poging: Poging, rij: Bijstelling) -> dict[str, Any]:
    akkoorden = list(rij.akkoorden.filter(vervallen_op=None).select_related("organisatie"))
    eigen = next((a for a in akkoorden if bijstellingsrechten.TEKENBEVOEGDE(a, poging.door)), None)
    is_concept, is_voorgelegd = rij.status == BijstellingStatus.CONCEPT, rij.status == BijstellingStatus.VOORGELEGD
    mag_schrijven = is_concept and rechten.PENVOERDER(rij, poging.door)
    v = verschil(rij)
    antwoordform = AntwoordForm(
        initial={"naam": poging.door.gebruiker.naam, "functie": poging.door.gebruiker.functie, "antwoord": eigen.antwoord if eigen else ""}
    )
    return {
        "dossier": poging.blad.dossier,
        "blad": poging.blad,
        "b": rij,
        "v": v,
        "oud": v.oud,
        "nieuw": v.nieuw,
        "verschil_met_ruimte": v.nieuw.kpi_totaal - ruimte(rij) if is_concept else Decimal(0),
        "ruimte": ruimte(rij),
        "namens": poging.door,
        "op": poging.op,
        "stappen": mogelijkheden(rij, door=poging.door, op=poging.op),
        "voorstelform": poging.form_voor("voorstel", _voorstelform(rij)) if mag_schrijven else None,
        "akkoorden": akkoorden,
        "antwoordform": poging.form_voor("antwoord", antwoordform) if eigen is not None and is_voorgelegd else None,
        "eigen": eigen,
        "beletselen": poging.beletselen,
        "form": poging.form,
        "plek": poging.plek,
        "heeft_fouten": bool(poging.beletselen),
    }
