"""The ladder of 1d: reporting, the talks of each step, and what a late clock sets in motion."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import transaction

from kern.basis.datums import toon_datum
from kern.journaal import services as journaal
from kern.organisaties.models import Lidmaatschap, Organisatie
from kern.regels.register import Belet
from kern.termijnen import services as termijnen
from kern.termijnen.models import Termijn
from kern.toestanden.register import benoem
from kern.toestanden.signals import na
from kern.toestanden.stap import StapBelet
from kern.toestanden.uitvoeren import handeling, vergrendel, voer_uit
from transformatie import rechten
from transformatie.models import Dossier, Escalatie, Escalatiegesprek, EscalatieStatus
from transformatie.services import escalatieoverleg

STAP = {"begin_stap_1": 1, "ga_naar_stap_2": 2, "ga_naar_stap_3": 3}
STAPNUMMER = {EscalatieStatus.STAP_1: 1, EscalatieStatus.STAP_2: 2, EscalatieStatus.STAP_3: 3}
KLOK = {1: "escalatiestap_1", 2: "escalatiestap_2", 3: "bestuurlijk_gesprek"}

benoem("transformatie.dossier", "meld_knelpunt", "Knelpunt gemeld")
benoem("transformatie.escalatie", "meld_na_termijn", "Knelpunt gemeld door een verlopen termijn")
benoem("transformatie.escalatie", "leg_gesprek_vast", "Gesprek van de escalatie vastgelegd")


def meld(dossier: Dossier, *, knelpunt: str, door: Lidmaatschap, op: dt.date, tussen: Iterable[Organisatie] = ()) -> Escalatie:
    """Anyone involved reports a knelpunt and says between whom; the ladder starts at its first step (1d.1)."""
    with handeling(dossier, "meld_knelpunt", recht=rechten.BETROKKENE, door=door, op=op):
        waar = list(tussen)
        if set(waar) - set(dossier.betrokken_organisaties):
            raise StapBelet([Belet("Kies partijen van dit dossier.", "1d.1", "tussen")])
        if len(waar) == 1:
            raise StapBelet([Belet("Kies ten minste twee organisaties waar het tussen knelt, of geen.", "1d.1", "tussen")])
        escalatie = Escalatie.objects.create(dossier=dossier, gemeld_op=op, gemeld_door=door.organisatie, knelpunt=knelpunt)
        escalatie.tussen.set(waar)
    return escalatie


@transaction.atomic
def meld_na_termijn(termijn: Termijn, *, op: dt.date) -> Escalatie | None:
    """A clock ran out: the ladder opens at step 1, once per clock (ours, 1d.1)."""
    dossier = Dossier.objects.filter(pk=termijn.zaak).first()
    if dossier is None or not termijn.opent_escalatie:
        return None
    vergrendel(dossier.pk)
    escalatie, is_nieuw = Escalatie.objects.get_or_create(
        termijn=termijn,
        defaults={
            "dossier": dossier,
            "gemeld_op": op,
            "knelpunt": f"De termijn '{termijn.naam}' eindigde op {toon_datum(termijn.einde_op)} en is niet gehaald.",
        },
    )
    if is_nieuw:
        escalatie.tussen.set([termijn.verantwoordelijk, dossier.coordinerend, dossier.penvoerder])
        journaal.schrijf(
            zaak=dossier.pk,
            soort="transformatie.escalatie",
            onderwerp=escalatie.pk,
            stap="meld_na_termijn",
            van="",
            naar="gemeld",
            door=None,
            op=op,
            regels=["1d.1"],
            feiten={"termijn": termijn.soort_termijn},
        )
        voer_uit(escalatie, "begin_stap_1", door=None, op=op)
    return escalatie


@na(Escalatie, *STAP)
def begin_gesprek(escalatie: Escalatie, *, naam: str, op: dt.date, **_: Any) -> None:
    """Each step has its own talk and its own period: 14 days, 14 days (ours), two weeks (1d.3); from step 2 on with a meeting."""
    stap = STAP[naam]
    gesprek = Escalatiegesprek.objects.create(escalatie=escalatie, stap=stap, begonnen_op=op)
    if stap > 1:
        gesprek.organisaties.set(escalatie.dossier.betrokken_organisaties)
        escalatieoverleg.beleg(gesprek, op=op)
        termijnen.haal(escalatie.pk, KLOK[stap - 1], op)
    termijnen.start(
        zaak=escalatie.zaak,
        onderwerp=escalatie.pk,
        soort=KLOK[stap],
        verantwoordelijk=escalatie.dossier.coordinerend,
        op=op,
    )


def leg_gesprek_vast(
    escalatie: Escalatie,
    *,
    organisaties: list[Organisatie],
    aanspreekpunten: list[str],
    gesproken_op: dt.date,
    uitkomst: str,
    door: Lidmaatschap,
    op: dt.date,
) -> Escalatiegesprek:
    """Record who met in step 1, when, and what came of it (1d.1); the later steps have their meeting for that (1d.2, 1d.3)."""
    with handeling(escalatie, "leg_gesprek_vast", recht=rechten.BETROKKENE, door=door, op=op, feiten={"stap": str(escalatie.status)}):
        escalatie.refresh_from_db()
        nummer = STAPNUMMER.get(escalatie.status)
        if nummer is None:
            raise StapBelet([Belet("Deze escalatie zit niet in een stap met een gesprek.", "1d.1")])
        gesprek = escalatie.gesprekken.get(stap=nummer)
        if gesprek.overleg_id is not None:
            raise StapBelet([Belet("Leg dit gesprek vast bij het overleg van deze stap.", escalatieoverleg.REGEL[nummer])])
        if fouten := list(_gesprek_klopt_niet(gesprek, organisaties, aanspreekpunten, gesproken_op, uitkomst, op)):
            raise StapBelet(fouten)
        gesprek.gesproken_op, gesprek.uitkomst, gesprek.aanspreekpunten = gesproken_op, uitkomst, aanspreekpunten
        gesprek.save()
        gesprek.organisaties.set(organisaties)
    return gesprek


def _gesprek_klopt_niet(
    gesprek: Escalatiegesprek,
    organisaties: list[Organisatie],
    aanspreekpunten: list[str],
    gesproken_op: dt.date,
    uitkomst: str,
    op: dt.date,
) -> Iterator[Belet]:
    """What is missing or impossible in the record of a talk; the first step is between two, by name (1d.1)."""
    if gesproken_op > op:
        yield Belet("Een gesprek legt u vast nadat het is gehouden.", veld="gesproken_op")
    if gesproken_op < gesprek.begonnen_op:
        tekst = f"Deze stap begon op {toon_datum(gesprek.begonnen_op)}; het gesprek kan niet eerder zijn."
        yield Belet(tekst, veld="gesproken_op")
    if set(organisaties) - set(gesprek.escalatie.dossier.betrokken_organisaties):
        yield Belet("Kies partijen van dit dossier.", veld="organisaties")
    if gesprek.stap == 1 and len(set(organisaties)) < 2:
        yield Belet("Noem ten minste twee organisaties die met elkaar spraken.", "1d.1", "organisaties")
    if gesprek.stap == 1 and not any(a.strip() for a in aanspreekpunten):
        yield Belet("Noem wie er namens deze organisaties aan tafel zaten.", "1d.1", "aanspreekpunten")
    if not uitkomst.strip():
        yield Belet("Beschrijf wat het gesprek opleverde.", veld="uitkomst")


@na(Escalatie, "los_op", "sluit")
def klokken_stoppen(escalatie: Escalatie, *, op: dt.date, **_: Any) -> None:
    """The ladder ends; the clock of its present step was met or no longer matters."""
    for soort in KLOK.values():
        termijnen.haal(escalatie.pk, soort, op)
