"""What the app loads at start-up for the agreement, its signatures and the application to the NZa."""

from kern.berichten.soorten import valt_onder
from verantwoording import overeenkomst_zicht, overeenkomstwerk
from verantwoording.services import beschikkingsaanvraag, ondertekening, overeenkomst

valt_onder("uitvoering", "overeenkomst_klaar", "overeenkomst_geweigerd", "verstuur_aanvraag")

geladen = (overeenkomst, ondertekening, beschikkingsaanvraag, overeenkomst_zicht, overeenkomstwerk)
