from django.apps import AppConfig


class VerantwoordingConfig(AppConfig):
    """See docs/architectuur.md."""

    name = "verantwoording"
