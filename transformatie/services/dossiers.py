"""Opening a dossier, inviting its parties, and keeping its stand."""

import datetime as dt
from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import Max

from kern.journaal import services as journaal
from kern.organisaties.models import Lidmaatschap, Organisatie, Regio, Rol, VerzekeraarsInRegio
from kern.regels.register import Belet, voldoet_aan
from kern.toestanden.register import benoem
from kern.toestanden.stap import StapBelet, StapNietToegestaan
from kern.toestanden.uitvoeren import handeling, vergrendel
from transformatie import rechten
from transformatie.formats import geldend_format
from transformatie.models import Domein, Domeininstemming, Dossier, Fase, Partij, Partijrol, SnelleToets, Startgesprek
from transformatie.models.dossier import kenmerk
from transformatie.signals import domein_toegevoegd, partij_uitgenodigd

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
    paar = VerzekeraarsInRegio.objects.geldig_op(op).filter(regio=regios[0]).select_related("eerste", "tweede").first()
    if paar is None:
        raise StapBelet(
            [Belet(f"Voor {regios[0]} is nog geen coördinerende zorgverzekeraar bekend. Vraag beheer dit aan te vullen.", "1c.1", "regios")]
        )
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
    Partij.objects.create(dossier=dossier, organisatie=door.organisatie, rol=Partijrol.PENVOERDER, uitgenodigd_op=op)
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


def nodig_uit(
    dossier: Dossier, organisatie: Organisatie, rol: str, *, door: Lidmaatschap, op: dt.date, vraagt_spuk_aan: bool = False
) -> Partij:
    """Invite an organisation in a role; from now on it sees the dossier (1a.1)."""
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
        partij, is_nieuw = Partij.objects.get_or_create(
            dossier=dossier, organisatie=organisatie, rol=rol, defaults={"uitgenodigd_op": op, "vraagt_spuk_aan": vraagt_spuk_aan}
        )
        if not is_nieuw and partij.uit_op is None:
            raise StapBelet([Belet(f"{organisatie.aan_het_begin} is al uitgenodigd als {partij.get_rol_display()}.", veld="organisatie")])
        if not is_nieuw:
            partij.uit_op, partij.vraagt_spuk_aan = None, vraagt_spuk_aan
            partij.save()
        dossier.vergeet_partijen()
        partij.dossier = dossier
        partij_uitgenodigd.send(Partij, partij=partij, op=op)
    return partij


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


def laat_uitgaan(dossier: Dossier, partij: Partij, *, door: Lidmaatschap, op: dt.date) -> None:
    """A party no longer takes part; what it did stays on record."""
    with handeling(
        dossier,
        "laat_uitgaan",
        recht=rechten.PENVOERDER,
        door=door,
        op=op,
        feiten={"organisatie": partij.organisatie.naam, "rol": partij.rol},
    ):
        if partij.rol == Partijrol.PENVOERDER:
            raise StapBelet([Belet("De penvoerder kan niet uit het dossier. Wijs eerst een andere penvoerder aan.")])
        partij.uit_op = op
        partij.save()
    dossier.vergeet_partijen()


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
