"""The page on which a party answers its invitation, or withdraws."""

import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from kern.basis.datums import vandaag
from kern.regels.register import Belet
from kern.toestanden.stap import StapBelet, StapNietToegestaan
from kern.web.idempotentie import eenmalig
from transformatie.forms.partijen import RedenForm
from transformatie.models import Domein, Partij, Partijrol
from transformatie.selectors.dossier import laad_partijen
from transformatie.services import partijen
from transformatie.views.algemeen import meld_gelukt, namens, verdeel_beletselen, zichtbaar_dossier


@login_required
@eenmalig
def uitnodiging(request: HttpRequest, kenmerk: str, pk: uuid.UUID) -> HttpResponse:
    """What the plan is, who is at the table, and the answer; or, for who takes part, the way out (1b.2)."""
    dossier = zichtbaar_dossier(request, kenmerk=kenmerk)
    door = namens(request)
    alle = laad_partijen(dossier)
    partij = get_object_or_404(Partij.objects.select_related("organisatie"), pk=pk, dossier=dossier)
    partij.dossier = dossier
    if not partijen.PARTIJ_ZELF(partij, door):
        raise StapNietToegestaan(f"Dit kan alleen {partijen.PARTIJ_ZELF.wie}.")
    form = RedenForm(request.POST if request.POST.get("actie") in ("sla_af", "trek_terug") else None)
    beletselen: list[Belet] = []
    if request.method == "POST":
        try:
            gedaan = _doe(request.POST.get("actie", ""), partij, form, door=door, op=vandaag())
        except StapBelet as fout:
            beletselen = verdeel_beletselen(form, fout) if form.is_bound else fout.beletselen
        else:
            if gedaan:
                meld_gelukt(request, gedaan)
                return redirect("werkvoorraad") if partij.uit_op else redirect("dossier", kenmerk=kenmerk)
    context = {
        "dossier": dossier,
        "partij": partij,
        "form": form,
        "beletselen": beletselen,
        "heeft_fouten": bool(beletselen) or bool(form.errors),
        "anderen": [p for p in alle if p.uit_op is None and p.organisatie_id != partij.organisatie_id],
        "domeinen": " en ".join(Domein(d).label for d in dossier.domeinen),
        "taken": TAKEN[Partijrol(partij.rol)],
    }
    return render(request, "transformatie/uitnodiging.html", context, status=422 if request.method == "POST" else 200)


def _doe(actie: str, partij: Partij, form: RedenForm, **wie_wanneer: Any) -> str:
    """Carry out one of the three answers; says what was done, or nothing when the form was not right."""
    rol = partij.get_rol_display()
    if actie == "aanvaard":
        partijen.aanvaard(partij, **wie_wanneer)
        return f"U doet mee als {rol}."
    if actie not in ("sla_af", "trek_terug"):
        raise Http404
    if not form.is_valid():
        return ""
    doe = partijen.sla_af if actie == "sla_af" else partijen.trek_terug
    doe(partij, reden=form.cleaned_data["reden"], **wie_wanneer)
    return f"U doet niet mee als {rol}." if actie == "sla_af" else f"U doet niet meer mee als {rol}."


INDIENER = "U werkt mee aan het plan, geeft commitment op de versie die wordt ingediend (1b.1) en voert uit wat u is toegedeeld."
TAKEN: dict[Partijrol, str] = {
    Partijrol.PENVOERDER: INDIENER,
    Partijrol.INDIENER: INDIENER,
    Partijrol.DEELNEMER: INDIENER,
    Partijrol.KASSIER: f"U ontvangt het geld en verdeelt het over de deelnemers. {INDIENER}",
    Partijrol.GEMEENTE: "U beoordeelt mee wat het sociaal domein raakt (1b.2), keurt uw onderdelen goed of weigert ze met een reden, "
    "en geeft commitment (1b.1). U vraagt zelf de SPUK aan en verantwoordt die.",
    Partijrol.FINANCIER: "U sluit aan vanaf het eerste contact (1a.1) en geeft commitment op het plan (1b.1).",
}
