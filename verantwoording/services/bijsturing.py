"""Opening a bijsturing, and what follows from each of its steps (3a.4)."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.dispatch import receiver

from kern.basis.geld import toon_bedrag
from kern.organisaties.models import Lidmaatschap, Organisatie
from kern.regels.register import Belet
from kern.toestanden.register import benoem
from kern.toestanden.signals import na
from kern.toestanden.stap import StapBelet
from kern.toestanden.uitvoeren import handeling
from transformatie.services.meldingen import meld
from verantwoording import rechten
from verantwoording.models import (
    AanvullendeBeschikking,
    Begroting,
    Betaalbeschikking,
    Bijsturing,
    Bijsturingsbericht,
    BijsturingStatus,
    Toekenning,
    ToekenningStatus,
)
from verantwoording.services.bijsturing_uitkomsten import voer_uitkomst_uit
from verantwoording.services.kosten import afwijking, kosten_gewijzigd

S = BijsturingStatus
Soort = Bijsturingsbericht.Soort
benoem("verantwoording.toekenning", "open_bijsturing", "Bijsturing geopend")
benoem("verantwoording.toekenning", "leg_aanvullende_beschikking_vast", "Aanvullende beschikking vastgelegd")
benoem("verantwoording.bijsturing", "meet_afwijking", "Afwijking opnieuw gemeten")
TE_BESTUREN = (ToekenningStatus.IN_UITVOERING, ToekenningStatus.BEEINDIGD)


def lopende_bijsturing(toekenning: Toekenning) -> Bijsturing | None:
    """The one that still asks for an outcome, if there is one."""
    return Bijsturing.objects.filter(toekenning=toekenning).exclude(status=S.AFGESLOTEN).select_related("dossier").first()


@receiver(kosten_gewijzigd, sender=Toekenning)
def let_op_de_marge(sender: type, toekenning: Toekenning, op: dt.date, **_: Any) -> None:
    """Every statement of costs is held against the margin (3a.4)."""
    meet(toekenning, op=op)


def meet(toekenning: Toekenning, *, op: dt.date) -> Bijsturing | None:
    """Open a bijsturing when costs are off by more than the margin, or keep the newest figures with the one that is open."""
    bedrag, procent = afwijking(toekenning)
    if (lopend := lopende_bijsturing(toekenning)) is not None:
        return _meet_opnieuw(lopend, bedrag, procent, op)
    if toekenning.status not in TE_BESTUREN or abs(procent) <= settings.MARGE_BIJSTURING_PROCENT or _is_afgesproken(toekenning, procent):
        return None
    richting = "hoger" if bedrag > 0 else "lager"
    aanleiding = f"De verwachte kosten zijn {toon_bedrag(abs(bedrag))} {richting} dan begroot ({_procent(procent)})."
    return open_bijsturing(toekenning, aanleiding=aanleiding, afwijking=(bedrag, procent), door=None, op=op)


def _procent(procent: Decimal) -> str:
    return f"{procent:+.1f}".replace(".", ",") + " procent"


def _is_afgesproken(toekenning: Toekenning, procent: Decimal) -> bool:
    """About this deviation both sides already agreed: it did not move by more than the margin, on the same budget."""
    laatste = toekenning.bijsturingen.filter(status=S.AFGESLOTEN, procent_afwijking__isnull=False).order_by("afgesloten_op").last()
    if laatste is None or laatste.procent_afwijking is None:
        return False
    if abs(procent - laatste.procent_afwijking) > settings.MARGE_BIJSTURING_PROCENT:
        return False
    return not Begroting.objects.filter(toekenning=toekenning, vastgesteld_op__gt=laatste.afgesloten_op).exists()


def _meet_opnieuw(bijsturing: Bijsturing, bedrag: Decimal, procent: Decimal, op: dt.date) -> Bijsturing:
    """An open bijsturing follows the costs; it never closes by itself, also not when they come back within the margin."""
    feiten = {"bedrag": bedrag, "procent": procent}
    with handeling(bijsturing, "meet_afwijking", recht=rechten.KANT_OF_SYSTEEM, door=None, op=op, feiten=feiten):
        Bijsturing.objects.filter(pk=bijsturing.pk).update(bedrag_afwijking=bedrag, procent_afwijking=procent, gemeten_op=op)
        bijsturing.refresh_from_db()
    return bijsturing


def open_bijsturing(
    toekenning: Toekenning,
    *,
    aanleiding: str,
    afwijking: tuple[Decimal, Decimal] | None = None,
    door: Lidmaatschap | None,
    op: dt.date,
) -> Bijsturing:
    """Open a bijsturing: the application itself when costs are off, or either side by hand; raises StapBelet.

    `afwijking` is (euro, per cent of the budget), above 0 when it costs more.
    """
    bedrag, procent = afwijking or (None, None)
    feiten = {"bedrag": bedrag, "procent": procent} if afwijking else {}
    with handeling(toekenning, "open_bijsturing", recht=rechten.KANT_OF_SYSTEEM, door=door, op=op, feiten=feiten):
        toekenning.refresh_from_db()
        if toekenning.status not in TE_BESTUREN:
            raise StapBelet([Belet("Bijsturen hoort bij een plan in uitvoering.", "3a.4")])
        if lopende_bijsturing(toekenning) is not None:
            raise StapBelet([Belet("Er loopt al een bijsturing voor dit plan.", "3a.4")])
        if not aanleiding.strip():
            raise StapBelet([Belet("Schrijf op waarom bijsturen nodig is.", "3a.4", "aanleiding")])
        bijsturing = Bijsturing.objects.create(
            toekenning=toekenning,
            dossier=toekenning.dossier,
            geopend_op=op,
            geopend_door=door.organisatie if door else None,
            aanleiding=aanleiding,
            bedrag_afwijking=bedrag,
            procent_afwijking=procent,
            gemeten_op=op if afwijking else None,
        )
        tekst = f"{aanleiding} De penvoerder en de coördinerende zorgverzekeraar spreken samen een uitkomst af (3a.4)."
        _meld(bijsturing, _kanten(bijsturing), "bijsturing_geopend", "bijsturing geopend", tekst, op)
    return bijsturing


def _kanten(bijsturing: Bijsturing) -> list[Organisatie]:
    return [bijsturing.dossier.penvoerder, bijsturing.dossier.coordinerend]


def _andere_kant(bijsturing: Bijsturing, door: Lidmaatschap) -> list[Organisatie]:
    return [o for o in _kanten(bijsturing) if o.pk != door.organisatie_id]


def _meld(bijsturing: Bijsturing, wie: list[Organisatie], soort: str, onderwerp: str, tekst: str, op: dt.date, sleutel: str = "") -> None:
    meld(
        bijsturing.dossier,
        wie,
        soort=soort,
        sleutel=sleutel or str(bijsturing.pk),
        onderwerp=onderwerp,
        tekst=tekst,
        op=op,
        adres=bijsturing.get_absolute_url(),
    )


def _schrijf(bijsturing: Bijsturing, soort: str, *, door: Lidmaatschap, op: dt.date, **velden: Any) -> Bijsturingsbericht:
    return Bijsturingsbericht.objects.create(
        bijsturing=bijsturing, soort=soort, organisatie=door.organisatie, door=door.gebruiker, op=op, **velden
    )


@na(Bijsturing, "leg_voor")
def bewaar_voorstel(bijsturing: Bijsturing, *, door: Lidmaatschap, op: dt.date, gegevens: dict[str, Any], **_: Any) -> None:
    """Keep what is proposed, and tell the other side."""
    bericht = _schrijf(
        bijsturing,
        Soort.VOORSTEL,
        door=door,
        op=op,
        uitkomst=gegevens["uitkomst"],
        bedrag=gegevens.get("bedrag"),
        inhoud=gegevens.get("inhoud") or {},
        tekst=gegevens["onderbouwing"],
    )
    tekst = f"{door.organisatie.aan_het_begin} stelt voor: {bericht.get_uitkomst_display()}. Lees het voorstel en stem in, of wijs het af met uw reden."
    _meld(bijsturing, _andere_kant(bijsturing, door), "bijsturing_voorstel", "voorstel voor bijsturing", tekst, op, str(bericht.pk))


@na(Bijsturing, "stem_in")
def sluit_met_uitkomst(bijsturing: Bijsturing, *, door: Lidmaatschap, op: dt.date, gegevens: dict[str, Any], **_: Any) -> None:
    """Both sides agreed: carry out the outcome, with its postings, and tell all who sign."""
    voorstel = bijsturing.voorstel
    assert voorstel is not None, "Zonder voorstel is er niets om mee in te stemmen."
    _schrijf(bijsturing, Soort.INSTEMMING, door=door, op=op, tekst=gegevens.get("onderbouwing", ""))
    voer_uitkomst_uit(bijsturing, voorstel, door=door, op=op)
    tekst = f"De bijsturing is afgesloten. Beide kanten kozen voor: {voorstel.get_uitkomst_display()}."
    betrokken = [o for o in bijsturing.dossier.betrokken_organisaties if o is not None]
    _meld(bijsturing, betrokken, "bijsturing_afgesloten", "bijsturing afgesloten", tekst, op)


@na(Bijsturing, "wijs_af")
def bewaar_afwijzing(bijsturing: Bijsturing, *, door: Lidmaatschap, op: dt.date, gegevens: dict[str, Any], **_: Any) -> None:
    """Keep why, and tell who proposed."""
    bericht = _schrijf(bijsturing, Soort.AFWIJZING, door=door, op=op, tekst=gegevens["onderbouwing"])
    tekst = f"{door.organisatie.aan_het_begin} wijst het voorstel af. De reden staat bij de bijsturing. Zij blijft open."
    _meld(bijsturing, _andere_kant(bijsturing, door), "bijsturing_afgewezen", "voorstel afgewezen", tekst, op, str(bericht.pk))


@na(Bijsturing, "trek_in")
def bewaar_intrekking(bijsturing: Bijsturing, *, door: Lidmaatschap, op: dt.date, **_: Any) -> None:
    """Keep that the proposal no longer lies there."""
    _schrijf(bijsturing, Soort.INTREKKING, door=door, op=op)


def leg_aanvullende_beschikking_vast(
    toekenning: Toekenning, *, kenmerk: str, afgegeven_op: dt.date, bedrag: Decimal, door: Lidmaatschap, op: dt.date
) -> AanvullendeBeschikking:
    """Record what the NZa granted on top, so that extra means can be paid (3a.5); raises StapBelet."""
    feiten = {"bedrag": bedrag, "afgegeven_op": afgegeven_op}
    recht = rechten.NZA_OF_COORDINERENDE
    with handeling(toekenning, "leg_aanvullende_beschikking_vast", recht=recht, door=door, op=op, feiten=feiten):
        toekenning.refresh_from_db()
        if fout := _belet_aanvullend(toekenning, kenmerk.strip(), afgegeven_op, bedrag, op):
            raise StapBelet(fout)
        Toekenning.objects.filter(pk=toekenning.pk).update(bedrag_aanvullend=toekenning.bedrag_aanvullend + bedrag)
        toekenning.refresh_from_db()
        return AanvullendeBeschikking.objects.create(
            toekenning=toekenning, kenmerk=kenmerk.strip(), afgegeven_op=afgegeven_op, bedrag=bedrag, op=op, door=door.gebruiker
        )


def _belet_aanvullend(toekenning: Toekenning, kenmerk: str, afgegeven_op: dt.date, bedrag: Decimal, op: dt.date) -> list[Belet]:
    open_ = toekenning.bedrag_extra - toekenning.bedrag_aanvullend
    gevonden = []
    if not 0 < bedrag <= open_:
        tekst = f"Er is {toon_bedrag(open_)} aan extra middelen nog niet beschikt. Vul een bedrag tot en met dat bedrag in."
        gevonden.append(Belet(tekst, "3a.5", "bedrag"))
    if AanvullendeBeschikking.objects.filter(kenmerk=kenmerk).exists() or Betaalbeschikking.objects.filter(kenmerk=kenmerk).exists():
        gevonden.append(Belet(f"Kenmerk {kenmerk} is al vastgelegd.", veld="kenmerk"))
    if afgegeven_op > op:
        gevonden.append(Belet("Een beschikking legt u vast nadat zij is afgegeven.", veld="afgegeven_op"))
    return gevonden
