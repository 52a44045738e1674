"""What every page's shell shows; each piece is worked out only when a template asks for it."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from kern.organisaties.models import Rol
from kern.web.menu import menu_voor


def schil(request: HttpRequest) -> dict[str, Any]:
    """Who is logged in, as whom they act, their menu, and what beheer must know."""
    return {
        "namens": getattr(request, "namens", None),
        "lidmaatschappen": getattr(request, "lidmaatschappen", []),
        "menu": SimpleLazyObject(lambda: menu_voor(request)),
        "klokbanner": SimpleLazyObject(lambda: _klokbanner(request)),
        "is_demo": settings.DEMO,
    }


def _klokbanner(request: HttpRequest) -> str:
    """A sentence for beheer when the sweep over the clocks is too old, else nothing."""
    namens = getattr(request, "namens", None)
    if namens is None or namens.rol != Rol.BEHEER:
        return ""
    try:
        from kern.termijnen.ronde import laatste_ronde_te_oud
    except ImportError:
        return ""
    if not laatste_ronde_te_oud():
        return ""
    return (
        "De laatste ronde langs de termijnen is langer dan 26 uur geleden. Herinneringen en escalaties staan stil. "
        "Controleer of de worker en de planner draaien."
    )
