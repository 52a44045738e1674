"""Addresses of the money of a dossier."""

from django.urls import path

from verantwoording.views import (
    bijstelling,
    bijsturing,
    financieringsplan,
    grootboekblad,
    kosten_stand,
    kpis,
    ondertekening,
    overeenkomst,
    potten,
    rechtmatigheid,
    rechtmatigheidslijst,
    terugbetaling,
    uitbetaling,
    uitbetaling_lijst,
)
from verantwoording.views import kosten as kostenviews

urlpatterns = [
    path("potten/", potten.overzicht, name="potten"),
    path("potten/nieuw/", potten.nieuw, name="pot-nieuw"),
    path("potten/<uuid:pk>/", potten.pot, name="pot"),
    path("wachtrij/", potten.rij, name="wachtrij"),
    path("dossiers/<slug:kenmerk>/overeenkomst/", overeenkomst.overeenkomst, name="overeenkomst"),
    path("dossiers/<slug:kenmerk>/overeenkomst/tekenen/", ondertekening.tekenen, name="overeenkomst-tekenen"),
    path("dossiers/<slug:kenmerk>/kpis/", kpis.kpis, name="kpis"),
    path("dossiers/<slug:kenmerk>/kpis/<int:nummer>/", kpis.kpi, name="kpi"),
    path("dossiers/<slug:kenmerk>/financieringsplan/", financieringsplan.pagina, name="financieringsplan"),
    path("dossiers/<slug:kenmerk>/bijstellingen/", bijstelling.lijst, name="bijstellingen"),
    path("dossiers/<slug:kenmerk>/bijstellingen/<int:nummer>/", bijstelling.bijstelling, name="bijstelling"),
    path("dossiers/<slug:kenmerk>/rechtmatigheid/", rechtmatigheid.rechtmatigheidsdossier, name="rechtmatigheidsdossier"),
    path("dossiers/<slug:kenmerk>/rechtmatigheid/archief/<uuid:pk>/", rechtmatigheid.archiefstand, name="rechtmatigheidsarchief"),
    path("rechtmatigheid/", rechtmatigheidslijst.overzicht, name="rechtmatigheid"),
    path("rechtmatigheid/bestand/<slug:vorm>/", rechtmatigheidslijst.bestand, name="rechtmatigheid-bestand"),
    path("kosten/achterstand/", kostenviews.achterstand, name="kosten-achterstand"),
    path("dossiers/<slug:kenmerk>/kosten/", kostenviews.kosten, name="kosten"),
    path("dossiers/<slug:kenmerk>/kosten/begroting/", kostenviews.begroting, name="begroting"),
    path("dossiers/<slug:kenmerk>/kosten/<uuid:pk>/", kosten_stand.kostenstand, name="kostenstand"),
    path("dossiers/<slug:kenmerk>/kosten/<uuid:pk>/werkblad/", kosten_stand.kostensjabloon, name="kostensjabloon"),
    path("dossiers/<slug:kenmerk>/kosten/<uuid:pk>/bestand/<uuid:upload>/", kosten_stand.kostenupload, name="kostenupload"),
    path("dossiers/<slug:kenmerk>/uitbetalingen/", uitbetaling.uitbetalingen, name="dossier-uitbetalingen"),
    path("dossiers/<slug:kenmerk>/rekeningoverzicht/", uitbetaling.overzicht, name="rekeningoverzicht"),
    path("uitbetalingen/", uitbetaling_lijst.uitbetalingen, name="uitbetalingen"),
    path("uitbetalingen/te-betalen.xlsx", uitbetaling_lijst.blad, name="uitbetalingen-blad"),
    path("dossiers/<slug:kenmerk>/bijsturing/", bijsturing.bijsturing, name="bijsturing"),
    path("dossiers/<slug:kenmerk>/terugbetalingen/", terugbetaling.terugbetalingen, name="terugbetalingen"),
    path("dossiers/<slug:kenmerk>/grootboek/", grootboekblad.grootboek, name="grootboek"),
]
