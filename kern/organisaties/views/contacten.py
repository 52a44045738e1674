"""The contact persons of one's own organisation: everybody who acts for it keeps them (1d.4)."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from kern.basis.datums import vandaag
from kern.organisaties import contactlijst
from kern.organisaties.forms.contacten import EigenContactForm
from kern.organisaties.models import Contactpersoon, Lidmaatschap
from kern.organisaties.services import boek
from kern.organisaties.services import contacten as diensten
from kern.organisaties.views.basis import bevestig, formulier
from kern.termijnen.omschrijvingen import omschrijf
from kern.web.idempotentie import eenmalig

UITLEG = "Iedereen die is ingelogd ziet deze gegevens op de bladzijde Contacten. Vul alleen zakelijke gegevens in."


def _namens(request: HttpRequest) -> Lidmaatschap:
    """Who acts for no organisation has no contact persons to keep."""
    lid: Lidmaatschap | None = getattr(request, "namens", None)
    if lid is None:
        raise Http404
    return lid


def _pad(lid: Lidmaatschap) -> list[tuple[str, str]]:
    return [("Contacten", reverse("contacten")), (f"Contactpersonen van {lid.organisatie}", reverse("contacten-eigen"))]


def _eigen(lid: Lidmaatschap, pk: uuid.UUID) -> Contactpersoon:
    """A contact person of the own organisation; of another organisation there is none here."""
    contact: Contactpersoon = get_object_or_404(Contactpersoon.objects.select_related("organisatie"), pk=pk, organisatie=lid.organisatie_id)
    return contact


@login_required
@require_safe
def eigen(request: HttpRequest) -> HttpResponse:
    """The contact persons of the own organisation, per level, and those for one dossier only."""
    lid, op = _namens(request), vandaag()
    alle = contactlijst.gemerkt(Contactpersoon.objects.filter(organisatie=lid.organisatie_id).order_by("naam"), op)
    zaken = omschrijf({p.zaak for p in alle if p.zaak is not None})
    context = {
        "organisatie": lid.organisatie,
        "kaart": contactlijst.kaart(lid.organisatie, [p for p in alle if p.zaak is None]),
        "per_zaak": [(p, zaken.get(p.zaak)) for p in alle if p.zaak is not None],
        "oudste": min((p.gecontroleerd_op for p in alle), default=None),
        "is_oud": any(p.is_oud for p in alle),  # type: ignore[attr-defined] # by `gemerkt`
        "pad": [("Contacten", reverse("contacten")), (f"Contactpersonen van {lid.organisatie}", "")],
    }
    return render(request, "organisaties/contacten_eigen.html", context)


@login_required
@eenmalig
def nieuw(request: HttpRequest) -> HttpResponse:
    """Add a contact person to the own organisation."""
    lid = _namens(request)
    form = EigenContactForm(
        request.POST or None, instance=Contactpersoon(organisatie=lid.organisatie), initial={"niveau": _niveau(request)}
    )
    return formulier(
        request,
        form,
        lambda: diensten.bewaar(form.instance, door=lid, op=vandaag()),
        titel="Contactpersoon toevoegen",
        pad=_pad(lid),
        gelukt="De contactpersoon is toegevoegd.",
        uitleg=UITLEG,
    )


def _niveau(request: HttpRequest) -> str:
    niveau = request.GET.get("niveau", "")
    return niveau if niveau in Contactpersoon.Niveau.values else ""


@login_required
@eenmalig
def wijzig(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Change a contact person of the own organisation."""
    lid = _namens(request)
    form = EigenContactForm(request.POST or None, instance=_eigen(lid, pk))
    return formulier(
        request,
        form,
        lambda: diensten.bewaar(form.instance, door=lid, op=vandaag()),
        titel=f"{form.instance.naam} wijzigen" if not form.is_bound else "Contactpersoon wijzigen",
        pad=_pad(lid),
        gelukt="De contactpersoon is gewijzigd en gecontroleerd.",
        uitleg=UITLEG,
    )


@login_required
@eenmalig
def verwijder(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Remove a contact person of the own organisation."""
    lid = _namens(request)
    contact = _eigen(lid, pk)
    return bevestig(
        request,
        lambda: boek.verwijder(contact, door=lid, op=vandaag()),
        titel=f"{contact.naam} verwijderen",
        pad=_pad(lid),
        gelukt="De contactpersoon is verwijderd.",
        gevolg=f"{contact.naam} staat niet meer bij de contacten van {contact.organisatie}.",
        knop="Verwijder de contactpersoon",
    )


@login_required
@require_POST
def klopt(request: HttpRequest) -> HttpResponse:
    """Confirm all of them at once."""
    aantal = diensten.klopt_nog(door=_namens(request), op=vandaag())
    if aantal:
        messages.success(request, "Uw contactpersonen zijn gecontroleerd." if aantal > 1 else "Uw contactpersoon is gecontroleerd.")
    else:
        messages.warning(request, "Er zijn nog geen contactpersonen om te controleren. Voeg er eerst een toe.")
    return redirect("contacten-eigen")
