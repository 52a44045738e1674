"""Addresses of the assessment of a dossier."""

from django.urls import path

from beoordeling.views import beoordelen, instemmingen, regiocoordinator

urlpatterns = [
    path("dossiers/<slug:kenmerk>/beoordelen/", beoordelen.beoordelen, name="beoordelen"),
    path("dossiers/<slug:kenmerk>/beoordelen/afronden/", beoordelen.afronden, name="beoordeling-afronden"),
    path("dossiers/<slug:kenmerk>/regiocoordinator/", regiocoordinator.regiocoordinator, name="regiocoordinator"),
    path("dossiers/<slug:kenmerk>/regiocoordinator/afzien/", regiocoordinator.zie_af, name="zie-af"),
    path("dossiers/<slug:kenmerk>/instemmingen/", instemmingen.instemmingen, name="instemmingen"),
]
