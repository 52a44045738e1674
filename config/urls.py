"""All addresses of the application."""

from django.urls import include, path

from config.gezond import gezond

urlpatterns = [
    path("gezond", gezond, name="gezond"),
    path("account/", include("allauth.urls")),
]
