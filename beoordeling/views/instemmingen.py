"""Who still has to commit, approve or assess, and on which version (1b.1, 1b.2)."""

from dataclasses import dataclass, field

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from beoordeling.blad import Blad, blad_van, leest_mee
from beoordeling.models import Beoordeling, Commitment, GemeentelijkAkkoord
from kern.basis.datums import vandaag
from kern.organisaties.models import Lidmaatschap, Organisatie
from kern.toestanden.uitvoeren import Mogelijkheid, mogelijkheden
from transformatie.selectors.dossier import laad_partijen, laad_versies
from transformatie.views.algemeen import namens, zichtbaar_dossier


@dataclass
class Regel:
    """One organisation at the table with everything that is asked of it."""

    organisatie: Organisatie
    rollen: list[str] = field(default_factory=list)
    commitment: Commitment | None = None
    akkoord: GemeentelijkAkkoord | None = None
    beoordeling: Beoordeling | None = None
    stappen: list[Mogelijkheid] = field(default_factory=list)

    @property
    def is_klaar(self) -> bool:
        """Whether nothing is waited for from this organisation."""
        gevraagd = [r for r in (self.commitment, self.akkoord) if r is not None]
        return all(r.status == "gegeven" for r in gevraagd) and (self.beoordeling is None or bool(self.beoordeling.afgerond_op))


@login_required
@require_safe
def instemmingen(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """Every party with its commitment, its approval and, for reviewers, its assessment."""
    dossier = zichtbaar_dossier(request, kenmerk=kenmerk)
    door = namens(request)
    laad_partijen(dossier)
    laad_versies(dossier)
    blad = blad_van(dossier)
    rijen = regels(blad, door)
    context = {
        "dossier": dossier,
        "plan": blad.plan,
        "versie": blad.plan.ingediende_versie if blad.plan else None,
        "rijen": rijen,
        "wachtend": [r for r in rijen if not r.is_klaar],
        "toont_beoordeling": leest_mee(blad, door),
        "raakt_sociaal": any(r.akkoord for r in rijen),
    }
    return render(request, "beoordeling/instemmingen.html", context)


def regels(blad: Blad, door: Lidmaatschap) -> list[Regel]:
    """The parties that take part, each organisation once; the insurers themselves are not asked (1b.1)."""
    per_organisatie: dict[object, Regel] = {}
    verzekeraars = {blad.dossier.coordinerend_id, blad.dossier.tweede_id}
    for partij in blad.dossier.deelnemende_partijen:
        if partij.organisatie_id not in verzekeraars:
            per_organisatie.setdefault(partij.organisatie_id, Regel(partij.organisatie)).rollen.append(partij.get_rol_display())
    toont_beoordeling = leest_mee(blad, door)
    for pk, regel in per_organisatie.items():
        regel.commitment, regel.akkoord = blad.commitments.get(pk), blad.akkoorden.get(pk)  # type: ignore[call-overload]
        if toont_beoordeling and blad.in_behandeling is not None:
            regel.beoordeling = next((b for b in blad.beoordelingen if b.organisatie_id == pk), None)
        eigen = [r for r in (regel.commitment, regel.akkoord) if r is not None and r.organisatie_id == door.organisatie_id]
        for rij in eigen:
            rij.dossier = blad.dossier
            regel.stappen += [m for m in mogelijkheden(rij, door=door, op=vandaag()) if m.kan]
    return list(per_organisatie.values())
