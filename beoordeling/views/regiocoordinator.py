"""Who assesses as third: assigning a regiocoordinator from outside, or waiving one (1b.3)."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from beoordeling.blad import Blad
from beoordeling.forms.toewijzing import AfzienForm, ToewijzenForm
from beoordeling.models import Toewijzing
from beoordeling.rechten import GEMEENTE_DIE_MEEDOET
from beoordeling.selectors import kandidaten, vraagt_derde_beoordelaar
from beoordeling.services import toewijzing
from beoordeling.views.algemeen import binnen
from kern.basis.datums import vandaag
from kern.organisaties.models import Lidmaatschap
from kern.regels.register import Belet
from kern.toestanden.stap import StapBelet
from kern.web.idempotentie import eenmalig
from transformatie.rechten import COORDINERENDE
from transformatie.views.algemeen import meld_gelukt, verdeel_beletselen


@dataclass(frozen=True)
class Kandidaat:
    """Somebody on (or not on) the list, with their running assignments and why not."""

    lidmaatschap: Lidmaatschap
    lopend: int
    redenen: list[str]


@login_required
@eenmalig
def regiocoordinator(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """Show who can assess as third and why others cannot (GET), or assign one (POST)."""
    dossier, door, blad = binnen(request, kenmerk, ook_gemeenten=True)
    if request.method != "POST":
        return _toon(request, door, blad)
    form = ToewijzenForm(request.POST)
    belet: list[Belet] = []
    if form.is_valid():
        gekozen: Lidmaatschap = form.cleaned_data["lidmaatschap"]
        try:
            toewijzing.wijs_toe(dossier, gekozen, door=door, op=vandaag())
        except StapBelet as fout:
            belet = verdeel_beletselen(form, fout)
        else:
            meld_gelukt(request, f"{gekozen.gebruiker} van {gekozen.organisatie.in_zin} is toegewezen.")
            return redirect("regiocoordinator", kenmerk=kenmerk)
    return _toon(request, door, blad, form=form, belet=belet, status=422)


@login_required
@require_POST
@eenmalig
def zie_af(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """A gemeente that applies for SPUK waives the external assessor (1b.3)."""
    dossier, door, blad = binnen(request, kenmerk, ook_gemeenten=True)
    form = AfzienForm(request.POST)
    belet: list[Belet] = []
    if form.is_valid():
        try:
            toewijzing.zie_af(dossier, door=door, op=vandaag(), **form.cleaned_data)
        except StapBelet as fout:
            belet = verdeel_beletselen(form, fout)
        else:
            meld_gelukt(request, "Vastgelegd: uw gemeente ziet af van de externe medebeoordeling.")
            return redirect("regiocoordinator", kenmerk=kenmerk)
    return _toon(request, door, blad, afzienform=form, belet=belet, status=422)


def _toon(
    request: HttpRequest,
    door: Lidmaatschap,
    blad: Blad,
    *,
    form: ToewijzenForm | None = None,
    afzienform: AfzienForm | None = None,
    belet: list[Belet] | None = None,
    status: int = 200,
) -> HttpResponse:
    dossier = blad.dossier
    alle = _kandidaten(blad)
    mag_afzien = GEMEENTE_DIE_MEEDOET(dossier, door) and any(
        p.organisatie_id == door.organisatie_id and p.vraagt_spuk_aan for p in dossier.deelnemende_gemeenten
    )
    eigen = {"naam": door.gebruiker.naam, "functie": door.gebruiker.functie}
    context = {
        "dossier": dossier,
        "toewijzing": blad.toewijzing,
        "afzieningen": blad.afzieningen,
        "is_nodig": vraagt_derde_beoordelaar(dossier),
        "kan": [k for k in alle if not k.redenen],
        "kan_niet": [k for k in alle if k.redenen],
        "mag_toewijzen": COORDINERENDE(dossier, door),
        "aanvragers": [p for p in dossier.deelnemende_gemeenten if p.vraagt_spuk_aan],
        "form": form or ToewijzenForm(),
        "afzienform": (afzienform or AfzienForm(initial=eigen)) if mag_afzien else None,
        "belet": belet or [],
        "heeft_fouten": status != 200,
    }
    return render(request, "beoordeling/regiocoordinator.html", context, status=status)


def _kandidaten(blad: Blad) -> list[Kandidaat]:
    gevonden = kandidaten(blad.dossier, vandaag())
    lopend = dict(
        Toewijzing.objects.filter(Q(beeindigd_op=None), dossier__is_gesloten=False, lidmaatschap__in=[lid.pk for lid, _ in gevonden])
        .values_list("lidmaatschap")
        .annotate(n=Count("pk"))
    )
    rijen = [Kandidaat(lid, lopend.get(lid.pk, 0), redenen) for lid, redenen in gevonden]
    return sorted(rijen, key=lambda k: (k.lopend, k.lidmaatschap.organisatie.naam, k.lidmaatschap.gebruiker.naam))
