from django.urls import path

from kern.web import views

urlpatterns = [
    path("sneltoetsen/", views.sneltoetsen, name="sneltoetsen"),
]
