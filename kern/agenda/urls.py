"""Addresses of the calendar, included at 'agenda/'."""

from django.urls import path

from kern.agenda import views

urlpatterns = [
    path("", views.agenda, name="agenda"),
    path("koppelen/", views.koppelen, name="agenda-koppelen"),
    path("koppelen/intrekken/", views.trek_in, name="agenda-intrekken"),
    path("<str:sleutel>.ics", views.feed, name="agenda-feed"),
]
