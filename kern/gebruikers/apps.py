from django.apps import AppConfig


class GebruikersConfig(AppConfig):
    """People and how they log in."""

    name = "kern.gebruikers"
    label = "gebruikers"

    def ready(self) -> None:
        from kern.gebruikers import checks  # noqa: F401
