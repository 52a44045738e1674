"""Puts the membership a person acts under on the request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from kern.basis.datums import vandaag
from kern.organisaties.models import Lidmaatschap

SESSIESLEUTEL = "lidmaatschap"


class HandelenNamensMiddleware:
    """`request.namens` is the valid membership chosen in this session, else the person's first, else None."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.lidmaatschappen = []  # type: ignore[attr-defined]  # set on the request by HandelenNamensMiddleware
        request.namens = None  # type: ignore[attr-defined]  # set on the request by HandelenNamensMiddleware
        if request.user.is_authenticated:
            leden = list(Lidmaatschap.objects.voor_dag(vandaag()).filter(gebruiker=request.user).select_related("organisatie", "gebruiker"))
            gekozen = request.session.get(SESSIESLEUTEL)
            request.lidmaatschappen = leden  # type: ignore[attr-defined]  # set on the request by HandelenNamensMiddleware
            request.namens = next((lid for lid in leden if str(lid.pk) == gekozen), leden[0] if leden else None)  # type: ignore[attr-defined]  # set on the request by HandelenNamensMiddleware
        return self.get_response(request)
