"""The home page: what waits for this person, and what this person follows."""

import datetime as dt

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kern.basis.datums import vandaag
from kern.web.lijst import bladzijde
from kern.web.panelen import Werkitem
from kern.web.panelen import werkvoorraad as verzamel
from transformatie.beurten import BESLIS

GEVOLGD = 15
GETAL = ["geen", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf"]
SPOED = 14


@login_required
@require_safe
def werkvoorraad(request: HttpRequest) -> HttpResponse:
    """Everything that waits, the most urgent first; and what others must do in the dossiers one follows."""
    door, op = getattr(request, "namens", None), vandaag()
    items = verzamel(door, op) if door is not None else []
    eigen = zonder_latere_besluiten([i for i in items if i.is_aan_zet])
    gevolgd = sorted((i for i in items if not i.is_aan_zet), key=lambda i: i.sinds or op)
    context = {
        "kop": kop(len(eigen), timezone.localtime().hour),
        "inleiding": inleiding(eigen, op),
        "bladzijde": bladzijde(request, eigen),
        "gevolgd": gevolgd[:GEVOLGD],
        "meer_gevolgd": max(0, len(gevolgd) - GEVOLGD),
        "op": op,
    }
    return render(request, "transformatie/werkvoorraad.html", context)


def zonder_latere_besluiten(items: list[Werkitem]) -> list[Werkitem]:
    """Leave out a decision as long as something else on the same clock of that dossier waits on the same person."""
    eerst = {(i.dossier_kenmerk, i.uiterlijk) for i in items if i.knop != BESLIS}
    return [i for i in items if i.knop != BESLIS or (i.dossier_kenmerk, i.uiterlijk) not in eerst]


def kop(aantal: int, uur: int) -> str:
    """'Goedemorgen. Vier dingen wachten op u.'"""
    groet = "Goedemorgen" if 5 <= uur < 12 else "Goedemiddag" if 12 <= uur < 18 else "Goedenavond"
    if aantal == 0:
        return f"{groet}. Er wacht niets op u."
    if aantal == 1:
        return f"{groet}. Er wacht een ding op u."
    return f"{groet}. {_getal(aantal)} dingen wachten op u."


def inleiding(items: list[Werkitem], op: dt.date) -> str:
    """How much of it is late, and how much is needed soon."""
    laat = sum(1 for i in items if i.uiterlijk and i.uiterlijk < op)
    spoed = sum(1 for i in items if i.uiterlijk and op <= i.uiterlijk <= op + dt.timedelta(days=SPOED))
    zinnen = []
    if laat:
        zinnen.append(f"{_getal(laat)} {'is' if laat == 1 else 'zijn'} te laat.")
    if spoed:
        zinnen.append(f"{_getal(spoed)} {'is' if spoed == 1 else 'zijn'} binnen twee weken nodig.")
    return " ".join(zinnen)


def _getal(aantal: int) -> str:
    return (GETAL[aantal] if aantal < len(GETAL) else str(aantal)).capitalize()
