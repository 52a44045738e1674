"""The team inside one insurer: asking colleagues, following them, and giving an advice; for that insurer only."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from beoordeling.blad import VERZEKERAARS, Blad, eigen_plaats
from beoordeling.forms.team import DeeladviesForm, VerzoekForm
from beoordeling.models import Adviesverzoek, Beoordeling
from beoordeling.services import team as services
from beoordeling.views.algemeen import binnen
from kern.basis.datums import vandaag
from kern.organisaties.models import Lidmaatschap
from kern.regels.register import Belet
from kern.toestanden.stap import StapBelet, StapNietMogelijk, StapNietToegestaan
from kern.web.idempotentie import eenmalig
from transformatie.models import Dossier
from transformatie.views.algemeen import meld_gelukt, verdeel_beletselen

ALLEEN_VERZEKERAARS = "Een team heeft alleen een zorgverzekeraar die dit dossier beoordeelt."


def _plaats(request: HttpRequest, kenmerk: str) -> tuple[Dossier, Lidmaatschap, Blad, Beoordeling]:
    """The place of one's own insurer; other reviewers get a 403, submitters a 404."""
    dossier, door, blad = binnen(request, kenmerk)
    plaats = eigen_plaats(blad, door)
    if plaats is None or plaats.rol not in VERZEKERAARS:
        raise StapNietToegestaan(ALLEEN_VERZEKERAARS)
    return dossier, door, blad, plaats


def _verzoek(plaats: Beoordeling, pk: uuid.UUID) -> Adviesverzoek:
    """A request of the own insurer; one of another does not exist here."""
    rijen = Adviesverzoek.objects.select_related(
        "aan__gebruiker", "gevraagd_door", "gegeven_door", "beoordeling__ronde__dossier", "beoordeling__organisatie"
    )
    gevonden = get_object_or_404(
        rijen, pk=pk, beoordeling__organisatie=plaats.organisatie_id, beoordeling__ronde__dossier=plaats.ronde.dossier_id
    )
    return gevonden


@login_required
@eenmalig
def team(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """Who was asked for what, and the form to ask one more."""
    dossier, door, blad, plaats = _plaats(request, kenmerk)
    op = vandaag()
    leden = services.collega_s(door.organisatie_id, op)
    collega_s = Lidmaatschap.objects.filter(pk__in=[lid.pk for lid in leden]).select_related("gebruiker").order_by("gebruiker__naam")
    form = VerzoekForm(request.POST or None, collega_s=collega_s.exclude(gebruiker=door.gebruiker_id), punten=plaats.ronde.punten)
    belet: list[Belet] = []
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                verzoek = services.vraag_advies(plaats, door=door, op=op, **form.cleaned_data)
            except StapBelet as fout:
                belet = verdeel_beletselen(form, fout)
            except StapNietMogelijk as fout:
                belet, status = [Belet(fout.tekst)], 409
            else:
                meld_gelukt(request, f"{verzoek.aan.gebruiker} heeft uw verzoek gekregen.")
                return redirect("team", kenmerk=kenmerk)
    titels = {p.code: p.titel for p in plaats.ronde.punten}
    verzoeken = plaats.adviesverzoeken.select_related("aan__gebruiker", "gevraagd_door", "gegeven_door")
    context = {
        "dossier": dossier,
        "plaats": plaats,
        "form": form if blad.in_behandeling else None,
        "verzoeken": [(v, [titels.get(p, p) for p in v.punten], services.is_gevraagd(v, door)) for v in verzoeken],
        "aantal_punten": len(titels),
        "is_open": blad.in_behandeling is not None,
        "door": door,
        "belet": belet,
        "op": op,
        "heeft_fouten": status != 200,
    }
    return render(request, "beoordeling/team.html", context, status=status)


@login_required
@eenmalig
def deeladvies(request: HttpRequest, kenmerk: str, pk: uuid.UUID) -> HttpResponse:
    """Give the advice one was asked for, or read what a colleague gave."""
    dossier, door, blad, plaats = _plaats(request, kenmerk)
    verzoek = _verzoek(plaats, pk)
    punten = verzoek.beoordeling.ronde.punten
    is_van_mij = services.is_gevraagd(verzoek, door)
    kan = is_van_mij and verzoek.ingetrokken_op is None and blad.in_behandeling is not None and verzoek.beoordeling_id == plaats.pk
    form = DeeladviesForm(request.POST or None, verzoek=verzoek, punten=punten)
    belet: list[Belet] = []
    status = 200
    if request.method == "POST":
        status, is_klaar = 422, "klaar" in request.POST
        if form.is_valid():
            try:
                services.geef(verzoek, form.teksten(), door=door, op=vandaag(), is_klaar=is_klaar)
            except StapBelet as fout:
                belet = verdeel_beletselen(form, fout)
            except StapNietMogelijk as fout:
                belet, status, kan = [Belet(fout.tekst)], 409, True
            else:
                meld_gelukt(request, "Uw deeladvies is gegeven." if is_klaar else "Bewaard. Uw collega's lezen het pas als u het geeft.")
                return redirect("beoordelen", kenmerk=kenmerk) if is_klaar else redirect("deeladvies", kenmerk=kenmerk, pk=pk)
    context = {
        "dossier": dossier,
        "verzoek": verzoek,
        "adviezen": [(p, a.tekst) for p in punten for a in verzoek.adviezen.all() if a.punt == p.code]
        if verzoek.gegeven_op or is_van_mij
        else [],
        "form": form if kan else None,
        "is_vervanging": is_van_mij and verzoek.aan.gebruiker_id != door.gebruiker_id,
        "toets": dossier.snelle_toets,
        "belet": belet,
        "heeft_fouten": status != 200,
    }
    return render(request, "beoordeling/deeladvies.html", context, status=status)


@login_required
@require_POST
@eenmalig
def volg(request: HttpRequest, kenmerk: str, pk: uuid.UUID, hoe: str) -> HttpResponse:
    """Remind the colleague, or withdraw the request."""
    _, door, _, plaats = _plaats(request, kenmerk)
    verzoek = _verzoek(plaats, pk)
    if hoe == "herinner":
        services.herinner(verzoek, door=door, op=vandaag())
        meld_gelukt(request, f"{verzoek.aan.gebruiker} kreeg een herinnering.")
    elif hoe == "trek-in":
        services.trek_in(verzoek, door=door, op=vandaag())
        meld_gelukt(request, "Het verzoek is ingetrokken.")
    else:
        raise Http404
    return redirect("team", kenmerk=kenmerk)
