"""Addresses of the money of a dossier."""

from django.urls import path

from verantwoording.views import bijstelling, kpis, ondertekening, overeenkomst, rechtmatigheid, rechtmatigheidslijst

urlpatterns = [
    path("dossiers/<slug:kenmerk>/overeenkomst/", overeenkomst.overeenkomst, name="overeenkomst"),
    path("dossiers/<slug:kenmerk>/overeenkomst/tekenen/", ondertekening.tekenen, name="overeenkomst-tekenen"),
    path("dossiers/<slug:kenmerk>/kpis/", kpis.kpis, name="kpis"),
    path("dossiers/<slug:kenmerk>/kpis/<int:nummer>/", kpis.kpi, name="kpi"),
    path("dossiers/<slug:kenmerk>/bijstellingen/", bijstelling.lijst, name="bijstellingen"),
    path("dossiers/<slug:kenmerk>/bijstellingen/<int:nummer>/", bijstelling.bijstelling, name="bijstelling"),
    path("dossiers/<slug:kenmerk>/rechtmatigheid/", rechtmatigheid.rechtmatigheidsdossier, name="rechtmatigheidsdossier"),
    path("dossiers/<slug:kenmerk>/rechtmatigheid/archief/<uuid:pk>/", rechtmatigheid.archiefstand, name="rechtmatigheidsarchief"),
    path("rechtmatigheid/", rechtmatigheidslijst.overzicht, name="rechtmatigheid"),
    path("rechtmatigheid/bestand/<slug:vorm>/", rechtmatigheidslijst.bestand, name="rechtmatigheid-bestand"),
]
