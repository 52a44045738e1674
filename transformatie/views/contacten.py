"""A contact person of one's own organisation, for one dossier only (1d.4)."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from kern.basis.datums import vandaag
from kern.organisaties.forms.contacten import EigenContactForm
from kern.organisaties.models import Contactpersoon
from kern.organisaties.services import contacten as diensten
from kern.toestanden.stap import StapNietToegestaan
from kern.web.idempotentie import eenmalig
from transformatie.selectors.dossier import laad_partijen
from transformatie.views.algemeen import meld_gelukt, namens, zichtbaar_dossier


@login_required
@eenmalig
def nieuw(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """Who is at the table says whom to call for this dossier."""
    dossier = zichtbaar_dossier(request, kenmerk=kenmerk)
    door = namens(request)
    laad_partijen(dossier)
    if door.organisatie_id not in {o.pk for o in dossier.betrokken_organisaties}:
        raise StapNietToegestaan("Dit kan alleen iemand van een organisatie die aan tafel zit.")
    form = EigenContactForm(request.POST or None, instance=Contactpersoon(organisatie=door.organisatie, zaak=dossier.pk))
    if request.method == "POST" and form.is_valid():
        diensten.bewaar(form.instance, door=door, op=vandaag())
        meld_gelukt(request, f"{form.instance.naam} staat bij de contacten van dit dossier.")
        return redirect("contacten-dossier", kenmerk=kenmerk)
    context = {"dossier": dossier, "form": form, "organisatie": door.organisatie, "heeft_fouten": bool(form.errors)}
    return render(request, "transformatie/contact_nieuw.html", context, status=422 if request.method == "POST" else 200)
