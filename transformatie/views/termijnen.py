"""All running terms one may see, and moving one of them."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from kern.basis.datums import toon_datum, vandaag
from kern.organisaties.models import Lidmaatschap
from kern.regels.register import Belet
from kern.termijnen.klokbalk import maak_klokbalk
from kern.termijnen.models import Termijn, TermijnStatus
from kern.termijnen.querysets import open_termijnen
from kern.termijnen.soorten import BESLUIT_SNELLE_TOETS, BESLUIT_TRANSFORMATIEPLAN, INDIENEN_TRANSFORMATIEPLAN
from kern.toestanden.stap import StapBelet, StapNietToegestaan
from kern.web.idempotentie import eenmalig
from kern.web.lijst import bladzijde, sortering
from transformatie import rechten
from transformatie.forms.termijnen import HervatForm, SchortOpForm, VerlengForm
from transformatie.models import Dossier
from transformatie.services import klokken
from transformatie.views.algemeen import meld_gelukt, namens, verdeel_beletselen, zichtbaar_dossier
from transformatie.zicht import INTERNE_TERMIJNEN, is_van_indiener, mag_termijn_zien

SORTEERVELDEN = {"einde": "einde_op", "start": "start_op", "soort": "soort_termijn", "wie": "verantwoordelijk__naam"}
TE_VERLENGEN = {BESLUIT_SNELLE_TOETS, INDIENEN_TRANSFORMATIEPLAN, BESLUIT_TRANSFORMATIEPLAN}
OP_TE_SCHORTEN = {BESLUIT_SNELLE_TOETS, BESLUIT_TRANSFORMATIEPLAN}


@login_required
@require_safe
def lijst(request: HttpRequest) -> HttpResponse:
    """Every running term of the dossiers this person sees, the soonest first."""
    door, op = namens(request), vandaag()
    dossiers = Dossier.objects.zichtbaar_voor(door)
    rijen = open_termijnen(dossiers.values("pk"), op).exclude(_verborgen(door))
    toon = request.GET.get("toon", "")
    if toon == "laat":
        rijen = rijen.filter(is_te_laat=True)  # type: ignore[misc]
    elif toon == "eigen":
        rijen = rijen.filter(verantwoordelijk_id=door.organisatie_id)
    sorteer, volgorde = sortering(request, SORTEERVELDEN, "einde")
    blad = bladzijde(request, rijen.order_by(*volgorde))
    per_zaak = {d.pk: d for d in dossiers.filter(pk__in={t.zaak_id for t in blad})}
    regels = [(t, per_zaak[t.zaak_id], maak_klokbalk(t, op)) for t in blad]
    return render(
        request, "transformatie/termijnen.html", {"regels": regels, "bladzijde": blad, "sorteer": sorteer, "toon": toon, "op": op}
    )


def _verborgen(door: Lidmaatschap) -> Any:
    """The terms between reviewers in the dossiers that a person submits in."""
    from django.db.models import Q

    from transformatie.models import Partij
    from transformatie.models.dossier import INDIENEND

    eigen = Lidmaatschap.objects.filter(gebruiker_id=door.gebruiker_id).values("organisatie_id")
    indienend = Partij.objects.filter(organisatie_id__in=eigen, rol__in=INDIENEND).values("dossier_id")
    return Q(soort_termijn__in=INTERNE_TERMIJNEN, zaak_id__in=indienend)


@login_required
@require_safe
def termijn(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One term: its clock, why it ends when it ends, and what may be moved."""
    rij, dossier = _rij(request, pk)
    door, op = namens(request), vandaag()
    context = {
        "dossier": dossier,
        "termijn": rij,
        "klok": maak_klokbalk(rij, op),
        "acties": _acties(rij, dossier, door),
        "opschortingen": list(rij.opschortingen.all()),
    }
    return render(request, "transformatie/termijn.html", context)


@dataclass(frozen=True)
class Verzetting:
    """One way to move a term: its form, its words, and the service that does it."""

    label: str
    gevolg: str
    form: Any
    standen: tuple[str, ...]
    soorten: frozenset[str]


VERZETTINGEN = {
    "verleng": Verzetting(
        "Verleng de termijn",
        "De nieuwe laatste dag geldt zoals u haar kiest; zij schuift niet op. Dat de planmakers instemmen staat in het dossier.",
        VerlengForm,
        (TermijnStatus.LOOPT, TermijnStatus.OVERSCHREDEN),
        frozenset(TE_VERLENGEN),
    ),
    "schort-op": Verzetting(
        "Schort de termijn op",
        "De termijn staat stil vanaf morgen, tot u haar hervat. De laatste dag schuift dan op met de dagen die stilstonden.",
        SchortOpForm,
        (TermijnStatus.LOOPT,),
        frozenset(OP_TE_SCHORTEN),
    ),
    "hervat": Verzetting(
        "Hervat de termijn",
        "De termijn loopt weer. De nieuwe laatste dag wordt berekend.",
        HervatForm,
        (TermijnStatus.OPGESCHORT,),
        frozenset(OP_TE_SCHORTEN),
    ),
}


def _acties(rij: Termijn, dossier: Dossier, door: Lidmaatschap) -> list[tuple[str, str]]:
    if not rechten.COORDINERENDE(dossier, door):
        return []
    return [(naam, v.label) for naam, v in VERZETTINGEN.items() if rij.soort_termijn in v.soorten and rij.status in v.standen]


@login_required
@eenmalig
def verzet(request: HttpRequest, pk: uuid.UUID, hoe: str) -> HttpResponse:
    """Extend, suspend or resume one term, by the coordinating insurer with recorded consent."""
    rij, dossier = _rij(request, pk)
    door = namens(request)
    verzetting = VERZETTINGEN.get(hoe)
    if verzetting is None or rij.soort_termijn not in verzetting.soorten:
        raise Http404
    if not rechten.COORDINERENDE(dossier, door):
        raise StapNietToegestaan(f"Dit kan alleen {rechten.COORDINERENDE.wie}.")
    form = verzetting.form(request.POST if request.method == "POST" else None, termijn=rij)
    beletselen: list[Belet] = []
    if request.method == "POST" and form.is_valid():
        try:
            _voer_uit(hoe, dossier, rij, door, form.cleaned_data)
        except StapBelet as fout:
            beletselen = verdeel_beletselen(form, fout)
        else:
            rij.refresh_from_db()
            meld_gelukt(request, f"Gedaan: {verzetting.label}. De laatste dag is nu {toon_datum(rij.einde_op)}.")
            return redirect("termijn", pk=rij.pk)
    context = {
        "dossier": dossier,
        "termijn": rij,
        "klok": maak_klokbalk(rij, vandaag()),
        "form": form,
        "verzetting": verzetting,
        "beletselen": beletselen,
    }
    return render(request, "transformatie/termijn_verzet.html", context, status=422 if request.method == "POST" else 200)


def _voer_uit(hoe: str, dossier: Dossier, rij: Termijn, door: Lidmaatschap, g: dict[str, Any]) -> None:
    op = vandaag()
    if hoe == "verleng":
        klokken.verleng(dossier, rij, tot=g["tot"], reden=g["reden"], ingestemd=g["ingestemd"], door=door, op=op)
    elif hoe == "schort-op":
        klokken.schort_op(dossier, rij, reden=g["reden"], ingestemd=g["ingestemd"], door=door, op=op)
    else:
        klokken.hervat(dossier, rij, door=door, op=op)


def _rij(request: HttpRequest, pk: uuid.UUID) -> tuple[Termijn, Dossier]:
    rij = get_object_or_404(Termijn.objects.select_related("verantwoordelijk").prefetch_related("opschortingen"), pk=pk)
    dossier = zichtbaar_dossier(request, pk=rij.zaak_id)
    if not mag_termijn_zien(rij, is_van_indiener(namens(request), dossier)):
        raise Http404
    return rij, dossier
