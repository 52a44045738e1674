"""The way to the financieringsplan before there is a grant (1g.1, 1g.3)."""

from typing import Any

from kern.web.panelen import Paneel, paneel
from verantwoording.financieringsplan import ziet_financieringsplan


@paneel("snelle-toets", 60)
@paneel("plan", 60)
def naar_het_financieringsplan(context: dict[str, Any]) -> Paneel | None:
    """A card with a link, for who may see it. No query."""
    if not ziet_financieringsplan(context["dossier"], context["namens"]):
        return None
    return Paneel("verantwoording/financieringsplan_paneel.html", {"kenmerk": context["dossier"].kenmerk})
