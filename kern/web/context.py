"""What every page's shell shows."""

from typing import Any

from django.http import HttpRequest


def schil(request: HttpRequest) -> dict[str, Any]:
    """Who is logged in, and as whom they act."""
    return {"namens": getattr(request, "namens", None), "lidmaatschappen": getattr(request, "lidmaatschappen", [])}
