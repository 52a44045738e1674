"""The costs of a plan: the overview, the budget, and the list of statements that are late (3a.1)."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from kern.basis.datums import vandaag
from kern.organisaties.models import Lidmaatschap, Rol
from kern.toestanden.stap import StapNietToegestaan
from kern.toestanden.uitvoeren import mogelijkheden
from kern.web.idempotentie import eenmalig
from kern.web.lijst import bladzijde, sortering
from transformatie.models import Dossier
from transformatie.views.algemeen import namens
from verantwoording import rechten
from verantwoording.forms.kosten import BegrotingspostForm
from verantwoording.kostenblad import NUL, Kostenblad
from verantwoording.kostenwerk import met_klok
from verantwoording.models import Begroting, Begrotingspost, Kostenstand, KostenstandStatus
from verantwoording.services import kosten_begroting as diensten
from verantwoording.views.algemeen import Handeling, Poging, begin, geopend_blad, probeer

SORTEER = {"titel": "dossier__titel", "kwartaal": "jaar", "uiterlijk": "uiterlijk", "coordinerend": "dossier__coordinerend__naam"}


def geopend_kostenblad(request: HttpRequest, kenmerk: str) -> Kostenblad:
    """The costs of this dossier, or 404 when execution has not started or they are not for this person."""
    geld = geopend_blad(request, kenmerk)
    if not geld.ziet_bewijs or geld.toekenning.gestart_op is None:
        raise Http404
    return Kostenblad(geld, vandaag())


def eis_penvoerder(blad: Kostenblad) -> Lidmaatschap:
    """Who writes here is the penvoerder; others are refused before their input is looked at (403)."""
    if not blad.is_penvoerder:
        raise StapNietToegestaan(f"Dit kan alleen {rechten.PENVOERDER.wie}.")
    return blad.geld.door


@login_required
@require_safe
def kosten(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """Budget, spent, forecast and deviation, next to what the KPI's bring in; and the statements per quarter."""
    blad = geopend_kostenblad(request, kenmerk)
    context = {
        "dossier": blad.geld.dossier,
        "toekenning": blad.geld.toekenning,
        "geld": blad.geld,
        "blad": blad,
        "marge": settings.MARGE_BIJSTURING_PROCENT,
        **naast_betaald(blad),
        "kwartalen": [(k, k.is_te_laat(blad.op)) for k in blad.kwartalen],
        "namens": blad.geld.door,
        "op": blad.op,
    }
    return render(request, "verantwoording/kosten.html", context)


def naast_betaald(blad: Kostenblad) -> dict[str, Any]:
    """What was spent next to what was paid for KPI's: which is more, and by how much."""
    verschil = (blad.totaal.gerealiseerd or NUL) - blad.geld.totaal_betaald
    return {"kosten_boven_betaald": verschil > 0, "verschil_met_betaald": abs(verschil)}


# --- the budget -------------------------------------------------------------------------------------------------


def _concept(poging: Poging) -> Begroting:
    rij = poging.blad.toekenning.begrotingen.order_by("-nummer").first()
    if rij is None:
        raise Http404
    rij.dossier = poging.blad.dossier
    return rij


def _nummer(poging: Poging) -> int | None:
    tekst = poging.gegevens.get("post", "")
    return int(tekst) if tekst.isascii() and tekst.isdigit() and len(tekst) < 5 else None


def bewaar_post(poging: Poging) -> str | None:
    """Add or change one line of the budget."""
    nummer, blad = _nummer(poging), Kostenblad(poging.blad, poging.op)
    eis_penvoerder(blad)
    partijen = blad.partijen
    form = poging.neem(BegrotingspostForm(poging.gegevens, partijen=partijen, prefix=_voorvoegsel(nummer)), _voorvoegsel(nummer))
    if not form.is_valid():
        return None
    post = diensten.bewaar_post(_concept(poging), nummer=nummer, door=poging.door, op=poging.op, **form.cleaned_data)
    return f"Post {post.nummer} is bewaard."


def verwijder_post(poging: Poging) -> str | None:
    """Take one line out of the budget."""
    nummer = _nummer(poging)
    if nummer is None:
        raise Http404
    diensten.verwijder_post(_concept(poging), nummer, door=poging.door, op=poging.op)
    return f"Post {nummer} is verwijderd."


def herzie(poging: Poging) -> str | None:
    """Begin the next version of the budget."""
    diensten.herzie_begroting(poging.blad.toekenning, door=poging.door, op=poging.op)
    return "U kunt de begroting nu herzien. De vastgestelde begroting blijft gelden tot de nieuwe is vastgesteld."


HANDELINGEN: dict[str, Handeling] = {"bewaar": bewaar_post, "verwijder": verwijder_post, "herzie": herzie}


def _voorvoegsel(nummer: int | None) -> str:
    return f"post{nummer}" if nummer is not None else "nieuw"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@eenmalig
def begroting(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """The lines of the budget, and writing them while it is open."""
    blad = geopend_kostenblad(request, kenmerk)
    poging = begin(request, blad.geld)
    if request.method == "POST" and (klaar := probeer(request, poging, HANDELINGEN, blad.url_begroting)):
        return klaar
    return render(request, "verantwoording/kosten_begroting.html", _context(blad, poging), status=422 if request.method == "POST" else 200)


def _context(blad: Kostenblad, poging: Poging) -> dict[str, Any]:
    rij, t = blad.nieuwste, blad.geld.toekenning
    mag_schrijven = rij is not None and rij.is_concept and blad.is_penvoerder and blad.geld.is_in_uitvoering
    zichtbaar = rij if rij is not None and (not rij.is_concept or blad.ziet_concept) else blad.begroting
    posten = list(zichtbaar.posten.all()) if zichtbaar else []
    mag_herzien = rechten.PENVOERDER_OF_COORDINERENDE(t, poging.door) and blad.geld.is_in_uitvoering
    return {
        "dossier": blad.geld.dossier,
        "toekenning": t,
        "blad": blad,
        "begroting": zichtbaar,
        "in_opmaak": rij is not None and rij.is_concept,
        "posten": [(p, _postform(poging, p, blad) if mag_schrijven else None) for p in posten],
        "nieuwform": poging.form_voor("nieuw", BegrotingspostForm(partijen=blad.partijen, prefix="nieuw")) if mag_schrijven else None,
        "stappen": mogelijkheden(rij, door=poging.door, op=poging.op) if rij is not None else [],
        "mag_herzien": mag_herzien and rij is not None and rij.status == "vastgesteld",
        "eerdere": [b for b in blad.begrotingen if b is not zichtbaar and not b.is_concept],
        "beletselen": poging.beletselen,
        "form": poging.form,
        "plek": poging.plek,
        "heeft_fouten": bool(poging.beletselen),
        "namens": poging.door,
        "op": poging.op,
    }


def _postform(poging: Poging, post: Begrotingspost, blad: Kostenblad) -> Any:
    plek = _voorvoegsel(post.nummer)
    return poging.form_voor(plek, BegrotingspostForm.van(post, blad.partijen, prefix=plek))


# --- what is late -----------------------------------------------------------------------------------------------


@login_required
@require_safe
def achterstand(request: HttpRequest) -> HttpResponse:
    """The statements whose last day has passed, over all plans this insurer or the NZa oversees (3a.1)."""
    door, op = namens(request), vandaag()
    if door.rol not in (Rol.BEOORDELAAR, Rol.NZA):
        raise StapNietToegestaan("Dit overzicht is voor zorgverzekeraars en de NZa.")
    dossiers = Dossier.objects.zichtbaar_voor(door)
    if door.rol == Rol.BEOORDELAAR:
        dossiers = dossiers.filter(Q(coordinerend=door.organisatie_id) | Q(tweede=door.organisatie_id))
    rijen = met_klok(Kostenstand.objects.filter(dossier__in=dossiers.values("pk"), status=KostenstandStatus.CONCEPT))
    sorteer, volgorde = sortering(request, SORTEER, "uiterlijk")
    if sorteer.removeprefix("-") == "kwartaal":
        volgorde.insert(1, f"{'-' if sorteer.startswith('-') else ''}kwartaal")
    rijen = rijen.filter(Q(uiterlijk__lt=op)).select_related("dossier__hoofdregio", "dossier__coordinerend").order_by(*volgorde)
    context = {"bladzijde": bladzijde(request, rijen), "sorteer": sorteer, "namens": door, "op": op}
    return render(request, "verantwoording/kosten_achterstand.html", context)
