"""The rechtmatigheidsdossier as data that another program can read: plain values, amounts as text so that no cent is lost (3a.5)."""

from typing import Any

from django.db.models import Q, QuerySet

from kern.documenten.models import Document
from kern.journaal.models import Journaalregel
from transformatie.zicht import mag_stap_zien
from verantwoording.models import Betaalopdrachtregel, Boeking, Ondertekening
from verantwoording.rechtmatigheid import BESLUIT, Deel
from verantwoording.rechtmatigheidsblad import Rechtmatigheidsblad
from verantwoording.rechtmatigheidszicht import ARCHIEF, VOOR_HET_OORDEEL

VERSIE = "1"
"""Of the shape of these data; a reader can tell old from new."""
IN_HET_ARCHIEF = ({*VOOR_HET_OORDEEL, BESLUIT, "bijlage"}) - {ARCHIEF}
NIET_IN_HET_ARCHIEF = ("bestel_rechtmatigheidsarchief",)


def bijlagen_van(blad: Rechtmatigheidsblad) -> "QuerySet[Document]":
    """The attachments: what proves the parts and what all parties read; never what the reviewers keep to themselves (1c.2)."""
    voor_wie = Q(voor=Document.Voor.IEDEREEN) | Q(voor=Document.Voor.CZV_EN_INDIENERS, soort__in=VOOR_HET_OORDEEL)
    rijen = Document.objects.filter(voor_wie, zaak=blad.dossier.pk, op__lte=blad.op, soort__in=IN_HET_ARCHIEF)
    return rijen.select_related("organisatie").order_by("op", "vastgelegd_op", "pk")


def gegevens(blad: Rechtmatigheidsblad, bijlagen: list[tuple[str, Document]]) -> dict[str, Any]:
    """Everything the archive says, in a fixed order."""
    d, t = blad.dossier, blad.toekenning
    return {
        "versie": VERSIE,
        "stand_op": _tekst(blad.op),
        "dossier": {
            "kenmerk": d.kenmerk,
            "titel": d.titel,
            "regio": str(d.hoofdregio),
            "coordinerende_zorgverzekeraar": str(d.coordinerend),
            "tweede_zorgverzekeraar": str(d.tweede) if d.tweede else None,
            "partijen": [{"naam": str(p.organisatie), "rol": p.rol} for p in d.deelnemende_partijen],
        },
        "toekenning": {"bedrag": str(t.bedrag), "gereserveerd_op": _dag(t.gereserveerd_op, blad), "getekend_op": _dag(t.getekend_op, blad)},
        "onderdelen": [_deel(deel) for deel in blad.delen],
        "planversie": _versie(blad),
        "overeenkomst": _overeenkomst(blad),
        "betaalbeschikking": _beschikking(blad),
        "kpis": [_kpi(blad, stand) for stand in blad.kpis],
        "betalingen": [_betaling(r) for r in betalingen(blad)],
        "saldi": {rekening: str(saldo) for rekening, saldo in sorted(blad.saldi.items())},
        "boekingen": [_boeking(b) for b in boekingen(blad)],
        "oordelen_nza": [{"uitkomst": o.uitkomst, "op": _tekst(o.op), "onderbouwing": o.onderbouwing} for o in blad.oordelen],
        "journaal": [_journaalregel(r) for r in journaal(blad)],
        "bijlagen": [_bijlage(pad, stuk) for pad, stuk in bijlagen],
    }


def boekingen(blad: Rechtmatigheidsblad) -> list[Boeking]:
    """All postings of this plan by that day. Two queries."""
    rijen = Boeking.objects.filter(dossier=blad.dossier, op__lte=blad.op).prefetch_related("regels__organisatie", "regels__pot")
    return list(rijen.order_by("op", "vastgelegd_op"))


def betalingen(blad: Rechtmatigheidsblad) -> list[Betaalopdrachtregel]:
    """What each insurer paid by that day. One query."""
    rijen = Betaalopdrachtregel.objects.filter(opdracht__toekenning=blad.toekenning, betaald_op__lte=blad.op)
    return list(
        rijen.select_related(
            "opdracht__ontvanger", "opdracht__verantwoording__kpi", "opdracht__verantwoording__dossier", "verzekeraar"
        ).order_by("betaald_op", "pk")
    )


def journaal(blad: Rechtmatigheidsblad) -> list[Journaalregel]:
    """The steps on the plan and its money that submitters may read too, so that no separate judgement is among them. One query."""
    van_het_geld = Q(soort__startswith="verantwoording.") | Q(soort="transformatie.transformatieplan")
    rijen = Journaalregel.objects.filter(van_het_geld, zaak=blad.dossier.pk, op__lte=blad.op).exclude(stap__in=NIET_IN_HET_ARCHIEF)
    return [r for r in rijen.select_related("organisatie").order_by("volgnummer") if mag_stap_zien(r, van_indiener=True)]


def _tekst(waarde: Any) -> str | None:
    return None if waarde is None else str(waarde)


def _dag(waarde: Any, blad: Rechtmatigheidsblad) -> str | None:
    """A day as text, when it had come by the day of the archive."""
    return _tekst(waarde) if blad.feiten.was_er(waarde) else None


def _deel(deel: Deel) -> dict[str, Any]:
    return {
        "nummer": deel.nummer,
        "wat": deel.wat,
        "compleet": deel.is_compleet,
        "bewijs": [{"wat": b.wat, "op": _tekst(b.op), "door": b.door, "sha256": b.sha256} for b in deel.bewijs],
        "ontbreekt": [{"wat": g.tekst, "wie": g.wie.value} for g in deel.gemis],
    }


def _versie(blad: Rechtmatigheidsblad) -> dict[str, Any] | None:
    v = blad.feiten.bijgesteld or blad.feiten.versie
    if v is None:
        return None
    return {
        "nummer": v.nummer,
        "ingediend_op": _tekst(v.bevroren_op),
        "sha256": v.sha256,
        "goedgekeurd_op": _dag(blad.toekenning.plan.besloten_op, blad),
        "kpi_totaal": str(v.kpi_totaal),
        "kpis": [
            {
                "nummer": k.nummer,
                "sleutel": str(k.sleutel),
                "omschrijving": k.omschrijving,
                "indicator": k.indicator,
                "uitgangswaarde": k.uitgangswaarde,
                "streefwaarde": k.streefwaarde,
                "meten_op": _tekst(k.meten_op),
                "bedrag": str(k.bedrag),
                "financieringsstroom": k.financieringsstroom,
                "verantwoordelijk": str(k.organisatie),
                "sector": k.sector,
            }
            for k in v.kpi_lijst
        ],
    }


def _overeenkomst(blad: Rechtmatigheidsblad) -> dict[str, Any] | None:
    o = getattr(blad.toekenning, "overeenkomst", None)
    if o is None or not blad.feiten.was_er(o.opgesteld_op):
        return None
    return {
        "bedrag": str(o.bedrag),
        "opgesteld_op": _tekst(o.opgesteld_op),
        "versie": o.versie,
        "handtekeningen": [_handtekening(h) for h in blad.feiten.handtekeningen],
    }


def _handtekening(h: Ondertekening) -> dict[str, Any]:
    wie = {"organisatie": str(h.organisatie), "naam": h.naam, "functie": h.functie}
    return {**wie, "op": _tekst(h.op), "wijze": h.wijze, "sha256": h.sha256}


def _beschikking(blad: Rechtmatigheidsblad) -> dict[str, Any] | None:
    b = getattr(blad.toekenning, "beschikking", None)
    if b is None or not blad.feiten.was_er(b.afgegeven_op):
        return None
    return {"kenmerk": b.kenmerk, "afgegeven_op": _tekst(b.afgegeven_op), "bedrag": str(b.bedrag), "toelichting": b.toelichting}


def _kpi(blad: Rechtmatigheidsblad, stand: Any) -> dict[str, Any]:
    """One KPI; the judgement and its grounds only once there was a decision (1c.2)."""
    k = stand.rij
    uit = {
        "nummer": k.kpi.nummer,
        "sleutel": str(k.sleutel),
        "afgesproken": str(k.kpi.bedrag),
        "bewijs_ingediend_op": _tekst(stand.bewezen_op),
        "toegekend_op": _tekst(stand.toegekend_op),
        "toegekend": str(stand.toegekend),
        "betaald_op": _tekst(stand.betaald_op),
        "betaald": str(stand.betaald),
    }
    if stand.toegekend_op is not None:
        uit |= {"resultaat": k.resultaat, "uitkomst": k.uitkomst, "motivering": k.motivering, "inspanning": k.inspanning}
        uit["door_twee_personen"] = _door_twee(k)
    return uit


def _door_twee(k: Any) -> bool | None:
    """Whether another person gave the order to pay than granted it; None as long as there is no order."""
    opdracht = getattr(k, "betaalopdracht", None)
    return None if opdracht is None else bool(opdracht.door_id != k.toegekend_door_id)


def _betaling(r: Betaalopdrachtregel) -> dict[str, Any]:
    return {
        "opdracht": r.opdracht.kenmerk,
        "kpi": r.opdracht.verantwoording.kpi.nummer,
        "soort": r.soort,
        "verzekeraar": str(r.verzekeraar),
        "ontvanger": str(r.opdracht.ontvanger),
        "bedrag": str(r.bedrag),
        "betaald_op": _tekst(r.betaald_op),
        "referentie": r.referentie,
    }


def _boeking(b: Boeking) -> dict[str, Any]:
    regels = [
        {
            "rekening": r.rekening,
            "bedrag": str(r.bedrag),
            "organisatie": str(r.organisatie) if r.organisatie else None,
            "pot": str(r.pot) if r.pot else None,
        }
        for r in sorted(b.regels.all(), key=lambda r: r.pk)
    ]
    return {
        "id": str(b.pk),
        "soort": b.soort,
        "op": _tekst(b.op),
        "toelichting": b.toelichting,
        "corrigeert": _tekst(b.corrigeert_id),
        "regels": regels,
    }


def _journaalregel(r: Journaalregel) -> dict[str, Any]:
    """A step as history tells it, with the hashes of its chain; persons stay out, their organisation is named."""
    return {
        "volgnummer": r.volgnummer,
        "soort": r.soort,
        "stap": r.stap,
        "van": r.van,
        "naar": r.naar,
        "wie": r.wie,
        "op": _tekst(r.op),
        "regels": list(r.regels),
        "feiten": r.feiten,
        "vorige_hash": r.vorige_hash,
        "hash": r.hash,
    }


def _bijlage(pad: str, stuk: Document) -> dict[str, Any]:
    return {
        "pad": pad,
        "titel": stuk.titel,
        "soort": stuk.soort,
        "op": _tekst(stuk.op),
        "van": str(stuk.organisatie) if stuk.organisatie else "de toepassing",
        "grootte": stuk.grootte,
        "sha256": stuk.sha256,
    }
