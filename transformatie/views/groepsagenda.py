"""The agenda of the bestuurlijke groep: knelpunten in general, without a way to the dossier they came from (1d.5)."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from kern.basis.datums import vandaag
from kern.organisaties.models import Lidmaatschap
from kern.regels.register import Belet
from kern.toestanden.stap import StapBelet
from kern.web.idempotentie import eenmalig
from transformatie import rechten
from transformatie.forms.zijspoor import UitkomstForm
from transformatie.models import Zijspoor
from transformatie.selectors.zijspoor import agenda as lees_agenda
from transformatie.selectors.zijspoor import agendapunt
from transformatie.services import zijspoor as services
from transformatie.views.algemeen import meld_gelukt, namens, verdeel_beletselen


@login_required
@require_safe
def agenda(request: HttpRequest) -> HttpResponse:
    """What the bestuurlijke groep still has to discuss, and what it discussed."""
    _groepslid(request)
    open_punten, besproken = lees_agenda()
    return render(request, "transformatie/groepsagenda.html", {"open": open_punten, "besproken": besproken})


@login_required
@eenmalig
def punt(request: HttpRequest, sleutel: uuid.UUID) -> HttpResponse:
    """One knelpunt: read it, and record what the group made of it."""
    door = _groepslid(request)
    rij = get_object_or_404(Zijspoor, agendasleutel=sleutel, soort=Zijspoor.Soort.BESTUURLIJKE_GROEP)
    form = UitkomstForm(request.POST or None)
    beletselen: list[Belet] = []
    if request.method == "POST" and form.is_valid():
        try:
            services.leg_groepsuitkomst_vast(rij, uitkomst=form.cleaned_data["uitkomst"], door=door, op=vandaag())
        except StapBelet as fout:
            beletselen = verdeel_beletselen(form, fout)
        else:
            meld_gelukt(request, "De uitkomst is vastgelegd en gaat naar de partijen.")
            return redirect("groep-agenda")
    context = {"punt": agendapunt(rij), "form": form, "beletselen": beletselen, "is_open": rij.is_open}
    return render(request, "transformatie/groepsagendapunt.html", context, status=422 if request.method == "POST" else 200)


def _groepslid(request: HttpRequest) -> Lidmaatschap:
    """Who sits in the bestuurlijke groep; for everybody else this agenda does not exist."""
    door = namens(request)
    if not rechten.BESTUURLIJKE_GROEP(None, door):
        raise Http404
    return door
