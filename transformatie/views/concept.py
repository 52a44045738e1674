"""Writing a snelle toets or a plan: the page with chapters, and the saving that goes on by itself."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from kern.toestanden.stap import StapGeweigerd
from transformatie.forms.concept import ConceptForm, gelezen_merken, voortgang
from transformatie.models import Dossier, SnelleToets
from transformatie.selectors.dossier import plan_van
from transformatie.services import concept
from transformatie.services.concept import Bewaring, Stuk
from transformatie.views.algemeen import meld_gelukt, namens, zichtbaar_dossier

Kies = Callable[[Dossier], Stuk]


def toets_van(dossier: Dossier) -> Stuk:
    """The snelle toets of a dossier."""
    toets: SnelleToets = dossier.snelle_toets
    return toets


def versie_van(dossier: Dossier) -> Stuk:
    """The plan version that is being written, or the last one."""
    plan = plan_van(dossier)
    if plan is None:
        raise Http404
    plan.dossier = dossier
    versie = plan.laatste_versie
    versie.plan = plan
    return versie


def _namen(stuk: Stuk) -> dict[str, str]:
    if isinstance(stuk, SnelleToets):
        return {"wat": "Snelle toets", "lees": "snelle-toets", "bewerk": "snelle-toets-bewerk", "bewaar": "snelle-toets-bewaar"}
    return {"wat": "Transformatieplan", "lees": "plan", "bewerk": "plan-bewerk", "bewaar": "plan-bewaar"}


@login_required
def bewerk(request: HttpRequest, kenmerk: str, kies: Kies) -> HttpResponse:
    """The chapters to write in; a save that clashes with another author shows both texts."""
    dossier = zichtbaar_dossier(request, kenmerk=kenmerk)
    stuk, door = kies(dossier), namens(request)
    namen = _namen(stuk)
    concept.eis_schrijver(stuk, door)
    if request.method != "POST":
        return _toon(request, dossier, stuk, ConceptForm(stuk=stuk), concept.merken(stuk))
    form = ConceptForm(request.POST, stuk=stuk)
    uitkomst = concept.bewaar(stuk, form.teksten(), gelezen=gelezen_merken(request.POST), door=door)
    if not form.errors and not uitkomst.botsingen:
        if request.POST.get("naar") == "lees":
            return redirect(namen["lees"], kenmerk=kenmerk)
        meld_gelukt(request, f"Bewaard om {_klok(uitkomst)}.")
        return redirect(namen["bewerk"], kenmerk=kenmerk)
    stuk = kies(zichtbaar_dossier(request, kenmerk=kenmerk))
    form = ConceptForm(request.POST, stuk=stuk, botsingen=uitkomst.botsingen)
    return _toon(request, dossier, stuk, form, uitkomst.merken, 409 if uitkomst.botsingen else 422)


@login_required
@require_POST
def bewaar(request: HttpRequest, kenmerk: str, kies: Kies) -> HttpResponse:
    """Save what is typed so far and say so; the answer is a piece of the page."""
    dossier = zichtbaar_dossier(request, kenmerk=kenmerk)
    stuk = kies(dossier)
    form = ConceptForm(request.POST, stuk=stuk)
    gelezen = gelezen_merken(request.POST)
    context: dict[str, Any] = {"merken": gelezen, "labels": [], "adres": reverse(_namen(stuk)["bewaar"], kwargs={"kenmerk": kenmerk})}
    try:
        uitkomst = concept.bewaar(stuk, form.teksten(), gelezen=gelezen, door=namens(request))
    except StapGeweigerd as fout:
        context["geweigerd"] = fout.tekst
    else:
        botst = {b.veld for b in uitkomst.botsingen}
        context |= {
            "om": _klok(uitkomst),
            "merken": {v: (gelezen.get(v, "") if v in botst else m) for v, m in uitkomst.merken.items()},
            "botsingen": [(form.fields[b.veld].label, b.wie) for b in uitkomst.botsingen],
            "fouten": [form.fields[naam].label for naam in form.errors],
            "voortgang": voortgang(stuk.format, concept.waarden(stuk)),
        }
    return render(request, "transformatie/onderdelen/conceptstand.html", context)


def _klok(uitkomst: Bewaring) -> str:
    return f"{timezone.localtime(uitkomst.om):%H:%M}"


def _toon(request: HttpRequest, dossier: Dossier, stuk: Stuk, form: ConceptForm, merken: dict[str, str], status: int = 200) -> HttpResponse:
    namen = _namen(stuk)
    context = {
        "dossier": dossier,
        "stuk": stuk,
        "form": form,
        "merken": merken,
        "botsingen": [(form.fields[b.veld].label, b.wie) for b in form.botsingen.values()],
        "voortgang": voortgang(stuk.format, concept.waarden(stuk)),
        "wat": namen["wat"],
        "lees_url": reverse(namen["lees"], kwargs={"kenmerk": dossier.kenmerk}),
        "bewaar_url": reverse(namen["bewaar"], kwargs={"kenmerk": dossier.kenmerk}),
        "is_plan": not isinstance(stuk, SnelleToets),
        "heeft_fouten": status != 200,
    }
    return render(request, "transformatie/concept.html", context, status=status)
