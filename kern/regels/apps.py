from django.apps import AppConfig


class RegelsConfig(AppConfig):
    """The register of agreed rules and what checks them."""

    name = "kern.regels"
    label = "regels"

    def ready(self) -> None:
        from kern.regels import checks
        from kern.web.menu import menupunt

        self.geladen = checks
        menupunt("Regels", "regels", 75)
