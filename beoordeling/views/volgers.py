"""What the other insurers see of coming decisions, and what they ask; the file itself stays closed to them."""

import uuid
from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from beoordeling.forms.volgers import VolgersantwoordForm, VolgersvraagForm, VoornemenForm
from beoordeling.kaders import geldend_kader
from beoordeling.models import Volgersvraag, Voornemen
from beoordeling.selectors import ronde_in_behandeling
from beoordeling.services import volgers
from beoordeling.views.algemeen import binnen
from kern.basis.datums import vandaag
from kern.organisaties.models import Lidmaatschap, Rol
from kern.regels.register import Belet
from kern.toestanden.stap import StapBelet, StapNietMogelijk, StapNietToegestaan
from kern.web.idempotentie import eenmalig
from kern.web.lijst import bladzijde
from transformatie.rechten import COORDINERENDE
from transformatie.selectors.dossier import laad_partijen
from transformatie.views.algemeen import meld_gelukt, namens, probeer, verdeel_beletselen


def _verzekeraar(request: HttpRequest) -> Lidmaatschap:
    """Only who assesses for an insurer comes here; for all others these pages do not exist."""
    door = namens(request)
    if door.rol != Rol.BEOORDELAAR:
        raise Http404
    return door


@login_required
def voornemens(request: HttpRequest) -> HttpResponse:
    """All voorgenomen besluiten that were laid before the insurers, the newest on top."""
    _verzekeraar(request)
    op = vandaag()
    rijen = Voornemen.objects.select_related("dossier__hoofdregio", "dossier__coordinerend", "dossier__tweede")
    return render(
        request,
        "beoordeling/voornemens.html",
        {"bladzijde": bladzijde(request, rijen), "op": op, "kent_inzage": geldend_kader(op).weken_inzage_overige},
    )


@login_required
@eenmalig
def voornemen(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One voorgenomen besluit in brief (GET), or a question about it (POST)."""
    rij, door = _lees(request, pk)
    if request.method != "POST":
        return _toon(request, rij, door)
    form = VolgersvraagForm(request.POST)
    uitslag = probeer(form, partial(volgers.stel_vraag, rij, door=door, op=vandaag()))
    if uitslag.gelukt:
        meld_gelukt(request, "Uw vraag is gesteld aan beide zorgverzekeraars.")
        return redirect(rij)
    return _toon(request, rij, door, vraagform=form, belet=uitslag.belet, status=uitslag.status)


@login_required
@require_POST
@eenmalig
def beantwoord(request: HttpRequest, pk: uuid.UUID, vraag: uuid.UUID) -> HttpResponse:
    """One of the two insurers answers a question."""
    rij, door = _lees(request, pk)
    gesteld = get_object_or_404(Volgersvraag.objects.select_related("organisatie"), pk=vraag, voornemen=rij)
    gesteld.voornemen = rij
    form = VolgersantwoordForm(request.POST, prefix=str(vraag))
    uitslag = probeer(form, partial(volgers.beantwoord, gesteld, door=door, op=vandaag()))
    if uitslag.gelukt:
        meld_gelukt(request, f"Uw antwoord is bij {gesteld.organisatie} bekend.")
        return redirect(rij)
    if not volgers.VERZEKERAAR(rij, door):
        raise StapNietToegestaan(f"Dit kan alleen {volgers.VERZEKERAAR.wie}.")
    return _toon(request, rij, door, antwoordform=(vraag, form), belet=uitslag.belet, status=uitslag.status)


def _lees(request: HttpRequest, pk: uuid.UUID) -> tuple[Voornemen, Lidmaatschap]:
    door = _verzekeraar(request)
    vragen = Volgersvraag.objects.select_related("organisatie", "beantwoord_namens")
    rijen = Voornemen.objects.select_related("dossier__hoofdregio", "dossier__coordinerend", "dossier__tweede")
    return get_object_or_404(rijen.prefetch_related(Prefetch("vragen", vragen)), pk=pk), door


def _toon(
    request: HttpRequest,
    rij: Voornemen,
    door: Lidmaatschap,
    *,
    vraagform: VolgersvraagForm | None = None,
    antwoordform: tuple[uuid.UUID, VolgersantwoordForm] | None = None,
    belet: list[Belet] | None = None,
    status: int = 200,
) -> HttpResponse:
    laad_partijen(rij.dossier)
    mag_antwoorden, mag_vragen = volgers.VERZEKERAAR(rij, door), volgers.VOLGER(rij, door) and rij.is_open(vandaag())
    vragen: list[dict[str, Any]] = []
    for vraag in rij.vragen.all():
        form = antwoordform[1] if antwoordform and antwoordform[0] == vraag.pk else VolgersantwoordForm(prefix=str(vraag.pk))
        vragen.append({"vraag": vraag, "form": form if mag_antwoorden and not vraag.beantwoord_op else None})
    context = {
        "rij": rij,
        "dossier": rij.dossier,
        "partijen": sorted({p.organisatie.naam for p in rij.dossier.deelnemende_partijen}),
        "vragen": vragen,
        "is_open": rij.is_open(vandaag()),
        "mag_antwoorden": mag_antwoorden,
        "vraagform": vraagform or (VolgersvraagForm() if mag_vragen else None),
        "mag_vragen": mag_vragen,
        "foutform": vraagform or (antwoordform[1] if antwoordform else None),
        "belet": belet or [],
        "heeft_fouten": status != 200,
    }
    return render(request, "beoordeling/voornemen.html", context, status=status)


@login_required
@eenmalig
def leg_voor(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """The coordinating insurer lays a voorgenomen besluit before the others, where the framework asks it."""
    dossier, door, _ = binnen(request, kenmerk)
    if not COORDINERENDE(dossier, door):
        raise StapNietToegestaan(f"Dit kan alleen {COORDINERENDE.wie}.")
    ronde = ronde_in_behandeling(dossier)
    eerder = Voornemen.objects.filter(ronde=ronde).first() if ronde else None
    if eerder is not None and request.method != "POST":
        return redirect(eerder)
    form = VoornemenForm(request.POST if request.method == "POST" else None, initial={"doelen": dossier.samenvatting})
    belet: list[Belet] = []
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            rij = volgers.leg_voor(dossier, door=door, op=vandaag(), **form.cleaned_data)
        except StapNietMogelijk as fout:
            belet, status = [Belet(fout.tekst)], fout.status
        except StapBelet as fout:
            belet = verdeel_beletselen(form, fout)
        else:
            meld_gelukt(request, "Het voorgenomen besluit ligt voor bij de overige zorgverzekeraars.")
            return redirect(rij)
    context = {
        "dossier": dossier,
        "form": form,
        "belet": belet,
        "waarom_niet": volgers.waarom_niet(ronde),
        "weken": ronde.kader.weken_inzage_overige if ronde else 0,
    }
    return render(request, "beoordeling/leg_voor.html", context | {"heeft_fouten": status != 200}, status=status)
