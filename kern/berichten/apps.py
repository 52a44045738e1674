from django.apps import AppConfig


class BerichtenConfig(AppConfig):
    """The outbox for mail and notices."""

    name = "kern.berichten"
    label = "berichten"

    def ready(self) -> None:
        """Put the notices, and for beheer the post, in the menu, and read the kinds of notices of every app."""
        from django.utils.module_loading import autodiscover_modules

        from kern.berichten import checks
        from kern.berichten.services import aantal_ongelezen
        from kern.organisaties.models import Rol
        from kern.web.menu import menupunt, voor_rollen

        menupunt("Berichten", "berichten", 60, teller=lambda namens: aantal_ongelezen(namens.gebruiker_id))
        menupunt("Post", "post", 90, zichtbaar=voor_rollen(Rol.BEHEER))
        autodiscover_modules("berichtsoorten")
        self.geladen = checks
