from django.apps import AppConfig


class OrganisatiesConfig(AppConfig):
    """Organisations, regions, memberships and contact persons."""

    name = "kern.organisaties"
    label = "organisaties"

    def ready(self) -> None:
        """Put beheer and the contact list in the menu, and give words to what beheer does in the journaal."""
        from kern.organisaties.services.boek import benoem_handelingen
        from kern.web.menu import menupunt, voor_rollen

        benoem_handelingen()
        menupunt("Contacten", "contacten", 70)
        menupunt("Beheer", "beheer", 90, zichtbaar=voor_rollen("beheer"))
