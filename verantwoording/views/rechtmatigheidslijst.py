"""The list of the NZa over all granted plans, on screen and as a file (3a.5)."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kern.basis.datums import vandaag
from kern.organisaties.models import Lidmaatschap, Rol
from kern.toestanden.stap import StapNietToegestaan
from kern.web.lijst import bladzijde, sortering
from transformatie.views.algemeen import namens
from verantwoording import rechtmatigheidslijst as lijst
from verantwoording.forms.rechtmatigheid import LijstfilterForm

BESTANDEN = {
    "csv": (lijst.als_csv, "text/csv; charset=utf-8"),
    "xlsx": (lijst.als_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


def _nza(request: HttpRequest) -> Lidmaatschap:
    door = namens(request)
    if door.rol != Rol.NZA:
        raise StapNietToegestaan("De lijst van rechtmatigheidsdossiers is er voor de NZa.")
    return door


@login_required
@require_safe
def overzicht(request: HttpRequest) -> HttpResponse:
    """All granted plans with the state of the four parts; filters and order stand in the address."""
    door, op = _nza(request), vandaag()
    form = LijstfilterForm(request.GET)
    keuzes = form.keuzes()
    sorteer, volgorde = sortering(request, lijst.SORTEERVELDEN, "-kenmerk")
    rijen = lijst.die_missen(lijst.gefilterd(lijst.plannen(door), keuzes), keuzes.get("ontbreekt"), op)
    pagina = bladzijde(request, rijen.order_by(*volgorde))
    context = {
        "form": form,
        "bladzijde": pagina,
        "regels": lijst.regels(list(pagina.object_list), op),
        "sorteer": sorteer,
        "is_gefilterd": bool(keuzes),
        "op": op,
        "zoekdeel": request.GET.urlencode(),
    }
    return render(request, "verantwoording/rechtmatigheidslijst.html", context)


@login_required
@require_safe
def bestand(request: HttpRequest, vorm: str) -> HttpResponse:
    """The same list, unpaged, as csv or xlsx."""
    door, op = _nza(request), vandaag()
    if vorm not in BESTANDEN:
        raise Http404
    maak, inhoudstype = BESTANDEN[vorm]
    keuzes = LijstfilterForm(request.GET).keuzes()
    rijen = lijst.die_missen(lijst.gefilterd(lijst.plannen(door), keuzes), keuzes.get("ontbreekt"), op)
    inhoud = maak(lijst.regels(list(rijen.order_by(*sortering(request, lijst.SORTEERVELDEN, "-kenmerk")[1])), op))
    antwoord = HttpResponse(inhoud, content_type=inhoudstype)
    antwoord["Content-Disposition"] = f'attachment; filename="rechtmatigheid {op.isoformat()}.{vorm}"'
    antwoord["X-Content-Type-Options"] = "nosniff"
    antwoord["Cache-Control"] = "private, no-store"
    return antwoord
