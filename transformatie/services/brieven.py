"""The letters up to the decision: what was received, what is missing, and who is asked to the table."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.dispatch import receiver

from kern.documenten import brieven
from kern.documenten.brieven import Briefhoofd, Klokregel
from kern.organisaties.models import Organisatie
from kern.termijnen.models import Termijn
from kern.toestanden.signals import na
from transformatie.brieven import Incompleet, Ontvangstbevestiging, Uitnodiging
from transformatie.models import Dossier, Partij, Partijrol, SnelleToets, Transformatieplan
from transformatie.services.meldingen import indieners
from transformatie.signals import partij_uitgenodigd

Stuk = SnelleToets | Transformatieplan


def hoofd(dossier: Dossier, op: dt.date, aan: Iterable[Organisatie], persoon: str = "") -> Briefhoofd:
    """The top of a letter of the coordinating insurer."""
    namen = [o.naam for o in aan]
    return Briefhoofd(
        kenmerk=dossier.kenmerk,
        datum=op,
        afzender=dossier.coordinerend.naam,
        geadresseerden=(*namen, persoon) if persoon else tuple(namen),
        plan=dossier.titel,
    )


def klokregel(wat: str, termijn: Termijn) -> Klokregel:
    """A term as a letter tells it, with the reason of its last day."""
    return Klokregel(wat, termijn.start_op, termijn.einde_op, termijn.regel, termijn.reden)


def _stuk(stuk: Stuk) -> str:
    return "snelle toets" if isinstance(stuk, SnelleToets) else "transformatieplan"


@na(SnelleToets, "dien_in", "vul_aan")
@na(Transformatieplan, "dien_in", "vul_aan")
def bevestig_ontvangst(stuk: Stuk, *, naam: str, op: dt.date, **_: Any) -> None:
    """Order the ontvangstbevestiging: received on, the last day with its reason, and what comes next (1e.1, 1e.3)."""
    dossier = stuk.dossier
    klokken = {t.soort_termijn: t for t in Termijn.objects.open().filter(onderwerp=stuk.pk)}
    besluit, compleet = klokken.get(stuk.klok_besluit_soort), klokken.get("compleetheid")
    versie = stuk.versies.filter(bevroren_op=op).order_by("nummer").last() if isinstance(stuk, Transformatieplan) else None
    is_aanpassing = isinstance(stuk, Transformatieplan) and stuk.status == "in_beoordeling"
    gegevens = Ontvangstbevestiging(
        hoofd=hoofd(dossier, op, indieners(dossier)),
        stuk=_stuk(stuk),
        wat="aanvulling" if naam == "vul_aan" else "aangepaste versie" if is_aanpassing else "indiening",
        ontvangen_op=op,
        tweede_verzekeraar=str(dossier.tweede or ""),
        versie=versie.nummer if versie else None,
        versie_sha256=versie.sha256 if versie else "",
        klok=klokregel(f"Besluit op {'de' if isinstance(stuk, SnelleToets) else 'het'} {_stuk(stuk)}", besluit) if besluit else None,
        compleet_voor=compleet.einde_op if compleet else None,
        gemeenten=tuple(p.organisatie.in_zin for p in dossier.deelnemende_gemeenten),
        vraagt_commitment=versie is not None,
    )
    sleutel = f"ontvangst:{versie.pk if versie else stuk.pk}:{naam}:{op}"
    brieven.bestel(gegevens=gegevens, zaak=dossier.pk, onderwerp=stuk.pk, op=op, sleutel=sleutel)


@na(SnelleToets, "verklaar_incompleet")
@na(Transformatieplan, "verklaar_incompleet")
def meld_incompleet(stuk: Stuk, *, op: dt.date, **_: Any) -> None:
    """Order the letter that says what is missing, and that a new term begins with the supplement (1e.1, 1e.3)."""
    dossier = stuk.dossier
    gegevens = Incompleet(
        hoofd=hoofd(dossier, op, indieners(dossier)),
        stuk=_stuk(stuk),
        ontvangen_op=stuk.ontvangen_op or op,
        wat_ontbreekt=stuk.wat_ontbreekt,
        weken=4 if isinstance(stuk, SnelleToets) else 8,
        regel=stuk.regel_besluit,
    )
    aantal = Termijn.objects.filter(onderwerp=stuk.pk, soort_termijn=stuk.klok_besluit_soort).count()
    brieven.bestel(gegevens=gegevens, zaak=dossier.pk, onderwerp=stuk.pk, op=op, sleutel=f"incompleet:{stuk.pk}:{aantal}")


@receiver(partij_uitgenodigd)
def nodig_partij_uit(sender: type, partij: Partij, op: dt.date, **_: Any) -> None:
    """Order the invitation to a party: its role, what is asked of it, and by when we would like to know (1a.1)."""
    dossier = partij.dossier
    besluit = Termijn.objects.open().filter(zaak_id=dossier.pk, soort_termijn="besluit_transformatieplan").first()
    gegevens = Uitnodiging(
        hoofd=hoofd(dossier, op, [partij.organisatie]),
        rol=partij.get_rol_display(),
        is_gemeente=partij.rol == Partijrol.GEMEENTE,
        is_financier=partij.rol == Partijrol.FINANCIER,
        vraagt_spuk_aan=partij.vraagt_spuk_aan,
        penvoerder=str(dossier.penvoerder),
        tweede_verzekeraar=str(dossier.tweede or ""),
        aan_tafel=tuple(str(o) for o in dossier.betrokken_organisaties if o.pk != partij.organisatie_id),
        samenvatting=dossier.samenvatting,
        antwoord_voor=op + dt.timedelta(days=settings.DAGEN_ANTWOORD_UITNODIGING),
        klok=klokregel("Besluit op het transformatieplan", besluit) if besluit else None,
    )
    brieven.bestel(gegevens=gegevens, zaak=dossier.pk, onderwerp=partij.pk, op=op, sleutel=f"uitnodiging:{partij.pk}:{op}")
