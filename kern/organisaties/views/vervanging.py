"""Setting one's deputy, on one's own account or by beheer."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from kern.basis.datums import vandaag
from kern.gebruikers.models import Gebruiker
from kern.organisaties.forms.vervanging import VervangingForm
from kern.organisaties.models import Lidmaatschap, Vervanging
from kern.organisaties.regels import Beheerfout
from kern.organisaties.selectors import vervangingen_van
from kern.organisaties.services import vervanging as services
from kern.organisaties.views.basis import beheer, kruimels
from kern.web.idempotentie import eenmalig


@login_required
@eenmalig
def vervanging(request: HttpRequest) -> HttpResponse:
    """Who does my own work while I am away, and for whom I stand in."""
    assert isinstance(request.user, Gebruiker)  # login_required saw to it
    return _bladzijde(
        request, request.user, terug=reverse("vervanging"), pad=[("Mijn account", reverse("mijn-account")), ("Vervanging", "")]
    )


@beheer
@eenmalig
def vervanging_beheer(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The same for somebody who is away already."""
    mens = get_object_or_404(Gebruiker, pk=pk)
    eerder = (("Gebruikers", reverse("beheer-gebruikers")), (str(mens), reverse("beheer-gebruiker", args=[pk])), ("Vervanging", ""))
    return _bladzijde(request, mens, terug=reverse("beheer-vervanging", args=[pk]), pad=kruimels(*eerder))


def _bladzijde(request: HttpRequest, mens: Gebruiker, *, terug: str, pad: list[tuple[str, str]]) -> HttpResponse:
    op = vandaag()
    eigen = list(Lidmaatschap.objects.geldig_op(op).filter(gebruiker=mens).select_related("organisatie", "gebruiker"))
    collegas = _collegas(eigen, mens)
    beeindigen = request.method == "POST" and "beeindig" in request.POST
    form = VervangingForm(
        request.POST if request.method == "POST" and not beeindigen else None, eigen=eigen, collegas=collegas, initial={"van": op}
    )
    if beeindigen:
        services.beeindig(_eigen_rij(request, mens), door=request.namens, op=op)  # type: ignore[attr-defined]
        messages.success(request, "De vervanging is beëindigd.")
        return redirect(terug)
    if request.method == "POST" and form.is_valid():
        try:
            rij = services.regel(form.vervanging(), door=request.namens, op=op)  # type: ignore[attr-defined]
        except Beheerfout as fout:
            form.add_error(fout.veld, fout.tekst)
        else:
            messages.success(request, f"{rij.vervanger.gebruiker} vervangt {rij.lidmaatschap.gebruiker} en heeft daarvan bericht.")
            return redirect(terug)
    context = {
        "form": form,
        "mens": mens,
        "is_zelf": mens == request.user,
        "kan": collegas.exists(),
        "vervangingen": vervangingen_van([mens.pk], op),
        "staat_in_voor": Vervanging.objects.filter(vervanger__gebruiker=mens, tot__gte=op).select_related(
            "lidmaatschap__gebruiker", "lidmaatschap__organisatie"
        ),
        "pad": pad,
        "vandaag": op,
    }
    return render(request, "account/vervanging.html", context, status=422 if form.errors else 200)


def _collegas(eigen: list[Lidmaatschap], mens: Gebruiker) -> QuerySet[Lidmaatschap]:
    """People with a role this person has too, at the same organisation."""
    zelfde = Q(pk__in=[])
    for lid in eigen:
        zelfde |= Q(organisatie=lid.organisatie_id, rol=lid.rol)
    leden = Lidmaatschap.objects.geldig_op(vandaag()).filter(zelfde, gebruiker__is_active=True).exclude(gebruiker=mens)
    return leden.select_related("organisatie", "gebruiker").order_by("gebruiker__naam", "organisatie__naam")


def _eigen_rij(request: HttpRequest, mens: Gebruiker) -> Vervanging:
    """The absence that is to end; only one of this person, whatever the form says."""
    try:
        sleutel = uuid.UUID(request.POST.get("beeindig", ""))
    except ValueError:
        sleutel = uuid.uuid4()
    return get_object_or_404(Vervanging, pk=sleutel, lidmaatschap__gebruiker=mens)
