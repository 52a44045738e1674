"""Loading the reference data: the regions, the gemeenten, the insurers and the national parties.

Every row gets a key derived from its name in the files, so that loading again only adds what is missing
and leaves alone what somebody has renamed or edited since.
"""

import csv
import datetime as dt
import uuid
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

from django.db import models, transaction

from kern.journaal import services as journaal
from kern.journaal.models import Journaalregel
from kern.organisaties.models import Concern, GemeenteInRegio, Organisatie, Regio, VerzekeraarsInRegio
from kern.organisaties.services.boek import REFERENTIE, VERWIJDER
from kern.termijnen.models import VrijeDag
from kern.toestanden.uitvoeren import vergrendel

BESTANDEN = Path(__file__).resolve().parent.parent / "gegevens"
GELDIG_VANAF = dt.date(2023, 1, 1)
ONZEKER = "onzeker"
BRON_MANDAAT = "VWS-brief 12 september 2025, kenmerk 4190863-1084972-DMO, bijlage 2B"
BRON_ZORGKANTOOR = "algemene kennis, getoetst aan aantallen per concessiehouder"
VERWISSELD = {
    "Noordoost Brabant": "1,0923",
    "Noord-Holland Noord": "1,0525",
}
_RUIMTE = uuid.UUID("6f1b7a52-6f0e-4b53-9d0a-4f6f0b1f2c11")

Soort = Organisatie.Soort


def sleutel(soort: str, naam: str) -> uuid.UUID:
    """The fixed key of a reference row."""
    return uuid.uuid5(_RUIMTE, f"{soort}:{naam}")


def _lees(bestand: str) -> list[dict[str, str]]:
    with (BESTANDEN / f"{bestand}.csv").open(encoding="utf-8", newline="") as regels:
        return list(csv.DictReader(regels))


def laad(*, op: dt.date) -> dict[str, int]:
    """Add what is missing of the reference data and say how many rows of each kind were added."""
    with transaction.atomic():
        vergrendel(REFERENTIE)
        organisaties, nieuwe_organisaties = _laad_organisaties()
        regios, nieuwe_regios = _laad_regios(organisaties)
        nieuw = {
            "organisaties": nieuwe_organisaties,
            "regio's": nieuwe_regios,
            "indelingen van gemeenten": _laad_indelingen(organisaties, regios),
            "paren van verzekeraars": _laad_paren(organisaties, regios),
            "gelijkgestelde dagen": _laad_dagen(),
        }
        if any(nieuw.values()):
            journaal.schrijf(
                zaak=REFERENTIE,
                soort="organisaties.organisatie",
                onderwerp=REFERENTIE,
                stap="laad_basisgegevens",
                door=None,
                op=op,
                feiten=nieuw,
            )
    return nieuw


def _laad_organisaties() -> tuple[dict[str, Organisatie], int]:
    """Every organisation of the files by its name there, and how many were new."""
    rijen = _lees("organisaties")
    namen = {rij["concern"] for rij in rijen if rij["concern"]}
    Concern.objects.bulk_create([Concern(pk=sleutel("concern", naam), naam=naam) for naam in sorted(namen)], ignore_conflicts=True)
    concerns = _per_naam(Concern.objects.all(), "concern", namen)
    gewenst = [Organisatie(naam=rij["naam"], soort=rij["soort"], concern=concerns.get(rij["concern"])) for rij in rijen]
    concern_van = {rij["naam"]: concerns.get(rij["concern"]) for rij in rijen}
    gewenst += [
        Organisatie(naam=f"Gemeente {rij['gemeente']}", soort=Soort.GEMEENTE, gemeentecode=rij["gemeentecode"], provincie=rij["provincie"])
        for rij in _lees("gemeenten")
    ]
    gewenst += [
        Organisatie(naam=f"Zorgkantoor {rij['regio']}", soort=Soort.ZORGKANTOOR, concern=concern_van[rij["concessiehouder"]])
        for rij in _lees("zorgkantoorregios")
    ]
    for rij in gewenst:
        rij.pk = sleutel("organisatie", rij.gemeentecode or rij.naam)
    voor = Organisatie.objects.count()
    Organisatie.objects.bulk_create(gewenst, ignore_conflicts=True)
    per_sleutel = {rij.pk: rij for rij in Organisatie.objects.all()}
    per_naam = {rij.naam: rij for rij in per_sleutel.values()}
    per_code = {rij.gemeentecode: rij for rij in per_sleutel.values() if rij.gemeentecode}
    gevonden = {rij.naam: per_sleutel.get(rij.pk) or per_code.get(rij.gemeentecode) or per_naam[rij.naam] for rij in gewenst}
    return gevonden, len(per_sleutel) - voor


def _per_naam(rijen: Iterable[Concern], soort: str, namen: Iterable[str]) -> dict[str, Concern]:
    alle = list(rijen)
    per_sleutel, per_naam = {rij.pk: rij for rij in alle}, {rij.naam: rij for rij in alle}
    return {naam: per_sleutel.get(sleutel(soort, naam)) or per_naam[naam] for naam in namen}


def _laad_regios(organisaties: dict[str, Organisatie]) -> tuple[dict[tuple[str, str], Regio], int]:
    """Every region by kind and name, and how many were new."""
    gewenst = [_mandaatregio(rij, organisaties) for rij in _lees("mandaatregios")]
    gewenst += [
        Regio(
            soort=Regio.Soort.ZORGKANTOORREGIO,
            naam=rij["regio"],
            zorgkantoor=organisaties[f"Zorgkantoor {rij['regio']}"],
            bron=BRON_ZORGKANTOOR,
        )
        for rij in _lees("zorgkantoorregios")
    ]
    for rij in gewenst:
        rij.pk = sleutel(rij.soort, rij.naam)
    voor = Regio.objects.count()
    Regio.objects.bulk_create(gewenst, ignore_conflicts=True)
    alle = list(Regio.objects.all())
    per_sleutel, per_naam = {rij.pk: rij for rij in alle}, {(rij.soort, rij.naam): rij for rij in alle}
    gevonden = {(rij.soort, rij.naam): per_sleutel.get(rij.pk) or per_naam[(rij.soort, rij.naam)] for rij in gewenst}
    return gevonden, len(alle) - voor


def _mandaatregio(rij: dict[str, str], organisaties: dict[str, Organisatie]) -> Regio:
    houder = rij["mandaatgemeente"]
    factor = VERWISSELD.get(rij["regio"])
    return Regio(
        soort=Regio.Soort.MANDAATREGIO,
        naam=rij["regio"],
        mandaathouder=organisaties.get(f"Gemeente {houder}") or organisaties[houder],
        spuk_2025=Decimal(rij["spuk_iza_2025_eur"]),
        spuk_2026=Decimal(rij["spuk_iza_2026_eur"]),
        bron=BRON_MANDAAT,
        is_twijfelachtig=factor is not None,
        toelichting=(
            "De bedragen van 2025 van Noordoost Brabant en Noord-Holland Noord lijken in de bron verwisseld: elke andere regio groeit "
            f"van 2025 naar 2026 met factor 1,0722, deze met {factor}. De bedragen staan hier zoals de bron ze geeft."
            if factor
            else ""
        ),
    )


def _laad_indelingen(organisaties: dict[str, Organisatie], regios: dict[tuple[str, str], Regio]) -> int:
    """Place each gemeente in both divisions, unless it was ever placed in that division."""
    geplaatst = set(GemeenteInRegio.objects.values_list("gemeente_id", "regio__soort"))
    nieuw = [
        GemeenteInRegio(
            gemeente=gemeente,
            regio=regios[(soort, rij[soort])],
            van=GELDIG_VANAF,
            bron=rij[f"{soort}_bron"],
            is_onzeker=rij[f"{soort}_bron"] == ONZEKER,
        )
        for rij in _lees("gemeenten")
        for soort in Regio.Soort.values
        for gemeente in [organisaties[f"Gemeente {rij['gemeente']}"]]
        if (gemeente.pk, soort) not in geplaatst
    ]
    return len(GemeenteInRegio.objects.bulk_create(nieuw))


def _laad_paren(organisaties: dict[str, Organisatie], regios: dict[tuple[str, str], Regio]) -> int:
    """Give each zorgkantoorregio its pair of insurers, unless it ever had one."""
    bekend = set(VerzekeraarsInRegio.objects.values_list("regio_id", flat=True))
    nieuw = [
        VerzekeraarsInRegio(
            regio=regio, eerste=organisaties[rij["eerste"]], tweede=organisaties[rij["tweede"]], van=GELDIG_VANAF, bron=rij["paar_bron"]
        )
        for rij in _lees("zorgkantoorregios")
        for regio in [regios[(Regio.Soort.ZORGKANTOORREGIO, rij["regio"])]]
        if regio.pk not in bekend
    ]
    return len(VerzekeraarsInRegio.objects.bulk_create(nieuw))


def _laad_dagen() -> int:
    """Add the equated days, but not one that beheer has removed."""
    verwijderd = Journaalregel.objects.filter(zaak=REFERENTIE, soort=VrijeDag._meta.label_lower, stap=VERWIJDER)
    weg = set(verwijderd.values_list("onderwerp", flat=True))
    dagen = [
        VrijeDag(pk=sleutel("dag", rij["datum"]), datum=dt.date.fromisoformat(rij["datum"]), bron=rij["bron"])
        for rij in _lees("gelijkgestelde_dagen")
    ]
    return _tel_nieuwe(VrijeDag, [dag for dag in dagen if dag.pk not in weg])


def _tel_nieuwe(model: type[models.Model], rijen: list[VrijeDag]) -> int:
    voor = model._default_manager.count()
    model._default_manager.bulk_create(rijen, ignore_conflicts=True)
    return model._default_manager.count() - voor
