"""The monitor, and the dossiers behind one of its numbers."""

from decimal import Decimal

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kern.basis.datums import vandaag
from kern.basis.geld import toon_bedrag
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
    totaal, tabellen = selectors.tabellen(Dossier.objects.zichtbaar_voor(door))
    if schermt_bedragen_af(door):
        tabellen = [selectors.scherm_af(t) for t in tabellen]
    if ziet_dossiers(door):
        tabellen = [selectors.met_verwijzing(t) for t in tabellen]
    context = {
        "op": vandaag(),
        "kerncijfers": kerncijfers(totaal, ziet_dossiers(door)),
        "tabellen": tabellen,
        "is_afgeschermd": any(r.is_afgeschermd for t in tabellen for r in t.rijen),
        "minstens": selectors.MINSTENS,
        "knelpunten": list(selectors.generieke_knelpunten()) if door.rol == Rol.BESTUURLIJKE_GROEP else None,
    }
    return render(request, "monitoring/monitor.html", context)


def kerncijfers(totaal: selectors.Rij, met_verwijzing: bool) -> list[tuple[str, str, str, str]]:
    """The four figures on top: name, value, definition, and the list behind it."""
    alles = selectors.verwijzing() if met_verwijzing else ""
    plannen = selectors.verwijzing("toekenning") if met_verwijzing else ""
    return [
        ("Ingediende dossiers", str(totaal.aantal), "Snelle toets ingediend, ook als die later is afgewezen of ingetrokken.", alles),
        ("Gevraagd", in_miljoenen(totaal.gevraagd), "Het bedrag van het laatst ingediende plan, of anders van de snelle toets.", alles),
        ("Toegekend", in_miljoenen(totaal.toegekend), "Het bedrag van alle goedgekeurde plannen, ook voor de reservering.", plannen),
        ("Uitbetaald", in_miljoenen(totaal.uitbetaald), "Wat voor toegekende KPI's is betaald.", plannen),
    ]


def in_miljoenen(bedrag: Decimal) -> str:
    """A large amount at a glance: € 255,8 mln; below a million in full."""
    return f"€\u00a0{bedrag / 1_000_000:.1f}\u00a0mln".replace(".", ",") if bedrag >= 1_000_000 else toon_bedrag(bedrag)


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
