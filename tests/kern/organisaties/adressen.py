"""The addresses of kern alone, so that these tests need nothing from higher apps."""

from django.urls import include, path

urlpatterns = [
    path("", include("kern.gebruikers.urls")),
    path("", include("kern.web.urls")),
    path("regels/", include("kern.regels.urls")),
    path("", include("kern.termijnen.urls")),
    path("", include("kern.organisaties.urls")),
]
