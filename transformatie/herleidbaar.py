"""Whether a generic text gives a dossier away, before the bestuurlijke groep reads it (1d.5)."""

import re
from collections.abc import Iterator
from decimal import Decimal

from kern.organisaties.models import Contactpersoon, GemeenteInRegio, Lidmaatschap, Organisatie
from transformatie.models import Dossier, Escalatiegesprek, Kpi, Partij
from transformatie.models.dossier import zoektekst

SOORTWOORDEN = {
    "gemeente",
    "zorgkantoor",
    "ziekenhuis",
    "streekziekenhuis",
    "huisartsen",
    "huisartsencooperatie",
    "gezondheidscentra",
    "gezondheidscentrum",
    "ggz",
    "thuiszorg",
    "wijkzorg",
    "zorggroep",
    "zorgcombinatie",
    "stichting",
    "cooperatie",
}
"""What kind of organisation it is; what stands after it is its own name."""
KORTSTE_EIGENNAAM = 4
MAATWOORDEN = {
    "duizend": 3,
    "k": 3,
    "ton": 5,
    "miljoen": 6,
    "mln": 6,
    "m": 6,
    "miljard": 9,
    "mld": 9,
}
BEDRAG = re.compile(r"(?<![\w.,])(\d{1,3}(?:[. ]\d{3})+|\d+)(?:,(\d+))?(?:\s*(" + "|".join(MAATWOORDEN) + r")\b)?", re.IGNORECASE)
KLEINSTE_BEDRAG = 1000


def herleidbaar(dossier: Dossier, tekst: str) -> str:
    """The first name or amount in the text that gives the dossier away, or an empty string (1d.5).

    Names are compared without case, accents and spacing, by whole words, and also without the kind of organisation before
    them; surnames only with their capital; amounts as numbers, also rounded ('8,4 miljoen').
    """
    plat = _plat(tekst)
    for naam in _namen(dossier):
        if naam and re.search(rf"(?<!\w){re.escape(_plat(naam))}(?!\w)", plat):
            return naam
    for achternaam in _achternamen(dossier):
        if re.search(rf"(?<!\w){re.escape(achternaam)}(?!\w)", tekst):
            return achternaam
    return _bedrag_in(tekst, _bedragen(dossier))


def _namen(dossier: Dossier) -> Iterator[str]:
    """Everything by which a reader could find the dossier: its own names, places, organisations and people."""
    yield from (dossier.kenmerk, dossier.titel)
    yield from (deel.strip() for deel in re.split(r"[:;]", dossier.titel) if len(deel.split()) > 1)
    yield from (r.naam for r in dossier.regios.all())
    organisaties = _organisaties(dossier)
    yield from (o.naam for o in organisaties)
    yield from (_eigennaam(o.naam) for o in organisaties)
    yield from (o.concern.naam for o in organisaties if o.concern)
    plaatsen = GemeenteInRegio.objects.filter(gemeente__in=organisaties).select_related("regio", "gemeente")
    for plaats in plaatsen:
        yield from (plaats.regio.naam, plaats.gemeente.provincie)
    yield from _mensen(dossier)


def _organisaties(dossier: Dossier) -> list[Organisatie]:
    """Every organisation that is or was involved, and the gemeenten the plan is about."""
    partijen = Partij.objects.filter(dossier=dossier).values("organisatie")
    eigen = [dossier.coordinerend_id, dossier.tweede_id]
    gevonden = Organisatie.objects.filter(pk__in=partijen) | Organisatie.objects.filter(pk__in=[pk for pk in eigen if pk])
    alle = gevonden.distinct() | Organisatie.objects.filter(pk__in=dossier.gemeenten.values("pk")).distinct()
    return list(alle.select_related("concern").order_by("naam"))


def _eigennaam(naam: str) -> str:
    """The name without the words that only say what kind of organisation it is; nothing when little is left."""
    woorden = naam.split()
    while woorden and _plat(woorden[0]) in SOORTWOORDEN:
        woorden = woorden[1:]
    rest = " ".join(woorden)
    return rest if len(rest) >= KORTSTE_EIGENNAAM else ""


def _mensen(dossier: Dossier) -> list[str]:
    """Who acts for the organisations involved, whom one calls there, and who was noted at a talk."""
    organisaties = _organisaties(dossier)
    leden = Lidmaatschap.objects.filter(organisatie__in=organisaties).values_list("gebruiker__naam", flat=True)
    contacten = Contactpersoon.objects.filter(organisatie__in=organisaties).values_list("naam", flat=True)
    gesprekken = Escalatiegesprek.objects.filter(escalatie__dossier=dossier).values_list("aanspreekpunten", flat=True)
    aan_tafel = [regel.split(",")[0] for regels in gesprekken for regel in regels]
    namen = (n.strip() for n in [*leden, *contacten, *aan_tafel])
    return sorted({n for n in namen if len(n.split()) > 1 and n.split()[-1][:1].isupper()})


def _achternamen(dossier: Dossier) -> list[str]:
    """The last word of every name: 'Dam' of Peter van Dam."""
    return sorted({n.split()[-1] for n in _mensen(dossier) if len(n.split()[-1]) > 2})


def _bedragen(dossier: Dossier) -> set[Decimal]:
    """What is asked and granted, as a whole and per KPI."""
    plan = getattr(dossier, "plan", None)
    gevonden = {dossier.snelle_toets.bedrag_gevraagd}
    if plan is not None:
        gevonden |= {plan.bedrag_toegekend, *plan.versies.values_list("bedrag_gevraagd", flat=True)}
        gevonden |= set(Kpi.objects.filter(versie__plan=plan).values_list("bedrag", flat=True))
    return {b for b in gevonden if b}


def _bedrag_in(tekst: str, bedragen: set[Decimal]) -> str:
    """The first amount in the text that is one of these, also when it was rounded."""
    for treffer in BEDRAG.finditer(tekst):
        heel, decimalen, maat = treffer.groups()
        nullen = MAATWOORDEN[maat.lower()] if maat else 0
        waarde = Decimal(f"{re.sub(r'[. ]', '', heel)}.{decimalen or 0}").scaleb(nullen)
        speling = Decimal(1).scaleb(nullen - len(decimalen or "")) / 2 if maat else Decimal("0.5")
        if waarde >= KLEINSTE_BEDRAG and any(abs(waarde - b) < speling for b in bedragen):
            return treffer.group(0).strip()
    return ""


def _plat(tekst: str) -> str:
    return " ".join(zoektekst(re.sub(r"[-\u2010-\u2015]", " ", tekst)).split())
