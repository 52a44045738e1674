"""Signing the agreement: the document, what it comes down to, and the signature or the refusal."""

from typing import Any

from allauth.core import ratelimit
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from kern.toestanden.stap import StapNietToegestaan
from kern.web.idempotentie import eenmalig
from verantwoording.forms.overeenkomst import TekenForm, WeigerForm
from verantwoording.models import ToekenningStatus
from verantwoording.overeenkomstblad import Overeenkomstblad
from verantwoording.rechten_tekenen import TEKENT_OVEREENKOMST
from verantwoording.services.ondertekening import teken_overeenkomst, weiger_overeenkomst
from verantwoording.views.algemeen import Handeling, Poging, begin, geopend_blad, probeer

FOUT_WACHTWOORD = "Dit wachtwoord klopt niet. Probeer het opnieuw."
TE_VAAK = "U probeerde dit te vaak. Wacht een minuut en probeer het dan opnieuw."


@sensitive_post_parameters("wachtwoord")
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@eenmalig
def tekenen(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """The page on which an entitled person signs for the own organisation, or says why not."""
    poging = begin(request, geopend_blad(request, kenmerk))
    if poging.blad.overeenkomst is None:
        raise Http404
    poging.blad.overeenkomst.toekenning = poging.blad.toekenning
    if not TEKENT_OVEREENKOMST(poging.blad.toekenning, poging.door):
        raise StapNietToegestaan(f"Dit kan alleen {TEKENT_OVEREENKOMST.wie}.")
    handelingen: dict[str, Handeling] = {"teken": lambda p: _teken(request, p), "weiger": _weiger}
    if request.method == "POST" and (klaar := probeer(request, poging, handelingen, poging.blad.url_overeenkomst)):
        return klaar
    return render(request, "verantwoording/overeenkomst_tekenen.html", _context(poging), status=422 if request.method == "POST" else 200)


def _teken(request: HttpRequest, poging: Poging) -> str | None:
    form = poging.neem(TekenForm(poging.gegevens), "teken")
    if not form.is_valid():
        return None
    if fout := _wachtwoordfout(request, poging, form.cleaned_data["wachtwoord"]):
        form.add_error("wachtwoord", fout)
        return None
    assert poging.blad.overeenkomst is not None
    teken_overeenkomst(
        poging.blad.overeenkomst,
        functie=form.cleaned_data["functie"],
        sha256=poging.gegevens.get("sha256", ""),
        bevestigd_met="wachtwoord",
        door=poging.door,
        op=poging.op,
    )
    return f"U tekende de overeenkomst namens {poging.door.organisatie.in_zin}."


def _wachtwoordfout(request: HttpRequest, poging: Poging, wachtwoord: str) -> str:
    """Why the password does not prove who this is; wrong ones count for the same limit as the page that asks it again."""
    gebruiker = poging.door.gebruiker
    if not ratelimit.consume(request, action="reauthenticate", user=gebruiker):
        return TE_VAAK
    return "" if gebruiker.check_password(wachtwoord) else FOUT_WACHTWOORD


def _weiger(poging: Poging) -> str | None:
    form = poging.neem(WeigerForm(poging.gegevens, prefix="weiger"), "weiger")
    if not form.is_valid():
        return None
    assert poging.blad.overeenkomst is not None
    sha256 = poging.gegevens.get("sha256", "")
    weiger_overeenkomst(poging.blad.overeenkomst, sha256=sha256, door=poging.door, op=poging.op, **form.cleaned_data)
    return "U tekende niet. De partijen van de overeenkomst lezen uw reden."


def _context(poging: Poging) -> dict[str, Any]:
    blad = poging.blad
    eigen = next((h for h in blad.handtekeningen if h.organisatie.pk == poging.door.organisatie_id), None)
    contract = Overeenkomstblad(blad)
    begin_met = {"functie": poging.door.gebruiker.functie}
    return {
        "dossier": blad.dossier,
        "blad": blad,
        "contract": contract,
        "eigen": eigen,
        "namens": poging.door,
        "kan_tekenen": (
            blad.toekenning.status == ToekenningStatus.GERESERVEERD
            and eigen is not None
            and eigen.antwoord is None
            and blad.weigering is None
            and contract.document is not None
        ),
        "tekenform": poging.form_voor("teken", TekenForm(initial=begin_met)),
        "weigerform": poging.form_voor("weiger", WeigerForm(prefix="weiger", initial=begin_met)),
        "beletselen": poging.beletselen,
        "form": poging.form,
        "plek": poging.plek,
        "heeft_fouten": bool(poging.beletselen),
    }
