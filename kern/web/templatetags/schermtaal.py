"""The screen's own words (amounts, dates, days left) and its components."""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.template import loader
from django.template.context import Context
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from kern.basis.datums import DAGEN, MAANDEN, toon_dag, toon_datum
from kern.basis.geld import toon_bedrag
from kern.regels.register import regels

register = template.Library()
register.filter("bedrag", toon_bedrag)
register.filter("datum", toon_datum)
register.filter("dag", toon_dag)


@register.filter
def dag_kort(datum: dt.date | None) -> str:
    """do 30 okt 2025, where room is short."""
    return f"{DAGEN[datum.weekday()][:2]} {datum.day} {MAANDEN[datum.month - 1][:3].replace('maa', 'mrt')} {datum.year}" if datum else ""


TONEN = {"neutraal", "groen", "amber", "rood"}


@register.filter
def nog(uiterlijk: dt.date | None, op: dt.date) -> str:
    """The days that are left: 'nog 12 dagen', 'vandaag', 'gisteren', '3 dagen te laat'."""
    if uiterlijk is None:
        return ""
    dagen = (uiterlijk - op).days
    woorden = {1: "morgen", 0: "vandaag", -1: "gisteren"}
    if dagen in woorden:
        return woorden[dagen]
    return f"nog {dagen} dagen" if dagen > 0 else f"{-dagen} dagen te laat"


@register.filter
def sinds(begin: dt.date | None, op: dt.date) -> str:
    """How long something stands still: 'sinds vandaag', 'sinds 3 dagen', 'sinds 3 weken'."""
    if begin is None:
        return ""
    dagen = (op - begin).days
    if dagen <= 0:
        return "sinds vandaag"
    if dagen == 1:
        return "sinds gisteren"
    return f"sinds {dagen} dagen" if dagen < 14 else f"sinds {dagen // 7} weken"


@register.filter
def urgentie(uiterlijk: dt.date | None, op: dt.date) -> str:
    """The class of a row or pill by its last day: 'laat' after it, 'let' in the last two weeks, else nothing."""
    if uiterlijk is None or (uiterlijk - op).days > 14:
        return ""
    return "laat" if uiterlijk < op else "let"


@register.filter
def stap_url(mogelijkheid: Any) -> str:
    """The page on which one takes this step."""
    rij = mogelijkheid.rij
    return reverse("stap", kwargs={"soort": rij.soort(), "pk": rij.pk, "stap": mogelijkheid.naam})


@register.filter
def met_kleine_letter(tekst: str) -> str:
    """A label inside a sentence; abbreviations (NZa, KPI) keep their capitals."""
    eerste = tekst.split(" ", 1)[0]
    return tekst if sum(c.isupper() for c in eerste) > 1 else tekst[:1].lower() + tekst[1:]


@register.inclusion_tag("componenten/regelmerk.html")
def regelmerk(nummer: str) -> dict[str, Any]:
    """A rule number in its frame; opens the agreement in place."""
    try:
        pagina = reverse("regels")
        deel = reverse("regel", args=[nummer])
    except NoReverseMatch:
        pagina, deel = "", ""
    return {"nummer": nummer, "pagina": pagina, "deel": deel, "bekend": nummer in regels()}


@register.simple_tag
def pil(tekst: str, toon: str = "neutraal") -> SafeString:
    """A state in words; colour only supports it."""
    if toon not in TONEN:
        raise template.TemplateSyntaxError(f"Een pil kent de toon '{toon}' niet.")
    return format_html('<span class="pil {}">{}</span>', toon, tekst)


@register.inclusion_tag("componenten/belet.html")
def belet(label: str | list[str], beletselen: Iterable[Any], id: str = "") -> dict[str, Any]:
    """What stands in the way of a step, or of several: '<Stap> kan nog niet:' and the obstacles with their rules."""
    namen = [label] if isinstance(label, str) else label
    gekozen = [n if n in ("Dit", "Deze stap") else f"‘{n}’" for n in namen]
    woorden = " en ".join([", ".join(gekozen[:-1]), gekozen[-1]] if len(gekozen) > 1 else gekozen)
    return {"label": woorden, "zijn_meer": len(namen) > 1, "beletselen": list(beletselen), "id": id}


@register.inclusion_tag("componenten/stappen.html")
def stappen(mogelijkheden: Iterable[Any]) -> dict[str, Any]:
    """The steps one may take, the main one first; what cannot yet be done stays visible with its obstacles, each told once."""
    gesorteerd = sorted(mogelijkheden, key=lambda m: not m.hoofd)
    blokken: dict[tuple[Any, ...], list[Any]] = {}
    for m in gesorteerd:
        if not m.kan:
            blokken.setdefault(tuple(m.beletselen), []).append(m)
    return {
        "stappen": [(m, _belet_id(m if m.kan else blokken[tuple(m.beletselen)][0])) for m in gesorteerd],
        "belet": [(_belet_id(samen[0]), [m.label for m in samen], samen[0].beletselen) for samen in blokken.values()],
    }


def _belet_id(mogelijkheid: Any) -> str:
    return f"belet-{mogelijkheid.rij.pk}-{mogelijkheid.naam}"


@register.inclusion_tag("componenten/fasebalk.html")
def fasebalk(fasen: Iterable[Any]) -> dict[str, Any]:
    """Where the dossier stands in its six phases."""
    return {"fasen": list(fasen)}


@register.inclusion_tag("componenten/klokbalk.html")
def klokbalk(klok: Any) -> dict[str, Any]:
    """A term from its first to its last day, with today on it."""
    return {"klok": klok}


@register.inclusion_tag("componenten/tijdlijn.html")
def tijdlijn(journaal: Iterable[Any]) -> dict[str, Any]:
    """The history of a dossier in sentences, newest first."""
    return {"journaal": journaal}


@register.inclusion_tag("componenten/kerncijfer.html")
def kerncijfer(naam: str, waarde: Any, toelichting: str = "", url: str = "") -> dict[str, Any]:
    """One figure with its name, its definition or peildatum, and the list behind it."""
    return {"naam": naam, "waarde": waarde, "toelichting": toelichting, "url": url}


@register.inclusion_tag("componenten/lege_staat.html")
def lege_staat(kop: str, tekst: str = "", url: str = "", knop: str = "") -> dict[str, Any]:
    """Nothing here (yet): says so, and what to do."""
    return {"kop": kop, "tekst": tekst, "url": url, "knop": knop}


@register.inclusion_tag("componenten/kruimels.html")
def kruimels(*paren: str) -> dict[str, Any]:
    """Breadcrumbs from pairs of text and address; the last may be a text alone."""
    return {"kruimels": [(paren[i], paren[i + 1] if i + 1 < len(paren) else "") for i in range(0, len(paren), 2)]}


@register.inclusion_tag("componenten/foutoverzicht.html")
def foutoverzicht(*vormen: BaseForm) -> dict[str, Any]:
    """All errors of one or more forms on top of the page, each with a link to its field; a form speaks once."""
    fouten = []
    for vorm in vormen:
        if not isinstance(vorm, BaseForm) or getattr(vorm, "_in_foutoverzicht", False):
            continue
        vorm._in_foutoverzicht = True  # type: ignore[attr-defined]  # remembered on the object itself
        for naam, lijst in vorm.errors.items():
            veld = vorm[naam] if naam in vorm.fields else None
            fouten += [(f"{veld.label}: {fout}" if veld else fout, _anker(veld)) for fout in lijst]
    return {"fouten": fouten}


def _anker(veld: BoundField | None) -> str:
    """The id of the field itself; of a group of choices, the first one."""
    if veld is None or veld.is_hidden:
        return ""
    return f"{veld.auto_id}_0" if veld.use_fieldset else veld.id_for_label


@register.inclusion_tag("componenten/bevestig.html")
def bevestig(gevolg: str, knop: str, terug: str, onomkeerbaar: bool = False) -> dict[str, Any]:
    """The last word before a step: what it brings about, the button, and the way back."""
    return {"gevolg": gevolg, "knop": knop, "terug": terug, "onomkeerbaar": onomkeerbaar}


@register.simple_tag(takes_context=True)
def teken(context: Context, paneel: Any) -> str:
    """A panel of a higher app: its template, with what it shows on top of what the page knows."""
    sjabloon = loader.get_template(paneel.template).template  # type: ignore[attr-defined]  # only the Django backend is used
    with context.push(**paneel.context):
        return str(sjabloon.render(context))


def _met(context: Context, **anders: Any) -> str:
    """The query string of this page with something changed, so that filters stay."""
    vragen = context["request"].GET.copy()
    for naam, waarde in anders.items():
        vragen.pop(naam, None)
        if waarde is not None:
            vragen[naam] = str(waarde)
    return f"?{vragen.urlencode()}"


@register.inclusion_tag("componenten/paginering.html", takes_context=True)
def paginering(context: Context, bladzijde: Page[Any], wat: str = "rijen") -> dict[str, Any]:
    """Page numbers that keep the filters in the address; nothing when all fits on one page."""
    blz = bladzijde.paginator
    nummers = [
        {
            "nummer": n if isinstance(n, int) else "",
            "url": _met(context, pagina=n) if isinstance(n, int) else "",
            "hier": n == bladzijde.number,
        }
        for n in blz.get_elided_page_range(bladzijde.number, on_each_side=2, on_ends=1)
    ]
    return {
        "bladzijde": bladzijde,
        "nummers": nummers,
        "wat": wat,
        "vorige": _met(context, pagina=bladzijde.number - 1) if bladzijde.has_previous() else "",
        "volgende": _met(context, pagina=bladzijde.number + 1) if bladzijde.has_next() else "",
    }


@register.inclusion_tag("componenten/kolomkop.html", takes_context=True)
def kolomkop(context: Context, label: str, veld: str, klasse: str = "") -> dict[str, Any]:
    """A column head that sorts by `?sorteer=veld`, and the other way round on a second press."""
    nu = context.get("sorteer") or context["request"].GET.get("sorteer", "")
    op, af = nu == veld, nu == f"-{veld}"
    return {
        "label": label,
        "klasse": klasse,
        "op": op,
        "af": af,
        "aria": "ascending" if op else "descending" if af else "none",
        "url": _met(context, sorteer=f"-{veld}" if op else veld, pagina=None),
    }


@register.simple_tag(takes_context=True)
def formuliersleutel(context: Context) -> SafeString:
    """The hidden key that makes a form count once; a form that comes back keeps its key."""
    from kern.web.idempotentie import VELD, gelezen_sleutel

    request = context.get("request")
    sleutel = (gelezen_sleutel(request) if request else None) or uuid.uuid4()
    return format_html('<input type="hidden" name="{}" value="{}">', VELD, sleutel)
