"""Everything of the rechtmatigheidsdossier that registers itself, loaded in `apps.ready()`."""

from kern.berichten.soorten import valt_onder
from kern.organisaties.models import Rol
from kern.web.menu import menupunt, voor_rollen
from transformatie.zicht import open_voor_indieners
from verantwoording import rechtmatigheidswerk, rechtmatigheidszicht
from verantwoording.services import rechtmatigheid

valt_onder("besluit", "rechtmatigheidsoordeel")
valt_onder("vraag", "rechtmatigheidsantwoord")
open_voor_indieners("verantwoording.rechtmatigheidsvraag")
menupunt("Rechtmatigheid", "rechtmatigheid", 40, zichtbaar=voor_rollen(Rol.NZA))

GELADEN = (rechtmatigheid, rechtmatigheidswerk, rechtmatigheidszicht)
