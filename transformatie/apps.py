from django.apps import AppConfig


class TransformatieConfig(AppConfig):
    """From first contact to the approved plan."""

    name = "transformatie"
    verbose_name = "Transformatieplannen"

    def ready(self) -> None:
        from kern.organisaties.models import Rol
        from kern.web.menu import menupunt, voor_rollen
        from transformatie import beurten, meelezen, receivers, regels, stappanelen, werkvoorraad, zicht, zijspoorwerk
        from transformatie.forms import stappen, verslag
        from transformatie.services import dossiers, escalatie, escalatieoverleg, overleg, plan, snelle_toets, zijspoor

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
            meelezen,
            zijspoorwerk,
            escalatieoverleg,
            zijspoor,
        )
        menupunt("Werkvoorraad", "werkvoorraad", 10, sneltoets="w")
        menupunt("Dossiers", "dossiers", 20, sneltoets="d", ook=("/stap/",))
        menupunt("Agenda van de groep", "groep-agenda", 25, zichtbaar=voor_rollen(Rol.BESTUURLIJKE_GROEP))
        menupunt("Vliegende Brigade", "brigade", 25, zichtbaar=voor_rollen(Rol.NZA, Rol.BRIGADE))
        menupunt("Termijnen", "termijnen", 30)
