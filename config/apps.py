from django.apps import AppConfig


class ConfigAppConfig(AppConfig):
    """Holds the commands that use every floor of the house."""

    name = "config"
