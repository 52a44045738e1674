"""`{% concept form %}` inside a form tag: keeps what is typed, and opens the form with it."""

import datetime as dt
from typing import Any

from django import template
from django.forms import BaseForm
from django.http import HttpRequest
from django.template.context import Context
from django.utils import timezone

from kern.concepten import services
from kern.concepten.models import Formulierconcept
from kern.concepten.plaats import Plaats, gelezen_plaats, gelezen_versie, plaats_van, teken
from kern.concepten.velden import basis_van, bewaarde_velden, vul

register = template.Library()


@register.inclusion_tag("concepten/balk.html", takes_context=True)
def concept(context: Context, form: BaseForm, plek: object = "") -> dict[str, Any]:
    """Put this above `{% crispy form %}`; a second form on a page needs a `plek`: its own address, or a word beside the page's.

    An unsent form is filled with the own concept, unless what the form opens with changed since; a refused form keeps what was
    typed.  Does nothing for a form without a field for longer text.
    """
    request: HttpRequest | None = context.get("request")
    plaats = _plaats(request, form, str(plek)) if request is not None and isinstance(form, BaseForm) else None
    if request is None or plaats is None:
        return {}
    verstuurd = gelezen_plaats(request) if form.is_bound else None
    if is_terug := verstuurd is not None and verstuurd.plek == plaats.plek:
        plaats = verstuurd or plaats  # a form that comes back keeps the beginning it had
    nu = timezone.now()
    stand = services.stand(plaats, _rijen(request, plaats), nu)
    versie = stand.eigen.versie if stand.eigen else 0
    return {
        "plaats": teken(plaats),
        "velden": plaats.velden,
        "versie": gelezen_versie(request) if is_terug else versie,
        "is_verstuurd": form.is_bound,
        "anderen": stand.anderen,
        "terug": request.get_full_path(),
        **(_eerder(form, stand.eigen, plaats, nu) if stand.eigen and not form.is_bound else {}),
    }


def _rijen(request: HttpRequest, plaats: Plaats) -> list[Formulierconcept]:
    """What is kept in the forms of this page; asked once, however many forms it has."""
    if not plaats.plek.startswith(request.path):
        return services.rijen_bij(plaats.organisatie, plaats.plek)
    if not hasattr(request, "_concepten"):
        request._concepten = services.rijen_bij(plaats.organisatie, request.path)  # type: ignore[attr-defined]  # for this page only
    rijen: list[Formulierconcept] = request._concepten  # type: ignore[attr-defined]  # see above
    return rijen


def _plaats(request: HttpRequest, form: BaseForm, plek: str) -> Plaats | None:
    """Where this form's concept belongs."""
    door = getattr(request, "namens", None)
    velden = bewaarde_velden(form) if door is not None else []
    if door is None or not velden:
        return None
    if not plek.startswith("/"):
        plek = request.path + (f"#{plek}" if plek else "")
    return plaats_van(door, plek, [form.add_prefix(v) for v in velden], basis_van(form, velden))


def _eerder(form: BaseForm, eigen: Formulierconcept, plaats: Plaats, nu: dt.datetime) -> dict[str, Any]:
    """What the person typed here before: in the form, or beside it when the form itself is not the same any more."""
    past = eigen.basis == plaats.basis
    if past:
        vul(form, eigen.inhoud)
    return {
        "eigen": eigen,
        "wanneer": services.wanneer(eigen.gewijzigd_op, nu),
        "is_ingevuld": past,
        "hersteld": list(eigen.inhoud) if past else [],
        "los": [] if past else [t for t in eigen.inhoud.values() if t.strip()],
    }
