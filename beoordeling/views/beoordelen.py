"""The review page: the passage at the left, the judgement at the right, everybody's opinions below."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from beoordeling.blad import TOON, Blad, eigen_plaats
from beoordeling.forms.beoordelen import AfrondForm, OordeelForm
from beoordeling.forms.vragen import VraagForm
from beoordeling.kaders import Punt
from beoordeling.leesblad import anderen, leesblad, tabelblad, teamblad
from beoordeling.models import Beoordeling, Oordeel
from beoordeling.services import overnemen as services_overnemen
from beoordeling.services import rondes
from beoordeling.views.algemeen import binnen
from kern.basis.datums import vandaag
from kern.organisaties.models import Lidmaatschap
from kern.regels.register import Belet
from kern.toestanden.stap import StapBelet, StapNietMogelijk
from kern.toestanden.uitvoeren import mogelijkheden
from kern.web.idempotentie import eenmalig
from transformatie.models import Dossier
from transformatie.views.algemeen import meld_gelukt, verdeel_beletselen


@dataclass(frozen=True)
class Puntregel:
    """A point in the list at the top: its address, and whether it waits for this person's organisation."""

    punt: Punt
    url: str
    oordeel: Oordeel | None
    is_hier: bool

    @property
    def is_open(self) -> bool:
        return self.oordeel is None

    @property
    def toon(self) -> str:
        return TOON[self.oordeel.waardering] if self.oordeel else "neutraal"


@login_required
@eenmalig
def beoordelen(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """Show one point with everything one needs to judge it (GET), or save the judgement (POST)."""
    dossier, door, blad = binnen(request, kenmerk)
    if blad.ronde is None:
        return render(request, "beoordeling/nog_niets.html", {"dossier": dossier})
    plaats = eigen_plaats(blad, door)
    regels = puntregels(blad, plaats, request.GET.get("punt"))
    hier = next(r for r in regels if r.is_hier)
    if request.method != "POST":
        form = oordeelform(hier.oordeel) if plaats is not None and plaats.is_open else None
        return toon(request, blad, door, regels, form=form)
    if plaats is None:
        raise Http404
    form = OordeelForm(request.POST)
    if "samen" in request.POST:
        return _onder_elkaar(request, blad, door, plaats, regels, hier.punt)
    if not form.is_valid():
        return toon(request, blad, door, regels, form=form, status=422)
    try:
        rondes.bewaar_oordeel(plaats, hier.punt.code, door=door, **form.cleaned_data)
    except StapBelet as fout:
        return toon(request, blad, door, regels, form=form, belet=verdeel_beletselen(form, fout), status=422)
    except StapNietMogelijk as fout:
        return _botsing(request, plaats, hier.punt, form, fout, kenmerk)
    meld_gelukt(request, f"Bewaard: {hier.punt.titel}.")
    return redirect(hier.url if "blijf" in request.POST else volgende_open(regels) or hier.url)


def _botsing(
    request: HttpRequest, plaats: Beoordeling, punt: Punt, form: OordeelForm, fout: StapNietMogelijk, kenmerk: str
) -> HttpResponse:
    """Somebody saved this point meanwhile: show both texts, and let the person decide what stays."""
    _, door, blad = binnen(request, kenmerk)
    opgeslagen = Oordeel.objects.filter(beoordeling=plaats, punt=punt.code).select_related("door").first()
    form.data = {**form.data.dict(), "versie": str(opgeslagen.versie if opgeslagen else 0)}  # type: ignore[attr-defined]
    regels = puntregels(blad, eigen_plaats(blad, door), punt.code)
    return toon(request, blad, door, regels, form=form, botsing=fout.tekst, opgeslagen=opgeslagen, status=409)


def _onder_elkaar(
    request: HttpRequest, blad: Blad, door: Lidmaatschap, plaats: Beoordeling, regels: list[Puntregel], punt: Punt
) -> HttpResponse:
    """Both texts in one field, the colleague's first, to make one text of; nothing is saved yet."""
    opgeslagen = Oordeel.objects.filter(beoordeling=plaats, punt=punt.code).select_related("door").first()
    eigen, hun = request.POST.get("onderbouwing", "").strip(), opgeslagen.onderbouwing.strip() if opgeslagen else ""
    tekst = eigen if hun in eigen else f"{hun}\n\n{eigen}"
    versie = opgeslagen.versie if opgeslagen else 0
    form = OordeelForm(initial={"waardering": request.POST.get("waardering", ""), "onderbouwing": tekst, "versie": versie})
    return toon(request, blad, door, regels, form=form, samengevoegd=True)


@login_required
@require_POST
@eenmalig
def overnemen(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """Take over one's judgements on the earlier version, on every open point of which nothing changed."""
    _, door, blad = binnen(request, kenmerk)
    plaats = eigen_plaats(blad, door)
    if plaats is None:
        raise Http404
    aantal = len(services_overnemen.neem_over(plaats, door=door))
    woord = "oordeel" if aantal == 1 else "oordelen"
    meld_gelukt(
        request, f"{aantal} {woord} overgenomen. Bij elk punt staat uit welke versie." if aantal else "Er was niets om over te nemen."
    )
    return redirect("beoordelen", kenmerk=kenmerk)


@login_required
@require_POST
@eenmalig
def afronden(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """Finish the assessment of one's own organisation."""
    dossier, door, blad = binnen(request, kenmerk)
    plaats = eigen_plaats(blad, door)
    if plaats is None:
        raise Http404
    regels = puntregels(blad, plaats, None)
    form = AfrondForm(request.POST)
    belet: list[Belet] = []
    if form.is_valid():
        try:
            rondes.rond_af(plaats, door=door, op=vandaag(), **form.cleaned_data)
        except StapBelet as fout:
            belet = verdeel_beletselen(form, fout)
        else:
            meld_gelukt(request, "Uw beoordeling is afgerond.")
            return redirect(dossier)
    hier = next(r for r in regels if r.is_hier)
    eigen = oordeelform(hier.oordeel) if plaats.is_open else None
    return toon(request, blad, door, regels, form=eigen, afrondform=form, belet=belet, status=422)


def oordeelform(oordeel: Oordeel | None) -> OordeelForm:
    """The form of a point, with what was saved before."""
    if oordeel is None:
        return OordeelForm(initial={"versie": 0})
    bewaard = {v: getattr(oordeel, v) for v in ("waardering", "onderbouwing", "versie")}
    return OordeelForm(initial=bewaard)


def puntregels(blad: Blad, plaats: Beoordeling | None, gevraagd: str | None) -> list[Puntregel]:
    """All points, the asked one marked; without a (known) one the first that is still open."""
    assert blad.ronde is not None
    eigen = {o.punt: o for o in plaats.oordelen.all()} if plaats else {}
    punten = blad.ronde.punten
    codes = [p.code for p in punten]
    hier = gevraagd if gevraagd in codes else next((c for c in codes if c not in eigen), codes[0])
    basis = reverse("beoordelen", kwargs={"kenmerk": blad.dossier.kenmerk})
    return [Puntregel(p, f"{basis}?punt={p.code}", eigen.get(p.code), p.code == hier) for p in punten]


def volgende_open(regels: list[Puntregel], terug: bool = False) -> str:
    """The address of the next (or previous) point that is open, going round; empty when all are judged."""
    rij = list(reversed(regels)) if terug else regels
    hier = next(i for i, r in enumerate(rij) if r.is_hier)
    return next((r.url for r in rij[hier + 1 :] + rij[:hier] if r.is_open), "")


def buren(regels: list[Puntregel]) -> dict[str, Any]:
    """Where 'vorige' and 'volgende' lead: to open points while there are any, else just along the list."""
    hier = next(i for i, r in enumerate(regels) if r.is_hier)
    over_open = any(r.is_open and not r.is_hier for r in regels)
    vorige = volgende_open(regels, terug=True) if over_open else regels[hier - 1].url
    volgende = volgende_open(regels) if over_open else regels[(hier + 1) % len(regels)].url
    return {"vorige": vorige, "volgende": volgende, "over_open": over_open}


def afrondform_van(plaats: Beoordeling) -> AfrondForm:
    return AfrondForm(initial={"conclusie": plaats.conclusie, "toelichting": plaats.toelichting})


def toon(
    request: HttpRequest,
    blad: Blad,
    door: Lidmaatschap,
    regels: list[Puntregel],
    *,
    form: OordeelForm | None = None,
    status: int = 200,
    belet: list[Belet] | None = None,
    botsing: str = "",
    opgeslagen: Oordeel | None = None,
    afrondform: AfrondForm | None = None,
    vraagform: VraagForm | None = None,
    vraagmelding: str = "",
    samengevoegd: bool = False,
) -> HttpResponse:
    """Draw the page around one point."""
    dossier, ronde, plaats = blad.dossier, blad.ronde, eigen_plaats(blad, door)
    assert ronde is not None
    hier = next(r for r in regels if r.is_hier)
    if vraagform is not None and plaats is not None and plaats.is_open:
        form = oordeelform(hier.oordeel)
    ontbreekt = [r for r in regels if r.is_open]
    context = {
        "dossier": dossier,
        "ronde": ronde,
        "plaats": plaats,
        "regels": regels,
        "hier": hier,
        "punt": hier.punt,
        "form": form,
        "gedaan": len(regels) - len(ontbreekt),
        "ontbreekt": ontbreekt,
        "anderen": anderen(blad, plaats, hier.punt),
        "toets": dossier.snelle_toets,
        "belet": belet or [],
        "botsing": botsing,
        "opgeslagen": opgeslagen,
        "samengevoegd": samengevoegd,
        "vraagform": vraagform,
        "afrondform": afrondform or (afrondform_van(plaats) if plaats and plaats.is_open else None),
        "heeft_fouten": any(f is not None and f.errors for f in (form, afrondform, vraagform)) or bool(botsing or belet or vraagmelding),
        "toont_terugkoppeling": mag_terugkoppeling_zien(dossier, door, blad),
        "stappen": mogelijkheden(ronde, door=door, op=vandaag()),
        **buren(regels),
        **tabelblad(blad, alleen_verschillen="verschillen" in request.GET),
        **leesblad(blad, plaats, hier.punt, vraagform, vraagmelding),
        **(teamblad(plaats, hier.punt) if plaats else {}),
    }
    return render(request, "beoordeling/beoordelen.html", context, status=status)


def mag_terugkoppeling_zien(dossier: Dossier, door: Lidmaatschap, blad: Blad) -> bool:
    """The text is the insurers' until it is sent (1c.2)."""
    assert blad.ronde is not None
    is_verzekeraar = door.organisatie_id in (dossier.coordinerend_id, dossier.tweede_id)
    return bool(blad.ronde.terugkoppeling) and (is_verzekeraar or blad.ronde.verstuurd_op is not None)
