"""What must be true before mail goes out."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

SMTP = "django.core.mail.backends.smtp.EmailBackend"
LANGST = 60  # seconds


@register()
def mailserver_krijgt_een_grens(**kwargs: Any) -> list[CheckMessage]:
    """A mail server that keeps silent must not hold the worker: each notice is sent while its row is locked."""
    if settings.EMAIL_BACKEND == SMTP and not 0 < (settings.EMAIL_TIMEOUT or 0) <= LANGST:
        return [
            Error(
                "EMAIL_TIMEOUT ontbreekt of is te lang: een mailserver die zwijgt houdt de worker vast.",
                hint=f"Zet EMAIL_TIMEOUT op een aantal seconden tussen 1 en {LANGST}.",
                id="berichten.E001",
            )
        ]
    return []
