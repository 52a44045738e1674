from django.apps import AppConfig


class TransformatieConfig(AppConfig):
    """From first contact to the approved plan."""

    name = "transformatie"
    verbose_name = "Transformatieplannen"

    def ready(self) -> None:
        from kern.web.menu import menupunt
        from transformatie import beurten, receivers, regels, stappanelen, werkvoorraad, zicht
        from transformatie.forms import stappen, verslag
        from transformatie.services import dossiers, escalatie, overleg, plan, snelle_toets

        self.geladen = (
            regels,
            snelle_toets,
            plan,
            escalatie,
            overleg,
            dossiers,
            receivers,
            stappen,
            verslag,
            beurten,
            werkvoorraad,
            zicht,
            stappanelen,
        )
        menupunt("Werkvoorraad", "werkvoorraad", 10, sneltoets="w")
        menupunt("Dossiers", "dossiers", 20, sneltoets="d", ook=("/stap/",))
        from kern.organisaties.models import Rol
        from kern.web.menu import voor_rollen
        from transformatie import meelezen, zijspoorwerk
        from transformatie.services import escalatieoverleg, zijspoor

        self.hulp = (meelezen, zijspoorwerk, escalatieoverleg, zijspoor)
        menupunt("Agenda van de groep", "groep-agenda", 25, zichtbaar=voor_rollen(Rol.BESTUURLIJKE_GROEP))
        menupunt("Vliegende Brigade", "brigade", 25, zichtbaar=voor_rollen(Rol.NZA, Rol.BRIGADE))
        menupunt("Termijnen", "termijnen", 30)
