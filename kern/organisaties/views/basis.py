"""What every page of beheer shares: who may come in, and how a form is shown and saved."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from kern.basis.datums import vandaag
from kern.organisaties.forms.velden import BeheerForm
from kern.organisaties.models import Rol
from kern.organisaties.regels import Beheerfout

View = Callable[..., HttpResponse]
KRUIMEL = ("Beheer", "beheer")


def beheer(view: View) -> View:
    """Let in only who acts in the role beheer."""

    @login_required
    @wraps(view)
    def bewaakt(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.namens is None or request.namens.rol != Rol.BEHEER:  # type: ignore[attr-defined]  # set on the request by HandelenNamensMiddleware
            raise PermissionDenied("Deze bladzijde is alleen voor beheer.")
        return view(request, *args, **kwargs)

    return bewaakt


def wie_en_wanneer(request: HttpRequest) -> dict[str, Any]:
    """The membership one acts under and today, as every service asks for them."""
    return {"door": request.namens, "op": vandaag()}  # type: ignore[attr-defined]  # set on the request by HandelenNamensMiddleware


def kruimels(*stukken: tuple[str, str]) -> list[tuple[str, str]]:
    """The way back to Beheer, then these pairs of text and address."""
    return [(KRUIMEL[0], reverse(KRUIMEL[1])), *stukken]


def formulier(
    request: HttpRequest,
    form: BeheerForm,
    bewaar: Callable[[], Any],
    *,
    titel: str,
    pad: list[tuple[str, str]],
    gelukt: str,
    knop: str = "Sla op",
    uitleg: str = "",
    gevolg: str = "",
) -> HttpResponse:
    """Show a form, or save it and go back to the page it belongs to (the last of `pad`); a refusal stands at its field."""
    terug = pad[-1][1]
    if request.method == "POST" and form.is_valid():
        try:
            bewaar()
        except Beheerfout as fout:
            form.add_error(fout.veld if fout.veld in form.fields else None, fout.tekst)
        except IntegrityError:
            form.add_error(None, "Een ander heeft dit intussen ook vastgelegd. Bekijk eerst de huidige gegevens.")
        else:
            messages.success(request, gelukt)
            return redirect(terug)
    context = {"form": form, "titel": titel, "pad": [*pad, (titel, "")], "terug": terug, "knop": knop, "uitleg": uitleg, "gevolg": gevolg}
    return render(request, "beheer/formulier.html", context)


def bevestig(
    request: HttpRequest, doe: Callable[[], Any], *, titel: str, pad: list[tuple[str, str]], gelukt: str, gevolg: str, knop: str
) -> HttpResponse:
    """Ask once before something is removed."""
    terug = pad[-1][1]
    if request.method == "POST":
        doe()
        messages.success(request, gelukt)
        return redirect(terug)
    return render(
        request, "beheer/bevestig.html", {"titel": titel, "pad": [*pad, (titel, "")], "terug": terug, "gevolg": gevolg, "knop": knop}
    )
