"""Who is waited for around a meeting, and which action points wait: for the dossier, the werkvoorraad and the calendar."""

import datetime as dt
from typing import Any

from django.utils import timezone

from kern.agenda.bronnen import agenda_bron, lidmaatschappen_van
from kern.agenda.ics import Afspraak
from kern.basis.datums import toon_dag
from kern.gebruikers.models import Gebruiker
from kern.organisaties.models import Lidmaatschap, Organisatie
from kern.web.panelen import Paneel, Werkitem, paneel
from transformatie import rechten
from transformatie.aanzet import AanZet, Actie
from transformatie.models import Dossier, Overleg, Overlegsoort, OverlegStatus, Uitnodiging
from transformatie.selectors.overleg import Overlegregel, open_actiepunten, open_overleggen
from transformatie.services.overlegberichten import AAN_TAFEL, agendatitel, uid

TERUG = dt.timedelta(days=30)


def overlegzetten(dossier: Dossier, door: Lidmaatschap, op: dt.date) -> list[AanZet]:
    """Moments to answer, one to pick, an invitation to send, a meeting to attend, minutes to write. No queries."""
    if not rechten.is_betrokken.test(door, dossier):
        return []
    zetten = [_zet(regel, {o.pk: o for o in dossier.betrokken_organisaties}, op) for regel in open_overleggen(dossier)]
    return [z for z in zetten if z is not None and z.wie]


def _zet(regel: Overlegregel, organisaties: dict[object, Organisatie], op: dt.date) -> AanZet | None:
    """What this meeting waits for; the startgesprek itself says when it is to be planned, held or put on record."""
    bekijk = (Actie("Bekijk het overleg", regel.get_absolute_url()),)
    gastheer = tuple(o for pk, o in organisaties.items() if pk == regel.organisator)
    is_startgesprek = regel.soort == Overlegsoort.STARTGESPREK
    if regel.status == OverlegStatus.PRIKKEN:
        wie = tuple(o for pk, o in organisaties.items() if pk not in regel.antwoordde)
        if wie:
            actie = (Actie("Geef door wanneer u kunt", regel.get_absolute_url()),)
            return AanZet(
                wie, f"{regel.naam}: geef door wanneer u kunt.", acties=actie, kort=f"doorgeven wanneer u kunt: {regel.naam}", knop=KIES
            )
        if is_startgesprek:
            return None
        return AanZet(
            gastheer,
            f"{regel.naam}: iedereen gaf door wanneer het kan. Kies een moment.",
            acties=bekijk,
            kort=f"moment kiezen: {regel.naam}",
            knop=KIES,
        )
    if is_startgesprek:
        return None
    if regel.dag is None:
        wat = f"{regel.naam}: leg momenten voor, of verstuur de uitnodiging."
        return AanZet(gastheer, wat, acties=bekijk, kort=f"uitnodigen voor overleg: {regel.naam}", knop=KIES)
    if regel.dag >= op:
        wie = tuple(o for pk, o in organisaties.items() if pk in regel.genodigd)
        wat = f"{regel.naam}: overleg op {toon_dag(regel.dag)} om {regel.moment:%H.%M} uur."
        return AanZet(wie, wat, acties=bekijk, kort=f"overleg op {toon_dag(regel.dag)}: {regel.naam}", uiterlijk=regel.dag)
    wat = f"Leg vast wat er in het overleg van {toon_dag(regel.dag)} is afgesproken: {regel.naam}."
    return AanZet(gastheer, wat, acties=bekijk, kort=f"overleg vastleggen: {regel.naam}", knop=KIES)


KIES = "Bekijk"


def actiepuntitems(dossier: Dossier, door: Lidmaatschap) -> list[Werkitem]:
    """The open action points of one's own organisation. No queries."""
    return [
        Werkitem(
            wat=f"Actiepunt: {punt.wat}",
            toelichting=punt.persoon,
            dossier_kenmerk=dossier.kenmerk,
            dossier_titel=dossier.titel,
            dossier_url=dossier.get_absolute_url(),
            uiterlijk=punt.uiterlijk,
            url=punt.get_absolute_url(),
            knop="Gedaan",
            sinds=dossier.gewijzigd_op,
        )
        for punt in open_actiepunten(dossier, door)
        if punt.wie == door.organisatie_id
    ]


@paneel("dossier.zijkant", volgorde=20)
def overleg_op_het_dossier(context: dict[str, Any]) -> Paneel | None:
    """The meetings that are coming, and what was agreed and still has to be done. No queries."""
    dossier, door = context["dossier"], context["namens"]
    inhoud = {
        "overleggen": [(r, r.mag_weten(door.organisatie_id)) for r in open_overleggen(dossier)],
        "actiepunten": open_actiepunten(dossier, door),
        "mag_beleggen": not dossier.is_gesloten and rechten.is_betrokken.test(door, dossier),
        "dossier": dossier,
        "op": context["op"],
    }
    return Paneel("transformatie/onderdelen/overleg.html", inhoud)


@agenda_bron
def overleggen_in_de_agenda(gebruiker: Gebruiker, op: dt.date) -> list[Afspraak]:
    """The meetings to which an organisation of this person was invited, in a role that sits at the table. Two queries."""
    organisaties = [lid.organisatie_id for lid in lidmaatschappen_van(gebruiker, op) if lid.rol in AAN_TAFEL]
    vanaf = timezone.make_aware(dt.datetime.combine(op - TERUG, dt.time()))
    rijen = Overleg.objects.filter(
        status__in=[OverlegStatus.UITGENODIGD, OverlegStatus.GEHOUDEN],
        moment__gte=vanaf,
        uitnodigingen__in=Uitnodiging.objects.filter(organisatie__in=organisaties, uitgenodigd_op__isnull=False),
    )
    return [
        Afspraak(
            uid=uid(overleg.pk),
            begin=overleg.moment,
            titel=agendatitel(overleg.soort_overleg, overleg.dossier.kenmerk),
            adres=overleg.get_absolute_url(),
            duur=dt.timedelta(minutes=overleg.duur),
            plaats=overleg.plaats,
            volgnummer=overleg.volgnummer,
        )
        for overleg in rijen.select_related("dossier").distinct().order_by("moment")
        if overleg.moment is not None
    ]
