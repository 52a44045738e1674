"""What the app loads at start-up for the agreement, its signatures and the application to the NZa; and for the SPUK."""

from kern.berichten.soorten import valt_onder
from verantwoording import overeenkomst_zicht, overeenkomstwerk, spuk_werk
from verantwoording.forms import spuk as spukforms
from verantwoording.services import beschikkingsaanvraag, ondertekening, overeenkomst, spuk

valt_onder("uitvoering", "overeenkomst_klaar", "overeenkomst_geweigerd", "verstuur_aanvraag")

geladen = (overeenkomst, ondertekening, beschikkingsaanvraag, overeenkomst_zicht, overeenkomstwerk)
geladen_spuk = (spuk, spukforms, spuk_werk)
