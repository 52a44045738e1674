from django.apps import AppConfig


class BerichtenConfig(AppConfig):
    """The outbox for mail and notices."""

    name = "kern.berichten"
    label = "berichten"
