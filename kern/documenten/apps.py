from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class DocumentenConfig(AppConfig):
    """Attachments and letters."""

    name = "kern.documenten"
    label = "documenten"

    def ready(self) -> None:
        from kern.toestanden.register import benoem

        benoem("documenten.document", "voeg_toe", "Document toegevoegd")
        autodiscover_modules("brieven")
