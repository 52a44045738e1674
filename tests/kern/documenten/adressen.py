"""The addresses these tests need, wherever the application puts them."""

from django.urls import include, path

urlpatterns = [
    path("", include("kern.web.urls")),
    path("", include("kern.gebruikers.urls")),
    path("regels/", include("kern.regels.urls")),
    path("", include("kern.berichten.urls")),
    path("documenten/", include("kern.documenten.urls")),
]
