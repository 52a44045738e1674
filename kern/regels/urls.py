from django.urls import path

from kern.regels import views

urlpatterns = [
    path("", views.overzicht, name="regels"),
    path("<str:nummer>/", views.regel, name="regel"),
]
