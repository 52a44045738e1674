"""The kassier registers how a payment was divided over the parties."""

import datetime as dt
from decimal import Decimal

from kern.basis.geld import toon_bedrag
from kern.organisaties.models import Lidmaatschap, Organisatie
from kern.regels.register import Belet
from kern.toestanden.register import benoem
from kern.toestanden.stap import StapBelet
from kern.toestanden.uitvoeren import handeling
from transformatie.services.meldingen import indieners
from verantwoording import rechten_betalen as rechten
from verantwoording.models import Boeking, Rekening, Uitbetaling, Verdeling, Verdelingsdeel
from verantwoording.services.grootboek import Post, boek, corrigeer

NUL = Decimal(0)

benoem("verantwoording.kpiverantwoording", "leg_verdeling_vast", "Verdeling van de betaling vastgelegd")


def leg_verdeling_vast(
    uitbetaling: Uitbetaling, delen: dict[Organisatie, Decimal], *, door: Lidmaatschap, op: dt.date, reden: str = ""
) -> Verdeling:
    """Divide one payment, to the cent; a division that is changed is reversed in the ledger, with its reason."""
    rij = uitbetaling.verantwoording
    delen = {o: b for o, b in delen.items() if b}
    feiten = {"kpi": rij.kpi.nummer, **{o.naam: b for o, b in delen.items()}}
    with handeling(rij, "leg_verdeling_vast", recht=rechten.KASSIER_OF_PENVOERDER, door=door, op=op, feiten=feiten):
        vorige = Verdeling.objects.filter(uitbetaling=uitbetaling, vervallen_op=None).first()
        if gevonden := _klopt(uitbetaling, delen, vorige, reden):
            raise StapBelet(gevonden)
        if vorige is not None:
            _vervang(vorige, reden, op)
        verdeler = rij.betaalopdracht.ontvanger
        verdeling = Verdeling.objects.create(
            uitbetaling=uitbetaling, verdeler=verdeler, bedrag=uitbetaling.bedrag, op=op, door=door.gebruiker, reden=reden.strip()
        )
        Verdelingsdeel.objects.bulk_create([Verdelingsdeel(verdeling=verdeling, organisatie=o, bedrag=b) for o, b in delen.items()])
        door_gegeven = {o: b for o, b in delen.items() if o.pk != verdeler.pk}
        if door_gegeven:
            posten = [Post(Rekening.UITBETAALD, b, organisatie=o) for o, b in door_gegeven.items()]
            posten.append(Post(Rekening.UITBETAALD, -sum(door_gegeven.values(), NUL), organisatie=verdeler))
            boek(rij.dossier, Boeking.Soort.VERDELING, posten, onderwerp=verdeling.pk, op=op, toelichting=str(rij.kpi))
        return verdeling


def _klopt(uitbetaling: Uitbetaling, delen: dict[Organisatie, Decimal], vorige: Verdeling | None, reden: str) -> list[Belet]:
    partijen = {o.pk for o in indieners(uitbetaling.verantwoording.dossier)} | {uitbetaling.verantwoording.betaalopdracht.ontvanger_id}
    if vreemd := [o for o in delen if o.pk not in partijen]:
        return [Belet(f"{vreemd[0].aan_het_begin} is geen partij van dit plan.")]
    samen, gevonden = sum(delen.values(), NUL), []
    if samen != uitbetaling.bedrag:
        verschil = uitbetaling.bedrag - samen
        meer = f"{toon_bedrag(verschil)} te weinig" if verschil > 0 else f"{toon_bedrag(-verschil)} te veel"
        gevonden.append(Belet(f"Betaald is {toon_bedrag(uitbetaling.bedrag)}; u verdeelt {toon_bedrag(samen)}. Dat is {meer}."))
    if vorige is not None and not reden.strip():
        gevonden.append(Belet("Schrijf op waarom de verdeling anders wordt.", veld="reden"))
    return gevonden


def _vervang(vorige: Verdeling, reden: str, op: dt.date) -> None:
    Verdeling.objects.filter(pk=vorige.pk).update(vervallen_op=op)
    geboekt = Boeking.objects.filter(soort=Boeking.Soort.VERDELING, onderwerp=vorige.pk).first()
    if geboekt is not None:
        corrigeer(geboekt, reden=f"De verdeling is gewijzigd: {reden.strip()}"[:500], op=op)
