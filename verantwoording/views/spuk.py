"""The SPUK of a dossier: the gemeente registers its own, insurers and the NZa read along."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.decorators import login_required
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from kern.basis.datums import vandaag
from kern.regels.register import Belet
from kern.termijnen.models import Termijn
from kern.toestanden.stap import StapBelet
from kern.toestanden.uitvoeren import Mogelijkheid, mogelijkheden
from kern.web.idempotentie import eenmalig
from transformatie.models import Dossier
from transformatie.selectors.dossier import laad_partijen, laad_versies
from transformatie.views.algemeen import meld_gelukt, namens, verdeel_beletselen, zichtbaar_dossier
from verantwoording import spuk_rechten
from verantwoording.forms.spuk import SisaForm, SpukaanvraagForm, SpukmijlpaalForm
from verantwoording.models import Spukaanvraag, Spukmijlpaal, SpukStatus, Toekenning
from verantwoording.services.spuk import (
    beoordeel_spukmijlpaal,
    mijlpalen_voor,
    plafondruimte,
    verantwoord_spuk,
    vraag_spuk_aan,
    zichtbare_aanvragen,
)
from verantwoording.spuk_sisa import als_csv, als_xlsx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass
class Spukregel:
    """One application as the page shows it: its steps, its clocks, its forms."""

    rij: Spukaanvraag
    klokken: list[Termijn]
    stappen: list[Mogelijkheid] = field(default_factory=list)
    mijlpalen: list[tuple[Spukmijlpaal, BaseForm | None]] = field(default_factory=list)
    sisaform: BaseForm | None = None


@dataclass
class Poging:
    """What was sent, and what stood in the way."""

    form: BaseForm | None = None
    plek: str = ""
    beletselen: list[Belet] = field(default_factory=list)

    def form_voor(self, plek: str, anders: BaseForm) -> BaseForm:
        return self.form if self.form is not None and self.plek == plek else anders


def _dossier(request: HttpRequest, kenmerk: str) -> Dossier:
    """The dossier, or 404 when this person does not read its SPUK."""
    dossier = zichtbaar_dossier(request, kenmerk=kenmerk)
    laad_partijen(dossier)
    laad_versies(dossier)
    if not dossier.raakt_sociaal_domein or not spuk_rechten.ziet_spuk.test(namens(request), dossier):
        raise Http404
    return dossier


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@eenmalig
def spuk(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """All that is known about the SPUK of this plan, with the acts on it."""
    dossier = _dossier(request, kenmerk)
    poging = Poging()
    if request.method == "POST":
        gedaan = _probeer(request, dossier, poging)
        if gedaan is not None:
            meld_gelukt(request, gedaan)
            return redirect("spuk", kenmerk=kenmerk)
    return render(request, "verantwoording/spuk.html", _context(request, dossier, poging), status=422 if request.method == "POST" else 200)


def _probeer(request: HttpRequest, dossier: Dossier, poging: Poging) -> str | None:
    handeling = {"aanvraag": _vraag_aan, "mijlpaal": _beoordeel, "sisa": _verantwoord}.get(request.POST.get("actie", ""))
    if handeling is None:
        raise Http404
    try:
        return handeling(request, dossier, poging)
    except StapBelet as fout:
        poging.beletselen = verdeel_beletselen(poging.form, fout) if poging.form is not None else fout.beletselen
        return None


def _vraag_aan(request: HttpRequest, dossier: Dossier, poging: Poging) -> str | None:
    toekenning = Toekenning.objects.filter(dossier=dossier).first()
    form = SpukaanvraagForm(request.POST, kpis=_kpis(dossier, toekenning))
    poging.form, poging.plek = form, "aanvraag"
    if not form.is_valid():
        return None
    vraag_spuk_aan(dossier, begroting=form.begroting, mijlpalen=form.mijlpalen, door=namens(request), op=vandaag())
    return "De SPUK-aanvraag is vastgelegd."


def _beoordeel(request: HttpRequest, dossier: Dossier, poging: Poging) -> str | None:
    sleutel = request.POST.get("mijlpaal", "")
    rijen = [m for a in zichtbare_aanvragen(dossier, namens(request)) for m in a.mijlpalen.all() if str(m.pk) == sleutel]
    if not rijen:
        raise Http404
    form = SpukmijlpaalForm(request.POST, prefix=sleutel)
    poging.form, poging.plek = form, sleutel
    if not form.is_valid():
        return None
    g = form.cleaned_data
    gehaald = g["is_gerealiseerd"] == "ja"
    beoordeel_spukmijlpaal(rijen[0], is_gerealiseerd=gehaald, onderbouwing=g["onderbouwing"], door=namens(request), op=vandaag())
    return f"Het oordeel over mijlpaal {rijen[0].nummer} is vastgelegd."


def _verantwoord(request: HttpRequest, dossier: Dossier, poging: Poging) -> str | None:
    sleutel = request.POST.get("aanvraag", "")
    rij = next((a for a in zichtbare_aanvragen(dossier, namens(request)) if str(a.pk) == sleutel), None)
    if rij is None:
        raise Http404
    form = SisaForm(request.POST, prefix=sleutel)
    poging.form, poging.plek = form, sleutel
    if not form.is_valid():
        return None
    verantwoord_spuk(rij, door=namens(request), op=vandaag(), **form.gegevens)
    return f"De SiSa-verantwoording over {form.gegevens['jaar']} is ingediend."


def _kpis(dossier: Dossier, toekenning: Toekenning | None) -> list[Any]:
    if toekenning is None:
        return []
    toekenning.dossier, toekenning.plan = dossier, dossier.plan
    return mijlpalen_voor(toekenning)


def _context(request: HttpRequest, dossier: Dossier, poging: Poging) -> dict[str, Any]:
    door, op = namens(request), vandaag()
    toekenning = Toekenning.objects.filter(dossier=dossier).first()
    aanvragen = zichtbare_aanvragen(dossier, door)
    klokken = list(Termijn.objects.filter(onderwerp__in=[a.pk for a in aanvragen]).order_by("start_op"))
    heeft_lopende = any(a.organisatie_id == door.organisatie_id and a.status not in ("afgewezen", "ingetrokken") for a in aanvragen)
    mag_aanvragen = spuk_rechten.VRAAGT_AAN(dossier, door) and not heeft_lopende
    aanvraagform = SpukaanvraagForm(kpis=_kpis(dossier, toekenning)) if mag_aanvragen else None
    return {
        "dossier": dossier,
        "toekenning": toekenning,
        "regels": [_regel(a, [k for k in klokken if k.onderwerp == a.pk], door, op, poging) for a in aanvragen],
        "aanvraagform": poging.form_voor("aanvraag", aanvraagform) if aanvraagform is not None else None,
        "ruimte": plafondruimte() if mag_aanvragen else None,
        "is_getekend": toekenning is not None and toekenning.getekend_op is not None,
        "namens": door,
        "op": op,
        "form": poging.form,
        "plek": poging.plek,
        "beletselen": poging.beletselen,
        "heeft_fouten": bool(poging.beletselen),
    }


def _regel(rij: Spukaanvraag, klokken: list[Termijn], door: Any, op: Any, poging: Poging) -> Spukregel:
    verleend = rij.status == SpukStatus.VERLEEND
    is_eind = any(v.is_eind for v in rij.verantwoordingen.all())
    beoordeelt = verleend and not is_eind and spuk_rechten.BEOORDEELT_MIJLPAAL(rij, door)
    verantwoordt = verleend and not is_eind and spuk_rechten.EIGEN_GEMEENTE(rij, door)
    return Spukregel(
        rij,
        klokken,
        mogelijkheden(rij, door=door, op=op),
        [(m, poging.form_voor(str(m.pk), SpukmijlpaalForm(prefix=str(m.pk))) if beoordeelt else None) for m in rij.mijlpalen.all()],
        poging.form_voor(str(rij.pk), SisaForm(prefix=str(rij.pk), initial={"jaar": op.year - 1})) if verantwoordt else None,
    )


@login_required
@require_safe
def sisa(request: HttpRequest, kenmerk: str, pk: Any, formaat: str) -> HttpResponse:
    """The SiSa blocks of one application as a file."""
    dossier = _dossier(request, kenmerk)
    rij = next((a for a in zichtbare_aanvragen(dossier, namens(request)) if a.pk == pk), None)
    if rij is None or formaat not in ("csv", "xlsx"):
        raise Http404
    inhoud, soort = (als_csv(rij), "text/csv; charset=utf-8") if formaat == "csv" else (als_xlsx(rij), XLSX)
    antwoord = HttpResponse(inhoud, content_type=soort)
    antwoord["Content-Disposition"] = f'attachment; filename="SiSa {dossier.kenmerk}.{formaat}"'
    return antwoord
