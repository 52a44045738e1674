"""The escalation ladder of a dossier: reporting, the talks, and the help beside it (1d)."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from kern.basis.datums import vandaag
from kern.organisaties.models import Lidmaatschap
from kern.regels.register import Belet
from kern.termijnen.klokbalk import maak_klokbalk
from kern.toestanden.stap import StapBelet, StapNietToegestaan
from kern.toestanden.uitvoeren import mogelijkheden
from kern.web.idempotentie import eenmalig
from transformatie import rechten
from transformatie.escalatiebeurten import is_gesproken, klok_van, opdrachten, streven_is_voorbij
from transformatie.forms.escalatie import GesprekForm, KnelpuntForm
from transformatie.meelezen import leest_alleen_mee
from transformatie.models import Dossier, Escalatie, EscalatieStatus
from transformatie.selectors import escalatie as selectors
from transformatie.selectors.dossier import Ladder, bestuurlijke_contacten, laad_partijen, laad_termijnen, open_escalaties
from transformatie.services import escalatie as services
from transformatie.services.escalatieoverleg import waarom_nog_niet_zelf
from transformatie.views.algemeen import meld_gelukt, namens, verdeel_beletselen, zichtbaar_dossier
from transformatie.views.dossier import kop


@dataclass(frozen=True)
class Zelf:
    """Whether the planmakers may convene the meeting of step 3 themselves: its page, or why not yet (1d.4)."""

    url: str
    beletselen: list[Belet]


@login_required
@eenmalig
def nieuw(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """Report a knelpunt; anyone involved may."""
    dossier, door = zichtbaar_dossier(request, kenmerk=kenmerk), namens(request)
    laad_partijen(dossier)
    eis_betrokken(dossier, door)
    form = KnelpuntForm(request.POST or None, dossier=dossier)
    beletselen: list[Belet] = []
    if request.method == "POST" and form.is_valid():
        try:
            rij = services.meld(dossier, **form.gegevens(), door=door, op=vandaag())
        except StapBelet as fout:
            beletselen = verdeel_beletselen(form, fout)
        else:
            meld_gelukt(request, "Het knelpunt is gemeld. Begin stap 1 om de anderen te laten weten dat u wilt praten.")
            return redirect(rij.get_absolute_url())
    context = {"dossier": dossier, "form": form, "beletselen": beletselen}
    return render(request, "transformatie/escalatie_nieuw.html", context, status=422 if request.method == "POST" else 200)


@login_required
@require_safe
def escalatie(request: HttpRequest, kenmerk: str, pk: uuid.UUID) -> HttpResponse:
    """One escalation with its ladder, who must do what by when, and what one may do."""
    dossier, rij = escalatie_van(request, kenmerk, pk)
    return _toon(request, dossier, rij)


@login_required
@eenmalig
def gesprek(request: HttpRequest, kenmerk: str, pk: uuid.UUID) -> HttpResponse:
    """Record the talk of the present step."""
    dossier, rij = escalatie_van(request, kenmerk, pk)
    door, op = namens(request), vandaag()
    eis_betrokken(dossier, door)
    form = GesprekForm(request.POST or None, dossier=dossier, initial={"organisaties": list(rij.tussen.all())})
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


def escalatie_van(request: HttpRequest, kenmerk: str, pk: uuid.UUID) -> tuple[Dossier, Escalatie]:
    """The escalation and its dossier, as far as this person sees them; else 404."""
    dossier = zichtbaar_dossier(request, kenmerk=kenmerk)
    rij: Escalatie = get_object_or_404(Escalatie.objects.select_related("termijn", "gemeld_door"), pk=pk, dossier=dossier)
    rij.dossier = dossier
    laad_partijen(dossier)
    laad_termijnen(dossier)
    return dossier, rij


def eis_betrokken(dossier: Dossier, door: Any) -> None:
    """Only who is involved goes on; else 403."""
    if not rechten.BETROKKENE(dossier, door):
        raise StapNietToegestaan(f"Dit kan alleen {rechten.BETROKKENE.wie}.")


def _toon(request: HttpRequest, dossier: Dossier, rij: Escalatie) -> HttpResponse:
    door, op = namens(request), vandaag()
    ladder = next((stap for stap in open_escalaties(dossier) if stap.pk == rij.pk), None)
    mag_mee, hulp = rechten.BETROKKENE(dossier, door), selectors.hulp(rij)
    context = {
        "dossier": dossier,
        "escalatie": rij,
        "beurten": [(kop(zet, door), zet) for zet in opdrachten(ladder)] if ladder else [],
        "klok": next((maak_klokbalk(t, op) for t in selectors.klokken(rij) if t.is_open), None),
        "sporten": selectors.sporten(rij),
        "stappen": mogelijkheden(rij, door=door, op=op),
        "mag_vastleggen": mag_mee and any(s.stand == "bezig" and s.overleg is None for s in selectors.sporten(rij)),
        "zelf": _zelf(rij, ladder, door),
        "mag_hulp_vragen": mag_mee and rij.is_open,
        "groep": [z for z in hulp if z.is_groep],
        "brigade": [z for z in hulp if not z.is_groep],
        "kan_groep": not any(z.is_groep and z.is_open for z in hulp),
        "kan_brigade": not any(not z.is_groep and z.is_open for z in hulp),
        "contacten": bestuurlijke_contacten(dossier, op),
        "leest_alleen_mee": leest_alleen_mee(dossier),
        "op": op,
    }
    return render(request, "transformatie/escalatie.html", context)


def _zelf(rij: Escalatie, ladder: Ladder | None, door: Lidmaatschap) -> Zelf | None:
    """For a planmaker in step 3, as long as the talk is to come: the meeting, or why not yet (1d.4)."""
    if ladder is None or rij.status != EscalatieStatus.STAP_3 or is_gesproken(ladder) or not rechten.INDIENER(rij, door):
        return None
    overleg = next((s.overleg for s in selectors.sporten(rij) if s.nummer == 3), None)
    if streven_is_voorbij(ladder) and overleg is not None:
        return Zelf(overleg.get_absolute_url(), [])
    return Zelf("", [waarom_nog_niet_zelf(klok_van(ladder))])
