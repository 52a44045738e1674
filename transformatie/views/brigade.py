"""The Vliegende Brigade: whom the NZa names, how long they read along, and how they see the problem (1d.6)."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from kern.basis.datums import toon_datum, vandaag
from kern.basis.forms import Vorm
from kern.organisaties.models import Lidmaatschap, Rol
from kern.regels.register import Belet
from kern.toestanden.stap import StapBelet
from kern.web.idempotentie import eenmalig
from transformatie import rechten
from transformatie.forms.zijspoor import BrigadeledenForm, DuidingForm, VerlengForm
from transformatie.models import Zijspoor
from transformatie.selectors.zijspoor import brigadekandidaten, brigadezaken
from transformatie.services import zijspoor as services
from transformatie.views.algemeen import meld_gelukt, namens, verdeel_beletselen


@dataclass
class Bladvormen:
    """The forms of the page, each bound only when it is the one that was sent."""

    leden: BrigadeledenForm
    verleng: VerlengForm
    duiding: DuidingForm

    def van(self, actie: str) -> Vorm | None:
        """The form that belongs to an act; taking somebody off has none."""
        return {"noem": self.leden, "verleng": self.verleng, "duid": self.duiding, "rond_af": self.duiding}.get(actie)


@login_required
@require_safe
def lijst(request: HttpRequest) -> HttpResponse:
    """The calls on the brigade one knows of."""
    door, op = namens(request), vandaag()
    zaken = list(brigadezaken(door, op))
    if not zaken and door.rol not in (Rol.NZA, Rol.BRIGADE):
        raise Http404
    context = {
        "open": [z for z in zaken if z.is_open],
        "afgerond": [z for z in zaken if not z.is_open],
        "is_nza": door.rol == Rol.NZA,
        "op": op,
    }
    return render(request, "transformatie/brigade.html", context)


@login_required
@eenmalig
def zaak(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One call on the brigade: who reads along until when, and what they make of it."""
    door, op = namens(request), vandaag()
    rij: Zijspoor = get_object_or_404(brigadezaken(door, op), pk=pk)
    actie = request.POST.get("actie", "") if request.method == "POST" else ""
    vormen = _vormen(request, rij, actie)
    beletselen: list[Belet] = []
    if request.method == "POST":
        try:
            if (gedaan := _doe(request, rij, door, actie, vormen)) is not None:
                meld_gelukt(request, gedaan)
                klaar = actie == "rond_af" and door.rol != Rol.NZA
                return redirect("werkvoorraad" if klaar else rij.get_absolute_url())
        except StapBelet as fout:
            vorm = vormen.van(actie)
            beletselen = verdeel_beletselen(vorm, fout) if vorm is not None else fout.beletselen
    return render(
        request, "transformatie/brigade_zaak.html", _context(rij, door, vormen, beletselen), status=422 if request.method == "POST" else 200
    )


def _vormen(request: HttpRequest, rij: Zijspoor, actie: str) -> Bladvormen:
    def data(*acties: str) -> Any:
        return request.POST if actie in acties else None

    return Bladvormen(
        BrigadeledenForm(data("noem"), kandidaten=brigadekandidaten(rij, vandaag()).exclude(brigadewerk__zijspoor=rij)),
        VerlengForm(data("verleng")),
        DuidingForm(data("duid", "rond_af"), initial={"duiding": rij.duiding}),
    )


def _doe(request: HttpRequest, rij: Zijspoor, door: Lidmaatschap, actie: str, vormen: Bladvormen) -> str | None:
    """Do what was asked; says what was done, or None when its form was not right."""
    vorm = vormen.van(actie)
    if vorm is not None and not vorm.is_valid():
        return None
    g = vorm.cleaned_data if vorm is not None else {}
    op = vandaag()
    if actie == "haal_af":
        lid = get_object_or_404(rij.leden.select_related("lidmaatschap__organisatie"), pk=_sleutel(request.POST.get("lid")))
        services.haal_van_brigade(rij, lid, door=door, op=op)
        return "Deze persoon leest niet meer mee."
    match actie:
        case "noem":
            tot = services.noem_brigade(rij, list(g["leden"]), door=door, op=op)
            return f"Zij lezen mee tot en met {toon_datum(tot)} en krijgen bericht."
        case "verleng":
            tot = services.verleng_brigade(rij, reden=g["reden"], door=door, op=op)
            return f"De brigade leest mee tot en met {toon_datum(tot)}."
        case "duid":
            services.leg_duiding_vast(rij, duiding=g["duiding"], door=door, op=op)
            return "De duiding is vastgelegd."
        case "rond_af":
            services.rond_brigade_af(rij, duiding=g["duiding"], door=door, op=op)
            return "De brigade is klaar. De leestoegang is nu voorbij en de duiding staat bij de escalatie."
    raise Http404


def _sleutel(tekst: str | None) -> str | None:
    """A key that can be looked up, or None."""
    try:
        return str(uuid.UUID(tekst or ""))
    except ValueError:
        return None


def _context(rij: Zijspoor, door: Lidmaatschap, vormen: Bladvormen, beletselen: list[Belet]) -> dict[str, Any]:
    op = vandaag()
    leden = list(rij.leden.all())
    lezers = {lid.pk for lid in rij.leden.leest_mee_op(op)}
    return {
        "rij": rij,
        "dossier": rij.dossier,
        "leden": [(lid, lid.pk in lezers) for lid in leden],
        "tot": max((lid.tot for lid in leden), default=None),
        "leest_mee": any(lid.pk in lezers and lid.lidmaatschap_id == door.pk for lid in leden),
        "is_nza": rechten.NZA(rij, door),
        "vormen": vormen,
        "kandidaten": vormen.leden.fields["leden"].queryset.exists(),  # type: ignore[attr-defined]  # a ModelMultipleChoiceField
        "beletselen": beletselen,
        "heeft_fouten": bool(beletselen) or any(v.is_bound and v.errors for v in (vormen.leden, vormen.verleng, vormen.duiding)),
        "op": op,
    }
