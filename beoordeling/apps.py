from django.apps import AppConfig


class BeoordelingConfig(AppConfig):
    """Assessing together: rondes, commitment, the joint terugkoppeling."""

    name = "beoordeling"
    verbose_name = "Beoordeling"

    def ready(self) -> None:
        from beoordeling import aanzet, instempaneel, panelen, receivers, regels, vertrek, volgers, vraagwerk, werkvoorraad
        from beoordeling.forms import stappen, terugkoppeling
        from beoordeling.services import besluitbrief, brieven, instemmingen, overnemen, rondes, team, toewijzing, vragen
        from kern.web.menu import menupunt, voor_rollen

        self.geladen = (
            regels,
            rondes,
            instemmingen,
            toewijzing,
            besluitbrief,
            brieven,
            receivers,
            aanzet,
            panelen,
            werkvoorraad,
            stappen,
            instempaneel,
            vertrek,
            terugkoppeling,
            vragen,
            team,
            overnemen,
            vraagwerk,
            volgers,
        )
        menupunt("Voorgenomen besluiten", "voornemens", 45, zichtbaar=voor_rollen("beoordelaar"))
