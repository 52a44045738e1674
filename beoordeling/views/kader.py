"""The beoordelingskader that a submission is judged by, for everyone who sees the dossier."""

from itertools import groupby

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from beoordeling.kaders import geldend_kader
from beoordeling.models import Beoordelingsronde, RondeStatus
from kern.basis.datums import vandaag
from transformatie.selectors.dossier import plan_van
from transformatie.views.algemeen import zichtbaar_dossier


@login_required
@require_safe
def kader(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """The points of the framework of the latest ronde, or of the one that holds today."""
    dossier = zichtbaar_dossier(request, kenmerk=kenmerk)
    rondes = Beoordelingsronde.objects.filter(dossier=dossier).exclude(status=RondeStatus.VERVALLEN)
    ronde = rondes.order_by("-nummer").first()
    soort = ronde.soort_stuk if ronde else ("transformatieplan" if plan_van(dossier) else "snelle_toets")
    gekozen = ronde.kader if ronde else geldend_kader(vandaag())
    punten = gekozen.punten_voor(soort)
    context = {
        "dossier": dossier,
        "ronde": ronde,
        "kader": gekozen,
        "soort": soort,
        "groepen": [(groep, list(rij)) for groep, rij in groupby(punten, key=lambda p: p.groep)],
        "aantal": len(punten),
        "toets": dossier.snelle_toets,
    }
    return render(request, "beoordeling/kader.html", context)
