from django.apps import AppConfig


class BasisConfig(AppConfig):
    """What every app builds on: abstract models, money."""

    name = "kern.basis"
    label = "basis"
