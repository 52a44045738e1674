"""Pages of the shell itself."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

SNELTOETSEN = [
    ("/", "Naar het zoekveld"),
    ("g w", "Naar de werkvoorraad"),
    ("g d", "Naar de dossiers"),
    ("j", "Bij het beoordelen: naar het volgende punt"),
    ("k", "Bij het beoordelen: naar het vorige punt"),
    ("?", "Naar deze bladzijde"),
]


@login_required
def sneltoetsen(request: HttpRequest) -> HttpResponse:
    """Which keys do what, and where to turn them off."""
    return render(request, "componenten/sneltoetsen.html", {"toetsen": [(t.split(), wat) for t, wat in SNELTOETSEN]})
