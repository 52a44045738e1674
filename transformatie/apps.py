from django.apps import AppConfig


class TransformatieConfig(AppConfig):
    """From first contact to the approved plan."""

    name = "transformatie"
    verbose_name = "Transformatieplannen"

    def ready(self) -> None:
        from kern.web.menu import menupunt
        from transformatie import beurten, receivers, regels, stappanelen, werkvoorraad, zicht
        from transformatie.forms import stappen
        from transformatie.services import dossiers, escalatie, plan, snelle_toets

        self.geladen = (regels, snelle_toets, plan, escalatie, dossiers, receivers, stappen, beurten, werkvoorraad, zicht, stappanelen)
        menupunt("Werkvoorraad", "werkvoorraad", 10, sneltoets="w")
        menupunt("Dossiers", "dossiers", 20, sneltoets="d")
        menupunt("Termijnen", "termijnen", 30)
