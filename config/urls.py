"""All addresses of the application."""

from django.urls import include, path

from config.gezond import gezond

urlpatterns = [
    path("gezond", gezond, name="gezond"),
    path("", include("kern.gebruikers.urls")),
    path("", include("kern.web.urls")),
    path("", include("kern.berichten.urls")),
    path("agenda/", include("kern.agenda.urls")),
    path("", include("kern.concepten.urls")),
    path("regels/", include("kern.regels.urls")),
    path("documenten/", include("kern.documenten.urls")),
    path("", include("kern.organisaties.urls")),
    path("", include("kern.termijnen.urls")),
    path("", include("transformatie.urls")),
    path("", include("beoordeling.urls")),
    path("", include("verantwoording.urls")),
    path("", include("monitoring.urls")),
]
