"""Who assesses as third: assigning a regiocoordinator from outside, handing it back, or waiving one (1b.3)."""

from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from beoordeling.blad import Blad
from beoordeling.derde import Keuze, keuzelijst
from beoordeling.forms.toewijzing import AfzienForm, TeruggeefForm, ToewijzenForm
from beoordeling.models import Toewijzing
from beoordeling.rechten import GEMEENTE_DIE_MEEDOET, TOEGEWEZEN
from beoordeling.selectors import vraagt_derde_beoordelaar
from beoordeling.services import toewijzing
from beoordeling.views.algemeen import binnen
from kern.basis.datums import vandaag
from kern.organisaties.models import Lidmaatschap
from kern.organisaties.selectors import vervangers_van
from kern.organisaties.zoeken import zoekterm
from kern.regels.register import Belet
from kern.web.idempotentie import eenmalig
from transformatie.rechten import COORDINERENDE
from transformatie.views.algemeen import meld_gelukt, probeer


@login_required
@eenmalig
def regiocoordinator(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """Show who can assess as third and why others cannot (GET), or assign one (POST)."""
    dossier, door, blad = binnen(request, kenmerk, ook_gemeenten=True)
    if request.method != "POST":
        return _toon(request, door, blad)
    form = ToewijzenForm(request.POST)
    uitslag = probeer(form, lambda lidmaatschap: toewijzing.wijs_toe(dossier, lidmaatschap, door=door, op=vandaag()))
    if uitslag.gelukt:
        gekozen: Lidmaatschap = form.cleaned_data["lidmaatschap"]
        meld_gelukt(request, f"{gekozen.gebruiker} van {gekozen.organisatie.in_zin} is toegewezen.")
        return redirect("regiocoordinator", kenmerk=kenmerk)
    return _toon(request, door, blad, form=form, belet=uitslag.belet, status=uitslag.status)


@login_required
@require_POST
@eenmalig
def zie_af(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """A gemeente that applies for SPUK waives the external assessor (1b.3)."""
    dossier, door, blad = binnen(request, kenmerk, ook_gemeenten=True)
    form = AfzienForm(request.POST)
    uitslag = probeer(form, partial(toewijzing.zie_af, dossier, door=door, op=vandaag()))
    if uitslag.gelukt:
        meld_gelukt(request, "Vastgelegd: uw gemeente ziet af van de externe medebeoordeling.")
        return redirect("regiocoordinator", kenmerk=kenmerk)
    return _toon(request, door, blad, afzienform=form, belet=uitslag.belet, status=uitslag.status)


@login_required
@require_POST
@eenmalig
def geef_terug(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """The assigned regiocoordinator hands the assignment back; the dossier is then closed to them (1b.3)."""
    dossier, door, blad = binnen(request, kenmerk, ook_gemeenten=True)
    form = TeruggeefForm(request.POST)
    uitslag = probeer(form, partial(toewijzing.geef_terug, dossier, door=door, op=vandaag()))
    if uitslag.gelukt:
        meld_gelukt(request, f"De toewijzing bij {dossier.kenmerk} is teruggegeven. {dossier.coordinerend} zoekt een ander.")
        return redirect("werkvoorraad")
    return _toon(request, door, blad, terugform=form, belet=uitslag.belet, status=uitslag.status)


def _toon(
    request: HttpRequest,
    door: Lidmaatschap,
    blad: Blad,
    *,
    form: ToewijzenForm | None = None,
    afzienform: AfzienForm | None = None,
    terugform: TeruggeefForm | None = None,
    belet: list[Belet] | None = None,
    status: int = 200,
) -> HttpResponse:
    dossier = blad.dossier
    context = {
        "dossier": dossier,
        "afzieningen": blad.afzieningen,
        "is_nodig": vraagt_derde_beoordelaar(dossier),
        "mag_toewijzen": COORDINERENDE(dossier, door),
        "aanvragers": [p for p in dossier.deelnemende_gemeenten if p.vraagt_spuk_aan],
        "eerdere": Toewijzing.objects.filter(dossier=dossier, beeindigd_op__isnull=False)
        .select_related("lidmaatschap__organisatie", "lidmaatschap__gebruiker")
        .order_by("-beeindigd_op", "-vastgelegd_op"),
        "form": form or ToewijzenForm(),
        "afzienform": (afzienform or AfzienForm(initial=_eigen_naam(door))) if _mag_afzien(blad, door) else None,
        "terugform": (terugform or TeruggeefForm()) if blad.toewijzing and TOEGEWEZEN(dossier, door) else None,
        "belet": belet or [],
        "heeft_fouten": status != 200,
    }
    return render(request, "beoordeling/regiocoordinator.html", context | _toegewezen(blad) | _keuzes(request, blad), status=status)


def _toegewezen(blad: Blad) -> dict[str, Any]:
    """Who is assigned now, whether that person still can, and who stands in."""
    huidig, op = blad.toewijzing, vandaag()
    telt = huidig is not None and huidig.telt_op(op)
    return {"toewijzing": huidig, "telt": telt, "vervangers": vervangers_van(huidig.lidmaatschap, op) if huidig and telt else []}


def _keuzes(request: HttpRequest, blad: Blad) -> dict[str, Any]:
    """The list, narrowed to what was typed; a number of queries that does not grow with it."""
    zoek = zoekterm(request.GET)
    alle: list[Keuze] = keuzelijst(blad.dossier, vandaag(), zoek)
    return {"zoek": zoek, "kan": [k for k in alle if not k.redenen], "kan_niet": [k for k in alle if k.redenen]}


def _mag_afzien(blad: Blad, door: Lidmaatschap) -> bool:
    gemeenten = blad.dossier.deelnemende_gemeenten
    return GEMEENTE_DIE_MEEDOET(blad.dossier, door) and any(
        p.organisatie_id == door.organisatie_id and p.vraagt_spuk_aan for p in gemeenten
    )


def _eigen_naam(door: Lidmaatschap) -> dict[str, str]:
    return {"naam": door.gebruiker.naam, "functie": door.gebruiker.functie}
