"""What of a bijsturing, a claim or a correction waits on a person; over all dossiers in three queries, on a dossier in none of its own."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from kern.basis.datums import toon_datum
from kern.basis.geld import toon_bedrag
from kern.basis.models import BedragField
from kern.organisaties.models import Lidmaatschap, Organisatie, Rol
from kern.web.adressen import dossieradres
from kern.web.panelen import Werkitem, werkvoorraad_bron
from transformatie.aanzet import AanZet, Actie, aan_zet
from transformatie.models import Dossier, Partij
from transformatie.models.dossier import Partijrol
from verantwoording.blad import geldblad
from verantwoording.models import (
    Bijsturing,
    BijsturingStatus,
    Boeking,
    Correctiestatus,
    Correctieverzoek,
    Terugbetaaltermijn,
    TerugbetalingStatus,
    Terugontvangst,
    Toekenning,
)

S = BijsturingStatus
NUL = Value(0, output_field=BedragField())


@aan_zet
def bijsturing_op_dossier(dossier: Dossier, door: Lidmaatschap, op: dt.date) -> list[AanZet]:
    """Who must propose or answer; read from what the page already knows."""
    blad = geldblad(dossier, door)
    if blad is None or not blad.ziet_bewijs or not getattr(blad.toekenning, "bijsturing_stand", None):
        return []
    t = blad.toekenning
    acties = (Actie("Naar de bijsturing", dossieradres("bijsturing", dossier.kenmerk), hoofd=True),)
    sinds = toon_datum(t.bijsturing_op)  # type: ignore[attr-defined]  # an annotation of the query
    if t.bijsturing_stand == S.OPEN:  # type: ignore[attr-defined]  # idem
        wat = f"De bijsturing van {sinds} is open. Leg een voorstel voor; zij sluit als beide kanten instemmen (3a.4)."
        return [AanZet((dossier.coordinerend, dossier.penvoerder), wat, acties=acties)]
    ander: Organisatie = dossier.penvoerder if t.bijsturing_van == dossier.coordinerend_id else dossier.coordinerend  # type: ignore[attr-defined]  # idem
    return [AanZet((ander,), f"Antwoord op het voorstel in de bijsturing van {sinds} (3a.4).", acties=acties)]


@werkvoorraad_bron
def bijsturingswerk(namens: Lidmaatschap, op: dt.date) -> list[Werkitem]:
    """The work of both sides, of who pays back, and of the NZa on extra means."""
    if namens.rol == Rol.NZA:
        return list(_aan_te_vullen())
    if namens.rol not in (Rol.BEOORDELAAR, Rol.PLANMAKER):
        return []
    correcties = _correcties(namens) if namens.rol == Rol.BEOORDELAAR else []
    return [*_bijsturingen(namens), *_termijnen(namens, op), *correcties]


def _eigen_kant(namens: Lidmaatschap) -> Q:
    """Dossiers in which this person speaks for the penvoerder or for the coordinating insurer."""
    if namens.rol == Rol.PLANMAKER:
        penvoerder = Partij.objects.filter(
            organisatie_id=namens.organisatie_id, rol=Partijrol.PENVOERDER, uit_op=None, dossier_id=OuterRef("dossier_id")
        )
        return Q(Exists(penvoerder))
    return Q(dossier__coordinerend=namens.organisatie_id)


def _item(
    dossier: Dossier,
    wat: str,
    blad: str,
    *,
    sinds: dt.date,
    toelichting: str = "",
    knop: str = "Bekijk",
    uiterlijk: dt.date | None = None,
    is_aan_zet: bool = True,
) -> Werkitem:
    return Werkitem(
        wat=wat,
        toelichting=toelichting,
        dossier_kenmerk=dossier.kenmerk,
        dossier_titel=dossier.titel,
        dossier_url=dossier.get_absolute_url(),
        uiterlijk=uiterlijk,
        url=dossieradres(blad, dossier.kenmerk),
        knop=knop,
        is_aan_zet=is_aan_zet,
        sinds=sinds,
    )


def _bijsturingen(namens: Lidmaatschap) -> Iterator[Werkitem]:
    for b in Bijsturing.objects.exclude(status=S.AFGESLOTEN).filter(_eigen_kant(namens)).select_related("dossier__hoofdregio"):
        over = (
            f"{toon_bedrag(abs(b.bedrag_afwijking))} {'meer' if b.bedrag_afwijking > 0 else 'minder'} dan begroot"
            if b.bedrag_afwijking
            else ""
        )
        if b.status == S.OPEN:
            yield _item(b.dossier, "Doe een voorstel voor bijsturing", "bijsturing", sinds=b.geopend_op, toelichting=over, knop="Stuur bij")
        elif b.voorgesteld_door_id != namens.organisatie_id:
            wat = b.get_uitkomst_display()
            yield _item(
                b.dossier, "Antwoord op het voorstel voor bijsturing", "bijsturing", sinds=b.geopend_op, toelichting=wat, knop="Antwoord"
            )
        else:
            wat = "De andere kant antwoordt op uw voorstel voor bijsturing"
            yield _item(b.dossier, wat, "bijsturing", sinds=b.geopend_op, toelichting=over, is_aan_zet=False)


def _open_termijnen() -> "QuerySet[Terugbetaaltermijn]":
    """The instalments that are not covered by what came in; receipts go to the first instalment first."""
    teruggeboekt = Boeking.objects.filter(soort=Boeking.Soort.TERUGONTVANGST, onderwerp=OuterRef("pk"), correctie__isnull=False)
    binnen = Terugontvangst.objects.filter(~Exists(teruggeboekt), terugbetaling=OuterRef("terugbetaling")).order_by()
    tot_en_met = Terugbetaaltermijn.objects.filter(terugbetaling=OuterRef("terugbetaling"), nummer__lte=OuterRef("nummer")).order_by()
    som = {"output_field": BedragField()}
    return (
        Terugbetaaltermijn.objects.filter(terugbetaling__status=TerugbetalingStatus.OPEN)
        .annotate(
            binnen=Coalesce(Subquery(binnen.values("terugbetaling").annotate(s=Sum("bedrag")).values("s"), **som), NUL),
            tot_nu=Coalesce(Subquery(tot_en_met.values("terugbetaling").annotate(s=Sum("bedrag")).values("s"), **som), NUL),
        )
        .filter(tot_nu__gt=Coalesce(Subquery(binnen.values("terugbetaling").annotate(s=Sum("bedrag")).values("s"), **som), NUL))
        .select_related("terugbetaling__dossier__hoofdregio", "terugbetaling__schuldenaar")
    )


def _termijnen(namens: Lidmaatschap, op: dt.date) -> Iterator[Werkitem]:
    """Per claim the first instalment that is open: for who pays back, and for the insurer that waits for it."""
    betaalt = namens.rol == Rol.PLANMAKER
    wie = Q(terugbetaling__schuldenaar=namens.organisatie_id) if betaalt else Q(terugbetaling__dossier__coordinerend=namens.organisatie_id)
    gezien = set()
    for termijn in _open_termijnen().filter(wie).order_by("terugbetaling", "nummer"):
        v = termijn.terugbetaling
        if v.pk in gezien:
            continue
        gezien.add(v.pk)
        open_ = min(termijn.bedrag, termijn.tot_nu - termijn.binnen)  # type: ignore[attr-defined]  # annotations of the query
        te_laat = termijn.uiterlijk_op < op
        wat = "Betaal terug aan het Zvw-fonds" if betaalt else f"Leg de terugbetaling van {v.schuldenaar} vast"
        toelichting = f"{toon_bedrag(open_)}, termijn {termijn.nummer}"
        aan_zet = betaalt or te_laat
        yield _item(
            v.dossier, wat, "terugbetalingen", sinds=v.op, toelichting=toelichting, uiterlijk=termijn.uiterlijk_op, is_aan_zet=aan_zet
        )


def _aan_te_vullen() -> Iterator[Werkitem]:
    """Plans whose extra means the NZa has not yet granted (3a.5)."""
    rijen = Toekenning.objects.filter(bedrag_extra__gt=F("bedrag_aanvullend")).annotate(sinds=Max("verruimingen__op"))
    for t in rijen.select_related("dossier__hoofdregio"):
        open_ = toon_bedrag(t.bedrag_extra - t.bedrag_aanvullend)
        wat = "Leg de aanvullende beschikking vast"
        yield _item(t.dossier, wat, "bijsturing", sinds=t.sinds, toelichting=f"{open_} aan extra middelen", knop="Leg vast")


def _correcties(namens: Lidmaatschap) -> Iterator[Werkitem]:
    rijen = Correctieverzoek.objects.filter(status=Correctiestatus.GEVRAAGD, dossier__coordinerend=namens.organisatie_id)
    for c in rijen.select_related("dossier__hoofdregio", "boeking"):
        eigen = c.gevraagd_door_id == namens.gebruiker_id
        wat = "Een collega beslist over uw correctie" if eigen else "Beslis over een correctie in het grootboek"
        yield _item(c.dossier, wat, "grootboek", sinds=c.gevraagd_op, toelichting=c.boeking.get_soort_display(), is_aan_zet=not eigen)
