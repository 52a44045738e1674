"""Addresses of the monitor."""

from django.urls import path

from monitoring.views import monitor

urlpatterns = [
    path("monitor/", monitor.monitor, name="monitor"),
    path("monitor/dossiers/", monitor.dossiers, name="monitor-dossiers"),
]
