"""Everything under /account/: allauth's pages, with ours before them."""

from django.urls import include, path

from kern.gebruikers import views
from kern.organisaties.views.vervanging import vervanging

NIET_HIER = ["email/", "confirm-email/", "confirm-email/<str:sleutel>/", "password/set/", "login/code/confirm/"]

urlpatterns = [
    path("account/", views.mijn_account, name="mijn-account"),
    path("account/vervanging/", vervanging, name="vervanging"),
    path("account/rol/", views.wissel_rol, name="wissel-rol"),
    path("account/login/", views.InlogView.as_view(), name="account_login"),
    *(path(f"account/{pad}", views.niet_hier) for pad in NIET_HIER),
    path("account/", include("allauth.urls")),
]
