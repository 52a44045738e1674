"""Who still has to commit, approve or assess, on which version, and what changed for who is asked again (1b.1, 1b.2)."""

from dataclasses import dataclass, field

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from beoordeling.blad import Blad, blad_van, leest_mee
from beoordeling.models import Beoordeling, Commitment, GemeentelijkAkkoord
from beoordeling.rechten import TEKENT_ALS
from beoordeling.wijzigingen import Sinds, per_partij
from kern.basis.datums import vandaag
from kern.organisaties.models import Lidmaatschap, Organisatie
from kern.regels.register import Belet
from kern.toestanden.stap import SYSTEEM
from kern.toestanden.uitvoeren import Mogelijkheid, mogelijkheden, overgangen
from transformatie.models import Planversie
from transformatie.selectors.dossier import laad_partijen, laad_versies
from transformatie.views.algemeen import namens, zichtbaar_dossier

HASH_KORT = 12


@dataclass
class Regel:
    """One organisation at the table with everything that is asked of it."""

    organisatie: Organisatie
    rollen: list[str] = field(default_factory=list)
    is_genodigd: bool = False
    commitment: Commitment | None = None
    akkoord: GemeentelijkAkkoord | None = None
    beoordeling: Beoordeling | None = None
    sinds: Sinds | None = None
    laatste: Planversie | None = None
    stappen: list[Mogelijkheid] = field(default_factory=list)

    @property
    def is_klaar(self) -> bool:
        """Whether nothing is waited for from this organisation."""
        gevraagd = [r for r in (self.commitment, self.akkoord) if r is not None]
        return all(r.status == "gegeven" for r in gevraagd) and (self.beoordeling is None or bool(self.beoordeling.afgerond_op))

    @property
    def geldt_nog(self) -> bool:
        """Whether its commitment is on an earlier version than the last, which did not touch it (1b.1)."""
        rij = self.commitment
        return rij is not None and rij.status == "gegeven" and self.laatste is not None and rij.versie_id != self.laatste.pk


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
        "versie": blad.plan.beoordeelde_versie if blad.plan else None,
        "rijen": rijen,
        "wachtend": [r for r in rijen if not r.is_klaar],
        "opnieuw": [r for r in rijen if r.sinds is not None],
        "toont_beoordeling": leest_mee(blad, door),
        "raakt_sociaal": any(r.akkoord for r in rijen),
        "namens": door,
    }
    return render(request, "beoordeling/instemmingen.html", context)


def regels(blad: Blad, door: Lidmaatschap) -> list[Regel]:
    """The parties that take part, each organisation once; the insurers themselves are not asked (1b.1)."""
    per_organisatie: dict[object, Regel] = {}
    verzekeraars = {blad.dossier.coordinerend_id, blad.dossier.tweede_id}
    for partij in blad.dossier.deelnemende_partijen:
        if partij.organisatie_id not in verzekeraars:
            regel = per_organisatie.setdefault(partij.organisatie_id, Regel(partij.organisatie))
            regel.rollen.append(partij.get_rol_display())
            regel.is_genodigd |= partij.is_genodigd
    toont_beoordeling = leest_mee(blad, door)
    sinds = per_partij(blad.plan, blad.commitments) if blad.plan is not None and blad.ligt_voor else {}
    for pk, regel in per_organisatie.items():
        regel.commitment, regel.akkoord = blad.commitments.get(pk), blad.akkoorden.get(pk)  # type: ignore[call-overload] # keys of a UUID
        regel.sinds = sinds.get(pk)  # type: ignore[call-overload] # keys of a UUID
        regel.laatste = blad.plan.beoordeelde_versie if blad.plan is not None else None
        if toont_beoordeling and blad.in_behandeling is not None:
            regel.beoordeling = next((b for b in blad.beoordelingen if b.organisatie_id == pk), None)
        if pk == door.organisatie_id and blad.ligt_voor:
            regel.stappen = _stappen(blad, regel, door)
    return list(per_organisatie.values())


def _stappen(blad: Blad, regel: Regel, door: Lidmaatschap) -> list[Mogelijkheid]:
    """The steps of the own organisation; who is not entitled sees them closed, with who is (1b.1)."""
    gevonden = []
    for rij in (regel.commitment, regel.akkoord):
        if rij is None:
            continue
        rij.dossier = blad.dossier
        kan = mogelijkheden(rij, door=door, op=vandaag())
        gevonden += kan or _dichte_stappen(rij, door)
    return gevonden


def _dichte_stappen(rij: Commitment | GemeentelijkAkkoord, door: Lidmaatschap) -> list[Mogelijkheid]:
    dicht = []
    for t in overgangen(type(rij)):
        if t.source != rij.status or t.permission is SYSTEEM:
            continue
        zin = t.custom or {}
        belet = Belet(f"Dit kan alleen {t.permission.wie}.{_wie_wel(rij)}", "1b.1")
        dicht.append(Mogelijkheid(rij, t.name, zin.get("label", t.name), zin.get("gevolg", ""), zin.get("hoofd", False), [belet]))
    return dicht


def _wie_wel(rij: Commitment | GemeentelijkAkkoord) -> str:
    """Who of the own organisation can; one query, remembered on the row."""
    if "_wie_wel" not in rij.__dict__:
        leden = Lidmaatschap.objects.geldig_op(vandaag()).filter(organisatie=rij.organisatie_id, gebruiker__is_active=True)
        wel = (
            leden.filter(mag_tekenen=True, rol=TEKENT_ALS.get(rij.organisatie.soort))
            if isinstance(rij, Commitment)
            else leden.filter(rol="gemeentelijk_beslisser")
        )
        namen = sorted(set(wel.values_list("gebruiker__naam", flat=True)))
        rij.__dict__["_wie_wel"] = f" Bij uw organisatie: {', '.join(namen)}." if namen else " Vraag beheer wie dat bij uw organisatie is."
    tekst: str = rij.__dict__["_wie_wel"]
    return tekst
