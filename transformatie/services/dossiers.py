"""Opening a dossier, inviting its parties, and keeping its stand."""

import datetime as dt
from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import Max

from kern.basis.datums import toon_datum
from kern.journaal import services as journaal
from kern.organisaties.models import Lidmaatschap, Organisatie, Regio, Rol, VerzekeraarsInRegio
from kern.regels.register import Belet, voldoet_aan
from kern.toestanden.register import benoem
from kern.toestanden.stap import StapBelet, StapNietMogelijk, StapNietToegestaan
from kern.toestanden.uitvoeren import handeling, vergrendel
from transformatie import rechten
from transformatie.formats import geldend_format
from transformatie.models import Domein, Domeininstemming, Dossier, Fase, Partij, Partijrol, SnelleToets, Startgesprek, Vertrek
from transformatie.models.dossier import kenmerk
from transformatie.services import partijen
from transformatie.services.meldingen import meld
from transformatie.signals import domein_toegevoegd, partij_uitgenodigd, verzekeraar_gekozen

VOOR_WEGHALEN = [voldoet_aan("1b.2", "haal domein weg")]

benoem("transformatie.dossier", "open_dossier", "Dossier begonnen")
benoem("transformatie.dossier", "nodig_uit", "Partij uitgenodigd")
benoem("transformatie.dossier", "kies_tweede", "Tweede verzekeraar gekozen")
benoem("transformatie.dossier", "laat_uitgaan", "Partij doet niet meer mee")
benoem("transformatie.dossier", "haal_domein_weg", "Domein weggehaald")
benoem("transformatie.dossier", "stem_in_met_weghalen", "Ingestemd met weghalen sociaal domein")


def _volgend_nummer(jaar: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [7_000_000 + jaar])
    return (Dossier.objects.filter(jaar=jaar).aggregate(hoogste=Max("volgnummer"))["hoogste"] or 0) + 1


@transaction.atomic
def open_dossier(
    *,
    titel: str,
    regios: list[Regio],
    domeinen: list[str],
    sectoren: list[str],
    door: Lidmaatschap,
    op: dt.date,
    gemeenten: Iterable[Organisatie] = (),
    samenvatting: str = "",
) -> Dossier:
    """A planmaker starts a dossier: its organisation is penvoerder, the region gives both insurers (1c.1)."""
    if door.rol != Rol.PLANMAKER:
        raise StapNietToegestaan("Dit kan alleen een planmaker van een zorgaanbieder.")
    paar = _verzekeraars_van(regios[0], op)
    nummer = _volgend_nummer(op.year)
    dossier = Dossier.objects.create(
        jaar=op.year,
        volgnummer=nummer,
        kenmerk=kenmerk(op.year, nummer),
        titel=titel,
        samenvatting=samenvatting,
        hoofdregio=regios[0],
        domeinen=list(domeinen),
        sectoren=list(sectoren),
        coordinerend=paar.eerste,
        tweede=paar.tweede,
        begonnen_op=op,
        gewijzigd_op=op,
    )
    dossier.regios.set(regios)
    dossier.gemeenten.set(gemeenten)
    Partij.objects.create(dossier=dossier, organisatie=door.organisatie, rol=Partijrol.PENVOERDER, uitgenodigd_op=op, aanvaard_op=op)
    Startgesprek.objects.create(dossier=dossier, aangevraagd_op=op)
    SnelleToets.objects.create(dossier=dossier, formatversie=geldend_format("snelle_toets", op).versie)
    vergrendel(dossier.pk)
    journaal.schrijf(
        zaak=dossier.pk,
        soort="transformatie.dossier",
        onderwerp=dossier.pk,
        stap="open_dossier",
        door=door,
        op=op,
        regels=["1c.1"],
        feiten={"kenmerk": dossier.kenmerk, "coordinerend": paar.eerste.naam, "tweede": paar.tweede.naam},
    )
    return dossier


def _verzekeraars_van(regio: Regio, op: dt.date) -> VerzekeraarsInRegio:
    """The two insurers of a region on a day (1c.1); without them no dossier can begin."""
    paar = VerzekeraarsInRegio.objects.geldig_op(op).filter(regio=regio).select_related("eerste", "tweede").first()
    if paar is None:
        raise StapBelet(
            [Belet(f"Voor {regio} is nog geen coördinerende zorgverzekeraar bekend. Vraag beheer dit aan te vullen.", "1c.1", "regios")]
        )
    return paar


def nodig_uit(
    dossier: Dossier, organisatie: Organisatie, rol: str, *, door: Lidmaatschap, op: dt.date, vraagt_spuk_aan: bool = False
) -> Partij:
    """Invite an organisation in a role; from now on it sees the dossier, and it is asked whether it takes part (1a.1)."""
    with handeling(
        dossier,
        "nodig_uit",
        recht=rechten.PENVOERDER_OF_COORDINERENDE,
        door=door,
        op=op,
        feiten={"organisatie": organisatie.naam, "rol": rol},
    ):
        if rol == Partijrol.PENVOERDER:
            raise StapBelet([Belet("Een dossier heeft al een penvoerder.", veld="rol")])
        if fout := past_niet(organisatie, rol):
            raise StapBelet([Belet(fout, veld="organisatie")])
        if Partij.objects.filter(dossier=dossier, organisatie=organisatie, rol=rol, uit_op=None).exists():
            raise StapBelet([Belet(f"{organisatie.aan_het_begin} is al uitgenodigd als {Partijrol(rol).label}.", veld="organisatie")])
        is_eigen = organisatie.pk == door.organisatie_id
        partij = Partij.objects.create(
            dossier=dossier,
            organisatie=organisatie,
            rol=rol,
            uitgenodigd_op=op,
            aanvaard_op=op if is_eigen else None,
            vraagt_spuk_aan=vraagt_spuk_aan,
        )
        dossier.vergeet_partijen()
        if not is_eigen:
            _meld_uitnodiging(partij, door=door, op=op)
        partij_uitgenodigd.send(Partij, partij=partij, op=op)
    return partij


def _meld_uitnodiging(partij: Partij, *, door: Lidmaatschap, op: dt.date) -> None:
    meld(
        partij.dossier,
        [partij.organisatie],
        soort="uitnodiging",
        sleutel=str(partij.pk),
        op=op,
        onderwerp=f"doet u mee als {partij.get_rol_display()}?",
        tekst=f"{door.organisatie.aan_het_begin} nodigt u uit als {partij.get_rol_display()} bij '{partij.dossier.titel}'. "
        "Lees waar het plan over gaat en laat weten of u meedoet.",
        adres=partij.get_absolute_url(),
    )


def past_niet(organisatie: Organisatie, rol: str) -> str:
    """Why this kind of organisation cannot have this role, or an empty string."""
    soort = Organisatie.Soort
    passend = {
        Partijrol.GEMEENTE: {soort.GEMEENTE, soort.GEMEENSCHAPPELIJKE_REGELING},
        Partijrol.FINANCIER: {soort.ZORGKANTOOR, soort.GEMEENTE, soort.GEMEENSCHAPPELIJKE_REGELING, soort.LANDELIJK},
    }.get(Partijrol(rol), {soort.ZORGAANBIEDER})
    if organisatie.soort in passend:
        return ""
    return f"{organisatie.aan_het_begin} is een {organisatie.get_soort_display()} en kan geen {Partijrol(rol).label} zijn."


def laat_uitgaan(dossier: Dossier, partij: Partij, *, reden: str, door: Lidmaatschap, op: dt.date) -> None:
    """The penvoerder takes a party off the table, with a reason; what it did stays on record.

    A gemeente that was at the table when the plan was handed in goes only after it refused its parts (1b.1, 1b.2).
    """
    with handeling(
        dossier,
        "laat_uitgaan",
        recht=rechten.PENVOERDER,
        door=door,
        op=op,
        voorwaarden=VOOR_WEGHALEN,
        feiten={"organisatie": partij.organisatie.naam, "rol": partij.rol},
        partij=partij,
    ):
        partij.refresh_from_db(fields=["uit_op"])
        if partij.uit_op is not None:
            raise StapNietMogelijk(f"{partij.organisatie.aan_het_begin} doet al niet meer mee sinds {toon_datum(partij.uit_op)}.")
        if partij.rol == Partijrol.PENVOERDER:
            raise StapBelet([Belet("De penvoerder kan niet uit het dossier. Wijs eerst een andere penvoerder aan.")])
        if not reden.strip():
            raise StapBelet([Belet("Geef een reden.", veld="reden")])
        partij.dossier = dossier
        hoe = Vertrek.NA_WEIGERING if gaat_niet_zomaar(partij) else Vertrek.LOSGELATEN
        partijen.laat_vertrekken(partij, hoe, reden=reden.strip(), op=op)
        _meld_losgelaten(partij, op=op)


def _meld_losgelaten(partij: Partij, *, op: dt.date) -> None:
    """The party reads why, without a way to the dossier it no longer sees; the coordinating insurer reads it too."""
    tekst = (
        f"De penvoerder heeft {partij.organisatie.in_zin} van het dossier gehaald als {partij.get_rol_display()}. De reden: {partij.reden}"
    )
    for organisatie, adres in ((partij.organisatie, ""), (partij.dossier.coordinerend, None)):
        meld(
            partij.dossier,
            [organisatie],
            soort="partij_losgelaten",
            sleutel=str(partij.pk),
            op=op,
            onderwerp=f"{partij.organisatie} doet niet meer mee",
            tekst=tekst,
            adres=adres,
        )


def gaat_niet_zomaar(partij: Partij) -> bool:
    """Whether this is a gemeente in a plan that was handed in and touches the social domain (1b.2)."""
    dossier = partij.dossier
    is_concept = SnelleToets.objects.filter(dossier=dossier, status="concept").exists()
    return partij.rol == Partijrol.GEMEENTE and not is_concept and dossier.raakt_sociaal_domein


def tweede_past_niet(eerste: Organisatie, tweede: Organisatie) -> str:
    """Why this organisation cannot assess beside the coordinating insurer, or an empty string (1c.1)."""
    if tweede.soort != Organisatie.Soort.ZORGVERZEKERAAR:
        return f"{tweede.aan_het_begin} is geen zorgverzekeraar."
    if tweede == eerste:
        return f"{tweede} is al de coördinerende zorgverzekeraar. Kies een andere tweede verzekeraar."
    if tweede.concern_id and tweede.concern_id == eerste.concern_id:
        return f"{tweede} en {eerste} zijn hetzelfde concern ({eerste.concern}). Kies een andere tweede verzekeraar."
    return ""


def kies_tweede(dossier: Dossier, tweede: Organisatie, *, door: Lidmaatschap, op: dt.date) -> None:
    """The coordinating insurer settles who assesses as second; never the same concern (1c.1)."""
    with handeling(dossier, "kies_tweede", recht=rechten.COORDINERENDE, door=door, op=op, feiten={"tweede": tweede.naam}):
        if fout := tweede_past_niet(dossier.coordinerend, tweede):
            raise StapBelet([Belet(fout, "1c.1", "tweede")])
        if SnelleToets.objects.get(dossier=dossier).status != "concept":
            raise StapBelet([Belet("De snelle toets is al ingediend; de tweede verzekeraar staat vast.", "1c.1", "tweede")])
        dossier.tweede = tweede
        dossier.save(update_fields=["tweede"])
        verzekeraar_gekozen.send(Dossier, dossier=dossier, op=op)


def stem_in_met_weghalen(dossier: Dossier, *, door: Lidmaatschap, op: dt.date) -> None:
    """A gemeente consents to taking the social domain off a dossier (1b.2)."""
    with handeling(dossier, "stem_in_met_weghalen", recht=rechten.GEMEENTE, door=door, op=op):
        Domeininstemming.objects.get_or_create(dossier=dossier, organisatie=door.organisatie, defaults={"op": op})


def haal_domein_weg(dossier: Dossier, domein: str, *, door: Lidmaatschap, op: dt.date) -> None:
    """Take a domain off the dossier; the social domain only with the gemeenten's consent once handed in (1b.2)."""
    with handeling(
        dossier,
        "haal_domein_weg",
        recht=rechten.PENVOERDER,
        door=door,
        op=op,
        voorwaarden=VOOR_WEGHALEN,
        feiten={"domein": domein},
        domein=domein,
    ):
        dossier.refresh_from_db(fields=["domeinen"])
        over = [d for d in dossier.domeinen if d != domein]
        if not over or len(over) == len(dossier.domeinen):
            raise StapBelet(
                [Belet(f"Een dossier raakt ten minste één domein, en {Domein(domein).label} moet er een van zijn.", veld="domein")]
            )
        dossier.domeinen = over
        dossier.save(update_fields=["domeinen"])
        Domeininstemming.objects.filter(dossier=dossier).delete()


def voeg_domein_toe(dossier: Dossier, domein: str, *, door: Lidmaatschap, op: dt.date) -> None:
    """The plan turns out to touch another domain; its financier is asked for from now on (1a.1)."""
    with handeling(dossier, "voeg_domein_toe", recht=rechten.PENVOERDER_OF_COORDINERENDE, door=door, op=op, feiten={"domein": domein}):
        dossier.refresh_from_db(fields=["domeinen"])
        if domein not in dossier.domeinen:
            dossier.domeinen = [*dossier.domeinen, domein]
            dossier.save(update_fields=["domeinen"])
            domein_toegevoegd.send(Dossier, dossier=dossier, op=op)


def zet_stand(dossier: Dossier, *, fase: str, stand: str, op: dt.date, gesloten: bool = False) -> None:
    """Keep on the dossier what follows from its documents, so that lists can filter on it."""
    Dossier.objects.filter(pk=dossier.pk).update(fase=Fase(fase), stand=stand, is_gesloten=gesloten, gewijzigd_op=op)
    dossier.fase, dossier.stand, dossier.is_gesloten, dossier.gewijzigd_op = Fase(fase), stand, gesloten, op


benoem("transformatie.dossier", "voeg_domein_toe", "Domein toegevoegd")
