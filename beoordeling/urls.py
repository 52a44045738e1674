"""Addresses of the assessment of a dossier."""

from django.urls import path

from beoordeling.views import antwoorden, beoordelen, instemmingen, kader, regiocoordinator, team, volgers, vragen

D = "dossiers/<slug:kenmerk>/"

urlpatterns = [
    path(f"{D}beoordelen/", beoordelen.beoordelen, name="beoordelen"),
    path(f"{D}beoordelen/afronden/", beoordelen.afronden, name="beoordeling-afronden"),
    path(f"{D}beoordelen/overnemen/", beoordelen.overnemen, name="oordelen-overnemen"),
    path(f"{D}beoordelen/vraag/", vragen.nieuw, name="vraag-nieuw"),
    path(f"{D}beoordelen/vraag/<uuid:pk>/weg/", vragen.weg, name="vraag-weg"),
    path(f"{D}beoordelen/vragen/", vragen.bundelen, name="vragen-bundelen"),
    path(f"{D}beoordelen/team/", team.team, name="team"),
    path(f"{D}beoordelen/team/<uuid:pk>/", team.deeladvies, name="deeladvies"),
    path(f"{D}beoordelen/team/<uuid:pk>/<slug:hoe>/", team.volg, name="deeladvies-volg"),
    path(f"{D}kader/", kader.kader, name="kader"),
    path(f"{D}vragen/", antwoorden.lijst, name="vragen"),
    path(f"{D}vragen/<uuid:pk>/", antwoorden.antwoord, name="antwoorden"),
    path(f"{D}vragen/<uuid:pk>/bewaar/", antwoorden.bewaar, name="antwoorden-bewaar"),
    path(f"{D}regiocoordinator/", regiocoordinator.regiocoordinator, name="regiocoordinator"),
    path(f"{D}regiocoordinator/teruggeven/", regiocoordinator.geef_terug, name="toewijzing-teruggeven"),
    path(f"{D}regiocoordinator/afzien/", regiocoordinator.zie_af, name="zie-af"),
    path(f"{D}instemmingen/", instemmingen.instemmingen, name="instemmingen"),
    path(f"{D}voornemen/", volgers.leg_voor, name="leg-voornemen-voor"),
    path("voorgenomen-besluiten/", volgers.voornemens, name="voornemens"),
    path("voorgenomen-besluiten/<uuid:pk>/", volgers.voornemen, name="voornemen"),
    path("voorgenomen-besluiten/<uuid:pk>/vragen/<uuid:vraag>/", volgers.beantwoord, name="volgersvraag-antwoord"),
]
