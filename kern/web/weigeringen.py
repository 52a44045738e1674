"""Refusals as calm Dutch pages: not allowed (403), meanwhile changed (409), obstacles (422)."""

from collections.abc import Callable

from django.forms.utils import pretty_name
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.template.loader import render_to_string

from kern.toestanden.stap import StapBelet, StapGeweigerd, StapNietToegestaan

GEHEIM = ("wachtwoord", "password", "sleutel", "token", "code", "csrf", "secret")
TECHNISCH = {"formuliersleutel", "conceptplek", "conceptversie", "verwacht", "submit", "next", "actie"}


def getypt(request: HttpRequest) -> list[tuple[str, str]]:
    """What the person had typed, by field, without secrets and technical fields."""
    return [
        (pretty_name(naam.rsplit("-", 1)[-1]), "\n".join(gevuld))
        for naam, waarden in request.POST.lists()
        if naam.lower() not in TECHNISCH
        and not any(geheim in naam.lower() for geheim in GEHEIM)
        and (gevuld := [w for w in waarden if w.strip()])
    ]


class WeigeringenMiddleware:
    """Turns a refused step that no view caught, and a wrong way of asking, into a page; a view that shows its form again does so itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        antwoord = self.get_response(request)
        if isinstance(antwoord, HttpResponseNotAllowed) and not antwoord.content:
            antwoord.content = render_to_string("405.html", request=request)
        return antwoord

    def process_exception(self, request: HttpRequest, fout: Exception) -> HttpResponse | None:
        return toon_weigering(request, fout) if isinstance(fout, StapGeweigerd) else None


def toon_weigering(request: HttpRequest, fout: StapGeweigerd) -> HttpResponse:
    """The page for one refusal, with the sentence, the obstacles and what was typed."""
    context = {
        "tekst": fout.tekst,
        "beletselen": fout.beletselen if isinstance(fout, StapBelet) else [],
        "getypt": getypt(request) if request.method == "POST" else [],
        "terug": request.headers.get("Referer", "/") if _van_hier(request) else "/",
    }
    sjabloon = "403.html" if isinstance(fout, StapNietToegestaan) else "409.html"
    return render(request, sjabloon, context, status=fout.status)


def _van_hier(request: HttpRequest) -> bool:
    return request.headers.get("Referer", "").startswith(f"{request.scheme}://{request.get_host()}/")
