"""Noting questions while assessing, sending them together, and answering them together (1c.2)."""

import datetime as dt
import hashlib
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from beoordeling.models import Beoordeling, Beoordelingsronde, Bundelvraag, Vraag, Vragenbundel
from beoordeling.models.vraag import LANGSTE_ANTWOORD, LANGSTE_VRAAG
from beoordeling.selectors import ronde_in_behandeling
from beoordeling.services.rondes import mijn_beoordeling
from kern.basis.datums import toon_datum
from kern.organisaties.models import Lidmaatschap
from kern.regels.register import Belet
from kern.toestanden.register import benoem
from kern.toestanden.stap import StapBelet, StapNietMogelijk, StapNietToegestaan
from kern.toestanden.uitvoeren import handeling, vergrendel
from transformatie import rechten
from transformatie.formats import Format
from transformatie.services.meldingen import indieners, meld

benoem("beoordeling.vragenbundel", "verstuur_vragen", "Vragen aan de indieners verstuurd, namens beide verzekeraars")
benoem("beoordeling.vragenbundel", "verstuur_antwoorden", "Vragen van de verzekeraars beantwoord")
BESLOTEN = "Er is al besloten, of dit stuk ligt niet meer voor. Vragen en antwoorden veranderen niet meer. Wat u typte staat hieronder nog."
MEESTE_VRAGEN = 50


def format_en_inhoud(ronde: Beoordelingsronde) -> tuple[Format, dict[str, str]]:
    """The form and the texts that this ronde is about."""
    bron = ronde.versie or ronde.snelle_toets
    assert bron is not None
    return bron.format, bron.inhoud


def kaal(tekst: str) -> str:
    """A text with single spaces, to see whether two say the same."""
    return " ".join(tekst.split())


@transaction.atomic
def stel(beoordeling: Beoordeling, *, punt: str, tekst: str, door: Lidmaatschap, veld: str = "", citaat: str = "") -> Vraag:
    """Note a question at a point, a passage and a sentence in it; the same question of one organisation is noted once."""
    ronde = _open_plaats(beoordeling, door)
    if punt not in {p.code for p in ronde.punten}:
        raise StapBelet([Belet("Dit punt hoort niet bij het beoordelingskader van deze ronde.", veld="punt")])
    format_, inhoud = format_en_inhoud(ronde)
    if veld and format_.veld(veld) is None:
        raise StapBelet([Belet("Deze passage hoort niet bij deze indiening.", veld="veld")])
    tekst, citaat = kaal(tekst), kaal(citaat)
    if not tekst:
        raise StapBelet([Belet("Schrijf uw vraag.", veld="tekst")])
    if citaat and citaat not in kaal(str(inhoud.get(veld, ""))):
        raise StapBelet([Belet("Deze zin staat niet zo in de passage. Neem haar letterlijk over, of laat dit veld leeg.", veld="citaat")])
    gelijk = Vraag.objects.filter(beoordeling=beoordeling, punt=punt, veld=veld, tekst=tekst, citaat=citaat).first()
    return gelijk or Vraag.objects.create(
        beoordeling=beoordeling, punt=punt, veld=veld, citaat=citaat, tekst=tekst, steller_id=door.gebruiker_id
    )


@transaction.atomic
def haal_weg(vraag: Vraag, *, door: Lidmaatschap) -> None:
    """Take back a question of the own organisation that was not sent yet."""
    _open_plaats(vraag.beoordeling, door)
    vraag.refresh_from_db()
    if vraag.verstuurd_als_id is not None:
        raise StapNietMogelijk("Deze vraag is al verstuurd en verandert niet meer.")
    vraag.delete()


def _open_plaats(beoordeling: Beoordeling, door: Lidmaatschap) -> Beoordelingsronde:
    """The ronde of a place that this person fills and that is not decided yet, under the dossier's lock."""
    vergrendel(beoordeling.zaak)
    ronde = beoordeling.ronde
    if mijn_beoordeling(ronde, door) != beoordeling:
        raise StapNietToegestaan("Dit kan alleen een beoordelaar van deze organisatie, die niet ook voor een indiener werkt.")
    eis_open(ronde)
    return ronde


def eis_open(ronde: Beoordelingsronde) -> None:
    """Questions are asked and answered until the decision, in the latest ronde only."""
    if not is_open(ronde):
        raise StapNietMogelijk(BESLOTEN)


def is_open(ronde: Beoordelingsronde) -> bool:
    nu = ronde_in_behandeling(ronde.dossier)
    return nu is not None and nu.pk == ronde.pk


@dataclass(frozen=True)
class Gekozen:
    """One question of a bundle: its wording, and the noted questions it stands for; the first says where it hangs."""

    tekst: str
    bronnen: tuple[uuid.UUID, ...]


def verstuur(ronde: Beoordelingsronde, gekozen: Iterable[Gekozen], *, door: Lidmaatschap, op: dt.date, reden: str = "") -> Vragenbundel:
    """The coordinating insurer sends the questions together, on behalf of both; a later bundle brings only what is new."""
    gekozen = list(gekozen)
    bundel = Vragenbundel(ronde=ronde, verstuurd_op=op, verstuurd_door_id=door.gebruiker_id, reden=kaal(reden))
    feiten = {"ronde": ronde.nummer, "aantal": len(gekozen)}
    with handeling(bundel, "verstuur_vragen", recht=rechten.COORDINERENDE, door=door, op=op, feiten=feiten):
        eis_open(ronde)
        bronnen = {v.pk: v for v in Vraag.objects.filter(beoordeling__ronde=ronde)}
        if beletselen := [*_niet_zo(gekozen, bronnen), *_niet_nieuw(ronde, gekozen, reden)]:
            raise StapBelet(beletselen)
        bundel.nummer = (ronde.bundels.aggregate(n=Max("nummer"))["n"] or 0) + 1
        bundel.save(force_insert=True)
        for nummer, keuze in enumerate(gekozen, start=1):
            anker = bronnen[keuze.bronnen[0]]
            als = Bundelvraag.objects.create(
                bundel=bundel, nummer=nummer, punt=anker.punt, veld=anker.veld, citaat=anker.citaat, tekst=kaal(keuze.tekst)
            )
            Vraag.objects.filter(pk__in=keuze.bronnen).update(verstuurd_als=als)
        _meld_vragen(bundel, len(gekozen), op)
    return bundel


def _niet_zo(gekozen: list[Gekozen], bronnen: Mapping[uuid.UUID, Vraag]) -> list[Belet]:
    """What is wrong with the choice itself."""
    if not gekozen:
        return [Belet("Kies ten minste één vraag.")]
    gevonden = []
    if len(gekozen) > MEESTE_VRAGEN:
        gevonden.append(Belet(f"Verstuur ten hoogste {MEESTE_VRAGEN} vragen tegelijk. Voeg vragen samen."))
    for keuze in gekozen:
        veld = f"tekst_{keuze.bronnen[0]}"
        if not kaal(keuze.tekst):
            gevonden.append(Belet("Schrijf de vraag.", veld=veld))
        elif len(kaal(keuze.tekst)) > LANGSTE_VRAAG:
            gevonden.append(Belet("Deze vraag is langer dan 1.000 tekens. Maak haar korter of splits haar.", veld=veld))
        for pk in keuze.bronnen:
            vraag = bronnen.get(pk)
            if vraag is None:
                gevonden.append(Belet("Deze vraag is intussen ingetrokken.", veld=veld))
            elif vraag.verstuurd_als_id is not None:
                gevonden.append(Belet("Deze vraag is al verstuurd.", veld=veld))
    return gevonden


def _niet_nieuw(ronde: Beoordelingsronde, gekozen: list[Gekozen], reden: str) -> list[Belet]:
    """A second bundle says what is new, and asks nothing that was asked before (1c.2)."""
    eerder = {kaal(v.tekst).lower(): v for v in Bundelvraag.objects.filter(bundel__ronde=ronde).select_related("bundel")}
    if not eerder:
        return []
    gevonden = []
    if not kaal(reden):
        gevonden.append(Belet("Er gingen al vragen uit. Schrijf wat er sindsdien nieuw is.", "1c.2", "reden"))
    for keuze in gekozen:
        if gelijk := eerder.get(kaal(keuze.tekst).lower()):
            dag = toon_datum(gelijk.bundel.verstuurd_op)
            gevonden.append(Belet(f"Deze vraag is al gesteld op {dag}.", "1c.2", f"tekst_{keuze.bronnen[0]}"))
    return gevonden


def _meld_vragen(bundel: Vragenbundel, aantal: int, op: dt.date) -> None:
    """The submitters hear once, and the second insurer hears what went out on its behalf too."""
    dossier = bundel.dossier
    woord = "vraag" if aantal == 1 else "vragen"
    meld(
        dossier,
        indieners(dossier),
        soort="vragen_gesteld",
        sleutel=str(bundel.pk),
        op=op,
        onderwerp=f"{aantal} {woord} van beide zorgverzekeraars",
        tekst=f"{dossier.coordinerend} en {dossier.tweede} stellen u samen {aantal} {woord}. Beantwoord ze in het dossier. "
        "De termijn voor het besluit loopt door (1e.1).",
    )
    meld(
        dossier,
        [dossier.tweede],
        soort="vragen_verstuurd",
        sleutel=str(bundel.pk),
        op=op,
        onderwerp=f"{aantal} {woord} verstuurd namens beide verzekeraars",
        tekst=f"{dossier.coordinerend} stuurde {aantal} {woord} aan de indieners, ook namens u (1c.2).",
    )


# --- answering ---------------------------------------------------------------------------------------------------


def merk(tekst: str) -> str:
    """A short mark of an answer as it was read, to see whether somebody else changed it meanwhile."""
    return hashlib.sha256(regels(tekst).encode()).hexdigest()[:16]


def regels(tekst: str) -> str:
    """One kind of line end, as browsers and people differ in it."""
    return tekst.replace("\r\n", "\n").replace("\r", "\n")


@dataclass(frozen=True)
class Bewaring:
    """What one save of answers did: the questions whose answer somebody else changed too, as they are stored."""

    om: dt.datetime
    botsingen: list[Bundelvraag]


@transaction.atomic
def bewaar_antwoorden(bundel: Vragenbundel, teksten: Mapping[str, str], *, gelezen: Mapping[str, str], door: Lidmaatschap) -> Bewaring:
    """Keep the answers as they are typed so far; one that a colleague changed meanwhile stays, and both texts are shown.

    `teksten` and `gelezen` (the marks of what was read) are by the key of the question.
    """
    vergrendel(bundel.zaak)
    bundel.refresh_from_db()
    if not rechten.INDIENER(bundel, door):
        raise StapNietToegestaan(f"Dit kan alleen {rechten.INDIENER.wie}.")
    if bundel.beantwoord_op is not None:
        raise StapNietMogelijk("De antwoorden zijn al verstuurd en veranderen niet meer. Wat u typte staat hieronder nog.")
    eis_open(bundel.ronde)
    om, botsingen = timezone.now(), []
    for vraag in bundel.vragen.select_related("antwoord_door"):
        sleutel = str(vraag.pk)
        nieuw = regels(teksten.get(sleutel, vraag.antwoord))[:LANGSTE_ANTWOORD]
        if nieuw == vraag.antwoord or merk(nieuw) == gelezen.get(sleutel):
            continue
        if merk(vraag.antwoord) != gelezen.get(sleutel):
            botsingen.append(vraag)
            continue
        vraag.antwoord, vraag.antwoord_om, vraag.antwoord_door_id = nieuw, om, door.gebruiker_id
        vraag.save(update_fields=["antwoord", "antwoord_om", "antwoord_door"])
    return Bewaring(om, botsingen)


def verstuur_antwoorden(bundel: Vragenbundel, *, door: Lidmaatschap, op: dt.date) -> Vragenbundel:
    """The submitters send the answers together; all reviewers read them under the questions."""
    feiten = {"ronde": bundel.ronde.nummer, "organisatie": door.organisatie.naam}
    with handeling(bundel, "verstuur_antwoorden", recht=rechten.INDIENER, door=door, op=op, feiten=feiten):
        bundel.refresh_from_db()
        if bundel.beantwoord_op is not None:
            raise StapNietMogelijk(f"De antwoorden zijn al verstuurd op {toon_datum(bundel.beantwoord_op)}.")
        eis_open(bundel.ronde)
        if leeg := [v for v in bundel.vragen.all() if not v.antwoord.strip()]:
            zin = "Beantwoord ook deze vraag. Kunt u dat niet, schrijf dan waarom."
            raise StapBelet([Belet(zin, veld=f"antwoord_{v.pk}") for v in leeg])
        bundel.beantwoord_op, bundel.beantwoord_door_id, bundel.beantwoord_namens_id = op, door.gebruiker_id, door.organisatie_id
        bundel.save()
        _meld_antwoorden(bundel, op)
    return bundel


def _meld_antwoorden(bundel: Vragenbundel, op: dt.date) -> None:
    """Everybody who assesses hears that the answers are there."""
    plaatsen = bundel.ronde.beoordelingen.select_related("organisatie")
    meld(
        bundel.dossier,
        {b.organisatie_id: b.organisatie for b in plaatsen}.values(),
        soort="vragen_beantwoord",
        sleutel=str(bundel.pk),
        op=op,
        onderwerp="antwoorden op uw vragen",
        tekst="De indieners hebben de vragen beantwoord. U leest de antwoorden onder de vragen, bij de passage.",
    )
