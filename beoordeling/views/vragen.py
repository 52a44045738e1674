"""Noting a question at a passage, and sending what was noted together (1c.2)."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from beoordeling.blad import Blad, eigen_plaats
from beoordeling.forms.vragen import BundelForm, VraagForm
from beoordeling.models import Vraag
from beoordeling.services import vragen
from beoordeling.views.algemeen import binnen
from beoordeling.views.beoordelen import puntregels, toon
from beoordeling.vraagblad import Vraagblad, Vraagplek, open_vragen, plaats_in_woorden
from kern.basis.datums import vandaag
from kern.organisaties.models import Lidmaatschap
from kern.regels.register import Belet
from kern.toestanden.stap import StapBelet, StapNietMogelijk, StapNietToegestaan
from kern.web.idempotentie import eenmalig
from transformatie import rechten
from transformatie.views.algemeen import meld_gelukt, verdeel_beletselen


def _is_htmx(request: HttpRequest) -> bool:
    return bool(getattr(request, "htmx", False))


def _label(blad: Blad, veld: str) -> str:
    assert blad.ronde is not None
    passage = vragen.format_en_inhoud(blad.ronde)[0].veld(veld)
    return passage.label if passage else ""


@login_required
@require_POST
@eenmalig
def nieuw(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """Note one question; with htmx only its own corner of the page is drawn again, so that a judgement being typed stays."""
    _, door, blad = binnen(request, kenmerk)
    plaats = eigen_plaats(blad, door)
    if plaats is None or blad.ronde is None:
        raise Http404
    punt, veld = request.POST.get("punt", ""), request.POST.get("veld", "")
    form = VraagForm(request.POST, plek=veld)
    melding, status = "", 422
    if form.is_valid():
        try:
            vragen.stel(plaats, door=door, **form.cleaned_data)
        except StapBelet as fout:
            rest = verdeel_beletselen(form, fout)
            melding = " ".join(b.tekst for b in rest)
        except StapNietMogelijk as fout:
            melding, status = fout.tekst, 409
        else:
            return _genoteerd(request, blad, door, punt, veld)
    if _is_htmx(request):
        return _hoek(request, blad, door, punt, veld, form=form, melding=melding)
    regels = puntregels(blad, plaats, punt)
    return toon(request, blad, door, regels, vraagform=form, vraagmelding=melding, status=status)


def _genoteerd(request: HttpRequest, blad: Blad, door: Lidmaatschap, punt: str, veld: str) -> HttpResponse:
    if _is_htmx(request):
        return _hoek(request, blad, door, punt, veld)
    meld_gelukt(request, "Uw vraag is genoteerd. Zij gaat later samen met de andere vragen naar de indieners.")
    basis = reverse("beoordelen", kwargs={"kenmerk": blad.dossier.kenmerk})
    return redirect(f"{basis}?punt={punt}")


def _hoek(
    request: HttpRequest, blad: Blad, door: Lidmaatschap, punt: str, veld: str, *, form: VraagForm | None = None, melding: str = ""
) -> HttpResponse:
    """The questions of one passage, for a swap in place."""
    assert blad.ronde is not None
    gelezen = Vraagblad(blad.ronde, eigen_plaats(blad, door), is_open=blad.in_behandeling is not None)
    plek: Vraagplek = gelezen.plek(punt, veld, _label(blad, veld), form=form, melding=melding)
    return render(request, "beoordeling/onderdelen/vragen_bij.html", {"plek": plek, "dossier": blad.dossier, "is_vers": True})


@login_required
@require_POST
@eenmalig
def weg(request: HttpRequest, kenmerk: str, pk: uuid.UUID) -> HttpResponse:
    """Take back a question of one's own organisation."""
    _, door, blad = binnen(request, kenmerk)
    if blad.ronde is None:
        raise Http404
    vraag = get_object_or_404(Vraag.objects.select_related("beoordeling__ronde__dossier"), pk=pk, beoordeling__ronde=blad.ronde)
    punt, veld = vraag.punt, vraag.veld
    try:
        vragen.haal_weg(vraag, door=door)
    except StapNietMogelijk as fout:
        if _is_htmx(request):
            return _hoek(request, blad, door, punt, veld, melding=fout.tekst)
        raise
    if _is_htmx(request):
        return _hoek(request, blad, door, punt, veld)
    meld_gelukt(request, "Uw vraag is weggehaald.")
    terug = reverse("beoordelen", kwargs={"kenmerk": kenmerk})
    return redirect(f"{terug}?punt={punt}")


@login_required
@eenmalig
def bundelen(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """What was noted and not yet sent; the coordinating insurer chooses, merges, words and sends."""
    dossier, door, blad = binnen(request, kenmerk)
    ronde = blad.ronde
    if ronde is None:
        return render(request, "beoordeling/nog_niets.html", {"dossier": dossier})
    nog, mag = open_vragen(ronde), rechten.COORDINERENDE(dossier, door)
    is_eerste = not ronde.bundels.exists()
    gegevens = request.POST if request.method == "POST" else None
    form = BundelForm(gegevens, open_vragen=nog, is_eerste=is_eerste)
    belet: list[Belet] = []
    status = 200
    if request.method == "POST":
        if not mag:
            raise StapNietToegestaan(f"Dit kan alleen {rechten.COORDINERENDE.wie}.")
        status = 422
        if form.is_valid():
            try:
                bundel = vragen.verstuur(ronde, form.gekozen(), door=door, op=vandaag(), reden=form.cleaned_data.get("reden", ""))
            except StapBelet as fout:
                belet = verdeel_beletselen(form, fout)
            except StapNietMogelijk as fout:
                belet, status = [Belet(fout.tekst)], 409
            else:
                aantal = bundel.vragen.count()
                meld_gelukt(request, f"{aantal} {'vraag' if aantal == 1 else 'vragen'} verstuurd, namens beide verzekeraars.")
                return redirect("vragen", kenmerk=kenmerk)
    rijen = form.rijen()
    for rij in rijen:
        rij["plaats"] = plaats_in_woorden(ronde, rij["vraag"].punt, rij["vraag"].veld)
    context = {
        "dossier": dossier,
        "ronde": ronde,
        "rijen": rijen,
        "form": form,
        "mag_versturen": mag and blad.in_behandeling is not None,
        "is_open": blad.in_behandeling is not None,
        "is_eerste": is_eerste,
        "belet": belet,
        "heeft_fouten": status != 200,
    }
    return render(request, "beoordeling/bundelen.html", context, status=status)
