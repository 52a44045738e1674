"""Addresses of concepts, included at ''."""

from django.urls import path

from kern.concepten import views

urlpatterns = [
    path("concepten/", views.bewaar, name="concept-bewaar"),
    path("concepten/<uuid:pk>/weg/", views.gooi_weg, name="concept-weg"),
]
