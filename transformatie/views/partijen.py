"""Who is at the table of a dossier, which insurers assess it, and which domains it touches."""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from kern.basis.datums import vandaag
from kern.organisaties.models import Lidmaatschap
from kern.regels.register import Belet
from kern.toestanden.stap import StapBelet
from kern.web.idempotentie import eenmalig
from transformatie import rechten
from transformatie.forms.dossiers import DomeinForm, NodigUitForm, TweedeForm
from transformatie.forms.partijen import LaatGaanForm
from transformatie.models import Domein, Dossier, Partij, Partijrol
from transformatie.panelen import Stand, standen_van
from transformatie.selectors.dossier import laad_partijen
from transformatie.selectors.partijen import ontbrekende_partijen, uitnodigbare_organisaties
from transformatie.services import dossiers
from transformatie.services.partijen import PARTIJ_ZELF
from transformatie.views.algemeen import meld_gelukt, namens, verdeel_beletselen, zichtbaar_dossier


@dataclass
class Poging:
    """One act on the page: what was sent, and where to say what is wrong with it."""

    dossier: Dossier
    door: Lidmaatschap
    op: dt.date
    gegevens: Any
    form: BaseForm | None = None


Handeling = Callable[[Poging], str | None]
_handelingen: dict[str, Handeling] = {}


def handeling(functie: Handeling) -> Handeling:
    """An act by its name; it says what was done, or None when its form was not right."""
    _handelingen[functie.__name__] = functie
    return functie


@handeling
def nodig_uit(poging: Poging) -> str | None:
    """Invite an organisation in a role (1a.1)."""
    poging.form = form = NodigUitForm(poging.gegevens)
    if not form.is_valid():
        return None
    g = form.cleaned_data
    partij = dossiers.nodig_uit(
        poging.dossier, g["organisatie"], g["rol"], door=poging.door, op=poging.op, vraagt_spuk_aan=g["vraagt_spuk_aan"]
    )
    return f"{partij.organisatie.aan_het_begin} is uitgenodigd als {partij.get_rol_display()}."


@handeling
def laat_uitgaan(poging: Poging) -> str | None:
    """Let a party go, with a reason; what it did stays on record (1b.2)."""
    partij = get_object_or_404(
        poging.dossier.partijen.select_related("organisatie"), pk=_sleutel(poging.gegevens.get("partij")), uit_op=None
    )
    poging.form = form = LaatGaanForm(poging.gegevens, auto_id=_veldnaam(partij))
    if not form.is_valid():
        return None
    dossiers.laat_uitgaan(poging.dossier, partij, reden=form.cleaned_data["reden"], door=poging.door, op=poging.op)
    return f"{partij.organisatie.aan_het_begin} doet niet meer mee als {partij.get_rol_display()}."


@handeling
def kies_tweede(poging: Poging) -> str | None:
    """Settle the second insurer (1c.1)."""
    poging.form = form = TweedeForm(poging.gegevens, dossier=poging.dossier)
    if not form.is_valid():
        return None
    dossiers.kies_tweede(poging.dossier, form.cleaned_data["tweede"], door=poging.door, op=poging.op)
    return f"{form.cleaned_data['tweede']} is nu de tweede zorgverzekeraar."


@handeling
def voeg_domein_toe(poging: Poging) -> str | None:
    """The plan touches another domain (1a.1)."""
    form = DomeinForm(poging.gegevens)
    if not form.is_valid():
        raise Http404
    dossiers.voeg_domein_toe(poging.dossier, form.cleaned_data["domein"], door=poging.door, op=poging.op)
    return f"Het domein {Domein(form.cleaned_data['domein']).label} staat nu bij het dossier."


@handeling
def haal_domein_weg(poging: Poging) -> str | None:
    """Take a domain off (1b.2)."""
    form = DomeinForm(poging.gegevens)
    if not form.is_valid():
        raise Http404
    dossiers.haal_domein_weg(poging.dossier, form.cleaned_data["domein"], door=poging.door, op=poging.op)
    return f"Het domein {Domein(form.cleaned_data['domein']).label} is van het dossier af."


@handeling
def stem_in_met_weghalen(poging: Poging) -> str | None:
    """A gemeente agrees that the social domain goes (1b.2)."""
    dossiers.stem_in_met_weghalen(poging.dossier, door=poging.door, op=poging.op)
    return "U stemt ermee in dat het sociaal domein van dit dossier af gaat."


@login_required
@eenmalig
def partijen(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """The parties, insurers and domains of a dossier, and what one may change there."""
    dossier = zichtbaar_dossier(request, kenmerk=kenmerk)
    poging = Poging(dossier, namens(request), vandaag(), request.POST)
    beletselen: list[Belet] = []
    actie = request.POST.get("actie", "")
    if request.method == "POST":
        functie = _handelingen.get(actie)
        if functie is None:
            raise Http404
        try:
            gedaan = functie(poging)
        except StapBelet as fout:
            beletselen = verdeel_beletselen(poging.form, fout) if poging.form is not None else fout.beletselen
        else:
            if gedaan is not None:
                meld_gelukt(request, gedaan)
                return redirect("partijen", kenmerk=kenmerk)
    context = _context(poging, actie, beletselen)
    return render(request, "transformatie/partijen.html", context, status=422 if request.method == "POST" else 200)


def _context(poging: Poging, actie: str, beletselen: list[Belet]) -> dict[str, Any]:
    dossier, door = poging.dossier, poging.door
    alle = laad_partijen(dossier)
    mag_uitnodigen = rechten.PENVOERDER_OF_COORDINERENDE(dossier, door)
    is_concept = dossier.snelle_toets.status == "concept"
    standen = standen_van(dossier)
    return {
        "dossier": dossier,
        "rijen": [_regel(p, standen, poging, actie) for p in alle if p.uit_op is None],
        "vertrokken": [p for p in alle if p.uit_op is not None],
        "ontbreekt": (ontbreekt := ontbrekende_partijen(dossier)),
        "per_domein": [(Domein(d).label, [o for o in ontbreekt if o.domein == d]) for d in dict.fromkeys(o.domein for o in ontbreekt)],
        "is_concept": is_concept,
        "gaat_form": poging.form if isinstance(poging.form, LaatGaanForm) else None,
        "mag_uitnodigen": mag_uitnodigen,
        "mag_laten_gaan": rechten.PENVOERDER(dossier, door),
        "mag_tweede_kiezen": rechten.COORDINERENDE(dossier, door) and is_concept,
        "mag_instemmen": rechten.GEMEENTE(dossier, door) and not is_concept and dossier.raakt_sociaal_domein,
        "ingestemd": set(dossier.domeininstemmingen.values_list("organisatie_id", flat=True)),
        "namens": door,
        "nodig_uit_form": poging.form if actie == "nodig_uit" and poging.form else NodigUitForm(),
        "tweede_form": poging.form
        if actie == "kies_tweede" and poging.form
        else TweedeForm(dossier=dossier, initial={"tweede": dossier.tweede}),
        "organisaties": uitnodigbare_organisaties() if mag_uitnodigen else [],
        "domeinen": [(d, d.value in dossier.domeinen) for d in Domein],
        "beletselen": beletselen,
        "heeft_fouten": bool(beletselen) or bool(poging.form and poging.form.errors),
    }


@dataclass(frozen=True)
class Regel:
    """One party in the table: how it stands, its own way to answer or leave, and the form with which the penvoerder lets it go."""

    partij: Partij
    standen: list[Stand]
    antwoordt: bool
    gaat_form: LaatGaanForm | None


def _regel(partij: Partij, standen: dict[uuid.UUID, list[Stand]], poging: Poging, actie: str) -> Regel:
    partij.dossier = poging.dossier
    form = None
    if partij.rol != Partijrol.PENVOERDER and rechten.PENVOERDER(poging.dossier, poging.door):
        form = LaatGaanForm(auto_id=_veldnaam(partij))
        if actie == "laat_uitgaan" and poging.gegevens.get("partij") == str(partij.pk) and isinstance(poging.form, LaatGaanForm):
            form = poging.form
    return Regel(partij, standen.get(partij.organisatie_id, []), PARTIJ_ZELF(partij, poging.door), form)


def _veldnaam(partij: Partij) -> str:
    """How the fields of this row are called on the page, where each row has the same form."""
    return f"id_{partij.pk.hex[:8]}_%s"


def _sleutel(tekst: str | None) -> str | None:
    """A key that can be looked up, or None."""
    try:
        return str(uuid.UUID(tekst or ""))
    except ValueError:
        return None
