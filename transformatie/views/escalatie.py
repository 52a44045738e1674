"""The escalation ladder of a dossier: reporting, the talks, and the help beside it (1d)."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from kern.basis.datums import vandaag
from kern.regels.register import Belet
from kern.termijnen.klokbalk import Klokbalk, maak_klokbalk
from kern.termijnen.models import Termijn
from kern.toestanden.stap import StapBelet, StapNietToegestaan
from kern.toestanden.uitvoeren import mogelijkheden
from kern.web.idempotentie import eenmalig
from transformatie import rechten
from transformatie.forms.escalatie import GesprekForm, HulpForm, KnelpuntForm
from transformatie.models import Dossier, Escalatie, Escalatiegesprek, EscalatieStatus
from transformatie.selectors.dossier import bestuurlijke_contacten, laad_partijen
from transformatie.services import escalatie as services
from transformatie.views.algemeen import meld_gelukt, namens, verdeel_beletselen, zichtbaar_dossier

SPORTEN = {
    1: ("Bilateraal overleg", "Management of bestuur van de organisaties waar het knelt spreekt elkaar.", "1d.1"),
    2: ("Overleg met alle partijen", "De coördinerende zorgverzekeraar roept alle betrokken partijen bijeen.", "1d.2"),
    3: ("Bestuurlijk gesprek", "Op initiatief van de coördinerende zorgverzekeraar, met als streven binnen twee weken.", "1d.3"),
}


@dataclass(frozen=True)
class Sport:
    """One rung of the ladder: what it is, whether it was or is taken, and its talk and clock."""

    nummer: int
    naam: str
    uitleg: str
    regel: str
    stand: str
    gesprek: Escalatiegesprek | None
    klok: Klokbalk | None


@login_required
@eenmalig
def nieuw(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """Report a knelpunt; anyone involved may."""
    dossier, door = zichtbaar_dossier(request, kenmerk=kenmerk), namens(request)
    _eis_betrokken(dossier, door)
    form = KnelpuntForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        escalatie = services.meld(dossier, knelpunt=form.cleaned_data["knelpunt"], door=door, op=vandaag())
        meld_gelukt(request, "Het knelpunt is gemeld. Begin stap 1 om de anderen te laten weten dat u wilt praten.")
        return redirect(escalatie.get_absolute_url())
    return render(
        request, "transformatie/escalatie_nieuw.html", {"dossier": dossier, "form": form}, status=422 if request.method == "POST" else 200
    )


@login_required
@require_safe
def escalatie(request: HttpRequest, kenmerk: str, pk: uuid.UUID) -> HttpResponse:
    """One escalation with its ladder, who must do what by when, and what one may do."""
    dossier, rij = _rij(request, kenmerk, pk)
    return _toon(request, dossier, rij)


@login_required
@eenmalig
def gesprek(request: HttpRequest, kenmerk: str, pk: uuid.UUID) -> HttpResponse:
    """Record the talk of the present step."""
    dossier, rij = _rij(request, kenmerk, pk)
    door, op = namens(request), vandaag()
    _eis_betrokken(dossier, door)
    form = GesprekForm(request.POST or None, dossier=dossier)
    beletselen: list[Belet] = []
    if request.method == "POST" and form.is_valid():
        try:
            services.leg_gesprek_vast(rij, **form.gegevens(), door=door, op=op)
        except StapBelet as fout:
            beletselen = verdeel_beletselen(form, fout)
        else:
            meld_gelukt(request, "Het gesprek is vastgelegd.")
            return redirect(rij.get_absolute_url())
    context = {
        "dossier": dossier,
        "escalatie": rij,
        "form": form,
        "beletselen": beletselen,
        "kop": "Leg het gesprek vast",
        "knop": "Leg vast",
    }
    return render(request, "transformatie/escalatie_form.html", context, status=422 if request.method == "POST" else 200)


@login_required
@eenmalig
def hulp(request: HttpRequest, kenmerk: str, pk: uuid.UUID) -> HttpResponse:
    """Call in the bestuurlijke groep or the Vliegende Brigade."""
    dossier, rij = _rij(request, kenmerk, pk)
    door, op = namens(request), vandaag()
    _eis_betrokken(dossier, door)
    form = HulpForm(request.POST or None)
    beletselen: list[Belet] = []
    if request.method == "POST" and form.is_valid():
        try:
            zijspoor = services.schakel_in(rij, form.cleaned_data["soort"], generiek=form.cleaned_data["generiek"], door=door, op=op)
        except StapBelet as fout:
            beletselen = verdeel_beletselen(form, fout)
        else:
            meld_gelukt(request, f"Ingeschakeld: {zijspoor.get_soort_display()}. De ladder loopt gewoon door.")
            return redirect(rij.get_absolute_url())
    context = {"dossier": dossier, "escalatie": rij, "form": form, "beletselen": beletselen, "kop": "Schakel hulp in", "knop": "Schakel in"}
    return render(request, "transformatie/escalatie_form.html", context, status=422 if request.method == "POST" else 200)


def _rij(request: HttpRequest, kenmerk: str, pk: uuid.UUID) -> tuple[Dossier, Escalatie]:
    dossier = zichtbaar_dossier(request, kenmerk=kenmerk)
    rij: Escalatie = get_object_or_404(Escalatie.objects.select_related("termijn", "gemeld_door"), pk=pk, dossier=dossier)
    rij.dossier = dossier
    laad_partijen(dossier)
    return dossier, rij


def _eis_betrokken(dossier: Dossier, door: Any) -> None:
    if not rechten.BETROKKENE(dossier, door):
        raise StapNietToegestaan(f"Dit kan alleen {rechten.BETROKKENE.wie}.")


def _toon(request: HttpRequest, dossier: Dossier, rij: Escalatie) -> HttpResponse:
    door, op = namens(request), vandaag()
    nu = services.STAPNUMMER.get(EscalatieStatus(rij.status), 0)
    context = {
        "dossier": dossier,
        "escalatie": rij,
        "sporten": _sporten(rij, nu),
        "stappen": mogelijkheden(rij, door=door, op=op),
        "mag_vastleggen": nu > 0 and rechten.BETROKKENE(dossier, door),
        "mag_hulp_vragen": rij.is_open and rechten.BETROKKENE(dossier, door),
        "zijsporen": list(rij.zijsporen.all()),
        "contacten": bestuurlijke_contacten(dossier, op),
        "wie": dossier.coordinerend if nu > 1 else "De organisaties waar het knelt",
    }
    return render(request, "transformatie/escalatie.html", context)


def _sporten(rij: Escalatie, nu: int) -> list[Sport]:
    gesprekken = {g.stap: g for g in rij.gesprekken.prefetch_related("organisaties")}
    termijnen = Termijn.objects.van(rij.pk).prefetch_related("opschortingen").order_by("start_op", "vastgelegd_op")
    klokken = {t.soort_termijn: t for t in termijnen}
    sporten = []
    for nummer, (naam, uitleg, regel) in SPORTEN.items():
        klok = klokken.get(services.KLOK[nummer])
        stand = "bezig" if nummer == nu else "klaar" if nummer in gesprekken else "later"
        balk = maak_klokbalk(klok, vandaag()) if klok is not None and nummer == nu else None
        sporten.append(Sport(nummer, naam, uitleg, regel, stand, gesprekken.get(nummer), balk))
    return sporten
