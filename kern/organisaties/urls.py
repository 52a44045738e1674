"""Addresses of beheer and of the contact list; to be included at the root."""

from django.urls import path, register_converter

from kern.organisaties.models import Regio
from kern.organisaties.views import contacten, mensen, organisaties, overzicht, regios, vervanging


class RegioSoort:
    """One of the two divisions, in an address."""

    regex = "|".join(Regio.Soort.values)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(RegioSoort, "regiosoort")

urlpatterns = [
    path("contacten/", overzicht.contacten, name="contacten"),
    path("contacten/eigen/", contacten.eigen, name="contacten-eigen"),
    path("contacten/eigen/klopt/", contacten.klopt, name="contacten-kloppen"),
    path("contacten/eigen/nieuw/", contacten.nieuw, name="contacten-nieuw"),
    path("contacten/eigen/<uuid:pk>/", contacten.wijzig, name="contacten-wijzig"),
    path("contacten/eigen/<uuid:pk>/verwijder/", contacten.verwijder, name="contacten-weg"),
    path("beheer/", overzicht.begin, name="beheer"),
    path("beheer/onzeker/", overzicht.onzeker, name="beheer-onzeker"),
    path("beheer/regios/", regios.regios, name="beheer-regios"),
    path("beheer/regios/<uuid:pk>/", regios.regio, name="beheer-regio"),
    path("beheer/regios/<uuid:pk>/wijzig/", regios.regio_wijzigen, name="beheer-regio-wijzig"),
    path("beheer/regios/<uuid:pk>/verzekeraars/", regios.paar_nieuw, name="beheer-paar-nieuw"),
    path("beheer/verzekeraars/<uuid:pk>/", regios.paar_wijzigen, name="beheer-paar"),
    path("beheer/gemeenten/", regios.gemeenten, name="beheer-gemeenten"),
    path("beheer/gemeenten/<uuid:pk>/", regios.gemeente, name="beheer-gemeente"),
    path("beheer/gemeenten/<uuid:pk>/<regiosoort:soort>/", regios.indeling_nieuw, name="beheer-indeling-nieuw"),
    path("beheer/indelingen/<uuid:pk>/", regios.indeling_wijzigen, name="beheer-indeling"),
    path("beheer/organisaties/", organisaties.organisaties, name="beheer-organisaties"),
    path("beheer/organisaties/nieuw/", organisaties.organisatie_nieuw, name="beheer-organisatie-nieuw"),
    path("beheer/organisaties/<uuid:pk>/", organisaties.organisatie, name="beheer-organisatie"),
    path("beheer/organisaties/<uuid:pk>/wijzig/", organisaties.organisatie_wijzigen, name="beheer-organisatie-wijzig"),
    path("beheer/organisaties/<uuid:pk>/contactpersoon/", organisaties.contactpersoon_nieuw, name="beheer-contactpersoon-nieuw"),
    path("beheer/contactpersonen/<uuid:pk>/", organisaties.contactpersoon_wijzigen, name="beheer-contactpersoon"),
    path("beheer/contactpersonen/<uuid:pk>/verwijder/", organisaties.contactpersoon_verwijderen, name="beheer-contactpersoon-weg"),
    path("beheer/concerns/nieuw/", organisaties.concern_nieuw, name="beheer-concern-nieuw"),
    path("beheer/gebruikers/", mensen.gebruikers, name="beheer-gebruikers"),
    path("beheer/gebruikers/nieuw/", mensen.gebruiker_nieuw, name="beheer-gebruiker-nieuw"),
    path("beheer/gebruikers/<uuid:pk>/", mensen.gebruiker, name="beheer-gebruiker"),
    path("beheer/gebruikers/<uuid:pk>/wijzig/", mensen.gebruiker_wijzigen, name="beheer-gebruiker-wijzig"),
    path("beheer/gebruikers/<uuid:pk>/rol/", mensen.lidmaatschap_nieuw, name="beheer-lidmaatschap-nieuw"),
    path("beheer/gebruikers/<uuid:pk>/vervanging/", vervanging.vervanging_beheer, name="beheer-vervanging"),
    path("beheer/lidmaatschappen/<uuid:pk>/", mensen.lidmaatschap_wijzigen, name="beheer-lidmaatschap"),
    path("beheer/dagen/", organisaties.dagen, name="beheer-dagen"),
    path("beheer/dagen/nieuw/", organisaties.dag_nieuw, name="beheer-dag-nieuw"),
    path("beheer/dagen/<uuid:pk>/verwijder/", organisaties.dag_verwijderen, name="beheer-dag-weg"),
]
