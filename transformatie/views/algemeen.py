"""What every view on a dossier begins with."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from kern.basis.datums import vandaag
from kern.organisaties.models import Lidmaatschap
from kern.regels.register import Belet
from kern.toestanden.stap import StapBelet, StapNietMogelijk, StapNietToegestaan
from transformatie import meelezen
from transformatie.models import Dossier
from transformatie.selectors.dossier import met_bijzaken, met_lidmaatschappen, onthoud_lidmaatschappen
from transformatie.selectors.partijen import met_financiers

MET_STUKKEN = ("hoofdregio", "coordinerend__concern", "tweede__concern", "startgesprek", "snelle_toets", "plan")


def namens(request: HttpRequest) -> Lidmaatschap:
    """The membership this person acts under; who has none sees no dossier at all."""
    lid: Lidmaatschap | None = getattr(request, "namens", None)
    if lid is None:
        raise Http404
    return lid


def zichtbaar_dossier(request: HttpRequest, *, kenmerk: str | None = None, pk: uuid.UUID | None = None) -> Dossier:
    """The dossier with its documents, or 404 when this person does not see it."""
    door = namens(request)
    waarop: dict[str, Any] = {"pk": pk} if kenmerk is None else {"kenmerk": kenmerk}
    rijen = met_financiers(met_bijzaken(Dossier.objects.zichtbaar_voor(door).select_related(*MET_STUKKEN)))
    dossier: Dossier | None = met_lidmaatschappen(rijen, door).filter(**waarop).first()
    if dossier is None:
        return _meegelezen_dossier(request, door, waarop)
    onthoud_lidmaatschappen(dossier, door)
    return dossier


def _meegelezen_dossier(request: HttpRequest, door: Lidmaatschap, waarop: dict[str, Any]) -> Dossier:
    """The dossier for who only reads along in it (1d.6): on a few pages, by GET; 403 elsewhere, 404 for everybody else."""
    rijen = met_bijzaken(Dossier.objects.filter(meelezen.meelezend(door, vandaag())).select_related(*MET_STUKKEN))
    dossier: Dossier = get_object_or_404(met_lidmaatschappen(rijen, door), **waarop)
    blad = request.resolver_match.url_name if request.resolver_match else None
    if blad not in meelezen.BLADEN or request.method not in ("GET", "HEAD"):
        raise StapNietToegestaan(meelezen.NIET_VOOR_MEELEZERS)
    onthoud_lidmaatschappen(dossier, door)
    meelezen.noteer_meelezer(dossier)
    return dossier


def verdeel_beletselen(form: BaseForm, fout: StapBelet) -> list[Belet]:
    """Put each obstacle that is about a field of the form there; give back the others, for the block on top."""
    rest = []
    for belet in fout.beletselen:
        if belet.veld in form.fields:
            form.add_error(belet.veld, f"{belet.tekst} ({belet.regel})" if belet.regel else belet.tekst)
        else:
            rest.append(belet)
    return rest


@dataclass(frozen=True)
class Uitslag:
    """How an attempt with a form ended: done, or refused, with the obstacles that are about none of its fields."""

    gelukt: bool
    belet: list[Belet] = field(default_factory=list)
    status: int = 422


def probeer(form: BaseForm, doe: Callable[..., Any]) -> Uitslag:
    """Do this with what was filled in; a refusal lands at its field or in the block on top, and nothing typed is lost."""
    if not form.is_valid():
        return Uitslag(gelukt=False)
    try:
        doe(**form.cleaned_data)
    except StapNietMogelijk as fout:
        return Uitslag(gelukt=False, belet=[Belet(fout.tekst)], status=fout.status)
    except StapBelet as fout:
        return Uitslag(gelukt=False, belet=verdeel_beletselen(form, fout))
    return Uitslag(gelukt=True)


def meld_gelukt(request: HttpRequest, tekst: str) -> None:
    """Say on the next page what was done."""
    messages.success(request, tekst)
