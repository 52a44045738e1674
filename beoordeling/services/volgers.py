"""Laying a voorgenomen besluit before the other insurers, their questions, and the answers (framework of 2023)."""

import datetime as dt

import rules

from beoordeling.models import Beoordelingsronde, Volgersvraag, Voornemen
from beoordeling.selectors import ronde_in_behandeling
from kern.basis.datums import toon_datum
from kern.berichten import services as berichten
from kern.organisaties.models import Lidmaatschap, Organisatie, Rol
from kern.regels.register import Belet
from kern.termijnen import kalender
from kern.termijnen.services import gelijkgestelde_dagen
from kern.toestanden.register import benoem
from kern.toestanden.stap import StapBelet, StapNietMogelijk, mag
from kern.toestanden.uitvoeren import handeling
from transformatie import rechten
from transformatie.models import Dossier
from transformatie.services.meldingen import meld, verzekeraars

benoem(Beoordelingsronde.soort(), "leg_voornemen_voor", "Voorgenomen besluit voorgelegd aan de overige zorgverzekeraars")
benoem("beoordeling.voornemen", "stel_vraag", "Vraag van een andere zorgverzekeraar")
benoem("beoordeling.voornemen", "beantwoord_vraag", "Vraag van een andere zorgverzekeraar beantwoord")

GEEN_INZAGE = "Het kader dat voor deze indiening geldt, kent geen inzage door de overige zorgverzekeraars."
NIETS_LIGT_VOOR = "Er ligt nu geen indiening voor waarover nog wordt besloten."
NIET_VAST = "Er is nog geen gezamenlijke terugkoppeling vastgesteld. Stel die eerst samen vast."


@rules.predicate
def is_volger(door: Lidmaatschap | None, rij: object) -> bool:
    """Acts for an insurer that does not assess this dossier."""
    if door is None or door.rol != Rol.BEOORDELAAR or door.organisatie.soort != Organisatie.Soort.ZORGVERZEKERAAR:
        return False
    dossier: Dossier = rij.dossier  # type: ignore[attr-defined]
    return door.organisatie_id not in (dossier.coordinerend_id, dossier.tweede_id)


VOLGER = mag(is_volger & ~rechten.handelt_voor_indiener, "een andere zorgverzekeraar, door iemand die niet ook voor een indiener werkt")
VERZEKERAAR = mag(rechten.onbevangen_coordinerende | rechten.onbevangen_tweede, "een van de twee zorgverzekeraars van dit dossier")


def waarom_niet(ronde: Beoordelingsronde | None) -> str:
    """Why nothing can be laid before the other insurers now, or nothing."""
    if ronde is None:
        return NIETS_LIGT_VOOR
    if not ronde.kader.weken_inzage_overige:
        return GEEN_INZAGE
    return "" if ronde.is_vastgesteld else NIET_VAST


def leg_voor(dossier: Dossier, *, richting: str, doelen: str, afspraken: str, contact: str, door: Lidmaatschap, op: dt.date) -> Voornemen:
    """The coordinating insurer shows what it intends to decide; the term for the decision runs on meanwhile."""
    ronde = ronde_in_behandeling(dossier)
    if ronde is None:
        raise StapNietMogelijk(NIETS_LIGT_VOOR)
    with handeling(ronde, "leg_voornemen_voor", recht=rechten.COORDINERENDE, door=door, op=op):
        if belet := waarom_niet(ronde):
            raise StapBelet([Belet(belet)])
        if eerder := Voornemen.objects.filter(ronde=ronde).first():
            raise StapNietMogelijk(f"Dit voorgenomen besluit is al voorgelegd op {toon_datum(eerder.gepubliceerd_op)}.")
        einde = kalender.bereken(op, f"{ronde.kader.weken_inzage_overige}w", gelijkgesteld=gelijkgestelde_dagen()).einde
        voornemen = Voornemen.objects.create(
            dossier=dossier,
            ronde=ronde,
            richting=richting,
            doelen=doelen,
            afspraken=afspraken,
            contact=contact,
            gepubliceerd_op=op,
            inzage_tot=einde,
        )
        _vertel_volgers(voornemen, op)
    return voornemen


def _vertel_volgers(voornemen: Voornemen, op: dt.date) -> None:
    dossier = voornemen.dossier
    anderen = Organisatie.objects.filter(soort=Organisatie.Soort.ZORGVERZEKERAAR).exclude(
        pk__in=[dossier.coordinerend_id, dossier.tweede_id]
    )
    berichten.schrijf(
        aan=berichten.leden_van(anderen, op=op, rollen=[Rol.BEOORDELAAR]),
        soort="voornemen",
        sleutel=f"voornemen:{voornemen.pk}",
        onderwerp=f"Voorgenomen besluit over {dossier.titel}",
        tekst=f"{dossier.coordinerend} legt een voorgenomen besluit voor. U kunt vragen stellen tot en met {toon_datum(voornemen.inzage_tot)}.",
        op=op,
        adres=voornemen.get_absolute_url(),
    )


def stel_vraag(voornemen: Voornemen, *, tekst: str, door: Lidmaatschap, op: dt.date) -> Volgersvraag:
    """Another insurer asks a question, within the two weeks."""
    with handeling(voornemen, "stel_vraag", recht=VOLGER, door=door, op=op, feiten={"organisatie": door.organisatie.naam}):
        if not voornemen.is_open(op):
            raise StapNietMogelijk(f"Vragen stellen kon tot en met {toon_datum(voornemen.inzage_tot)}. Wat u typte is bewaard.")
        if not tekst.strip():
            raise StapBelet([Belet("Typ uw vraag.", veld="tekst")])
        vraag = Volgersvraag.objects.create(
            voornemen=voornemen, organisatie=door.organisatie, steller=door.gebruiker, tekst=tekst.strip(), gesteld_op=op
        )
        meld(
            voornemen.dossier,
            verzekeraars(voornemen.dossier),
            soort="volgersvraag",
            sleutel=str(vraag.pk),
            op=op,
            onderwerp="vraag van een andere zorgverzekeraar",
            tekst=f"{door.organisatie} stelt een vraag over het voorgenomen besluit. De termijn voor het besluit loopt door.",
        )
    return vraag


def beantwoord(vraag: Volgersvraag, *, antwoord: str, door: Lidmaatschap, op: dt.date) -> Volgersvraag:
    """One of the two insurers answers, once."""
    voornemen = vraag.voornemen
    with handeling(voornemen, "beantwoord_vraag", recht=VERZEKERAAR, door=door, op=op, feiten={"organisatie": vraag.organisatie.naam}):
        vraag.refresh_from_db()
        if vraag.beantwoord_op is not None:
            raise StapNietMogelijk(f"{vraag.beantwoord_namens} beantwoordde deze vraag al op {toon_datum(vraag.beantwoord_op)}.")
        if not antwoord.strip():
            raise StapBelet([Belet("Typ uw antwoord.", veld="antwoord")])
        vraag.antwoord, vraag.beantwoord_op, vraag.beantwoord_namens = antwoord.strip(), op, door.organisatie
        vraag.save()
        berichten.schrijf(
            aan=[vraag.steller_id],
            soort="volgersantwoord",
            sleutel=f"volgersantwoord:{vraag.pk}",
            onderwerp=f"Antwoord op uw vraag over {voornemen.dossier.titel}",
            tekst=f"{door.organisatie} beantwoordde uw vraag over het voorgenomen besluit.",
            op=op,
            adres=voornemen.get_absolute_url(),
        )
    return vraag
