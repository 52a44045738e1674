from django.apps import AppConfig


class ToestandenConfig(AppConfig):
    """State machines and the one door through which they step."""

    name = "kern.toestanden"
    label = "toestanden"
