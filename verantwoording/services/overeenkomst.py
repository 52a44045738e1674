"""Drawing up the overeenkomst: each change makes another version with a document of its own, which is what is signed."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from kern.basis.geld import toon_bedrag
from kern.documenten import brieven
from kern.documenten.brieven import Briefhoofd, naar_json
from kern.organisaties.models import Lidmaatschap, Organisatie, Sector
from kern.regels.register import Belet
from kern.toestanden.register import benoem
from kern.toestanden.stap import StapBelet
from kern.toestanden.uitvoeren import handeling
from transformatie.models import Dossier, Kpi, Planversie
from transformatie.models.afspraken import per_partij, per_sector
from transformatie.services.meldingen import indieners, meld
from verantwoording import rechten
from verantwoording.brieven_overeenkomst import Beslismoment, Contractpartij, Deel, KpiAfspraak, Overeenkomstbrief, Totaal
from verantwoording.models import Overeenkomst, Toekenning, ToekenningStatus
from verantwoording.selectors import wie_tekenen
from verantwoording.selectors_betaling import geldende_sleutel
from verantwoording.services.betaalopdracht import toon_procent

CENT = Decimal("0.01")
benoem("verantwoording.toekenning", "stel_overeenkomst_op", "Overeenkomst opgesteld")


def stel_overeenkomst_op(
    toekenning: Toekenning, *, bedrag: Decimal, door: Lidmaatschap, op: dt.date, kassier: Organisatie | None = None
) -> Overeenkomst:
    """Draw up the agreement on the approved KPI's, or change it while nobody's signature counts (1f.3).

    What did not change stays the same version; a refused or lapsed one is always followed by a new version.
    """
    bedrag, kassier = bedrag.quantize(CENT), kassier or gebruikelijke_kassier(toekenning.dossier)
    feiten = {"bedrag": bedrag, "kassier": kassier.naam}
    with handeling(toekenning, "stel_overeenkomst_op", recht=rechten.COORDINERENDE, door=door, op=op, feiten=feiten):
        toekenning.refresh_from_db()
        huidig = Overeenkomst.objects.select_related("brief").filter(toekenning=toekenning).first()
        if gevonden := _beletselen(toekenning, huidig, bedrag, kassier):
            raise StapBelet(gevonden)
        tekst = overeenkomstbrief(toekenning, bedrag=bedrag, kassier=kassier, versie=huidig.versie if huidig else 1, op=op)
        if huidig is not None and not _verandert(huidig, tekst):
            return huidig
        return _nieuwe_versie(toekenning, huidig, tekst, kassier, op)


def gebruikelijke_kassier(dossier: Dossier) -> Organisatie:
    """Who receives the money: the kassier of the dossier, or else its penvoerder."""
    return next((p.organisatie for p in dossier.deelnemende_partijen if p.rol == "kassier"), dossier.penvoerder)


def _beletselen(toekenning: Toekenning, huidig: Overeenkomst | None, bedrag: Decimal, kassier: Organisatie) -> list[Belet]:
    if toekenning.status != ToekenningStatus.GERESERVEERD:
        return [Belet("Een overeenkomst stelt u op zodra de middelen zijn gereserveerd, en tot zij is getekend.")]
    if bedrag > toekenning.bedrag:
        return [Belet("De overeenkomst kan niet hoger zijn dan het toegekende bedrag.", "1f.3", "bedrag")]
    if kassier not in indieners(toekenning.dossier):
        return [Belet(f"{kassier.aan_het_begin} is geen indiener van dit plan. Kies een van de indieners.", veld="kassier")]
    rijen = list(huidig.ondertekeningen.filter(vervallen_op=None)) if huidig else []
    if huidig and rijen and not any(r.is_geweigerd for r in rijen):
        return [Belet(f"Er is al getekend voor {toon_bedrag(huidig.bedrag)}. De overeenkomst staat daarmee vast.", veld="bedrag")]
    return []


def _verandert(huidig: Overeenkomst, tekst: Overeenkomstbrief) -> bool:
    """Whether a new version is needed: another content, no document yet, or an answer that no longer counts."""
    if huidig.brief is None or huidig.ondertekeningen.filter(versie=huidig.versie).exists():
        return True
    gelijk_moment = replace(tekst, hoofd=replace(tekst.hoofd, datum=huidig.opgesteld_op))
    return bool(naar_json(gelijk_moment) != huidig.brief.gegevens)


def _nieuwe_versie(
    toekenning: Toekenning, huidig: Overeenkomst | None, tekst: Overeenkomstbrief, kassier: Organisatie, op: dt.date
) -> Overeenkomst:
    if huidig is None:
        rij = Overeenkomst(toekenning=toekenning)
    else:
        rij = huidig
        rij.versie += 1
        rij.ondertekeningen.filter(vervallen_op=None).update(vervallen_op=op)
    rij.bedrag, rij.kassier, rij.opgesteld_op = tekst.bedrag, kassier, op
    rij.brief = brieven.bestel(
        gegevens=replace(tekst, versie=rij.versie),
        zaak=toekenning.zaak,
        onderwerp=rij.pk,
        op=op,
        sleutel=f"overeenkomst:{rij.pk}:{rij.versie}",
    )
    rij.save()
    meld(
        toekenning.dossier,
        wie_tekenen(toekenning),
        soort="overeenkomst_klaar",
        sleutel=f"{rij.pk}:{rij.versie}",
        onderwerp="overeenkomst klaar om te tekenen",
        tekst=f"De overeenkomst over {toon_bedrag(rij.bedrag)} (versie {rij.versie}) ligt klaar. Lees haar en teken namens uw organisatie.",
        op=op,
        adres=toekenning.get_absolute_url(),
    )
    return rij


def overeenkomstbrief(toekenning: Toekenning, *, bedrag: Decimal, kassier: Organisatie, versie: int, op: dt.date) -> Overeenkomstbrief:
    """What the agreement says: the parties, the amount, and the KPI's of the approved version as its annex (1f.3)."""
    dossier, planversie = toekenning.dossier, toekenning.plan.ingediende_versie
    assert planversie is not None, "Een goedgekeurd plan heeft een bevroren versie."
    kpis = planversie.kpi_lijst
    partijen = wie_tekenen(toekenning)
    return Overeenkomstbrief(
        hoofd=Briefhoofd(
            kenmerk=dossier.kenmerk,
            datum=op,
            afzender=dossier.coordinerend.naam,
            geadresseerden=tuple(o.naam for o in partijen),
            plan=dossier.titel,
        ),
        versie=versie,
        bedrag=bedrag,
        planversie=planversie.nummer,
        plan_sha256=planversie.sha256,
        goedgekeurd_op=toekenning.plan.besloten_op or op,
        partijen=tuple(Contractpartij(o.naam, rol_van(dossier, o)) for o in partijen),
        kassier=kassier.naam,
        kpis=tuple(_afspraak(k) for k in kpis),
        momenten=_momenten(planversie),
        per_sector=tuple(Totaal(str(Sector(s).label), b) for s, b in per_sector(kpis).items()),
        per_partij=tuple(Totaal(naam, b) for naam, b in per_partij(kpis).values()),
        kostenvorm=toekenning.get_kostenvorm_display() if toekenning.kostenvorm else "",
        sleutel=tuple(f"{o.naam}: {toon_procent(p)} procent" for o, p in geldende_sleutel(toekenning)),
    )


def rol_van(dossier: Dossier, organisatie: Organisatie) -> str:
    """As what a party signs."""
    if organisatie.pk == dossier.coordinerend_id:
        return "coördinerende zorgverzekeraar"
    if organisatie.pk == dossier.tweede_id:
        return "tweede zorgverzekeraar"
    rollen = [str(p.get_rol_display()) for p in dossier.deelnemende_partijen if p.organisatie_id == organisatie.pk]
    return " en ".join(rollen) or "partij"


def _afspraak(kpi: Kpi) -> KpiAfspraak:
    return KpiAfspraak(
        nummer=kpi.nummer,
        omschrijving=kpi.omschrijving,
        indicator=kpi.indicator,
        uitgangswaarde=kpi.uitgangswaarde,
        streefwaarde=kpi.streefwaarde,
        meetinstrument=kpi.meetinstrument,
        meten_op=kpi.meten_op,
        bedrag=kpi.bedrag,
        stroom=str(kpi.get_financieringsstroom_display()),
        verantwoordelijk=str(kpi.organisatie),
        delen=tuple(Deel(d.organisatie, d.sector_in_woorden, d.bedrag) for d in kpi.verdeling),
        wacht_op=str(kpi.na_mijlpaal) if kpi.na_mijlpaal else "",
    )


def _momenten(versie: Planversie) -> tuple[Beslismoment, ...]:
    return tuple(
        Beslismoment(m.nummer, m.titel, m.datum, ", ".join(str(k) for k in versie.kpi_lijst if k.na_mijlpaal_id == m.pk) or "geen")
        for m in versie.mijlpalen.all()
        if m.is_go_no_go
    )
