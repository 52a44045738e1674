"""Meetings on a dossier: convening one, finding a moment, inviting everyone (1a.3), minutes and action points."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.dispatch import receiver

from kern.organisaties.models import Lidmaatschap, Organisatie
from kern.regels.register import Belet
from kern.toestanden.register import benoem
from kern.toestanden.signals import na
from kern.toestanden.stap import StapBelet, StapNietMogelijk, StapNietToegestaan
from kern.toestanden.uitvoeren import handeling, voer_uit
from transformatie import rechten
from transformatie.models import (
    Actiepunt,
    Antwoord,
    Dossier,
    Momentvoorstel,
    Overleg,
    Overlegsoort,
    OverlegStatus,
    Partij,
    Startgesprek,
    StartgesprekStatus,
    Uitnodiging,
    Voorkeur,
)
from transformatie.services import overlegberichten as berichten
from transformatie.signals import partij_uitgenodigd, partij_vertrokken, verzekeraar_gekozen

MEESTE_MOMENTEN = 12
"""Ours: a table of more than twelve moments is not answered any more."""

OVERLEG = "transformatie.overleg"
benoem("transformatie.dossier", "beleg_overleg", "Overleg belegd")
benoem(OVERLEG, "stel_moment_voor", "Moment voorgesteld")
benoem(OVERLEG, "geef_voorkeur", "Doorgegeven wanneer het schikt")
benoem(OVERLEG, "werk_bij", "Agenda of verslag bijgewerkt")
benoem(OVERLEG, "voeg_actiepunt_toe", "Actiepunt toegevoegd")
benoem(OVERLEG, "rond_actiepunt_af", "Actiepunt gedaan")


# --- convening ------------------------------------------------------------------------------------------------------


def begin_overleg(
    dossier: Dossier,
    *,
    soort: str = Overlegsoort.OVERLEG,
    organisator: Organisatie,
    onderwerp: str,
    op: dt.date,
    door: Lidmaatschap | None = None,
    agenda: str = "",
    duur: int = 60,
    hoort_bij: uuid.UUID | None = None,
) -> Overleg:
    """Convene a meeting; any organisation involved may, for itself, and so may the application (`door=None`)."""
    recht = rechten.BETROKKENE_OF_SYSTEEM
    feiten = {"soort": soort, "organisator": organisator.naam}
    with handeling(dossier, "beleg_overleg", recht=recht, door=door, op=op, feiten=feiten):
        if door is not None and dossier.is_gesloten:
            raise StapBelet([Belet("Dit dossier is gesloten. Er kan geen overleg meer worden belegd.")])
        if organisator not in dossier.betrokken_organisaties:
            raise StapBelet([Belet(f"{organisator.aan_het_begin} is niet betrokken bij dit dossier.", veld="organisator")])
        return Overleg.objects.create(
            dossier=dossier,
            soort_overleg=soort,
            organisator=organisator,
            onderwerp=onderwerp.strip(),
            agenda=agenda,
            duur=duur,
            begonnen_op=op,
            hoort_bij=hoort_bij,
        )


def overleggen_van(dossier: Dossier) -> "QuerySet[Overleg]":
    """All meetings of a dossier with their invitations. Two queries."""
    return dossier.overleggen.select_related("organisator").prefetch_related("uitnodigingen__organisatie")


def leg_momenten_startgesprek_voor(dossier: Dossier, momenten: list[dt.datetime], *, door: Lidmaatschap, op: dt.date) -> Overleg:
    """Either side proposes moments for the startgesprek that was asked for (1a.2); the rest answers."""
    if not rechten.BETROKKENE(dossier, door):
        raise StapNietToegestaan(f"Dit kan alleen {rechten.BETROKKENE.wie}.")
    if dossier.startgesprek.status != StartgesprekStatus.AANGEVRAAGD:
        raise StapNietMogelijk(f"Het startgesprek is {dossier.startgesprek.get_status_display()}.")
    overleg = _overleg_van(dossier.startgesprek, op)
    if overleg.status == OverlegStatus.PRIKKEN:
        for moment in momenten:
            stel_moment_voor(overleg, moment, door=door, op=op)
        return overleg
    return voer_uit(overleg, "leg_momenten_voor", door=door, op=op, momenten=momenten)


# --- finding a moment -----------------------------------------------------------------------------------------------


@na(Overleg, "leg_momenten_voor")
def bewaar_voorstellen(overleg: Overleg, *, door: Lidmaatschap | None, op: dt.date, gegevens: dict[str, Any], **_: Any) -> None:
    """The proposals become rows, each moment once, and everyone is asked."""
    van = door.organisatie if door is not None else overleg.organisator
    for moment in sorted(set(gegevens["momenten"]))[:MEESTE_MOMENTEN]:
        _voorstel(overleg, moment, van, op, kan=door is not None)
    berichten.vraag_momenten(overleg, van=van, op=op)


def _voorstel(overleg: Overleg, moment: dt.datetime, van: Organisatie, op: dt.date, *, kan: bool) -> Momentvoorstel:
    """Who proposes a moment can make it, until they say otherwise."""
    voorstel = Momentvoorstel.objects.create(overleg=overleg, moment=moment, voorgesteld_door=van)
    if kan:
        Voorkeur.objects.create(voorstel=voorstel, organisatie=van, antwoord=Antwoord.KAN, op=op)
    return voorstel


def _eis_prikken(overleg: Overleg) -> None:
    overleg.refresh_from_db()
    if overleg.status != OverlegStatus.PRIKKEN:
        raise StapNietMogelijk(f"Er wordt geen moment meer gekozen. De stand is nu '{overleg.get_status_display()}'.")


def stel_moment_voor(overleg: Overleg, moment: dt.datetime, *, door: Lidmaatschap, op: dt.date) -> Momentvoorstel:
    """Anyone involved puts another moment forward as long as none was picked."""
    with handeling(overleg, "stel_moment_voor", recht=rechten.BETROKKENE, door=door, op=op, feiten={"moment": moment}):
        _eis_prikken(overleg)
        if overleg.voorstellen.filter(moment=moment).exists():
            raise StapBelet([Belet("Dit moment staat er al bij.", veld="datum")])
        if overleg.voorstellen.count() >= MEESTE_MOMENTEN:
            raise StapBelet([Belet(f"Er staan al {MEESTE_MOMENTEN} momenten. Kies daaruit.", veld="datum")])
        return _voorstel(overleg, moment, door.organisatie, op, kan=True)


def geef_voorkeur(overleg: Overleg, antwoorden: Mapping[uuid.UUID, str], *, door: Lidmaatschap, op: dt.date) -> None:
    """An organisation says which moments suit it; a later answer takes the place of an earlier one."""
    with handeling(overleg, "geef_voorkeur", recht=rechten.BETROKKENE, door=door, op=op):
        _eis_prikken(overleg)
        for voorstel in overleg.voorstellen.filter(pk__in=antwoorden):
            Voorkeur.objects.update_or_create(
                voorstel=voorstel, organisatie=door.organisatie, defaults={"antwoord": antwoorden[voorstel.pk], "op": op}
            )


# --- inviting, moving, calling off ----------------------------------------------------------------------------------


@na(Overleg, "verstuur_uitnodiging")
def nodig_uit(overleg: Overleg, *, op: dt.date, gegevens: dict[str, Any], **_: Any) -> None:
    """A row for everyone involved: invited, or left out with the reason (1a.3)."""
    redenen = gegevens.get("weggelaten") or {}
    organisaties = {o.pk: o for o in [overleg.organisator, *overleg.dossier.betrokken_organisaties]}
    for organisatie in organisaties.values():
        reden = redenen.get(organisatie.pk, "").strip()
        Uitnodiging.objects.create(overleg=overleg, organisatie=organisatie, uitgenodigd_op=None if reden else op, weggelaten_om=reden)
    berichten.nodig_uit(overleg, op=op)


@na(Overleg, "verzet")
def meld_verzet(overleg: Overleg, *, op: dt.date, **_: Any) -> None:
    berichten.verzet(overleg, op=op)


@na(Overleg, "zeg_af")
def meld_afgezegd(overleg: Overleg, *, op: dt.date, **_: Any) -> None:
    berichten.zeg_af(overleg, op=op)


VERTROKKEN = "Doet niet meer mee."


def schuif_aan(dossier: Dossier, organisatie: Organisatie, *, op: dt.date) -> None:
    """Who comes to the table later is invited to what was sent and is still to be held (1a.3)."""
    for overleg in dossier.overleggen.filter(status=OverlegStatus.UITGENODIGD):
        rij, is_nieuw = Uitnodiging.objects.get_or_create(overleg=overleg, organisatie=organisatie, defaults={"uitgenodigd_op": op})
        if not is_nieuw and rij.weggelaten_om == VERTROKKEN:
            is_nieuw, rij.uitgenodigd_op, rij.weggelaten_om = True, op, ""
            rij.save(update_fields=["uitgenodigd_op", "weggelaten_om"])
        if is_nieuw:
            berichten.nodig_uit(overleg, op=op, alleen=organisatie.pk)


@receiver(partij_uitgenodigd)
def partij_schuift_aan(sender: type, partij: Partij, op: dt.date, **_: Any) -> None:
    """A party joined the dossier."""
    schuif_aan(partij.dossier, partij.organisatie, op=op)


@receiver(verzekeraar_gekozen)
def verzekeraar_schuift_aan(sender: type, dossier: Dossier, op: dt.date, **_: Any) -> None:
    """Another second insurer was chosen; the one before it no longer comes, unless it is a party too."""
    uitgenodigd = Uitnodiging.objects.filter(organisatie__soort=Organisatie.Soort.ZORGVERZEKERAAR)
    haal_van_tafel(dossier, uitgenodigd.exclude(organisatie__in=dossier.betrokken_organisaties), op=op)
    if dossier.tweede is not None:
        schuif_aan(dossier, dossier.tweede, op=op)


@receiver(partij_vertrokken)
def partij_gaat_van_tafel(sender: type, partij: Partij, op: dt.date, **_: Any) -> None:
    """Who left the dossier in every role no longer comes to what is still to be held."""
    partij.dossier.vergeet_partijen()
    if partij.organisatie in partij.dossier.betrokken_organisaties:
        return
    haal_van_tafel(partij.dossier, Uitnodiging.objects.filter(organisatie=partij.organisatie), op=op)


def haal_van_tafel(dossier: Dossier, rijen: "QuerySet[Uitnodiging]", *, op: dt.date) -> None:
    """Of these invitations, those to what was sent and is still to be held are taken back, with the reason (1a.3)."""
    komend = rijen.filter(overleg__dossier=dossier, overleg__status=OverlegStatus.UITGENODIGD, uitgenodigd_op__isnull=False)
    for rij in komend.select_related("overleg"):
        berichten.haal_uit_agenda(rij.overleg, rij.organisatie_id, op=op)
        rij.uitgenodigd_op, rij.weggelaten_om = None, VERTROKKEN
        rij.save(update_fields=["uitgenodigd_op", "weggelaten_om"])


# --- holding, minutes, action points --------------------------------------------------------------------------------


@na(Overleg, "houd")
def leg_vast(overleg: Overleg, *, op: dt.date, gegevens: dict[str, Any], **_: Any) -> None:
    """Who was there, and who does what; everyone invited hears of the minutes."""
    aanwezig = gegevens.get("aanwezig")
    for uitnodiging in overleg.uitnodigingen.filter(uitgenodigd_op__isnull=False):
        uitnodiging.is_aanwezig = aanwezig is None or uitnodiging.organisatie_id in aanwezig
        uitnodiging.save(update_fields=["is_aanwezig"])
    for punt in gegevens.get("actiepunten") or []:
        _maak_actiepunt(overleg, **punt)
    berichten.houd(overleg, op=op)


def _maak_actiepunt(overleg: Overleg, *, wat: str, organisatie: Organisatie, uiterlijk: dt.date, persoon: str = "") -> Actiepunt:
    if not overleg.uitnodigingen.filter(organisatie=organisatie, uitgenodigd_op__isnull=False).exists():
        raise StapBelet([Belet(f"{organisatie.aan_het_begin} was niet uitgenodigd en kan geen actiepunt krijgen.", veld="organisatie")])
    return Actiepunt.objects.create(overleg=overleg, wat=wat, organisatie=organisatie, uiterlijk=uiterlijk, persoon=persoon)


def voeg_actiepunt_toe(
    overleg: Overleg, *, wat: str, organisatie: Organisatie, uiterlijk: dt.date, door: Lidmaatschap, op: dt.date, persoon: str = ""
) -> Actiepunt:
    """The organiser adds an action point after the meeting was put on record."""
    feiten = {"organisatie": organisatie.naam, "uiterlijk": uiterlijk}
    with handeling(overleg, "voeg_actiepunt_toe", recht=rechten.SCHRIJFT_VERSLAG, door=door, op=op, feiten=feiten):
        overleg.refresh_from_db()
        if overleg.status != OverlegStatus.GEHOUDEN:
            raise StapNietMogelijk("Actiepunten komen erbij zodra het overleg is vastgelegd.")
        return _maak_actiepunt(overleg, wat=wat, organisatie=organisatie, uiterlijk=uiterlijk, persoon=persoon)


def rond_actiepunt_af(actiepunt: Actiepunt, *, notitie: str = "", door: Lidmaatschap, op: dt.date) -> None:
    """The organisation that took it on says it is done, or the organiser does."""
    overleg = actiepunt.overleg
    with handeling(overleg, "rond_actiepunt_af", recht=rechten.BETROKKENE, door=door, op=op):
        actiepunt.refresh_from_db(fields=["gedaan_op", "organisatie"])
        if door.organisatie_id not in (actiepunt.organisatie_id, overleg.organisator_id):
            raise StapNietToegestaan(f"Dit kan alleen {actiepunt.organisatie} of {overleg.organisator}.")
        if actiepunt.gedaan_op is not None:
            raise StapNietMogelijk("Dit actiepunt was al gedaan.")
        actiepunt.gedaan_op, actiepunt.notitie = op, notitie.strip()
        actiepunt.save(update_fields=["gedaan_op", "notitie"])


def werk_bij(overleg: Overleg, *, tekst: str, gezien: str, door: Lidmaatschap, op: dt.date) -> None:
    """The organiser writes at the agenda, or after the meeting at the minutes; `gezien` is the text it began from."""
    with handeling(overleg, "werk_bij", recht=rechten.SCHRIJFT_VERSLAG, door=door, op=op):
        overleg.refresh_from_db()
        veld = "verslag" if overleg.status == OverlegStatus.GEHOUDEN else "agenda"
        if overleg.status == OverlegStatus.AFGEZEGD:
            raise StapNietMogelijk("Dit overleg is afgezegd.")
        if getattr(overleg, veld) != gezien:
            raise StapBelet([Belet("Een collega heeft deze tekst intussen gewijzigd. Hieronder staat wat u typte.", veld="tekst")])
        setattr(overleg, veld, tekst)
        overleg.save(update_fields=[veld])


# --- the startgesprek and its overleg are one thing ------------------------------------------------------------------


def _overleg_van(gesprek: Startgesprek, op: dt.date) -> Overleg:
    """The overleg of a startgesprek, made on first need."""
    dossier = gesprek.dossier
    bestaand = dossier.overleggen.filter(soort_overleg=Overlegsoort.STARTGESPREK).exclude(status=OverlegStatus.AFGEZEGD).first()
    return bestaand or begin_overleg(
        dossier, soort=Overlegsoort.STARTGESPREK, organisator=dossier.coordinerend, onderwerp="Startgesprek", op=op
    )


@na(Startgesprek, "plan")
def startgesprek_gepland(gesprek: Startgesprek, *, op: dt.date, gegevens: dict[str, Any], **_: Any) -> None:
    """Planning the conversation sends its invitation (1a.3)."""
    voer_uit(_overleg_van(gesprek, op), "verstuur_uitnodiging", door=None, op=op, **gegevens)


@na(Startgesprek, "verzet")
def startgesprek_verzet(gesprek: Startgesprek, *, op: dt.date, gegevens: dict[str, Any], **_: Any) -> None:
    voer_uit(_overleg_van(gesprek, op), "verzet", door=None, op=op, **gegevens)


@na(Startgesprek, "houd")
def startgesprek_gehouden(gesprek: Startgesprek, *, op: dt.date, gegevens: dict[str, Any], **_: Any) -> None:
    """Attendance, minutes and action points belong to the overleg."""
    voer_uit(_overleg_van(gesprek, op), "houd", door=None, op=op, **gegevens)


@na(Startgesprek, "zeg_af", "sla_over", "laat_vervallen")
def startgesprek_afgezegd(gesprek: Startgesprek, *, naam: str, op: dt.date, gegevens: dict[str, Any], **_: Any) -> None:
    """No conversation, no meeting in the calendar."""
    overleg = gesprek.dossier.overleggen.filter(soort_overleg=Overlegsoort.STARTGESPREK).exclude(status=OverlegStatus.AFGEZEGD).first()
    if overleg is not None and overleg.is_open:
        reden = str(gegevens.get("reden") or "").strip() or "Het startgesprek gaat niet door."
        voer_uit(overleg, "zeg_af", door=None, op=op, reden=reden)
