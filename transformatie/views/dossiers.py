"""The list of dossiers, and opening a new one."""

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from kern.basis.datums import vandaag
from kern.organisaties.models import Rol
from kern.toestanden.stap import StapBelet, StapNietToegestaan
from kern.web.idempotentie import eenmalig
from kern.web.lijst import bladzijde, sortering
from transformatie.forms.dossiers import DossierfilterForm, DossierForm, verzekeraars_per_regio
from transformatie.models import Dossier
from transformatie.models.dossier import zoektekst
from transformatie.services import dossiers
from transformatie.views.algemeen import meld_gelukt, namens, verdeel_beletselen

SORTEERVELDEN = {
    "kenmerk": "kenmerk",
    "titel": "titel",
    "regio": "hoofdregio__naam",
    "coordinerend": "coordinerend__naam",
    "fase": "fase",
    "stap": "gewijzigd_op",
}


@login_required
@require_safe
def lijst(request: HttpRequest) -> HttpResponse:
    """All dossiers this person sees; filters and order stand in the address."""
    door = namens(request)
    form = DossierfilterForm(request.GET)
    rijen = gefilterd(Dossier.objects.zichtbaar_voor(door), form)
    sorteer, volgorde = sortering(request, SORTEERVELDEN, "-stap")
    rijen = rijen.select_related("hoofdregio", "coordinerend").order_by(*volgorde)
    context = {
        "form": form,
        "bladzijde": bladzijde(request, rijen),
        "sorteer": sorteer,
        "is_gefilterd": bool(form.keuzes()),
        "mag_openen": door.rol == Rol.PLANMAKER,
    }
    return render(request, "transformatie/dossiers.html", context)


def gefilterd(rijen: "QuerySet[Dossier]", form: DossierfilterForm) -> "QuerySet[Dossier]":
    """The dossiers that answer to the filters."""
    keuzes = form.keuzes()
    for woord in zoektekst(keuzes.get("zoek", "")).split():
        rijen = rijen.filter(zoek__contains=woord)
    if "fase" in keuzes:
        rijen = rijen.filter(fase=keuzes["fase"])
    if "regio" in keuzes:
        rijen = rijen.filter(pk__in=Dossier.regios.through.objects.filter(regio_id=keuzes["regio"].pk).values("dossier_id"))
    if "coordinerend" in keuzes:
        rijen = rijen.filter(coordinerend=keuzes["coordinerend"])
    if "sector" in keuzes:
        rijen = rijen.filter(sectoren__contains=[keuzes["sector"]])
    toon = keuzes.get("toon", "open")
    return rijen if toon == "alle" else rijen.filter(is_gesloten=toon == "gesloten")


@login_required
@eenmalig
def nieuw(request: HttpRequest) -> HttpResponse:
    """A planmaker begins a dossier; before it is confirmed the page says which insurers follow (1c.1)."""
    door, op = namens(request), vandaag()
    if door.rol != Rol.PLANMAKER:
        raise StapNietToegestaan("Dit kan alleen een planmaker van een zorgaanbieder.")
    form = DossierForm(request.POST or None)
    beletselen = []
    if request.method == "POST" and form.is_valid():
        try:
            dossier = dossiers.open_dossier(**form.gegevens(), door=door, op=op)
        except StapBelet as fout:
            beletselen = verdeel_beletselen(form, fout)
        else:
            meld_gelukt(request, f"Dossier {dossier.kenmerk} is begonnen en het startgesprek is aangevraagd bij {dossier.coordinerend}.")
            return redirect("partijen" if dossier.is_domeinoverstijgend else "dossier", kenmerk=dossier.kenmerk)
    context = {"form": form, "beletselen": beletselen, "paren": verzekeraars_per_regio(op), "namens": door}
    return render(request, "transformatie/dossier_nieuw.html", context, status=422 if request.method == "POST" else 200)
