"""Calling in help from the escalation: the bestuurlijke groep, with a preview of what it reads, or the Vliegende Brigade (1d.5, 1d.6)."""

import hashlib
import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from kern.basis.datums import vandaag
from kern.basis.forms import Vorm
from kern.regels.register import Belet
from kern.toestanden.stap import StapBelet
from kern.web.idempotentie import eenmalig
from transformatie.forms.zijspoor import BrigadeVraagForm, GroepForm
from transformatie.models import Zijspoor
from transformatie.selectors.zijspoor import agendapunt
from transformatie.services import zijspoor as services
from transformatie.views.algemeen import meld_gelukt, namens, verdeel_beletselen
from transformatie.views.escalatie import eis_betrokken, escalatie_van

GEDAAN = {
    Zijspoor.Soort.BESTUURLIJKE_GROEP: "Het knelpunt staat op de agenda van de bestuurlijke groep. De ladder loopt gewoon door.",
    Zijspoor.Soort.VLIEGENDE_BRIGADE: "De Vliegende Brigade is gevraagd. De NZa noemt wie er meelezen; de ladder loopt gewoon door.",
}
GELEZEN = "gelezen"
"""The mark of the text the reporter was shown as the group will read it; another text is shown first (1d.5)."""


def merk(tekst: str) -> str:
    """What stands for a text, however a browser sends its spaces and line ends."""
    return hashlib.sha256(" ".join(tekst.split()).encode()).hexdigest()


@login_required
@eenmalig
def groep(request: HttpRequest, kenmerk: str, pk: uuid.UUID) -> HttpResponse:
    """Bring the knelpunt to the bestuurlijke groep: write, read what the group will read, send."""
    return _vraag(request, kenmerk, pk, Zijspoor.Soort.BESTUURLIJKE_GROEP, GroepForm(request.POST or None))


@login_required
@eenmalig
def brigade(request: HttpRequest, kenmerk: str, pk: uuid.UUID) -> HttpResponse:
    """Ask the Vliegende Brigade to look along."""
    return _vraag(request, kenmerk, pk, Zijspoor.Soort.VLIEGENDE_BRIGADE, BrigadeVraagForm(request.POST or None))


def _vraag(request: HttpRequest, kenmerk: str, pk: uuid.UUID, soort: str, form: Vorm) -> HttpResponse:
    dossier, rij = escalatie_van(request, kenmerk, pk)
    door, op = namens(request), vandaag()
    eis_betrokken(dossier, door)
    beletselen: list[Belet] = []
    voorbeeld = None
    if request.method == "POST" and form.is_valid():
        tekst = form.cleaned_data["generiek"]
        try:
            if soort == Zijspoor.Soort.BESTUURLIJKE_GROEP and request.POST.get(GELEZEN) != merk(tekst):
                if gevonden := services.keur(rij, soort, tekst):
                    raise StapBelet(gevonden)
                voorbeeld = agendapunt(Zijspoor(op=op, generiek=tekst.strip()))
            else:
                services.schakel_in(rij, soort, generiek=tekst, door=door, op=op)
                meld_gelukt(request, GEDAAN[Zijspoor.Soort(soort)])
                return redirect(rij.get_absolute_url())
        except StapBelet as fout:
            beletselen = verdeel_beletselen(form, fout)
    context: dict[str, Any] = {
        "dossier": dossier,
        "escalatie": rij,
        "form": form,
        "beletselen": beletselen,
        "voorbeeld": voorbeeld,
        "gelezen": merk(voorbeeld.tekst) if voorbeeld else "",
        "is_groep": soort == Zijspoor.Soort.BESTUURLIJKE_GROEP,
        "kop": "Vraag de bestuurlijke groep" if soort == Zijspoor.Soort.BESTUURLIJKE_GROEP else "Schakel de Vliegende Brigade in",
    }
    status = 422 if request.method == "POST" and voorbeeld is None else 200
    return render(request, "transformatie/escalatie_hulp.html", context, status=status)
