"""The monitor, and the dossiers behind one of its numbers."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kern.basis.datums import vandaag
from kern.organisaties.models import Lidmaatschap, Rol
from kern.toestanden.stap import StapNietToegestaan
from kern.web.lijst import bladzijde
from monitoring import selectors
from monitoring.rechten import schermt_bedragen_af, ziet_dossiers, ziet_monitor
from transformatie.models import Dossier


def _lezer(request: HttpRequest) -> Lidmaatschap:
    namens: Lidmaatschap | None = getattr(request, "namens", None)
    if namens is None or not ziet_monitor(namens):
        raise StapNietToegestaan("De monitor is er voor de bestuurlijke groep, de NZa, de zorgverzekeraars en beheer.")
    return namens


@login_required
@require_safe
def monitor(request: HttpRequest) -> HttpResponse:
    """Counts and amounts over all dossiers, as they are today (4a.1)."""
    door = _lezer(request)
    totaal, tabellen = selectors.tabellen()
    if schermt_bedragen_af(door):
        tabellen = [selectors.scherm_af(t) for t in tabellen]
    if ziet_dossiers(door):
        tabellen = [selectors.met_verwijzing(t) for t in tabellen]
    context = {
        "op": vandaag(),
        "totaal": totaal,
        "url_alles": selectors.verwijzing() if ziet_dossiers(door) else "",
        "url_toegekend": selectors.verwijzing("toekenning") if ziet_dossiers(door) else "",
        "tabellen": tabellen,
        "is_afgeschermd": any(r.is_afgeschermd for t in tabellen for r in t.rijen),
        "minstens": selectors.MINSTENS,
        "knelpunten": list(selectors.generieke_knelpunten()) if door.rol == Rol.BESTUURLIJKE_GROEP else None,
    }
    return render(request, "monitoring/monitor.html", context)


@login_required
@require_safe
def dossiers(request: HttpRequest) -> HttpResponse:
    """The dossiers behind one number, as far as this person sees them, and how many there are in all."""
    door = _lezer(request)
    waarde = request.GET.get("waarde")
    rijen, omschrijving = selectors.achter_getal(request.GET.get("per", ""), waarde.replace("\x00", "") if waarde else waarde)
    zichtbaar = Dossier.objects.zichtbaar_voor(door).values("pk")
    eigen = rijen.filter(pk__in=zichtbaar).select_related("hoofdregio", "coordinerend").order_by("-jaar", "-volgnummer")
    context = {"omschrijving": omschrijving, "aantal": rijen.count(), "bladzijde": bladzijde(request, eigen), "op": vandaag()}
    return render(request, "monitoring/dossiers.html", context)
