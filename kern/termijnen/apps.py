from django.apps import AppConfig


class TermijnenConfig(AppConfig):
    """Calendar arithmetic and the clocks."""

    name = "kern.termijnen"
    label = "termijnen"
