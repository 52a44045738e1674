"""The digest: once a day one mail per person with the notices that waited for it, grouped per dossier.

A digest is itself a notice in the outbox, so it is sent, tried again and kept like any other.  Its key is the person and the day:
making it twice yields one, with one Message-ID.
"""

import datetime as dt
import uuid
from itertools import groupby

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from kern.basis.datums import toon_dag
from kern.berichten.mail import LEESVOLGORDE, volledig_adres
from kern.berichten.models import Bericht
from kern.berichten.soorten import DAGOVERZICHT
from kern.termijnen.omschrijvingen import Omschrijving, omschrijf

OVERIG = "Overige berichten"


def grens(nu: dt.datetime) -> dt.datetime:
    """The last moment a digest was due (DAGOVERZICHT_UUR, Europe/Amsterdam); what was written before it may go."""
    plaatselijk = timezone.localtime(nu)
    vandaag = plaatselijk.replace(hour=settings.DAGOVERZICHT_UUR, minute=0, second=0, microsecond=0)
    return vandaag if plaatselijk >= vandaag else vandaag - dt.timedelta(days=1)


def maak_dagoverzichten(nu: dt.datetime) -> int:
    """Make the digest of everybody for whom notices wait and who did not get one this day; returns how many.

    Each person in a transaction of their own: who dies halfway leaves the rest waiting for the next sweep.
    """
    tot = grens(nu)
    wachtend = Bericht.objects.filter(status=Bericht.Status.SPAART, vastgelegd_op__lt=tot)
    personen = list(wachtend.order_by("aan_id").values_list("aan_id", flat=True).distinct())
    return sum(maak_dagoverzicht(persoon, tot) for persoon in personen)


@transaction.atomic
def maak_dagoverzicht(persoon: uuid.UUID, tot: dt.datetime) -> bool:
    """One person's digest of what was written before `tot`; False when there is one for that day or nothing to tell."""
    dag = timezone.localtime(tot).date()
    sleutel = f"{DAGOVERZICHT}:{dag}:{persoon}"
    if Bericht.objects.filter(sleutel=sleutel).exists():
        return False
    rijen = Bericht.objects.filter(aan=persoon, status=Bericht.Status.SPAART, vastgelegd_op__lt=tot)
    delen = list(rijen.select_for_update().order_by(*LEESVOLGORDE))
    if not delen:
        return False
    overzicht = Bericht(
        sleutel=sleutel,
        soort=DAGOVERZICHT,
        aan_id=persoon,
        onderwerp=f"Dagoverzicht van {toon_dag(dag)}: {_aantal(len(delen))}",
        tekst=in_woorden(delen),
        adres="/berichten/",
        op=dag,
        gelezen_op=tot,  # what is in it is unread on its own
    )
    Bericht.objects.bulk_create([overzicht], ignore_conflicts=True)
    if not Bericht.objects.filter(pk=overzicht.pk).exists():  # another worker made it while this one looked
        return False
    Bericht.objects.filter(pk__in=[d.pk for d in delen]).update(status=Bericht.Status.IN_OVERZICHT, overzicht=overzicht)
    return True


def in_woorden(delen: list[Bericht]) -> str:
    """The notices under the name of their dossier; a dossier is only named when the notice itself names it."""
    dossiers = omschrijf({d.zaak for d in delen if d.zaak})
    genoemd = sorted(((_kop(d, dossiers), d) for d in delen), key=lambda paar: (paar[0] == OVERIG, paar[0]))
    return "\n\n\n".join(
        f"{kop}\n{'=' * len(kop)}\n\n" + "\n\n".join(_deel(d) for _, d in groep) for kop, groep in groupby(genoemd, lambda paar: paar[0])
    )


def _kop(bericht: Bericht, dossiers: dict[uuid.UUID, Omschrijving]) -> str:
    dossier = dossiers.get(bericht.zaak) if bericht.zaak else None
    return dossier.kenmerk if dossier and noemt(bericht, dossier) else OVERIG


def noemt(bericht: Bericht, dossier: Omschrijving) -> bool:
    """Whether the notice itself tells which dossier it is about; one that does not must not give it away by its heading."""
    return bool(dossier.kenmerk) and (dossier.kenmerk in bericht.onderwerp or dossier.kenmerk in bericht.tekst)


def _deel(bericht: Bericht) -> str:
    regels = [f"{bericht.onderwerp} ({toon_dag(bericht.op)})", *bericht.tekst.splitlines()]
    if bericht.ics:
        wat = "afzegging" if bericht.ics_methode == Bericht.IcsMethode.AFZEGGING else "uitnodiging"
        regels.append(f"De {wat} voor uw agenda zit bij deze e-mail.")
    if adres := volledig_adres(bericht.adres):
        regels.append(adres)
    return "\n".join(regels)


def _aantal(aantal: int) -> str:
    return "1 bericht" if aantal == 1 else f"{aantal} berichten"
