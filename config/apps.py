from django.apps import AppConfig


class ConfigAppConfig(AppConfig):
    """Holds the commands that use every floor of the house."""

    name = "config"

    def ready(self) -> None:
        """Bind the tasks of all apps to our Celery."""
        from config import celery  # noqa: F401
