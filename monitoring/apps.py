from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    """See docs/architectuur.md."""

    name = "monitoring"
