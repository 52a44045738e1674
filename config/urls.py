"""All addresses of the application."""

from django.urls import include, path

urlpatterns = [
    path("account/", include("allauth.urls")),
]
