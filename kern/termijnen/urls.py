"""Addresses of the clocks."""

from django.urls import path

from kern.termijnen import views

urlpatterns = [
    path("einddatum/", views.einddatum, name="einddatum"),
]
