"""What of the money waits on a person, over all dossiers, in at most three queries."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse

from kern.basis.geld import toon_bedrag
from kern.organisaties.models import Lidmaatschap, Rol
from kern.toestanden.models import Machine
from kern.web.adressen import dossieradres
from kern.web.panelen import Werkitem, werkvoorraad_bron
from transformatie.models import Dossier, Mijlpaal, Partij
from transformatie.models.dossier import INDIENEND, Partijrol
from verantwoording.models import (
    KpiVerantwoording,
    Mijlpaalbesluit,
    Ondertekening,
    Toekenning,
    ToekenningStatus,
    VerantwoordingStatus,
    Voortgangsmoment,
)
from verantwoording.services.wachtrij import onthoud_plekken, plek_van

T, S = ToekenningStatus, VerantwoordingStatus
VOORUIT = dt.timedelta(days=60)
DOSSIER = ("dossier__hoofdregio",)
KNOP = {
    "reserveer": "Reserveer",
    "beschik": "Leg vast",
    "start_uitvoering": "Start",
    "rond_af": "Rond af",
    "beoordeel": "Beoordeel",
    "ken_toe": "Beslis",
    "betaal_uit": "Geef opdracht",
    "dien_bewijs_in": "Dien in",
}


@werkvoorraad_bron
def geld(namens: Lidmaatschap, op: dt.date) -> list[Werkitem]:
    """The work of each side on the money."""
    match namens.rol:
        case Rol.BEOORDELAAR:
            return [*_toekenningen_czv(namens, op), *_kpis_czv(namens), *_mijlpalen_czv(namens, op)]
        case Rol.PLANMAKER:
            return [*_penvoerder(namens), *_bewijs(namens, op)]
        case Rol.NZA:
            aangevraagd = Q(aanvraag=None) | Q(aanvraag__verzonden_op__isnull=False)
            rijen = _met_status(T.GETEKEND).filter(aangevraagd)
            return [_item(t, t.dossier, "Leg de betaalbeschikking vast", "beschik", t.getekend_op) for t in rijen]
    return []


def _item(
    rij: Machine,
    dossier: Dossier,
    wat: str,
    stap: str,
    sinds: dt.date | None,
    *,
    toelichting: str = "",
    uiterlijk: dt.date | None = None,
    url: str = "",
    is_aan_zet: bool = True,
) -> Werkitem:
    """A line of the werkvoorraad; without its own address it leads to the page of the step."""
    return Werkitem(
        wat=wat,
        toelichting=toelichting,
        dossier_kenmerk=dossier.kenmerk,
        dossier_titel=dossier.titel,
        dossier_url=dossier.get_absolute_url(),
        uiterlijk=uiterlijk,
        url=url or reverse("stap", kwargs={"soort": rij.soort(), "pk": rij.pk, "stap": stap}),
        knop=KNOP.get(stap, "Bekijk"),
        is_aan_zet=is_aan_zet,
        sinds=sinds,
    )


def _pagina(naam: str, dossier: Dossier, anker: str = "") -> str:
    return dossieradres(naam, dossier.kenmerk) + anker


def _onbevangen(namens: Lidmaatschap, pad: str) -> Q:
    """Dossiers in which this person never belonged to a submitting party since it began."""
    eigen = Lidmaatschap.objects.filter(gebruiker_id=namens.gebruiker_id).filter(
        Q(tot=None) | Q(tot__gte=OuterRef("dossier__begonnen_op")), organisatie_id=OuterRef("organisatie_id")
    )
    betrokken = Partij.objects.filter(Exists(eigen), dossier_id=OuterRef(pad), rol__in=INDIENEND)
    return ~Exists(betrokken)  # type: ignore[return-value]  # the stubs type a negated Exists as a combination


def _met_status(*standen: str) -> "QuerySet[Toekenning]":
    return Toekenning.objects.filter(status__in=standen).select_related(*DOSSIER)


def _toekenningen_czv(namens: Lidmaatschap, op: dt.date) -> Iterator[Werkitem]:
    voortgang = Exists(Voortgangsmoment.objects.filter(toekenning=OuterRef("pk")))
    onklaar = KpiVerantwoording.objects.filter(toekenning=OuterRef("pk")).exclude(
        Q(status__in=[S.BETAALD, S.VERVALLEN]) | Q(status=S.TOEGEKEND, bedrag_toegekend=0)
    )
    rijen = _met_status(T.WACHT, T.GERESERVEERD, T.GETEKEND, T.BESCHIKT, T.IN_UITVOERING)
    rijen = rijen.filter(_onbevangen(namens, "dossier_id"), dossier__coordinerend=namens.organisatie_id)
    geweigerd = Exists(Ondertekening.objects.filter(overeenkomst__toekenning=OuterRef("pk"), is_geweigerd=True, vervallen_op=None))
    rijen = rijen.select_related(*DOSSIER, "overeenkomst", "plan", "aanvraag")
    rijen = rijen.annotate(heeft_voortgang=voortgang, heeft_werk=Exists(onklaar), is_geweigerd=geweigerd)
    onthoud_plekken(rijen, op)
    for t in rijen:
        if item := _werk_czv(t, op):
            yield item


def _wacht(t: Toekenning, bedrag: str, op: dt.date) -> Werkitem:
    """Something to do when the money is there; else the place in the queue, to follow."""
    plek, sinds = plek_van(t, op), t.plan.besloten_op
    if plek is None or plek.past:
        return _item(t, t.dossier, "Reserveer de middelen", "reserveer", sinds, toelichting=bedrag)
    wat = f"Wacht op middelen, plaats {plek.nummer} in de wachtrij"
    return _item(t, t.dossier, wat, "", sinds, toelichting=bedrag, url=reverse("wachtrij"), is_aan_zet=False)


def _werk_czv(t: Toekenning, op: dt.date) -> Werkitem | None:
    dossier, bedrag = t.dossier, toon_bedrag(t.bedrag)
    overeenkomst = _pagina("overeenkomst", dossier)
    match t.status:
        case T.WACHT:
            return _wacht(t, bedrag, op)
        case T.GERESERVEERD if not hasattr(t, "overeenkomst"):
            return _item(t, dossier, "Stel de overeenkomst op", "", t.gereserveerd_op, toelichting=bedrag, url=overeenkomst)
        case T.GERESERVEERD if t.is_geweigerd:  # type: ignore[attr-defined]  # an annotation of the query
            sinds = t.overeenkomst.opgesteld_op
            wat = "Stel de overeenkomst opnieuw op"
            return _item(t, dossier, wat, "", sinds, toelichting="Een partij tekende niet", url=overeenkomst)
        case T.GERESERVEERD:
            sinds = t.overeenkomst.opgesteld_op
            return _item(
                t, dossier, "Leg de handtekeningen vast", "", sinds, toelichting=toon_bedrag(t.overeenkomst.bedrag), url=overeenkomst
            )
        case T.GETEKEND if hasattr(t, "aanvraag") and t.aanvraag.verzonden_op is None:
            nog = t.aanvraag.verzekeraar_op is None
            wat = "Bevestig de aanvraag bij de NZa" if nog else "De penvoerder bevestigt de aanvraag bij de NZa"
            return _item(t, dossier, wat, "", t.getekend_op, toelichting=bedrag, url=overeenkomst, is_aan_zet=nog)
        case T.GETEKEND:
            return _item(t, dossier, "De NZa beslist over de betaalbeschikking", "", t.getekend_op, url=overeenkomst, is_aan_zet=False)
        case T.BESCHIKT if t.kostenvorm:
            return _item(t, dossier, "Start de uitvoering", "start_uitvoering", t.beschikt_op)
        case T.BESCHIKT:
            return _item(
                t, dossier, "Spreek de kostenregistratie af", "", t.beschikt_op, toelichting="Regel 3a.3", url=f"{overeenkomst}#kosten"
            )
        case T.IN_UITVOERING if not t.heeft_werk:  # type: ignore[attr-defined]  # an annotation of the query
            return _item(t, dossier, "Rond het plan af", "rond_af", t.gestart_op)
        case T.IN_UITVOERING if not t.heeft_voortgang:  # type: ignore[attr-defined]  # an annotation of the query
            return _item(
                t, dossier, "Leg de voortgang vast", "", t.gestart_op, toelichting="Regel 3a.5", url=_pagina("kpis", dossier, "#voortgang")
            )
    return None


def _kpis_czv(namens: Lidmaatschap) -> Iterator[Werkitem]:
    rijen = KpiVerantwoording.objects.filter(
        _onbevangen(namens, "dossier_id"),
        Q(status__in=[S.BEWIJS_INGEDIEND, S.BEOORDEELD]) | Q(status=S.TOEGEKEND, bedrag_toegekend__gt=0),
        dossier__coordinerend=namens.organisatie_id,
    )
    for k in rijen.select_related("kpi", *DOSSIER):
        bedrag = toon_bedrag(k.bedrag_toegekend if k.status == S.TOEGEKEND else k.kpi.bedrag)
        match k.status:
            case S.BEWIJS_INGEDIEND:
                yield _item(k, k.dossier, f"Beoordeel {k.kpi}", "beoordeel", k.bewijs_ingediend_op, toelichting=bedrag)
            case S.BEOORDEELD:
                yield _item(k, k.dossier, f"Ken het bedrag van {k.kpi} toe", "ken_toe", k.beoordeeld_op, toelichting=bedrag)
            case S.TOEGEKEND if k.toegekend_door_id == namens.gebruiker_id:
                wat = f"Een collega geeft de betaalopdracht voor {k.kpi}"
                yield _item(
                    k,
                    k.dossier,
                    wat,
                    "betaal_uit",
                    k.toegekend_op,
                    toelichting=f"{bedrag}, door u toegekend",
                    url=k.get_absolute_url(),
                    is_aan_zet=False,
                )
            case S.TOEGEKEND:
                yield _item(k, k.dossier, f"Geef de betaalopdracht voor {k.kpi}", "betaal_uit", k.toegekend_op, toelichting=bedrag)


def _mijlpalen_czv(namens: Lidmaatschap, op: dt.date) -> Iterator[Werkitem]:
    """Go/no-go milestones of running plans whose day has come and that were not decided as go (1g.6)."""
    laatste = Mijlpaalbesluit.objects.filter(toekenning__plan=OuterRef("versie__plan"), sleutel=OuterRef("sleutel")).order_by(
        "-op", "-vastgelegd_op"
    )
    nieuwer = Mijlpaal.objects.filter(versie__plan=OuterRef("versie__plan"), versie__nummer__gt=OuterRef("versie__nummer"))
    rijen = (
        Mijlpaal.objects.filter(
            ~Exists(nieuwer.filter(versie__bevroren_op__isnull=False)),
            is_go_no_go=True,
            datum__lte=op,
            kpis__isnull=False,
            versie__bevroren_op__isnull=False,
            versie__plan__toekenning__status=T.IN_UITVOERING,
            versie__plan__dossier__coordinerend=namens.organisatie_id,
        )
        .annotate(besluit=laatste.values("besluit")[:1])
        .filter(Q(besluit=None) | ~Q(besluit=Mijlpaalbesluit.Besluit.GO))
        .select_related("versie__plan__dossier__hoofdregio", "versie__plan__toekenning")
        .distinct()
    )
    for m in rijen:
        dossier = m.versie.plan.dossier
        yield _item(
            m.versie.plan.toekenning,
            dossier,
            f"Neem het go/no-go-besluit bij mijlpaal {m.nummer}",
            "",
            m.datum,
            toelichting=m.titel,
            url=_pagina("kpis", dossier, "#go-no-go"),
        )


def _penvoerder_in(namens: Lidmaatschap) -> Exists:
    partijen = Partij.objects.filter(organisatie_id=namens.organisatie_id, rol=Partijrol.PENVOERDER, uit_op=None)
    return Exists(partijen.filter(dossier_id=OuterRef("dossier_id")))


def _penvoerder(namens: Lidmaatschap) -> Iterator[Werkitem]:
    voortgang = Exists(Voortgangsmoment.objects.filter(toekenning=OuterRef("pk")))
    zonder_vorm, zonder_voortgang = Q(status=T.BESCHIKT, kostenvorm=""), Q(~voortgang, status=T.IN_UITVOERING)
    rijen = Toekenning.objects.filter(zonder_vorm | zonder_voortgang, _penvoerder_in(namens)).select_related(*DOSSIER)
    for t in rijen:
        if t.status == T.BESCHIKT:
            url = _pagina("overeenkomst", t.dossier, "#kosten")
            yield _item(t, t.dossier, "Spreek de kostenregistratie af", "", t.beschikt_op, toelichting="Regel 3a.3", url=url)
        else:
            url = _pagina("kpis", t.dossier, "#voortgang")
            yield _item(t, t.dossier, "Leg de voortgang vast", "", t.gestart_op, toelichting="Regel 3a.5", url=url)


def _bewijs(namens: Lidmaatschap, op: dt.date) -> Iterator[Werkitem]:
    """KPI's that are due within sixty days or whose evidence must be supplemented; who waits for a go/no-go is left out."""
    go = Mijlpaalbesluit.objects.filter(toekenning=OuterRef("toekenning"), sleutel=OuterRef("kpi__na_mijlpaal__sleutel")).order_by(
        "-op", "-vastgelegd_op"
    )
    rijen = (
        KpiVerantwoording.objects.filter(_penvoerder_in(namens), status=S.OPEN, toekenning__status=T.IN_UITVOERING)
        .filter(Q(kpi__meten_op__lte=op + VOORUIT) | ~Q(aanvulling_gevraagd=""))
        .annotate(go=go.values("besluit")[:1])
        .filter(Q(kpi__na_mijlpaal=None) | Q(go=Mijlpaalbesluit.Besluit.GO))
        .select_related("kpi", *DOSSIER)
        .order_by(F("kpi__meten_op"))
    )
    for k in rijen:
        wat = f"Vul het bewijs bij {k.kpi} aan" if k.aanvulling_gevraagd else f"Dien het bewijs bij {k.kpi} in"
        yield _item(k, k.dossier, wat, "dien_bewijs_in", None, toelichting=k.kpi.omschrijving, uiterlijk=k.kpi.meten_op)
