"""Forgets the concept of a form once the form went through."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from kern.concepten.plaats import VELD, gelezen_plaats
from kern.concepten.services import vergeet


class ConceptMiddleware:
    """A form that is answered with a redirect did what it was for; a refused one shows itself again and keeps its concept."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        antwoord = self.get_response(request)
        if isinstance(antwoord, HttpResponseRedirect) and request.method == "POST" and VELD in request.POST:
            plaats = gelezen_plaats(request)
            if plaats is not None:
                vergeet(plaats)
        return antwoord
