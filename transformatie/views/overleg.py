"""The meetings of a dossier: the list, one meeting, and what people do there (1a.3)."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.decorators import login_required
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from kern.basis.datums import vandaag
from kern.organisaties.models import Lidmaatschap
from kern.regels.register import Belet
from kern.toestanden.stap import Recht, StapBelet, StapNietMogelijk, StapNietToegestaan
from kern.toestanden.uitvoeren import mogelijkheden
from kern.web.idempotentie import eenmalig
from transformatie import rechten
from transformatie.forms.overleg import BelegForm, MomentForm, StartgesprekMomentenForm
from transformatie.forms.verslag import ActiepuntForm, GedaanForm, TekstForm
from transformatie.models import Actiepunt, Antwoord, Dossier, Overleg, OverlegStatus, StartgesprekStatus
from transformatie.selectors.dossier import laad_partijen
from transformatie.selectors.overleg import leest_mee, momentrijen, open_actiepunten
from transformatie.services import overleg as services
from transformatie.views.algemeen import meld_gelukt, namens, verdeel_beletselen, zichtbaar_dossier


@login_required
@require_safe
def lijst(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """All meetings of a dossier, what comes first on top, and what is still to be done."""
    dossier, door = _dossier(request, kenmerk), namens(request)
    alle = list(services.overleggen_van(dossier))
    context = {
        "dossier": dossier,
        "komend": sorted((o for o in alle if o.is_open), key=lambda o: (o.moment is None, o.moment or o.begonnen_op)),
        "geweest": [o for o in reversed(alle) if not o.is_open],
        "actiepunten": open_actiepunten(dossier, door),
        "mag_beleggen": _mag_beleggen(dossier, door),
        "mag_startgesprek": _mag_beleggen(dossier, door) and dossier.startgesprek.status == StartgesprekStatus.AANGEVRAAGD,
        "op": vandaag(),
    }
    return render(request, "transformatie/overleggen.html", context)


@login_required
@eenmalig
def nieuw(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """Convene a meeting; any organisation involved may."""
    dossier, door = _dossier(request, kenmerk), namens(request)
    _eis(rechten.BETROKKENE, dossier, door)
    form = BelegForm(request.POST if request.method == "POST" else None)
    beletselen: list[Belet] = []
    if request.method == "POST" and form.is_valid():
        try:
            rij = services.begin_overleg(dossier, organisator=door.organisatie, **form.cleaned_data, door=door, op=vandaag())
        except StapBelet as fout:
            beletselen = verdeel_beletselen(form, fout)
        else:
            meld_gelukt(request, "Het overleg staat klaar. Leg nu momenten voor, of verstuur meteen de uitnodiging.")
            return redirect(rij.get_absolute_url())
    return _formulier(request, dossier, form, beletselen, "Beleg een overleg", "Ga verder")


@login_required
@eenmalig
def startgesprek(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """Either side proposes moments for the startgesprek (1a.2)."""
    dossier, door, op = _dossier(request, kenmerk), namens(request), vandaag()
    _eis(rechten.BETROKKENE, dossier, door)
    if dossier.startgesprek.status != StartgesprekStatus.AANGEVRAAGD:
        raise StapNietMogelijk(f"Er worden geen momenten meer gevraagd. Het startgesprek is {dossier.startgesprek.get_status_display()}.")
    form = StartgesprekMomentenForm(request.POST if request.method == "POST" else None, op=op)
    beletselen: list[Belet] = []
    if request.method == "POST" and form.is_valid():
        try:
            rij = services.leg_momenten_startgesprek_voor(dossier, form.momenten(), door=door, op=op)
        except StapBelet as fout:
            beletselen = fout.beletselen
        else:
            meld_gelukt(request, "De momenten zijn voorgelegd. Geef hieronder ook zelf door wanneer u kunt.")
            return redirect(rij.get_absolute_url())
    return _formulier(request, dossier, form, beletselen, "Stel momenten voor het startgesprek voor", "Leg momenten voor")


@login_required
@eenmalig
def tekst(request: HttpRequest, kenmerk: str, pk: uuid.UUID) -> HttpResponse:
    """Write at the agenda, or after the meeting at the minutes; the organiser does."""
    dossier, rij = _rij(request, kenmerk, pk)
    door = namens(request)
    _eis(rechten.SCHRIJFT_VERSLAG, rij, door)
    if rij.status == OverlegStatus.AFGEZEGD:
        raise StapNietMogelijk("Dit overleg is afgezegd.")
    wat, nu = ("Verslag", rij.verslag) if rij.status == OverlegStatus.GEHOUDEN else ("Agenda", rij.agenda)
    form = TekstForm(request.POST if request.method == "POST" else None, wat=wat, initial={"tekst": nu, "gezien": nu})
    beletselen: list[Belet] = []
    if request.method == "POST" and form.is_valid():
        try:
            services.werk_bij(rij, **form.cleaned_data, door=door, op=vandaag())
        except StapBelet as fout:
            beletselen = verdeel_beletselen(form, fout)
        else:
            meld_gelukt(request, f"{wat} bewaard.")
            return redirect(rij.get_absolute_url())
    return _formulier(request, dossier, form, beletselen, f"{wat}: {rij.onderwerp}", "Bewaar", rij)


# --- one meeting, and the acts on its page ----------------------------------------------------------------------------


@dataclass
class Poging:
    """One act on the page of a meeting: what was sent, and the form in which to say what is wrong with it."""

    overleg: Overleg
    door: Lidmaatschap
    op: Any
    gegevens: Any
    form: BaseForm | None = None
    fouten: list[str] = field(default_factory=list)


Handeling = Callable[[Poging], str | None]
_handelingen: dict[str, Handeling] = {}


def handeling(functie: Handeling) -> Handeling:
    """An act by its name; it says what was done, or None when its form was not right."""
    _handelingen[functie.__name__] = functie
    return functie


@handeling
def voorkeur(poging: Poging) -> str | None:
    """Say which moments suit one's organisation."""
    antwoorden: dict[uuid.UUID, str] = {}
    for voorstel in poging.overleg.voorstellen.all():
        gekozen = poging.gegevens.get(f"voorkeur_{voorstel.pk.hex}", "")
        if gekozen in Antwoord.values:
            antwoorden[voorstel.pk] = gekozen
    if not antwoorden:
        poging.fouten.append("Kies bij ten minste een moment of u kunt.")
        return None
    services.geef_voorkeur(poging.overleg, antwoorden, door=poging.door, op=poging.op)
    return "Doorgegeven wanneer u kunt. U kunt dit wijzigen tot er een moment is gekozen."


@handeling
def moment(poging: Poging) -> str | None:
    """Put another moment forward."""
    poging.form = form = MomentForm(poging.gegevens, op=poging.op)
    if not form.is_valid():
        return None
    services.stel_moment_voor(poging.overleg, form.moment(), door=poging.door, op=poging.op)
    return "Het moment staat erbij."


@handeling
def actiepunt(poging: Poging) -> str | None:
    """Add an action point to the record."""
    poging.form = form = ActiepuntForm(poging.gegevens, genodigd=_genodigd(poging.overleg))
    if not form.is_valid():
        return None
    services.voeg_actiepunt_toe(poging.overleg, **form.gegevens(), door=poging.door, op=poging.op)
    return f"Actiepunt toegevoegd voor {form.gegevens()['organisatie'].in_zin}."


@handeling
def gedaan(poging: Poging) -> str | None:
    """Say that an action point of this dossier is done."""
    try:
        pk = uuid.UUID(poging.gegevens.get("actiepunt", ""))
    except ValueError:
        raise Http404 from None
    punt = get_object_or_404(Actiepunt.objects.select_related("overleg__organisator", "organisatie"), pk=pk, overleg=poging.overleg)
    punt.overleg = poging.overleg
    form = GedaanForm(poging.gegevens)
    if not form.is_valid():
        poging.fouten += [str(f) for fouten in form.errors.values() for f in fouten]
        return None
    services.rond_actiepunt_af(punt, notitie=form.cleaned_data["notitie"], door=poging.door, op=poging.op)
    return "Het actiepunt is gedaan."


@login_required
@eenmalig
def overleg(request: HttpRequest, kenmerk: str, pk: uuid.UUID) -> HttpResponse:
    """One meeting: when, who, what was agreed, and what one may do."""
    dossier, rij = _rij(request, kenmerk, pk)
    poging = Poging(rij, namens(request), vandaag(), request.POST)
    beletselen: list[Belet] = []
    actie = request.POST.get("actie", "")
    if request.method == "POST":
        if (functie := _handelingen.get(actie)) is None:
            raise Http404
        try:
            klaar = functie(poging)
        except StapBelet as fout:
            beletselen = verdeel_beletselen(poging.form, fout) if poging.form is not None else fout.beletselen
        else:
            if klaar is not None:
                meld_gelukt(request, klaar)
                return redirect(rij.get_absolute_url())
        rij = _rij(request, kenmerk, pk)[1]
    context = _context(dossier, rij, poging, actie) | {"beletselen": beletselen + [Belet(f) for f in poging.fouten]}
    context["heeft_fouten"] = bool(context["beletselen"] or (poging.form and poging.form.errors))
    return render(request, "transformatie/overleg.html", context, status=422 if request.method == "POST" else 200)


def _context(dossier: Dossier, rij: Overleg, poging: Poging, actie: str) -> dict[str, Any]:
    door, op = poging.door, poging.op
    leest = leest_mee(rij, door)
    schrijft = rechten.SCHRIJFT_VERSLAG(rij, door)
    is_prikken = rij.status == OverlegStatus.PRIKKEN
    is_gehouden = rij.status == OverlegStatus.GEHOUDEN
    organisaties = dossier.betrokken_organisaties
    return {
        "dossier": dossier,
        "overleg": rij,
        "leest": leest,
        "stappen": mogelijkheden(dossier.startgesprek if rij.is_startgesprek and rij.is_open else rij, door=door, op=op),
        "uitnodigingen": sorted(rij.uitnodigingen.all(), key=lambda u: (not u.is_uitgenodigd, u.organisatie.naam)),
        "organisaties": organisaties,
        "momenten": momentrijen(rij, organisaties, door, poging.gegevens if actie == "voorkeur" else {}) if leest and rij.is_open else [],
        "mag_antwoorden": is_prikken and rechten.BETROKKENE(dossier, door),
        "antwoorden": Antwoord.choices,
        "namens": door,
        "moment_form": poging.form if actie == "moment" and poging.form else MomentForm(op=op),
        "actiepunten": list(rij.actiepunten.select_related("organisatie")) if leest and is_gehouden else [],
        "openstaand": [p for p in open_actiepunten(dossier, door) if p.overleg != rij.pk] if leest and rij.is_open else [],
        "mag_schrijven": schrijft and rij.status != OverlegStatus.AFGEZEGD,
        "mag_actiepunt": schrijft and is_gehouden,
        "actiepunt_form": (poging.form if actie == "actiepunt" and poging.form else ActiepuntForm(genodigd=_genodigd(rij)))
        if schrijft and is_gehouden
        else None,
        "op": op,
    }


# --- shared by the views ----------------------------------------------------------------------------------------------


def _dossier(request: HttpRequest, kenmerk: str) -> Dossier:
    dossier = zichtbaar_dossier(request, kenmerk=kenmerk)
    laad_partijen(dossier)
    return dossier


def _rij(request: HttpRequest, kenmerk: str, pk: uuid.UUID) -> tuple[Dossier, Overleg]:
    dossier = _dossier(request, kenmerk)
    rij: Overleg = get_object_or_404(services.overleggen_van(dossier), pk=pk)
    rij.dossier = dossier
    return dossier, rij


def _genodigd(rij: Overleg) -> list[Any]:
    return sorted((u.organisatie for u in rij.uitnodigingen.all() if u.is_uitgenodigd), key=lambda o: o.naam)


def _mag_beleggen(dossier: Dossier, door: Lidmaatschap) -> bool:
    return not dossier.is_gesloten and rechten.BETROKKENE(dossier, door)


def _eis(recht: Recht, rij: Any, door: Lidmaatschap) -> None:
    if not recht(rij, door):
        raise StapNietToegestaan(f"Dit kan alleen {recht.wie}.")


def _formulier(
    request: HttpRequest, dossier: Dossier, form: BaseForm, beletselen: list[Belet], kop: str, knop: str, rij: Overleg | None = None
) -> HttpResponse:
    context = {
        "dossier": dossier,
        "overleg": rij,
        "form": form,
        "beletselen": beletselen,
        "kop": kop,
        "knop": knop,
        "heeft_fouten": request.method == "POST",
    }
    return render(request, "transformatie/overleg_form.html", context, status=422 if request.method == "POST" else 200)
