"""What the floor of assessing answers: versions handed in, parties that come and go, silence, notices."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.dispatch import receiver

from beoordeling import eisen
from beoordeling.models import Beoordelingsronde, Commitment, GemeentelijkAkkoord, RondeStatus, Toewijzing
from beoordeling.selectors import ronde_in_behandeling
from beoordeling.services import instemmingen, rondes, toewijzing
from kern.organisaties.models import Lidmaatschap, Rol
from kern.termijnen.ronde import bij_ronde
from kern.toestanden.signals import na
from kern.toestanden.stap import Stap
from kern.toestanden.uitvoeren import voer_uit
from transformatie.models import Dossier, Partij, Planversie, SnelleToets, Transformatieplan
from transformatie.querysets import zicht
from transformatie.services.meldingen import indieners, meld
from transformatie.signals import domein_toegevoegd, partij_uitgenodigd, versie_ingediend


@receiver(versie_ingediend)
def vraag_instemming_en_open_ronde(sender: type, plan: Transformatieplan, versie: Planversie, op: dt.date, **_: Any) -> None:
    """A frozen version is committed to and assessed, in parallel (1b.1, 1c.1)."""
    instemmingen.vraag(plan, versie, op=op)
    rondes.open_ronde(plan.dossier, op=op, versie=versie)


@receiver(partij_uitgenodigd)
def betrek_late_partij(sender: type, partij: Partij, op: dt.date, **_: Any) -> None:
    """Who joins while a version lies on the table is asked too."""
    dossier = partij.dossier
    toewijzing.beeindig_als_niet_meer_van_buiten(dossier, op=op)
    if ronde := ronde_in_behandeling(dossier):
        rondes.vul_aan(ronde, op=op)
        if ronde.versie is not None:
            instemmingen.vraag_commitment(partij, ronde.versie, op=op, opnieuw=False)
            if partij.rol == "gemeente" and ronde.versie.heeft_sociale_onderdelen:
                instemmingen.vraag_akkoord(partij, ronde.versie, op=op, opnieuw=False)


@receiver(domein_toegevoegd)
def betrek_gemeenten_bij_ronde(sender: type, dossier: Dossier, op: dt.date, **_: Any) -> None:
    """A plan that proves to touch the social domain is assessed together with the gemeenten from then on (1b.2)."""
    if ronde := ronde_in_behandeling(dossier):
        rondes.vul_aan(ronde, op=op)


@bij_ronde
def stel_vast_na_stilte(peildatum: dt.date) -> None:
    """Five working days of silence of the second insurer count as agreement (ours, 1c.2)."""
    for ronde in Beoordelingsronde.objects.filter(status=RondeStatus.CONCEPT):
        if not list(eisen.stilte_duurde_lang_genoeg(Stap(ronde, "stel_vast_na_stilte", None, peildatum))):
            voer_uit(ronde, "stel_vast_na_stilte", door=None, op=peildatum)


@bij_ronde
def geldt_als_compleet(peildatum: dt.date) -> None:
    """Without a verdict within five working days a submission counts as complete (ours, 1e.1)."""
    from kern.termijnen.models import Termijn

    verlopen = set(Termijn.objects.open().filter(soort_termijn="compleetheid", einde_op__lt=peildatum).values_list("onderwerp", flat=True))
    for model in (SnelleToets, Transformatieplan):
        for stuk in model.objects.filter(pk__in=verlopen, status="ingediend"):
            voer_uit(stuk, "verklaar_compleet", door=None, op=peildatum)


@zicht
def regiocoordinator_ziet_toegewezen_dossiers(door: Lidmaatschap) -> Any:
    """An assigned regiocoordinator sees just those dossiers (1b.3)."""
    from django.db.models import Q

    if door.rol != Rol.REGIOCOORDINATOR:
        return Q(pk__in=[])
    return Q(pk__in=Toewijzing.objects.filter(lidmaatschap_id__in=door.handelt_voor, beeindigd_op=None).values("dossier_id"))


@na(Beoordelingsronde, "stel_op")
def meld_concept(ronde: Beoordelingsronde, *, op: dt.date, **_: Any) -> None:
    """The second insurer is asked to agree (1c.2)."""
    meld(
        ronde.dossier,
        [ronde.dossier.tweede],
        soort="instemming_gevraagd",
        sleutel=f"{ronde.pk}:{op}",
        op=op,
        onderwerp="stem in met de gezamenlijke terugkoppeling",
        tekst="De coördinerende zorgverzekeraar heeft de gezamenlijke terugkoppeling opgesteld. "
        f"U heeft {settings.WERKDAGEN_STILTE_TWEEDE} werkdagen om in te stemmen (onze termijn, 1c.2).",
    )


@na(Beoordelingsronde, "verstuur")
def meld_terugkoppeling(ronde: Beoordelingsronde, *, op: dt.date, **_: Any) -> None:
    """The submitters hear once, on behalf of both insurers (1c.2)."""
    meld(
        ronde.dossier,
        indieners(ronde.dossier),
        soort="terugkoppeling",
        sleutel=str(ronde.pk),
        op=op,
        onderwerp="gezamenlijke terugkoppeling",
        tekst="De gezamenlijke terugkoppeling van beide zorgverzekeraars staat in het dossier (1c.2).",
    )


@na(Commitment, "geef", "weiger")
@na(GemeentelijkAkkoord, "keur_goed", "weiger")
def meld_instemming(rij: Commitment | GemeentelijkAkkoord, *, naam: str, op: dt.date, **_: Any) -> None:
    """The penvoerder and the coordinating insurer hear what a party decided (1b.1)."""
    wat = "geweigerd" if naam == "weiger" else "gegeven"
    meld(
        rij.dossier,
        [rij.dossier.penvoerder, rij.dossier.coordinerend],
        soort="instemming",
        sleutel=f"{rij.pk}:{naam}:{op}",
        op=op,
        onderwerp=f"{rij._meta.verbose_name} {wat}",
        tekst=f"{rij.organisatie.aan_het_begin} heeft haar {rij._meta.verbose_name} {wat} (1b.1).",
    )
