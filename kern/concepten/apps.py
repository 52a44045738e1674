from django.apps import AppConfig


class ConceptenConfig(AppConfig):
    """What was typed in a form and not yet sent."""

    name = "kern.concepten"
    label = "concepten"
