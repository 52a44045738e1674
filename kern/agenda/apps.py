from django.apps import AppConfig


class AgendaConfig(AppConfig):
    """Meetings and terms as a calendar: invitations, and each person's own feed."""

    name = "kern.agenda"
    label = "agenda"

    def ready(self) -> None:
        """Put the calendar in the menu, and read the sources (`agenda.py`) of every app."""
        from django.utils.module_loading import autodiscover_modules

        from kern.web.menu import menupunt

        menupunt("Agenda", "agenda", 35)
        autodiscover_modules("agenda")
