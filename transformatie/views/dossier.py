"""The page of one dossier, its history and its contacts."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kern.basis.datums import toon_datum, vandaag
from kern.journaal import selectors as journaal
from kern.organisaties.models import Lidmaatschap, Sector
from kern.termijnen.klokbalk import Klokbalk
from kern.toestanden.uitvoeren import Mogelijkheid, mogelijkheden
from kern.web.onderdelen import Fase as Fasestap
from kern.web.panelen import panelen_voor
from transformatie import rechten
from transformatie.aanzet import AanZet, nu_aan_zet
from transformatie.meelezen import leest_alleen_mee, meelezersstukken
from transformatie.models import Domein, Dossier, Fase, Partij
from transformatie.panelen import Stand, standen_van
from transformatie.selectors.dossier import Dossierblad, contactkaarten, laad_partijen, open_escalaties, plan_van
from transformatie.views.algemeen import namens, zichtbaar_dossier
from transformatie.zicht import is_van_indiener, mag_stap_zien, mag_termijn_zien


@dataclass(frozen=True)
class Beurt:
    """One card of 'Nu aan zet': its heading, its clock, and the steps of who looks."""

    aanzet: AanZet
    kop: str
    is_uw_beurt: bool
    klok: Klokbalk | None
    stappen: list[Mogelijkheid]


@dataclass(frozen=True)
class Partijregel:
    """An organisation at the table, all its roles, and how it stands."""

    naam: str
    rollen: str
    standen: list[Stand]


@login_required
@require_safe
def dossier(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """One dossier: who is to move, the clock, the parties, the documents, the history."""
    rij = zichtbaar_dossier(request, kenmerk=kenmerk)
    door, op = namens(request), vandaag()
    blad = Dossierblad(rij, door, op)
    if leest_alleen_mee(rij):
        return meegelezen(request, blad)
    context: dict[str, Any] = {
        "dossier": rij,
        "namens": door,
        "op": op,
        "blad": blad,
        "request": request,
        "fasen": fasen(rij),
        "kenmerken": kenmerken(blad),
        "partijen": partijregels(blad),
        "klokken": [(t, blad.klokbalk(t)) for t in blad.open_termijnen],
        "escalaties": open_escalaties(rij),
        "brigade_tot": rij.brigade_tot if rij.brigade_tot and rij.brigade_tot >= op else None,  # type: ignore[attr-defined]  # by met_bijzaken
        "plan": plan_van(rij),
        "is_betrokken": rechten.BETROKKENE(rij, door),
    }
    context["beurten"], context["wachtenden"] = beurten(blad)
    context["hoofd"] = panelen_voor("dossier.hoofd", context)
    context["zijkant"] = panelen_voor("dossier.zijkant", context)
    context["breed"] = panelen_voor("dossier.breed", context)
    return render(request, "transformatie/dossier.html", context)


def meegelezen(request: HttpRequest, blad: Dossierblad) -> HttpResponse:
    """The dossier for the Vliegende Brigade: what the parties share, without the assessment, prices and steps (1d.6)."""
    rij = blad.dossier
    context = {
        "dossier": rij,
        "tot": rij.brigade_tot,  # type: ignore[attr-defined]  # brought by met_bijzaken
        "fasen": fasen(rij),
        "escalaties": open_escalaties(rij),
        "partijen": blad.dossier.deelnemende_partijen,
        "bijlagen": meelezersstukken(rij),
        "klokken": [(t, blad.klokbalk(t)) for t in blad.termijnen if t.is_open and mag_termijn_zien(t, van_indiener=True)],
        "stappen": [r for r in journaal.tijdlijn(rij.pk, limiet=200) if r.soort.startswith("transformatie.")][:20],
        "plan": plan_van(rij),
    }
    return render(request, "transformatie/meelezen.html", context)


@login_required
@require_safe
def geschiedenis(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """Every step on a dossier that this person may see."""
    rij = zichtbaar_dossier(request, kenmerk=kenmerk)
    van_indiener = is_van_indiener(namens(request), rij)
    regels = [r for r in journaal.tijdlijn(rij.pk, limiet=500) if mag_stap_zien(r, van_indiener)]
    return render(request, "transformatie/geschiedenis.html", {"dossier": rij, "regels": regels})


@login_required
@require_safe
def contacten(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """Whom to call, per party of the dossier and per level (1d.4)."""
    rij = zichtbaar_dossier(request, kenmerk=kenmerk)
    laad_partijen(rij)
    doet_mee = namens(request).organisatie_id in {o.pk for o in rij.betrokken_organisaties}
    context = {"dossier": rij, "kaarten": contactkaarten(rij, vandaag()), "doet_mee": doet_mee}
    return render(request, "transformatie/contacten.html", context)


def kop(aanzet: AanZet, door: Lidmaatschap) -> str:
    """Who is to move, in words: 'u, samen met CZ', 'VGZ en CZ', 'alle 7 partijen'."""
    anderen = [o.naam for o in aanzet.wie if o.pk != door.organisatie_id]
    if not aanzet.is_aan(door):
        return _opsomming(anderen) if len(anderen) <= 3 else f"alle {len(anderen)} partijen"
    if not anderen:
        return "u"
    return f"u, samen met {_opsomming(anderen) if len(anderen) <= 2 else f'{len(anderen)} anderen'}"


def _opsomming(namen: list[str]) -> str:
    return " en ".join([", ".join(namen[:-1]), namen[-1]] if len(namen) > 1 else namen)


def beurten(blad: Dossierblad) -> tuple[list[Beurt], list[Beurt]]:
    """The cards of 'Nu aan zet', and who else is waited for; a step and a clock stand on one card only."""
    gezien: set[tuple[Any, str]] = set()
    klokken: set[Any] = set()
    kaarten = []
    for aanzet in nu_aan_zet(blad.dossier, blad.door, blad.op):
        stappen = [m for rij in aanzet.rijen for m in mogelijkheden(rij, door=blad.door, op=blad.op) if (rij.pk, m.naam) not in gezien]
        gezien |= {(m.rij.pk, m.naam) for m in stappen}
        termijn = aanzet.termijn if aanzet.termijn and aanzet.termijn.pk not in klokken else None
        klokken.add(termijn.pk if termijn else None)
        kaarten.append(Beurt(aanzet, kop(aanzet, blad.door), aanzet.is_aan(blad.door), blad.klokbalk(termijn), stappen))
    groot = [b for i, b in enumerate(kaarten) if i == 0 or b.is_uw_beurt or b.stappen]
    return groot, [b for b in kaarten if b not in groot]


def partijregels(blad: Dossierblad) -> list[Partijregel]:
    """The parties that take part now, each organisation once."""
    standen = standen_van(blad.dossier)
    per_organisatie: dict[Any, list[Partij]] = {}
    for partij in blad.dossier.deelnemende_partijen:
        per_organisatie.setdefault(partij.organisatie_id, []).append(partij)
    return [
        Partijregel(rijen[0].organisatie.naam, ", ".join(p.get_rol_display() for p in rijen), standen.get(pk, []))
        for pk, rijen in per_organisatie.items()
    ]


def fasen(dossier: Dossier) -> list[Fasestap]:
    """The six phases with what is known of their dates."""
    volgorde = list(Fase)
    nu = volgorde.index(Fase(dossier.fase))
    return [
        Fasestap(
            fase.label.capitalize(),
            "klaar" if i < nu or dossier.fase == Fase.AFGEROND else "bezig" if i == nu else "later",
            _fasedatum(dossier, fase) if i < nu else (dossier.stand if i == nu else ""),
        )
        for i, fase in enumerate(volgorde)
    ]


def _fasedatum(dossier: Dossier, fase: Fase) -> str:
    gesprek, toets, plan = dossier.startgesprek, dossier.snelle_toets, plan_van(dossier)
    match fase:
        case Fase.STARTGESPREK:
            return toon_datum(gesprek.gehouden_op) or gesprek.get_status_display()
        case Fase.SNELLE_TOETS:
            return f"goedgekeurd {toon_datum(toets.besloten_op)}" if toets.besloten_op else ""
        case Fase.TRANSFORMATIEPLAN:
            return f"goedgekeurd {toon_datum(plan.besloten_op)}" if plan is not None and plan.besloten_op else ""
    return ""


def kenmerken(blad: Dossierblad) -> dict[str, Any]:
    """The line under the title: regions, amount, character, sectors, domains."""
    dossier, plan = blad.dossier, plan_van(blad.dossier)
    versie = (plan.laatste_versie if blad.van_indiener else plan.ingediende_versie) if plan is not None else None
    return {
        "bedrag": versie.bedrag_gevraagd if versie is not None else dossier.snelle_toets.bedrag_gevraagd,
        "toegekend": plan.bedrag_toegekend if plan is not None else None,
        "karakter": dossier.snelle_toets.get_karakter_display() if dossier.snelle_toets.karakter_is_bevestigd else "",
        "sectoren": ", ".join(Sector(s).label for s in dossier.sectoren),
        "domeinen": " en ".join(Domein(d).label for d in dossier.domeinen),
    }
