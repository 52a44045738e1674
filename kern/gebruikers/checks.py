"""What must never be true of an installation."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register


def is_productie() -> bool:
    """Whether this process runs on the production settings."""
    return str(settings.SETTINGS_MODULE).rsplit(".", 1)[-1] == "production"


@register()
def geen_demo_in_productie(**kwargs: Any) -> list[CheckMessage]:
    """The example accounts and their published password are for one machine only."""
    if settings.DEMO and is_productie():
        return [
            Error(
                "DEMO staat aan in productie.",
                hint="Zet DEMO uit: de voorbeeldaccounts hebben een bekend wachtwoord.",
                id="gebruikers.E001",
            )
        ]
    return []
