"""Addresses of the money of a dossier."""

from django.urls import path

from verantwoording.views import kpis, overeenkomst

urlpatterns = [
    path("dossiers/<slug:kenmerk>/overeenkomst/", overeenkomst.overeenkomst, name="overeenkomst"),
    path("dossiers/<slug:kenmerk>/kpis/", kpis.kpis, name="kpis"),
    path("dossiers/<slug:kenmerk>/kpis/<int:nummer>/", kpis.kpi, name="kpi"),
]
