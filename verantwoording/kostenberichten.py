"""Notices about the budget and the statements of costs, and who reads back their history and files (3a.1)."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.dispatch import receiver
from django.urls import reverse

from kern.berichten.soorten import berichtsoort, valt_onder
from kern.documenten.models import Document
from kern.documenten.zicht import geeft_zicht
from kern.organisaties.models import Lidmaatschap, Organisatie, Rol
from kern.toestanden.signals import stap_gezet
from transformatie.models import Dossier
from transformatie.services.meldingen import indieners, meld
from transformatie.zicht import open_voor_indieners
from verantwoording.models import Begroting, Kostenstand

KOSTENBESTAND = "kostenbestand"

berichtsoort(
    "kosten",
    "Kosten en begroting",
    "Een begroting is voorgelegd of vastgesteld, of een kostenstand is ingediend of besproken.",
    volgorde=65,
    namen=("begroting_leg_voor", "begroting_stel_vast", "kostenstand_dien_in", "kostenstand_bespreek"),
)
valt_onder("vraag", "begroting_geef_terug", "kostenstand_vraag_aanvulling")

open_voor_indieners("verantwoording.begroting")
open_voor_indieners("verantwoording.kostenstand")

BEGROTING = {
    "leg_voor": ("begroting voorgelegd", "De begroting is voorgelegd en wacht op uw vaststelling."),
    "stel_vast": ("begroting vastgesteld", "De begroting is vastgesteld. Elk kwartaal legt u hier de kosten naast."),
    "geef_terug": ("begroting teruggegeven", "De coördinerende zorgverzekeraar vraagt u de begroting aan te passen."),
}
KOSTENSTAND = {
    "dien_in": ("kostenstand ingediend", "De kostenstand van het {periode} is ingediend. Bespreek hem met de indieners."),
    "vraag_aanvulling": ("aanvulling gevraagd", "Bij de kostenstand van het {periode} is een aanvulling gevraagd."),
    "bespreek": ("kostenstand besproken", "De bespreking van de kosten van het {periode} is vastgelegd."),
}
AAN_VERZEKERAAR = ("leg_voor", "dien_in")
AAN_PENVOERDER = ("geef_terug", "vraag_aanvulling")


def _wie(dossier: Dossier, naam: str) -> Iterable[Organisatie | None]:
    if naam in AAN_VERZEKERAAR:
        return [dossier.coordinerend]
    return [dossier.penvoerder] if naam in AAN_PENVOERDER else indieners(dossier)


@receiver(stap_gezet, sender=Begroting)
def meld_begroting(sender: type, zaak: Begroting, naam: str, op: dt.date, **_: Any) -> None:
    """Each side hears of what the other did with the budget."""
    if naam in BEGROTING:
        _meld(zaak, naam, *BEGROTING[naam], op=op, adres=reverse("begroting", kwargs={"kenmerk": zaak.dossier.kenmerk}))


@receiver(stap_gezet, sender=Kostenstand)
def meld_kostenstand(sender: type, zaak: Kostenstand, naam: str, op: dt.date, **_: Any) -> None:
    """The insurer hears of a statement, the submitters of questions and of the talk."""
    if naam in KOSTENSTAND:
        onderwerp, tekst = KOSTENSTAND[naam]
        _meld(zaak, naam, onderwerp, tekst.format(periode=zaak.periode), op=op, adres=zaak.get_absolute_url())


def _meld(zaak: Begroting | Kostenstand, naam: str, onderwerp: str, tekst: str, *, op: dt.date, adres: str) -> None:
    soort = f"{zaak._meta.model_name}_{naam}"
    meld(
        zaak.dossier, _wie(zaak.dossier, naam), soort=soort, sleutel=f"{zaak.pk}:{op}", onderwerp=onderwerp, tekst=tekst, op=op, adres=adres
    )


@geeft_zicht
def nza_leest_kostenbestand(document: Document, door: Lidmaatschap) -> bool:
    """The NZa reads the files behind the costs of the dossiers it sees (3a.5)."""
    if door.rol != Rol.NZA or document.soort != KOSTENBESTAND:
        return False
    return Dossier.objects.zichtbaar_voor(door).filter(pk=document.zaak).exists()
