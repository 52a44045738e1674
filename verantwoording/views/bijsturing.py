"""The page of the bijsturing: what deviates, the five ways, what both sides said, and the acts on it (3a.4)."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from kern.toestanden.uitvoeren import voer_uit
from kern.web.idempotentie import eenmalig
from verantwoording import rechten
from verantwoording.bijsturing_blad import WEGEN, Bijsturingsblad, Verloop
from verantwoording.blad import Geldblad
from verantwoording.forms.bijsturing import FORMULIEREN, AanvullendForm, AntwoordForm, OpenForm, VoorstelForm
from verantwoording.services import bijsturing as diensten
from verantwoording.views.algemeen import Handeling, Poging, begin, geopend_blad, probeer


def leesbaar_blad(request: HttpRequest, kenmerk: str) -> Geldblad:
    """The money of this dossier for who may read costs and grounds; 404 for everybody else."""
    blad = geopend_blad(request, kenmerk)
    if not blad.ziet_bewijs:
        raise Http404
    return blad


def _lopend(poging: Poging) -> Verloop:
    verloop = Bijsturingsblad(poging.blad, poging.op).lopend
    if verloop is None:
        raise Http404
    return verloop


def open_bijsturing(poging: Poging) -> str | None:
    """Open one by hand."""
    form = poging.neem(OpenForm(poging.gegevens), "open")
    if not form.is_valid():
        return None
    diensten.open_bijsturing(poging.blad.toekenning, door=poging.door, op=poging.op, **form.cleaned_data)
    return "De bijsturing is geopend. De andere kant krijgt bericht."


def leg_voor(poging: Poging) -> str | None:
    """Propose one of the five ways."""
    uitkomst = poging.gegevens.get("uitkomst", "")
    if uitkomst not in FORMULIEREN:
        raise Http404
    rij = _lopend(poging).rij
    form = poging.neem(FORMULIEREN[uitkomst](poging.gegevens, bijsturing=rij, kpis=poging.blad.kpis), uitkomst)
    if not form.is_valid():
        return None
    voer_uit(rij, "leg_voor", door=poging.door, op=poging.op, verwacht="open", feiten=form.feiten(), **form.gegevens())
    return "Uw voorstel is voorgelegd. De andere kant krijgt bericht."


def stem_in(poging: Poging) -> str | None:
    """Agree to the proposal one read."""
    rij = _lopend(poging).rij
    form = poging.neem(AntwoordForm(poging.gegevens, uitkomst=rij.uitkomst, prefix="ja"), "stem_in")
    if not form.is_valid():
        return None
    gegevens = {"voorstel": poging.gegevens.get("voorstel", ""), **form.cleaned_data}
    voer_uit(rij, "stem_in", door=poging.door, op=poging.op, feiten={"uitkomst": rij.uitkomst}, **gegevens)
    return "De bijsturing is afgesloten met deze uitkomst."


def wijs_af(poging: Poging) -> str | None:
    """Refuse it, with the reason."""
    form = poging.neem(AntwoordForm(poging.gegevens, wijst_af=True, prefix="nee"), "wijs_af")
    if not form.is_valid():
        return None
    voer_uit(_lopend(poging).rij, "wijs_af", door=poging.door, op=poging.op, **form.cleaned_data)
    return "Het voorstel is afgewezen. De bijsturing blijft open."


def trek_in(poging: Poging) -> str | None:
    """Take one's own proposal back."""
    voer_uit(_lopend(poging).rij, "trek_in", door=poging.door, op=poging.op)
    return "Uw voorstel is ingetrokken. De bijsturing blijft open."


def vul_beschikking_aan(poging: Poging) -> str | None:
    """Record the supplement of the NZa (3a.5)."""
    form = poging.neem(AanvullendForm(poging.gegevens, prefix="aanvullend"), "aanvullend")
    if not form.is_valid():
        return None
    diensten.leg_aanvullende_beschikking_vast(poging.blad.toekenning, door=poging.door, op=poging.op, **form.cleaned_data)
    return "De aanvullende beschikking is vastgelegd."


HANDELINGEN: dict[str, Handeling] = {
    "open": open_bijsturing,
    "leg_voor": leg_voor,
    "stem_in": stem_in,
    "wijs_af": wijs_af,
    "trek_in": trek_in,
    "aanvullend": vul_beschikking_aan,
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@eenmalig
def bijsturing(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """The page, or one act on it."""
    poging = begin(request, leesbaar_blad(request, kenmerk))
    terug = reverse("bijsturing", kwargs={"kenmerk": kenmerk})
    if request.method == "POST" and (klaar := probeer(request, poging, HANDELINGEN, terug)):
        return klaar
    return render(request, "verantwoording/bijsturing.html", _context(poging), status=422 if request.method == "POST" else 200)


def _context(poging: Poging) -> dict[str, Any]:
    blad = Bijsturingsblad(poging.blad, poging.op)
    lopend = blad.lopend
    return {
        "dossier": poging.blad.dossier,
        "toekenning": poging.blad.toekenning,
        "geld": poging.blad,
        "blad": blad,
        "lopend": lopend,
        "namens": poging.door,
        "op": poging.op,
        "openform": poging.form_voor("open", OpenForm()) if blad.mag_openen else None,
        "wegen": _wegen(poging, lopend) if lopend and lopend.rij.status == "open" and blad.is_kant else [],
        **_antwoord(poging, lopend),
        "aanvullendform": poging.form_voor("aanvullend", AanvullendForm(prefix="aanvullend")) if blad.mag_aanvullen else None,
        "aanvullingen": list(poging.blad.toekenning.aanvullende_beschikkingen.all()) if poging.blad.toekenning.bedrag_extra else [],
        "beletselen": poging.beletselen,
        "form": poging.form,
        "plek": poging.plek,
        "heeft_fouten": bool(poging.beletselen),
    }


def _wegen(poging: Poging, lopend: Verloop) -> list[tuple[str, str, str, VoorstelForm]]:
    """Each way with its name, what it does, and its form."""
    return [
        (
            uitkomst,
            naam,
            wat,
            poging.form_voor(uitkomst, FORMULIEREN[uitkomst](bijsturing=lopend.rij, kpis=poging.blad.kpis)),  # type: ignore[misc]  # the form of this way, or the one that was sent
        )
        for uitkomst, (naam, wat) in WEGEN.items()
    ]


def _antwoord(poging: Poging, lopend: Verloop | None) -> dict[str, Any]:
    """The forms of the answer, for who may give it."""
    if lopend is None or lopend.voorstel is None:
        return {"ja": None, "nee": None, "mag_intrekken": False}
    mag = rechten.ANDERE_KANT(lopend.rij, poging.door)
    return {
        "ja": poging.form_voor("stem_in", AntwoordForm(uitkomst=lopend.rij.uitkomst, prefix="ja")) if mag else None,
        "nee": poging.form_voor("wijs_af", AntwoordForm(wijst_af=True, prefix="nee")) if mag else None,
        "mag_intrekken": rechten.EIGEN_KANT(lopend.rij, poging.door),
    }
