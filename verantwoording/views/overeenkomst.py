"""The agreement: what is ready, who still signs, the application to the NZa, and the betaalbeschikking."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from kern.toestanden.uitvoeren import mogelijkheden
from kern.web.idempotentie import eenmalig
from transformatie.services.meldingen import indieners
from verantwoording import rechten
from verantwoording.forms.geld import KostenvormForm
from verantwoording.forms.overeenkomst import OndertekeningForm, OvereenkomstForm
from verantwoording.models import ToekenningStatus
from verantwoording.overeenkomstblad import Overeenkomstblad
from verantwoording.services import toekenning as diensten
from verantwoording.services.beschikkingsaanvraag import bevestig_aanvraag
from verantwoording.services.ondertekening import registreer_ondertekening
from verantwoording.services.overeenkomst import gebruikelijke_kassier, stel_overeenkomst_op
from verantwoording.views.algemeen import Handeling, Poging, begin, geopend_blad, probeer


def stel_op(poging: Poging) -> str | None:
    """Draw up the agreement, or change it (1f.3)."""
    form = poging.neem(OvereenkomstForm(poging.gegevens, indieners=indieners(poging.blad.dossier)), "stel_op")
    if not form.is_valid():
        return None
    rij = stel_overeenkomst_op(
        poging.blad.toekenning, bedrag=form.cleaned_data["bedrag"], kassier=form.gekozen_kassier, door=poging.door, op=poging.op
    )
    return f"De overeenkomst is opgesteld, versie {rij.versie}. Het document wordt gemaakt; alle partijen krijgen bericht."


def onderteken(poging: Poging) -> str | None:
    """Record a signature on paper, with the signed exemplar."""
    blad, sleutel = poging.blad, poging.gegevens.get("organisatie", "")
    organisatie = next((h.organisatie for h in blad.handtekeningen if str(h.organisatie.pk) == sleutel), None)
    if organisatie is None or blad.overeenkomst is None:
        raise Http404
    form = poging.neem(OndertekeningForm(poging.gegevens, poging.bestanden, prefix=sleutel), sleutel)
    if not form.is_valid():
        return None
    registreer_ondertekening(blad.overeenkomst, organisatie, door=poging.door, op=poging.op, **form.cleaned_data)
    return f"De handtekening van {organisatie.in_zin} is vastgelegd."


def spreek_kostenvorm_af(poging: Poging) -> str | None:
    """Settle how costs are recorded (3a.3)."""
    form = poging.neem(KostenvormForm(poging.gegevens), "kostenvorm")
    if not form.is_valid():
        return None
    diensten.spreek_kostenvorm_af(poging.blad.toekenning, door=poging.door, op=poging.op, **form.cleaned_data)
    return "De vorm van de kostenregistratie is vastgelegd."


def bevestig(poging: Poging) -> str | None:
    """Confirm the joint application for the own side (3a.5)."""
    aanvraag = bevestig_aanvraag(poging.blad.toekenning, door=poging.door, op=poging.op)
    return "De aanvraag is verstuurd aan de NZa." if aanvraag.verzonden_op else "U bevestigde de aanvraag. Zij wacht nog op de andere kant."


HANDELINGEN: dict[str, Handeling] = {
    "stel_op": stel_op,
    "onderteken": onderteken,
    "kostenvorm": spreek_kostenvorm_af,
    "bevestig": bevestig,
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@eenmalig
def overeenkomst(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """The page of the agreement, with the acts on it."""
    poging = begin(request, geopend_blad(request, kenmerk))
    if request.method == "POST" and (klaar := probeer(request, poging, HANDELINGEN, poging.blad.url_overeenkomst)):
        return klaar
    return render(request, "verantwoording/overeenkomst.html", _context(poging), status=422 if request.method == "POST" else 200)


def _context(poging: Poging) -> dict[str, Any]:
    blad, t = poging.blad, poging.blad.toekenning
    is_czv = rechten.COORDINERENDE(t, poging.door)
    in_opmaak = t.status == ToekenningStatus.GERESERVEERD
    kostenform = KostenvormForm(initial={"vorm": t.kostenvorm, "toelichting": t.kostenvorm_toelichting})
    mag_ondertekenen = is_czv and in_opmaak and blad.overeenkomst is not None and blad.weigering is None
    is_ongetekend = not any(h.ondertekening for h in blad.handtekeningen)
    return {
        "dossier": blad.dossier,
        "blad": blad,
        "contract": Overeenkomstblad(blad),
        "toekenning": t,
        "namens": poging.door,
        "op": poging.op,
        "stappen": mogelijkheden(t, door=poging.door, op=poging.op),
        "mag_opstellen": is_czv and in_opmaak and is_ongetekend,
        "opstelform": poging.form_voor("stel_op", _opstelform(poging)),
        "handtekeningen": [
            (h, _tekenform(poging, str(h.organisatie.pk)) if mag_ondertekenen and h.antwoord is None else None) for h in blad.handtekeningen
        ],
        "mag_kostenvorm": rechten.PENVOERDER_OF_COORDINERENDE(t, poging.door) and t.is_open,
        "kostenform": poging.form_voor("kostenvorm", kostenform),
        "beletselen": poging.beletselen,
        "form": poging.form,
        "plek": poging.plek,
        "heeft_fouten": bool(poging.beletselen),
    }


def _opstelform(poging: Poging) -> OvereenkomstForm:
    blad = poging.blad
    kassier = (blad.overeenkomst.kassier if blad.overeenkomst else None) or gebruikelijke_kassier(blad.dossier)
    initial = {"bedrag": blad.overeengekomen, "kassier": str(kassier.pk)}
    return OvereenkomstForm(initial=initial, indieners=indieners(blad.dossier))


def _tekenform(poging: Poging, sleutel: str) -> Any:
    return poging.form_voor(sleutel, OndertekeningForm(prefix=sleutel, initial={"getekend_op": poging.op}))
