from django.apps import AppConfig


class VerantwoordingConfig(AppConfig):
    """The money: toekenning, overeenkomst, KPI's, payouts, ledger."""

    name = "verantwoording"
    verbose_name = "Verantwoording"

    def ready(self) -> None:
        from verantwoording import aanzet, panelen, receivers, regels, werkvoorraad, zicht
        from verantwoording.forms import stappen
        from verantwoording.services import kpi, toekenning

        self.geladen = (regels, toekenning, kpi, receivers, stappen, aanzet, panelen, werkvoorraad, zicht)
        self.laad_pot()

    def laad_pot(self) -> None:
        """The pots, the queue and the checks on the ledger."""
        from verantwoording import grootboekcontroles

        self.geladen_pot = (grootboekcontroles,)
