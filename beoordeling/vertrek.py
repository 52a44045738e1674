"""Parties that come and go while the plan is assessed: who accepts by signing, who may be let go, and what lapses then (1b.1, 1b.2)."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.dispatch import receiver

from beoordeling.models import Beoordelaarsrol, Beoordeling, Commitment, CommitmentStatus, GemeentelijkAkkoord
from beoordeling.selectors import akkoorden_per_gemeente, commitments_per_organisatie
from beoordeling.services import instemmingen
from kern.organisaties.models import Lidmaatschap
from kern.regels.register import toetst
from kern.toestanden.signals import na
from kern.toestanden.stap import Stap
from transformatie.models import Partij, Partijrol
from transformatie.services.dossiers import gaat_niet_zomaar
from transformatie.services.partijen import aanvaard_door_te_tekenen
from transformatie.signals import partij_vertrokken


@toetst("1b.2", "haal domein weg")
def gemeente_gaat_niet_buiten_haar_om(stap: Stap) -> Iterator[str]:
    """Letting a gemeente go would take the social domain off without her; so only after she refused herself (1b.1, 1b.2)."""
    partij: Partij | None = stap.gegevens.get("partij")
    if partij is None:
        return
    partij.dossier = stap.zaak.dossier
    if gaat_niet_zomaar(partij) and not heeft_geweigerd(partij):
        yield (
            f"{partij.organisatie.aan_het_begin} deed mee toen dit plan is ingediend. Zij gaat er alleen uit als zij zich zelf terugtrekt, "
            "of als zij haar onderdelen heeft geweigerd."
        )


def heeft_geweigerd(partij: Partij) -> bool:
    """Whether this gemeente refused her parts of the plan; where none were asked of her, her commitment."""
    plan = getattr(partij.dossier, "plan", None)
    if plan is None:
        return False
    akkoord = akkoorden_per_gemeente(plan).get(partij.organisatie_id)
    antwoord = akkoord or commitments_per_organisatie(plan).get(partij.organisatie_id)
    return antwoord is not None and antwoord.status == CommitmentStatus.GEWEIGERD


@na(Commitment, "geef")
@na(GemeentelijkAkkoord, "keur_goed")
def wie_tekent_doet_mee(rij: Commitment | GemeentelijkAkkoord, *, door: Lidmaatschap, op: dt.date, **_: Any) -> None:
    """Who never answered the invitation does so by committing (1b.1)."""
    aanvaard_door_te_tekenen(rij.dossier, door=door, op=op)


@receiver(partij_vertrokken)
def laat_los_wie_vertrok(sender: type, partij: Partij, op: dt.date, **_: Any) -> None:
    """Nothing is waited for any more from who left; what was begun stays on record."""
    dossier = partij.dossier
    if any(p.organisatie_id == partij.organisatie_id and p.rol == partij.rol for p in dossier.deelnemende_partijen):
        return
    instemmingen.laat_vervallen_van_wie_wegging(dossier, op=op)
    if partij.rol == Partijrol.GEMEENTE:
        plaatsen = Beoordeling.objects.filter(ronde__dossier=dossier, organisatie=partij.organisatie_id, rol=Beoordelaarsrol.GEMEENTE)
        plaatsen.filter(afgerond_op=None, oordelen=None).delete()
