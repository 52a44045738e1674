"""What one must know to take a step on a budget or a statement of costs: its figures, on the page of the step."""

from typing import Any

from kern.web.panelen import Paneel, paneel
from verantwoording import rechten
from verantwoording.kostenblad import lijnen_van, tel_op
from verantwoording.models import Begroting, Kostenregel, Kostenstand


@paneel("stap", 21)
def achtergrond_van_kosten(context: dict[str, Any]) -> Paneel | None:
    """The posts and amounts that the step is about, to check before it is taken (3a.1)."""
    rij, dossier = context["rij"], context["dossier"]
    if not isinstance(rij, Begroting | Kostenstand) or not rechten.ziet_bewijs.test(context["namens"], dossier):
        return None
    if isinstance(rij, Begroting):
        posten = list(rij.posten.select_related("organisatie"))
        return Paneel("verantwoording/kosten_stap_begroting.html", {"begroting": rij, "posten": posten, "toekenning": rij.toekenning})
    regels: list[Kostenregel] = list(rij.regels.select_related("post"))
    begroting = rij.geldende_begroting
    posten = list(begroting.posten.all()) if rij.is_concept and begroting else [r.post for r in regels]
    lijnen = lijnen_van(rij, posten)
    return Paneel("verantwoording/kosten_stap_stand.html", {"stand": rij, "lijnen": lijnen, "totaal": tel_op(lijnen, "Samen")})
