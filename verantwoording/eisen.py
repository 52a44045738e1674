"""Plain requirements around the money that are no numbered rule."""

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, cast

from kern.basis.datums import toon_datum
from kern.basis.geld import toon_bedrag
from kern.regels.register import Belet
from kern.toestanden.stap import Stap

if TYPE_CHECKING:
    from verantwoording.models import KpiVerantwoording, Toekenning


def _toekenning(stap: Stap) -> "Toekenning":
    return cast("Toekenning", stap.zaak)


def _kpi(stap: Stap) -> "KpiVerantwoording":
    return cast("KpiVerantwoording", stap.zaak)


def reden_gegeven(stap: Stap) -> Iterator[Belet]:
    """Others must be able to understand this later."""
    if stap.gegevens and not str(stap.gegevens.get("reden", "")).strip():
        yield Belet("Geef een reden.", veld="reden")


def er_is_geld(stap: Stap) -> Iterator[str]:
    """Grants never exceed the pots; what does not fit waits, and nobody passes who waits longer."""
    from verantwoording.services.wachtrij import plek_van

    plek = plek_van(_toekenning(stap), stap.op)
    if plek is not None and not plek.past:
        yield plek.waarom


def overeenkomst_is_opgesteld(stap: Stap) -> Iterator[str]:
    """There is something to sign."""
    if not hasattr(_toekenning(stap), "overeenkomst"):
        yield "Stel eerst de overeenkomst op."


def iedereen_tekende(stap: Stap) -> Iterator[str]:
    """All signatures are registered: both insurers and every submitting party."""
    toekenning = _toekenning(stap)
    if not hasattr(toekenning, "overeenkomst"):
        return
    from verantwoording.selectors import wie_tekenen

    rijen = {o.organisatie_id: o for o in toekenning.overeenkomst.ondertekeningen.filter(vervallen_op=None)}
    for organisatie in wie_tekenen(toekenning):
        rij = rijen.get(organisatie.pk)
        if rij is None:
            yield f"{organisatie.aan_het_begin} heeft nog niet getekend."
        elif rij.is_geweigerd:
            yield f"{organisatie.aan_het_begin} tekent deze versie niet. Stel de overeenkomst opnieuw op."


def aanvraag_is_verzonden(stap: Stap) -> Iterator[Belet]:
    """Insurer and penvoerder both confirmed the joint application, and it went to the NZa (3a.5)."""
    aanvraag = getattr(_toekenning(stap), "aanvraag", None)
    if aanvraag is None or aanvraag.verzonden_op is not None:  # agreements from before the joint application have none
        return
    if aanvraag.verzekeraar_op is None:
        yield Belet("De coördinerende zorgverzekeraar heeft de aanvraag nog niet bevestigd.", "3a.5")
    if aanvraag.penvoerder_op is None:
        yield Belet("De penvoerder heeft de aanvraag nog niet bevestigd.", "3a.5")


def beschikking_klopt(stap: Stap) -> Iterator[Belet]:
    """The amount of the NZa is within the grant, a difference is explained, its kenmerk is its own, its day has come."""
    if not stap.gegevens:
        return
    yield from _bedrag_van_beschikking(_toekenning(stap).bedrag, stap)
    kenmerk, afgegeven_op = stap.gegevens["kenmerk"], stap.gegevens["afgegeven_op"]
    from verantwoording.models import Betaalbeschikking

    if Betaalbeschikking.objects.filter(kenmerk=kenmerk).exists():
        yield Belet(f"Kenmerk {kenmerk} is al vastgelegd bij een andere toekenning.", veld="kenmerk")
    opgesteld_op = _toekenning(stap).overeenkomst.opgesteld_op
    if afgegeven_op > stap.op:
        yield Belet("Een beschikking legt u vast nadat zij is afgegeven.", veld="afgegeven_op")
    elif afgegeven_op < opgesteld_op:
        yield Belet(f"De overeenkomst is van {toon_datum(opgesteld_op)}; de beschikking volgt daarop.", veld="afgegeven_op")


def _bedrag_van_beschikking(toegekend: Decimal, stap: Stap) -> Iterator[Belet]:
    bedrag = stap.gegevens["bedrag"]
    if bedrag <= 0:
        yield Belet("Een beschikking gaat over een bedrag groter dan € 0.", veld="bedrag")
    elif bedrag > toegekend:
        yield Belet(f"De beschikking kan niet hoger zijn dan het toegekende bedrag van {toon_bedrag(toegekend)}.", veld="bedrag")
    elif bedrag != toegekend and not str(stap.gegevens.get("toelichting", "")).strip():
        yield Belet(f"Toegekend is {toon_bedrag(toegekend)}. Leg uit waarom de beschikking een ander bedrag noemt.", veld="toelichting")


def alle_kpis_zijn_klaar(stap: Stap) -> Iterator[str]:
    """No KPI is waited for any more."""
    open_ = [v for v in _toekenning(stap).kpis.select_related("kpi") if not v.is_klaar]
    if open_:
        yield f"Nog niet afgehandeld: {', '.join(str(v.kpi) for v in open_)}."


def bewijs_gegeven(stap: Stap) -> Iterator[Belet]:
    """Evidence says what it shows."""
    if stap.gegevens and not str(stap.gegevens.get("bewijs", "")).strip():
        yield Belet("Beschrijf wat is bereikt en waaruit dat blijkt.", veld="bewijs")


def oordeel_is_volledig(stap: Stap) -> Iterator[Belet]:
    """In part means: which amount belongs to what was reached, between nothing and all."""
    if stap.gegevens.get("resultaat") != "deels":
        return
    behaald, vol = stap.gegevens.get("bedrag_behaald"), _kpi(stap).kpi.bedrag
    if behaald is None or not Decimal(0) < behaald < vol:
        yield Belet(f"Noem het bedrag dat bij het behaalde hoort: meer dan € 0 en minder dan {toon_bedrag(vol)}.", veld="bedrag_behaald")


def inspanning_onderbouwd(stap: Stap) -> Iterator[Belet]:
    """The judgement on the effort has its grounds (1g.5)."""
    if stap.gegevens and not str(stap.gegevens.get("inspanning_onderbouwing", "")).strip():
        yield Belet("Onderbouw het oordeel over de inspanning.", "1g.5", "inspanning_onderbouwing")


def uitkomst_past_bij_bedrag(stap: Stap) -> Iterator[Belet]:
    """In full is the whole KPI amount, in part something between, none is nothing."""
    if not stap.gegevens:
        return
    bedrag, vol, uitkomst = stap.gegevens["bedrag"], _kpi(stap).kpi.bedrag, stap.gegevens["uitkomst"]
    if bedrag > vol:
        yield Belet(f"Voor deze KPI is {toon_bedrag(vol)} afgesproken; meer toekennen kan niet.", veld="bedrag")
    elif uitkomst == "volledig" and bedrag != vol:
        yield Belet(f"Volledig is {toon_bedrag(vol)}. Kies 'gedeeltelijk' voor een lager bedrag.", veld="bedrag")
    elif uitkomst == "gedeeltelijk" and not Decimal(0) < bedrag < vol:
        yield Belet(f"Gedeeltelijk is meer dan € 0 en minder dan {toon_bedrag(vol)}.", veld="bedrag")
    elif uitkomst == "geen" and bedrag != 0:
        yield Belet("Bij 'geen' hoort een bedrag van € 0.", veld="bedrag")


def past_in_beschikking(stap: Stap) -> Iterator[Belet]:
    """All that is granted together stays within what the NZa granted (3a.5)."""
    toekenning = _kpi(stap).toekenning
    if not stap.gegevens or not hasattr(toekenning, "beschikking"):
        return
    from verantwoording.selectors import totaal_toegekend

    over = toekenning.beschikt_bedrag - totaal_toegekend(toekenning, behalve=_kpi(stap))
    if stap.gegevens["bedrag"] + (stap.gegevens.get("voorschot_bedrag") or 0) > over:
        tekst = f"De betaalbeschikking is {toon_bedrag(toekenning.beschikt_bedrag)}; daarvan is nog {toon_bedrag(over)} over."
        yield Belet(tekst, "3a.5", "bedrag")


def aanvulling_genoemd(stap: Stap) -> Iterator[Belet]:
    """The penvoerder reads what is missing."""
    if stap.gegevens and not str(stap.gegevens.get("aanvulling_gevraagd", "")).strip():
        yield Belet("Schrijf op wat er nog ontbreekt.", veld="aanvulling_gevraagd")


def er_is_iets_te_betalen(stap: Stap) -> Iterator[str]:
    """Nothing granted means nothing to pay."""
    if not _kpi(stap).bedrag_toegekend:
        yield "Voor deze KPI is niets toegekend; er valt niets te betalen."


def tweede_persoon_betaalt(stap: Stap) -> Iterator[str]:
    """Four eyes: who granted does not pay."""
    if stap.door is not None and _kpi(stap).toegekend_door_id == stap.door.gebruiker_id:
        yield "U kende dit bedrag zelf toe. Een tweede persoon bij de coördinerende zorgverzekeraar geeft de betaalopdracht."
