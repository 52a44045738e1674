"""Help beside the ladder: calling it in, naming the brigade, and what came of it (1d.5, 1d.6)."""

import datetime as dt
from collections.abc import Iterator

from django.conf import settings

from kern.basis.datums import toon_datum
from kern.berichten import services as berichten
from kern.organisaties.models import Lidmaatschap, Rol
from kern.regels.register import Belet
from kern.toestanden.register import benoem
from kern.toestanden.signals import na
from kern.toestanden.stap import StapBelet
from kern.toestanden.uitvoeren import handeling
from transformatie import rechten
from transformatie.herleidbaar import herleidbaar
from transformatie.models import Brigadelid, Escalatie, Zijspoor
from transformatie.selectors.zijspoor import brigadekandidaten
from transformatie.services.meldingen import meld

BRIGADE, GROEP = Zijspoor.Soort.VLIEGENDE_BRIGADE, Zijspoor.Soort.BESTUURLIJKE_GROEP
REGEL = {GROEP: "1d.5", BRIGADE: "1d.6"}

for _stap, _label in (
    ("leg_groepsuitkomst_vast", "Uitkomst van de bestuurlijke groep vastgelegd"),
    ("noem_brigade", "Mensen voor de Vliegende Brigade genoemd"),
    ("haal_van_brigade", "Iemand van de Vliegende Brigade af"),
    ("verleng_brigade", "Leestoegang van de Vliegende Brigade verlengd"),
    ("leg_duiding_vast", "Duiding van de Vliegende Brigade vastgelegd"),
    ("rond_brigade_af", "Vliegende Brigade afgerond"),
):
    benoem("transformatie.zijspoor", _stap, _label)
benoem("transformatie.escalatie", "schakel_in", "Hulp bij de escalatie ingeschakeld")


def keur(escalatie: Escalatie, soort: str, generiek: str) -> list[Belet]:
    """What stands in the way of this help; the screen asks it for the preview, `schakel_in` again under the lock."""
    return list(_beletselen(escalatie, soort, generiek))


def _beletselen(escalatie: Escalatie, soort: str, generiek: str) -> Iterator[Belet]:
    nummer = REGEL[Zijspoor.Soort(soort)]
    if not escalatie.is_open:
        yield Belet("Deze escalatie is al afgesloten.", nummer)
    elif escalatie.zijsporen.filter(soort=soort, afgerond_op=None).exists():
        yield Belet("Deze hulp is al ingeschakeld.", nummer)
    elif not generiek.strip():
        yield Belet("Beschrijf het knelpunt.", nummer, "generiek")
    elif soort == GROEP and (naam := herleidbaar(escalatie.dossier, generiek)):
        tekst = f"De bestuurlijke groep bespreekt dit zonder dossiergegevens. Haal '{naam}' uit de tekst."
        yield Belet(tekst, "1d.5", "generiek")


def schakel_in(escalatie: Escalatie, soort: str, *, generiek: str, door: Lidmaatschap, op: dt.date) -> Zijspoor:
    """Call in the bestuurlijke groep (generic) or the Vliegende Brigade, in any step (1d.5, 1d.6).

    The bestuurlijke groep gets no notice: its day would tell which dossier it is; it finds the knelpunt on its agenda.
    """
    feiten = {"soort": soort, "regel": REGEL[Zijspoor.Soort(soort)]}
    with handeling(escalatie, "schakel_in", recht=rechten.BETROKKENE, door=door, op=op, feiten=feiten):
        escalatie.refresh_from_db()
        if gevonden := keur(escalatie, soort, generiek):
            raise StapBelet(gevonden)
        zijspoor = Zijspoor.objects.create(
            escalatie=escalatie, soort=soort, op=op, generiek=generiek.strip(), gevraagd_door=door.organisatie
        )
        if soort == BRIGADE:
            _vraag_de_nza(zijspoor, op)
    return zijspoor


def _vraag_de_nza(zijspoor: Zijspoor, op: dt.date) -> None:
    """The NZa is asked to name people; that it keeps the list is ours."""
    leden = Lidmaatschap.objects.geldig_op(op).filter(rol=Rol.NZA, gebruiker__is_active=True)
    berichten.schrijf(
        aan=leden.values_list("gebruiker_id", flat=True).distinct(),
        soort="brigade_gevraagd",
        sleutel=f"brigade_gevraagd:{zijspoor.pk}",
        onderwerp=f"{zijspoor.dossier.kenmerk}: noem mensen voor de Vliegende Brigade",
        tekst=f"{zijspoor.gevraagd_door} schakelt de Vliegende Brigade in (1d.6). Noem wie er tijdelijk meelezen.",
        op=op,
        zaak=zijspoor.zaak,
        adres=zijspoor.get_absolute_url(),
    )


def _open(zijspoor: Zijspoor) -> None:
    """Read the row again under the lock; what was finished meanwhile is not done twice."""
    zijspoor.refresh_from_db()
    if not zijspoor.is_open:
        zin = f"Dit is al afgerond op {toon_datum(zijspoor.afgerond_op)}."
        if zijspoor.is_groep:
            zin = "Over dit punt is intussen al een uitkomst vastgelegd. Wat u typte staat hieronder nog."
        raise StapBelet([Belet(zin, REGEL[Zijspoor.Soort(zijspoor.soort)])])


def leg_groepsuitkomst_vast(zijspoor: Zijspoor, *, uitkomst: str, door: Lidmaatschap, op: dt.date) -> None:
    """What the bestuurlijke groep made of it, in general; it comes back to the dossier, for everyone involved (1d.5)."""
    with handeling(zijspoor, "leg_groepsuitkomst_vast", recht=rechten.BESTUURLIJKE_GROEP, door=door, op=op):
        _open(zijspoor)
        if not uitkomst.strip():
            raise StapBelet([Belet("Beschrijf wat de bestuurlijke groep ervan vindt.", "1d.5", "uitkomst")])
        zijspoor.duiding, zijspoor.afgerond_op = uitkomst.strip(), op
        zijspoor.save(update_fields=["duiding", "afgerond_op"])
        _meld_betrokkenen(
            zijspoor,
            soort="groep_besprak",
            op=op,
            onderwerp="de bestuurlijke groep besprak het knelpunt",
            tekst="De bestuurlijke groep besprak het knelpunt in algemene zin. De uitkomst staat bij de escalatie (1d.5).",
        )


def noem_brigade(zijspoor: Zijspoor, leden: list[Lidmaatschap], *, door: Lidmaatschap, op: dt.date) -> dt.date:
    """The NZa names who reads along; returns the last day of their access, which starts today (28 days, ours, 1d.6)."""
    feiten = {"organisaties": sorted({lid.organisatie.naam for lid in leden})}
    with handeling(zijspoor, "noem_brigade", recht=rechten.NZA, door=door, op=op, feiten=feiten):
        _open(zijspoor)
        bestaand = {lid.lidmaatschap_id: lid for lid in zijspoor.leden.all()}
        nieuw = [lid for lid in leden if lid.pk not in bestaand]
        kan = set(brigadekandidaten(zijspoor, op).values_list("pk", flat=True))
        tot = max((lid.tot for lid in bestaand.values()), default=op + dt.timedelta(days=settings.DAGEN_LEESTOEGANG_BRIGADE))
        if not nieuw:
            raise StapBelet([Belet("Kies ten minste een persoon die nog niet meeleest.", "1d.6", "leden")])
        if any(lid.pk not in kan for lid in nieuw):
            raise StapBelet(
                [Belet("Kies mensen van de lijst: de NZa, de brigade, of een verzekeraar buiten dit dossier.", "1d.6", "leden")]
            )
        if tot < op:
            raise StapBelet([Belet(f"De leestoegang eindigde op {toon_datum(tot)}. Verleng haar eerst.", "1d.6")])
        Brigadelid.objects.bulk_create([Brigadelid(zijspoor=zijspoor, lidmaatschap=lid, van=op, tot=tot) for lid in nieuw])
        _meld_brigade(zijspoor, nieuw, tot, op)
        _meld_betrokkenen(
            zijspoor,
            soort="brigade_leest_mee",
            op=op,
            onderwerp="de Vliegende Brigade leest mee",
            tekst=f"De Vliegende Brigade leest in dit dossier mee tot en met {toon_datum(tot)} (1d.6). Wie dat zijn staat bij de escalatie.",
        )
    return tot


def haal_van_brigade(zijspoor: Zijspoor, lid: Brigadelid, *, door: Lidmaatschap, op: dt.date) -> None:
    """Somebody was named by mistake, or stops; the access of this person ends at once (1d.6)."""
    feiten = {"organisatie": lid.lidmaatschap.organisatie.naam}
    with handeling(zijspoor, "haal_van_brigade", recht=rechten.NZA, door=door, op=op, feiten=feiten):
        _open(zijspoor)
        zijspoor.leden.filter(pk=lid.pk).delete()


def verleng_brigade(zijspoor: Zijspoor, *, reden: str, door: Lidmaatschap, op: dt.date) -> dt.date:
    """The access lasts once more as long, with a reason (ours, 1d.6); returns its last day."""
    with handeling(zijspoor, "verleng_brigade", recht=rechten.NZA, door=door, op=op):
        _open(zijspoor)
        leden = list(zijspoor.leden.all())
        if not leden:
            raise StapBelet([Belet("Er leest nog niemand mee. Noem eerst de mensen.", "1d.6")])
        if zijspoor.verlengd_op:
            zin = f"De leestoegang is al een keer verlengd, op {toon_datum(zijspoor.verlengd_op)}. Vaker kan niet."
            raise StapBelet([Belet(zin, "1d.6")])
        if not reden.strip():
            raise StapBelet([Belet("Geef een reden voor de verlenging.", "1d.6", "reden")])
        vanaf = max(*(lid.tot for lid in leden), op - dt.timedelta(days=1))
        tot = vanaf + dt.timedelta(days=settings.DAGEN_LEESTOEGANG_BRIGADE)
        zijspoor.leden.update(tot=tot)
        zijspoor.verlengd_op, zijspoor.reden_verlenging = op, reden.strip()
        zijspoor.save(update_fields=["verlengd_op", "reden_verlenging"])
        _meld_betrokkenen(
            zijspoor,
            soort="brigade_verlengd",
            op=op,
            onderwerp="de Vliegende Brigade leest langer mee",
            tekst=f"De Vliegende Brigade leest in dit dossier mee tot en met {toon_datum(tot)} (1d.6). De reden staat bij de escalatie.",
        )
    return tot


def leg_duiding_vast(zijspoor: Zijspoor, *, duiding: str, door: Lidmaatschap, op: dt.date) -> None:
    """The brigade's own reading of the problem, for everyone involved; it may be sharpened until the end (1d.6)."""
    with handeling(zijspoor, "leg_duiding_vast", recht=rechten.BRIGADELID, door=door, op=op):
        _open(zijspoor)
        _leest_nog_mee(zijspoor, door, op)
        if not duiding.strip():
            raise StapBelet([Belet("Beschrijf hoe u het probleem ziet.", "1d.6", "duiding")])
        zijspoor.duiding = duiding.strip()
        zijspoor.save(update_fields=["duiding"])


def rond_brigade_af(zijspoor: Zijspoor, *, duiding: str, door: Lidmaatschap, op: dt.date) -> None:
    """The brigade is done; every access ends at once (1d.6)."""
    with handeling(zijspoor, "rond_brigade_af", recht=rechten.BRIGADELID_OF_NZA, door=door, op=op):
        _open(zijspoor)
        if not rechten.NZA(zijspoor, door):
            _leest_nog_mee(zijspoor, door, op)
        if not duiding.strip():
            raise StapBelet([Belet("Beschrijf hoe u het probleem ziet.", "1d.6", "duiding")])
        zijspoor.duiding, zijspoor.afgerond_op = duiding.strip(), op
        zijspoor.save(update_fields=["duiding", "afgerond_op"])
        _meld_betrokkenen(
            zijspoor,
            soort="brigade_klaar",
            op=op,
            onderwerp="de Vliegende Brigade is klaar",
            tekst="De Vliegende Brigade heeft het probleem geduid en leest niet meer mee. De duiding staat bij de escalatie (1d.6).",
        )


def _leest_nog_mee(zijspoor: Zijspoor, door: Lidmaatschap, op: dt.date) -> None:
    if not zijspoor.leden.leest_mee_op(op).filter(lidmaatschap=door).exists():
        raise StapBelet([Belet("Uw leestoegang is voorbij. Vraag de NZa om te verlengen of af te ronden.", "1d.6")])


@na(Escalatie, "los_op", "sluit")
def brigade_stopt(escalatie: Escalatie, *, op: dt.date, **_: object) -> None:
    """Without an escalation there is nothing left to read along with; the bestuurlijke groep, that discusses in general, goes on."""
    escalatie.zijsporen.filter(soort=BRIGADE, afgerond_op=None).update(afgerond_op=op)


def _meld_betrokkenen(zijspoor: Zijspoor, *, soort: str, onderwerp: str, tekst: str, op: dt.date) -> None:
    dossier = zijspoor.dossier
    sleutel = f"{zijspoor.pk}:{op}"
    meld(dossier, dossier.betrokken_organisaties, soort=soort, sleutel=sleutel, onderwerp=onderwerp, tekst=tekst, op=op)


def _meld_brigade(zijspoor: Zijspoor, leden: list[Lidmaatschap], tot: dt.date, op: dt.date) -> None:
    berichten.schrijf(
        aan={lid.gebruiker_id for lid in leden},
        soort="brigade_genoemd",
        sleutel=f"brigade_genoemd:{zijspoor.pk}",
        onderwerp=f"{zijspoor.dossier.kenmerk}: u leest mee voor de Vliegende Brigade",
        tekst=f"U leest mee tot en met {toon_datum(tot)} (1d.6). Beschrijf daarna hoe u het probleem ziet.",
        op=op,
        zaak=zijspoor.zaak,
        adres=zijspoor.get_absolute_url(),
    )
