"""Addresses of dossiers, their documents and their steps."""

from django.urls import path

from transformatie.views import dossier, stap

urlpatterns = [
    path("dossiers/", dossier.dossier, {"kenmerk": ""}, name="dossiers"),
    path("dossiers/<slug:kenmerk>/", dossier.dossier, name="dossier"),
    path("stap/<str:soort>/<uuid:pk>/<slug:stap>/", stap.stap, name="stap"),
]
