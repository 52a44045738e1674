from django.apps import AppConfig


class BeoordelingConfig(AppConfig):
    """Assessing together: rondes, commitment, the joint terugkoppeling."""

    name = "beoordeling"
    verbose_name = "Beoordeling"

    def ready(self) -> None:
        from beoordeling import aanzet, panelen, receivers, regels, werkvoorraad
        from beoordeling.forms import stappen
        from beoordeling.services import besluitbrief, instemmingen, rondes, toewijzing

        self.geladen = (regels, rondes, instemmingen, toewijzing, besluitbrief, receivers, aanzet, panelen, werkvoorraad, stappen)
