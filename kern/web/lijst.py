"""Sorting and paging of a list page, from the address."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

PER_BLADZIJDE = 50


def sortering(request: HttpRequest, velden: Mapping[str, str], standaard: str) -> tuple[str, list[str]]:
    """What `?sorteer=` asks, kept to the allowed columns, and the order_by for it (the key makes it stable)."""
    gevraagd = request.GET.get("sorteer", standaard)
    if gevraagd.removeprefix("-") not in velden:
        gevraagd = standaard
    min_teken = "-" if gevraagd.startswith("-") else ""
    return gevraagd, [min_teken + velden[gevraagd.removeprefix("-")], "pk"]


def bladzijde(request: HttpRequest, rijen: QuerySet[Any] | Sequence[Any], per: int = PER_BLADZIJDE) -> Page[Any]:
    """The page that `?pagina=` asks; nonsense gives the first or the last one, never an error."""
    return Paginator(rijen, per).get_page(request.GET.get("pagina"))
