"""Asking a colleague of the same insurer for a part of the assessment, and answering that.

These acts leave no line in the journaal: everybody who assesses reads the history of a dossier, and how one insurer comes
to its opinion is its own.  The rows themselves say who asked whom, when, and what came of it.
"""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping

from django.db import transaction
from django.urls import reverse

from beoordeling.models import Adviesverzoek, Beoordelaarsrol, Beoordeling, Deeladvies
from beoordeling.services.rondes import mijn_beoordeling
from beoordeling.services.vragen import eis_open
from kern.basis.datums import toon_datum
from kern.berichten import services as berichten
from kern.organisaties.models import Lidmaatschap, Rol
from kern.organisaties.selectors import vervangers_van
from kern.regels.register import Belet
from kern.toestanden.stap import StapBelet, StapNietMogelijk, StapNietToegestaan
from kern.toestanden.uitvoeren import vergrendel
from transformatie.models import Dossier
from transformatie.rechten import handelt_voor_indiener

VERZEKERAAR = (Beoordelaarsrol.COORDINEREND, Beoordelaarsrol.TWEEDE)


def collega_s(organisatie_id: uuid.UUID, op: dt.date) -> list[Lidmaatschap]:
    """The reviewers of this insurer on that day, each person once."""
    leden = Lidmaatschap.objects.geldig_op(op).filter(organisatie=organisatie_id, rol=Rol.BEOORDELAAR, gebruiker__is_active=True)
    per_mens = {lid.gebruiker_id: lid for lid in leden.select_related("gebruiker", "organisatie")}
    return sorted(per_mens.values(), key=lambda lid: lid.gebruiker.naam)


def is_gevraagd(verzoek: Adviesverzoek, door: Lidmaatschap) -> bool:
    """Whether this person gives this advice: who was asked, or the deputy; nobody answers the own question."""
    aan = verzoek.aan
    zelf = (aan.gebruiker_id, aan.organisatie_id) == (door.gebruiker_id, door.organisatie_id)
    return zelf or (aan.pk in door.handelt_voor and verzoek.gevraagd_door_id != door.gebruiker_id)


def reden_niet(aan: Lidmaatschap, beoordeling: Beoordeling, door: Lidmaatschap, op: dt.date) -> str:
    """Why this colleague cannot be asked; empty when they can."""
    if aan.organisatie_id != beoordeling.organisatie_id or aan.rol != Rol.BEOORDELAAR:
        return "Kies een beoordelaar van uw eigen organisatie."
    if not aan.is_geldig_op(op):
        return f"{aan.gebruiker} is op deze dag geen beoordelaar van {aan.organisatie} (meer)."
    if aan.gebruiker_id == door.gebruiker_id:
        return "U kunt uzelf niet om advies vragen."
    if handelt_voor_indiener.test(aan, beoordeling.dossier):
        return f"{aan.gebruiker} werkt of werkte ook voor een indiener van dit plan en kan dus niet meekijken (1c.2)."
    return ""


@transaction.atomic
def vraag_advies(
    beoordeling: Beoordeling,
    *,
    aan: Lidmaatschap,
    rol: str,
    punten: Iterable[str],
    vraag: str,
    uiterlijk_op: dt.date,
    door: Lidmaatschap,
    op: dt.date,
) -> Adviesverzoek:
    """A reviewer asks a colleague for some points, or all; the colleague hears and finds it in the werkvoorraad."""
    _eigen_plaats(beoordeling, door)
    ronde = beoordeling.ronde
    bekend = [p.code for p in ronde.punten]
    gekozen = [c for c in bekend if c in set(punten)]
    beletselen = []
    if reden := reden_niet(aan, beoordeling, door, op):
        beletselen.append(Belet(reden, veld="aan"))
    elif Adviesverzoek.objects.filter(beoordeling=beoordeling, aan=aan, rol=rol, gegeven_op=None, ingetrokken_op=None).exists():
        beletselen.append(Belet(f"U wacht al op een deeladvies van {aan.gebruiker} in deze rol.", veld="aan"))
    if not gekozen:
        beletselen.append(Belet("Kies ten minste één punt.", veld="punten"))
    if not vraag.strip():
        beletselen.append(Belet("Schrijf wat u wilt weten.", veld="vraag"))
    if uiterlijk_op < op:
        beletselen.append(Belet("Kies een dag die nog komt.", veld="uiterlijk_op"))
    if beletselen:
        raise StapBelet(beletselen)
    verzoek = Adviesverzoek.objects.create(
        beoordeling=beoordeling,
        aan=aan,
        rol=rol,
        punten=gekozen,
        vraag=vraag.strip(),
        uiterlijk_op=uiterlijk_op,
        gevraagd_op=op,
        gevraagd_door_id=door.gebruiker_id,
    )
    _meld(verzoek, "deeladvies_gevraagd", "deeladvies gevraagd", f"{door.gebruiker} vraagt u om een deeladvies. ", op)
    return verzoek


@transaction.atomic
def herinner(verzoek: Adviesverzoek, *, door: Lidmaatschap, op: dt.date) -> None:
    """Remind a colleague, at most once a day."""
    _open_verzoek(verzoek, door)
    if op in (verzoek.herinnerd_op, verzoek.gevraagd_op):
        raise StapNietMogelijk(f"{verzoek.aan.gebruiker} kreeg vandaag al bericht. Herinner morgen weer.")
    verzoek.herinnerd_op = op
    verzoek.save(update_fields=["herinnerd_op"])
    _meld(verzoek, "deeladvies_herinnering", "herinnering: deeladvies", f"{door.gebruiker} wacht op uw deeladvies. ", op)


@transaction.atomic
def trek_in(verzoek: Adviesverzoek, *, door: Lidmaatschap, op: dt.date) -> None:
    """The advice is no longer needed."""
    _open_verzoek(verzoek, door)
    verzoek.ingetrokken_op = op
    verzoek.save(update_fields=["ingetrokken_op"])


@transaction.atomic
def geef(verzoek: Adviesverzoek, teksten: Mapping[str, str], *, door: Lidmaatschap, op: dt.date, is_klaar: bool) -> Adviesverzoek:
    """The colleague writes a text per point; `is_klaar` hands it over, and asks for a text on each point."""
    vergrendel(verzoek.beoordeling.zaak)
    verzoek.refresh_from_db()
    if not is_gevraagd(verzoek, door):
        raise StapNietToegestaan(f"Dit deeladvies is gevraagd aan {verzoek.aan.gebruiker}.")
    _eigen_plaats(verzoek.beoordeling, door)
    if verzoek.ingetrokken_op is not None:
        raise StapNietMogelijk(f"Dit verzoek is ingetrokken op {toon_datum(verzoek.ingetrokken_op)}. Wat u typte staat hieronder nog.")
    if is_klaar and (leeg := [p for p in verzoek.punten if not teksten.get(p, "").strip()]):
        zin = "Schrijf hier uw advies. Heeft u er niets over te zeggen, schrijf dat dan."
        raise StapBelet([Belet(zin, veld=f"tekst_{p}") for p in leeg])
    for punt in verzoek.punten:
        tekst = teksten.get(punt, "").strip()
        if tekst:
            Deeladvies.objects.update_or_create(verzoek=verzoek, punt=punt, defaults={"tekst": tekst})
        else:
            Deeladvies.objects.filter(verzoek=verzoek, punt=punt).delete()
    if is_klaar and verzoek.gegeven_op is None:
        verzoek.gegeven_op, verzoek.gegeven_door = op, door.gebruiker
        verzoek.save(update_fields=["gegeven_op", "gegeven_door"])
        _meld_gegeven(verzoek, op)
    return verzoek


def _eigen_plaats(beoordeling: Beoordeling, door: Lidmaatschap) -> None:
    """Only a reviewer of the insurer whose place this is, before the decision, under the dossier's lock."""
    vergrendel(beoordeling.zaak)
    if beoordeling.rol not in VERZEKERAAR or mijn_beoordeling(beoordeling.ronde, door) != beoordeling:
        raise StapNietToegestaan("Dit kan alleen een beoordelaar van deze verzekeraar, die niet ook voor een indiener werkt.")
    eis_open(beoordeling.ronde)


def _open_verzoek(verzoek: Adviesverzoek, door: Lidmaatschap) -> None:
    _eigen_plaats(verzoek.beoordeling, door)
    verzoek.refresh_from_db()
    if not verzoek.is_open:
        raise StapNietMogelijk("Op dit deeladvies wordt niet meer gewacht.")


def adres_van(verzoek: Adviesverzoek, dossier: Dossier) -> str:
    return reverse("deeladvies", kwargs={"kenmerk": dossier.kenmerk, "pk": verzoek.pk})


def _meld(verzoek: Adviesverzoek, soort: str, onderwerp: str, tekst: str, op: dt.date) -> None:
    dossier = verzoek.beoordeling.dossier
    berichten.schrijf(
        aan={verzoek.aan.gebruiker_id, *(v.gebruiker_id for v in vervangers_van(verzoek.aan, op))} - {verzoek.gevraagd_door_id},
        soort=soort,
        sleutel=f"{soort}:{verzoek.pk}:{op}",
        onderwerp=f"{dossier.kenmerk}: {onderwerp}",
        tekst=f"{tekst}Rol: {verzoek.get_rol_display()}. Uiterlijk {toon_datum(verzoek.uiterlijk_op)}.",
        op=op,
        zaak=dossier.pk,
        adres=adres_van(verzoek, dossier),
    )


def _meld_gegeven(verzoek: Adviesverzoek, op: dt.date) -> None:
    dossier = verzoek.beoordeling.dossier
    berichten.schrijf(
        aan=[verzoek.gevraagd_door_id],
        soort="deeladvies_gegeven",
        sleutel=f"deeladvies_gegeven:{verzoek.pk}",
        onderwerp=f"{dossier.kenmerk}: deeladvies is er",
        tekst=f"{verzoek.wie_gaf} gaf het deeladvies als {verzoek.get_rol_display()}. U leest het naast de punten.",
        op=op,
        zaak=dossier.pk,
        adres=reverse("beoordelen", kwargs={"kenmerk": dossier.kenmerk}),
    )
