from django.apps import AppConfig


class BeoordelingConfig(AppConfig):
    """See docs/architectuur.md."""

    name = "beoordeling"
