"""Reading settings from the environment: the only place that does."""

import os


class OmgevingOnvolledig(Exception):
    """A setting that must come from the environment is missing or wrong."""


def tekst(naam: str, standaard: str | None = None) -> str:
    waarde = os.environ.get(naam, standaard)
    if waarde is None:
        raise OmgevingOnvolledig(f"Zet de omgevingsvariabele {naam}; zonder haar start de toepassing niet.")
    return waarde


def ja(naam: str, standaard: bool = False) -> bool:
    return os.environ.get(naam, "ja" if standaard else "nee").lower() in {"1", "ja", "true", "yes"}


def lijst(naam: str, standaard: str = "") -> list[str]:
    return [deel.strip() for deel in os.environ.get(naam, standaard).split(",") if deel.strip()]
