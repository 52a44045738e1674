"""One statement of costs: reading it, filling it in by hand, and taking it from a file after a look at what would happen (3a.1)."""

import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from kern.documenten.models import Document
from kern.regels.register import Belet
from kern.toestanden.stap import StapBelet
from kern.toestanden.uitvoeren import mogelijkheden
from kern.web.idempotentie import eenmalig
from transformatie.views.algemeen import meld_gelukt
from transformatie.zicht import mag_lezen
from verantwoording.forms.kosten import KolommenForm, KostenbestandForm, KostenForm
from verantwoording.kostenberichten import KOSTENBESTAND
from verantwoording.kostenblad import Kostenblad, balken, lijnen_van, tel_op
from verantwoording.kostensjabloon import sjabloon
from verantwoording.models import Kostenstand, Kostenupload
from verantwoording.services import kosten as diensten
from verantwoording.services import kostenupload as uploads
from verantwoording.views.kosten import eis_penvoerder, geopend_kostenblad

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _stand(blad: Kostenblad, pk: uuid.UUID) -> Kostenstand:
    rij = next((s for s in blad.standen if s.pk == pk), None)
    if rij is None:
        raise Http404
    return rij


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@eenmalig
def kostenstand(request: HttpRequest, kenmerk: str, pk: uuid.UUID) -> HttpResponse:
    """The page of one statement; while it is open the penvoerder fills it in here."""
    blad = geopend_kostenblad(request, kenmerk)
    stand = _stand(blad, pk)
    form: KostenForm | None = None
    bestand, belet = KostenbestandForm(), list[Belet]()
    if request.method == "POST":
        door, op = eis_penvoerder(blad), blad.op
        match request.POST.get("actie"):
            case "vul_in":
                form = _kostenform(stand, request.POST)
                klaar = _bewaar(request, blad, stand, form, belet)
            case "lees_in":
                bestand = KostenbestandForm(request.POST, request.FILES)
                klaar = _lees_in(blad, stand, bestand, belet)
            case "verbeter":
                nieuw = diensten.verbeter(stand, door=door, op=op)
                meld_gelukt(request, "U kunt de stand nu verbeteren. De vorige telt tot u deze indient.")
                klaar = redirect(nieuw.get_absolute_url())
            case _:
                raise Http404
        if klaar is not None:
            return klaar
    context = _context(blad, stand, form, bestand, belet)
    return render(request, "verantwoording/kosten_stand.html", context, status=422 if request.method == "POST" else 200)


def _kostenform(stand: Kostenstand, data: Any = None) -> KostenForm:
    posten = list(stand.geldende_begroting.posten.all()) if stand.geldende_begroting else []
    return KostenForm(data, posten=posten, regels={r.post_id: r for r in stand.regels.all()})


def _bewaar(request: HttpRequest, blad: Kostenblad, stand: Kostenstand, form: KostenForm, belet: list[Belet]) -> HttpResponse | None:
    if not form.is_valid():
        return None
    try:
        diensten.bewaar_kosten(stand, form.kosten(), leeg=form.leeg(), door=blad.geld.door, op=blad.op)
    except StapBelet as fout:
        belet += fout.beletselen
        return None
    if request.POST.get("verder"):
        stap = reverse("stap", kwargs={"soort": Kostenstand.soort(), "pk": stand.pk, "stap": "dien_in"})
        return redirect(stap)
    meld_gelukt(request, "De kosten zijn bewaard. U kunt ze nog wijzigen tot u de stand indient.")
    return redirect(stand.get_absolute_url())


def _lees_in(blad: Kostenblad, stand: Kostenstand, form: KostenbestandForm, belet: list[Belet]) -> HttpResponse | None:
    if not form.is_valid():
        return None
    try:
        upload = uploads.lees_in(stand, form.cleaned_data["bestand"], door=blad.geld.door, op=blad.op)
    except ValidationError as fout:
        form.add_error("bestand", fout)
        return None
    return redirect("kostenupload", kenmerk=blad.geld.dossier.kenmerk, pk=stand.pk, upload=upload.pk)


def _context(
    blad: Kostenblad, stand: Kostenstand, form: KostenForm | None, bestand: KostenbestandForm, belet: list[Belet]
) -> dict[str, Any]:
    mag_schrijven = stand.is_concept and blad.is_penvoerder
    begroting = blad.begroting
    posten = list(begroting.posten.all()) if stand.is_concept and begroting else [r.post for r in stand.regels.all()]
    lijnen = lijnen_van(stand, posten) if not stand.is_concept or blad.ziet_concept else []
    if mag_schrijven and begroting and form is None:
        form = _kostenform(stand)
    return {
        "dossier": blad.geld.dossier,
        "toekenning": blad.geld.toekenning,
        "blad": blad,
        "stand": stand,
        "termijn": blad.termijnen.get(stand.pk),
        "lijnen": lijnen,
        "totaal": tel_op(lijnen, "Samen"),
        "balken": balken(lijnen) if not stand.is_concept else [],
        "kostenform": form if mag_schrijven and begroting else None,
        "bestandform": bestand if mag_schrijven and begroting else None,
        "formulieren": [f for f in (form, bestand) if f is not None and f.is_bound],
        "zonder_begroting": stand.is_concept and begroting is None,
        "stappen": mogelijkheden(stand, door=blad.geld.door, op=blad.op),
        "mag_verbeteren": stand.telt and blad.is_penvoerder and blad.geld.is_in_uitvoering,
        "bestanden": _bestanden(blad, stand),
        "beletselen": belet,
        "heeft_fouten": bool(belet) or bool(form and form.errors) or bool(bestand.errors),
        "namens": blad.geld.door,
        "op": blad.op,
    }


def _bestanden(blad: Kostenblad, stand: Kostenstand) -> list[tuple[Document, bool]]:
    """The files behind this statement, and whether this person may open them. One query."""
    rijen = Document.objects.filter(zaak=blad.geld.dossier.pk, soort=KOSTENBESTAND, onderwerp=stand.pk).order_by("vastgelegd_op")
    door = blad.geld.door
    return [(d, door.rol == "nza" or mag_lezen(d.voor, blad.geld.dossier, door)) for d in rijen]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@eenmalig
def kostenupload(request: HttpRequest, kenmerk: str, pk: uuid.UUID, upload: uuid.UUID) -> HttpResponse:
    """What a file would do, line by line; nothing is stored as costs until this is confirmed."""
    blad = geopend_kostenblad(request, kenmerk)
    stand = _stand(blad, pk)
    rij = Kostenupload.objects.filter(pk=upload, stand=stand).first() if blad.is_penvoerder else None
    if rij is None:
        raise Http404
    if rij.bevestigd_op is not None:
        return redirect(stand.get_absolute_url())
    rij.stand = stand
    beeld = uploads.voorbeeld(rij)
    kolommen = KolommenForm(kop=beeld.tabel.kop, gekozen=rij.kolommen)
    belet: list[Belet] = []
    if request.method == "POST":
        if request.POST.get("actie") == "kolommen":
            kolommen = KolommenForm(request.POST, kop=beeld.tabel.kop, gekozen=rij.kolommen)
            if kolommen.is_valid():
                uploads.kies_kolommen(rij, kolommen.kolommen(), door=blad.geld.door)
                return redirect(request.path)
        else:
            try:
                beeld = uploads.bevestig(rij, door=blad.geld.door, op=blad.op)
            except StapBelet as fout:
                belet = fout.beletselen
            else:
                meld_gelukt(request, f"De kosten van {len(beeld.gevolgen)} posten zijn overgenomen uit {rij.bestandsnaam}.")
                return redirect(stand.get_absolute_url())
    context = {
        "dossier": blad.geld.dossier,
        "blad": blad,
        "stand": stand,
        "upload": rij,
        "beeld": beeld,
        "kolommenform": kolommen,
        "beletselen": belet,
        "heeft_fouten": bool(belet) or bool(kolommen.errors),
        "namens": blad.geld.door,
        "op": blad.op,
    }
    return render(request, "verantwoording/kosten_upload.html", context, status=422 if request.method == "POST" else 200)


@login_required
@require_safe
def kostensjabloon(request: HttpRequest, kenmerk: str, pk: uuid.UUID) -> HttpResponse:
    """A sheet with the posts of the budget, to fill in and give back."""
    blad = geopend_kostenblad(request, kenmerk)
    stand = _stand(blad, pk)
    if not blad.ziet_concept or blad.begroting is None:
        raise Http404
    antwoord = HttpResponse(sjabloon(lijnen_van(stand, blad.begroting.posten.all())), content_type=XLSX)
    naam = f"kosten-{blad.geld.dossier.kenmerk.lower()}-{stand.jaar}-k{stand.kwartaal}.xlsx"
    antwoord["Content-Disposition"] = f'attachment; filename="{naam}"'
    return antwoord
