from django.apps import AppConfig


class OrganisatiesConfig(AppConfig):
    """Organisations, regions, memberships and contact persons."""

    name = "kern.organisaties"
    label = "organisaties"
