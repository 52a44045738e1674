from django.apps import AppConfig


class TermijnenConfig(AppConfig):
    """Calendar arithmetic and the clocks."""

    name = "kern.termijnen"
    label = "termijnen"

    def ready(self) -> None:
        """Put the calculator in the menu."""
        from kern.web.menu import menupunt

        menupunt("Einddatum", "einddatum", 80)
