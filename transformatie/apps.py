from django.apps import AppConfig


class TransformatieConfig(AppConfig):
    """From first contact to the approved plan."""

    name = "transformatie"
    verbose_name = "Transformatieplannen"

    def ready(self) -> None:
        from transformatie import receivers, regels
        from transformatie.forms import stappen
        from transformatie.services import dossiers, escalatie, plan, snelle_toets

        self.geladen = (regels, snelle_toets, plan, escalatie, dossiers, receivers, stappen)
