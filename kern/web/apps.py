from django.apps import AppConfig


class WebConfig(AppConfig):
    """The shell around every page."""

    name = "kern.web"
    label = "web"
