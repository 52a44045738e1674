"""Only what the calculator page needs, so that its tests stand apart from the rest of the house."""

from django.urls import include, path

urlpatterns = [
    path("", include("kern.gebruikers.urls")),
    path("", include("kern.web.urls")),
    path("", include("kern.termijnen.urls")),
]
