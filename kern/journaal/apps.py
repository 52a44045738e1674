from django.apps import AppConfig


class JournaalConfig(AppConfig):
    """The append-only record of every step."""

    name = "kern.journaal"
    label = "journaal"
