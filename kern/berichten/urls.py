"""Addresses of notices and post, included at ''."""

from django.urls import path

from kern.berichten import views

urlpatterns = [
    path("berichten/", views.berichten, name="berichten"),
    path("berichten/gelezen/", views.lees_alles, name="berichten-alles-gelezen"),
    path("berichten/<uuid:pk>/gelezen/", views.lees, name="bericht-gelezen"),
    path("berichten/<uuid:pk>/uitnodiging.ics", views.uitnodiging, name="bericht-uitnodiging"),
    path("berichten/instellingen/", views.instellingen, name="berichten-instellingen"),
    path("post/", views.post, name="post"),
    path("post/bericht/opnieuw/", views.post_opnieuw, {"soort": "bericht"}, name="post-berichten-opnieuw"),
    path("post/bericht/<uuid:pk>/opnieuw/", views.post_opnieuw, {"soort": "bericht"}, name="post-bericht-opnieuw"),
    path("post/adres/<uuid:pk>/vrijgeven/", views.adres_vrijgeven, name="post-adres-vrijgeven"),
    path("post/brief/opnieuw/", views.post_opnieuw, {"soort": "brief"}, name="post-brieven-opnieuw"),
    path("post/brief/<uuid:pk>/opnieuw/", views.post_opnieuw, {"soort": "brief"}, name="post-brief-opnieuw"),
]
