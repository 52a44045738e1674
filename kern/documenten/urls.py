"""Addresses of documents, included at 'documenten/'."""

from django.urls import path

from kern.documenten import views

urlpatterns = [
    path("<uuid:pk>/", views.document, name="document"),
]
