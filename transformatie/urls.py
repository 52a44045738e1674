"""Addresses of dossiers, their documents and their steps."""

from django.urls import path

from transformatie.views import afspraken, concept, dossier, dossiers, escalatie, partijen, stap, stukken, termijnen, werkvoorraad

D = "dossiers/<slug:kenmerk>/"
TOETS, VERSIE = {"kies": concept.toets_van}, {"kies": concept.versie_van}

urlpatterns = [
    path("", werkvoorraad.werkvoorraad, name="werkvoorraad"),
    path("dossiers/", dossiers.lijst, name="dossiers"),
    path("dossiers/nieuw/", dossiers.nieuw, name="dossier-nieuw"),
    path(D, dossier.dossier, name="dossier"),
    path(f"{D}geschiedenis/", dossier.geschiedenis, name="geschiedenis"),
    path(f"{D}contacten/", dossier.contacten, name="contacten-dossier"),
    path(f"{D}partijen/", partijen.partijen, name="partijen"),
    path(f"{D}documenten/nieuw/", stukken.document_toevoegen, name="document-toevoegen"),
    path(f"{D}snelle-toets/", stukken.snelle_toets, name="snelle-toets"),
    path(f"{D}snelle-toets/bewerk/", concept.bewerk, TOETS, name="snelle-toets-bewerk"),
    path(f"{D}snelle-toets/bewaar/", concept.bewaar, TOETS, name="snelle-toets-bewaar"),
    path(f"{D}plan/", stukken.plan, name="plan"),
    path(f"{D}plan/bewerk/", concept.bewerk, VERSIE, name="plan-bewerk"),
    path(f"{D}plan/bewaar/", concept.bewaar, VERSIE, name="plan-bewaar"),
    path(f"{D}plan/versie/<int:nummer>/", stukken.plan, name="plan-versie"),
    path(f"{D}plan/vergelijk/", stukken.vergelijk, name="plan-vergelijk"),
    path(f"{D}plan/kpi/nieuw/", afspraken.bewerk, {"soort": "kpi"}, name="kpi-nieuw"),
    path(f"{D}plan/kpi/<uuid:pk>/", afspraken.bewerk, {"soort": "kpi"}, name="kpi"),
    path(f"{D}plan/kpi/<uuid:pk>/verwijder/", afspraken.verwijder, {"soort": "kpi"}, name="kpi-verwijder"),
    path(f"{D}plan/mijlpaal/nieuw/", afspraken.bewerk, {"soort": "mijlpaal"}, name="mijlpaal-nieuw"),
    path(f"{D}plan/mijlpaal/<uuid:pk>/", afspraken.bewerk, {"soort": "mijlpaal"}, name="mijlpaal"),
    path(f"{D}plan/mijlpaal/<uuid:pk>/verwijder/", afspraken.verwijder, {"soort": "mijlpaal"}, name="mijlpaal-verwijder"),
    path(f"{D}escalaties/nieuw/", escalatie.nieuw, name="escalatie-nieuw"),
    path(f"{D}escalaties/<uuid:pk>/", escalatie.escalatie, name="escalatie"),
    path(f"{D}escalaties/<uuid:pk>/gesprek/", escalatie.gesprek, name="escalatie-gesprek"),
    path(f"{D}escalaties/<uuid:pk>/hulp/", escalatie.hulp, name="escalatie-hulp"),
    path("termijnen/", termijnen.lijst, name="termijnen"),
    path("termijnen/<uuid:pk>/", termijnen.termijn, name="termijn"),
    path("termijnen/<uuid:pk>/<slug:hoe>/", termijnen.verzet, name="termijn-verzet"),
    path("stap/<str:soort>/<uuid:pk>/<slug:stap>/", stap.stap, name="stap"),
]
