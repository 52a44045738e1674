from django.apps import AppConfig


class DocumentenConfig(AppConfig):
    """Attachments and letters."""

    name = "kern.documenten"
    label = "documenten"
