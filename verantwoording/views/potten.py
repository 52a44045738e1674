"""The pots with their stand on any day, the acts of beheer on them, and the queue for money."""

import datetime as dt
import uuid
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from kern.basis.datums import vandaag
from kern.basis.forms import Vorm
from kern.basis.geld import toon_bedrag
from kern.organisaties.models import Lidmaatschap, Rol
from kern.toestanden.stap import StapNietToegestaan
from kern.web.idempotentie import eenmalig
from kern.web.lijst import bladzijde
from transformatie.views.algemeen import probeer
from verantwoording import potblad, spelregels
from verantwoording.forms.potten import BudgetForm, PeildatumForm, PotForm
from verantwoording.models import Pot
from verantwoording.services import potbeheer


def _namens(request: HttpRequest) -> Lidmaatschap | None:
    return getattr(request, "namens", None)


def _lezer(request: HttpRequest) -> Lidmaatschap:
    door = _namens(request)
    if door is None or not potblad.ziet_potten(door):
        raise StapNietToegestaan("De potten zijn er voor de zorgverzekeraars, de NZa, de bestuurlijke groep en beheer.")
    return door


def _beheer(request: HttpRequest) -> Lidmaatschap:
    door = _lezer(request)
    if door.rol != Rol.BEHEER:
        raise StapNietToegestaan("Dit kan alleen beheer.")
    return door


def _peildatum(request: HttpRequest, door: Lidmaatschap) -> tuple[PeildatumForm, dt.date]:
    form = PeildatumForm(request.GET if request.GET.get("op") and potblad.kiest_een_dag(door) else None)
    return form, form.dag(vandaag())


AFGESCHERMD = "afgeschermd"


@login_required
@require_safe
def overzicht(request: HttpRequest) -> HttpResponse:
    """Every pot, per sector and per year, on the day that was asked."""
    door = _lezer(request)
    form, op = _peildatum(request, door)
    standen = potblad.potstanden(door, op)
    totaal = potblad.totaal(door, op, standen)
    open_ = potblad.samen("open", (p.stand for p in standen if p.woord == "open"))
    context = {
        "op": op,
        "is_vandaag": op == vandaag(),
        "datum_fout": form.errors.get("op"),
        "standen": standen,
        "totaal": totaal,
        "cijfers": {
            "budget": in_miljoenen(totaal.budget),
            "toegezegd": AFGESCHERMD if totaal.is_afgeschermd else in_miljoenen(totaal.toegezegd),
            "terug": AFGESCHERMD if totaal.is_afgeschermd else in_miljoenen(totaal.terug),
            "over": AFGESCHERMD if totaal.is_afgeschermd or open_.is_afgeschermd else in_miljoenen(open_.over),
        },
        "groepen": [
            ("sector", "Per sector", "Geoormerkt voor", potblad.gegroepeerd(standen, potblad.sectornaam)),
            ("jaar", "Per jaar", "Jaar", potblad.gegroepeerd(standen, lambda pot: str(pot.jaar))),
        ],
        "is_afgeschermd": any(p.stand.is_afgeschermd for p in standen),
        "minstens": potblad.MINSTENS,
        "regels": spelregels.op_datum(op),
        "kiest_een_dag": potblad.kiest_een_dag(door),
        "mag_beheren": door.rol == Rol.BEHEER,
    }
    return render(request, "verantwoording/potten.html", context)


def in_miljoenen(bedrag: Decimal) -> str:
    """A large amount at a glance: € 1.846,8 mln; below a million in full."""
    if bedrag < 1_000_000:
        return toon_bedrag(bedrag)
    tekst = toon_bedrag(round(bedrag / 1_000_000, 1))
    return f"{tekst[:-1] if ',' in tekst else tekst}\u00a0mln"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@eenmalig
def pot(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One pot: where its money came from, and for beheer more or less of it."""
    door = _beheer(request) if request.method == "POST" else _lezer(request)
    rij, op = get_object_or_404(Pot, pk=pk), vandaag()
    form = BudgetForm(request.POST or None) if door.rol == Rol.BEHEER else None
    if form is not None and request.method == "POST" and _probeer(form, lambda **_: _wijzig(rij, form, door, op)):
        messages.success(request, "Het budget is gewijzigd. Wie vooraan in de wachtrij staat en past, is opgeschoven.")
        return redirect("pot", pk=rij.pk)
    stand = next((p for p in potblad.potstanden(door, op) if p.pot.pk == rij.pk), None)
    dicht = stand is not None and stand.stand.is_afgeschermd
    context = {"pot": rij, "potstand": stand, "geschiedenis": potblad.geschiedenis(rij, op, met_verloop=not dicht), "op": op, "form": form}
    return render(request, "verantwoording/potten_pot.html", context, status=422 if request.method == "POST" else 200)


def _wijzig(rij: Pot, form: Vorm, door: Lidmaatschap, op: dt.date) -> None:
    velden = dict(form.cleaned_data)
    teken = Decimal(1 if velden.pop("richting") == "erbij" else -1)
    potbeheer.wijzig_budget(rij, teken * velden.pop("bedrag"), **velden, door=door, op=op)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@eenmalig
def nieuw(request: HttpRequest) -> HttpResponse:
    """Beheer adds a pot with its money."""
    door, op = _beheer(request), vandaag()
    form = PotForm(request.POST or None, initial={"jaar": op.year, "open_van": op})
    if request.method == "POST" and _probeer(
        form, lambda **_: potbeheer.voeg_pot_toe(form.pot(), form.cleaned_data["bedrag"], door=door, op=op)
    ):
        messages.success(request, f"De pot is toegevoegd, met {toon_bedrag(form.cleaned_data['bedrag'])}.")
        return redirect("potten")
    return render(request, "verantwoording/potten_nieuw.html", {"form": form}, status=422 if request.method == "POST" else 200)


def _probeer(form: Vorm, doe: Callable[..., Any]) -> bool:
    """Carry the act out; what stands in the way of no field stands on top of the form."""
    uitslag = probeer(form, doe)
    for belet in uitslag.belet:
        form.add_error(None, belet.tekst)
    return uitslag.gelukt


@login_required
@require_safe
def rij(request: HttpRequest) -> HttpResponse:
    """Who waits for money, in order; each reads the names of the dossiers that they see."""
    door = _namens(request)
    if door is None:
        raise StapNietToegestaan("De wachtrij is er voor wie namens een organisatie werkt.")
    op = vandaag()
    regels = potblad.wachtregels(door, op)
    bedragen = [r.bedrag for r in regels if r.bedrag is not None]
    context = {
        "op": op,
        "bladzijde": bladzijde(request, regels),
        "aantal": len(regels),
        "eigen": [r for r in regels if r.dossier is not None],
        "ziet_alles": door.rol in potblad.LEZERS_BEDRAGEN,
        "totaal": sum(bedragen, Decimal(0)),
        "ziet_potten": potblad.ziet_potten(door),
        "komt": [g.regel for g in spelregels.op_datum(op) if g.stand == "komt nog"],
    }
    return render(request, "verantwoording/wachtrij.html", context)
