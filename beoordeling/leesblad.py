"""What the review page shows around one point: the passages, the questions, the others, the team."""

from typing import Any

from beoordeling.blad import TOON, VERZEKERAARS, Blad, tabel, verschilpunten
from beoordeling.forms.vragen import VraagForm
from beoordeling.kaders import Punt
from beoordeling.models import Adviesverzoek, Beoordeling, Oordeel
from beoordeling.passages import Lezer, Passage
from beoordeling.services.overnemen import over_te_nemen
from beoordeling.vraagblad import Vraagblad, Vraagplek


def anderen(blad: Blad, plaats: Beoordeling | None, punt: Punt) -> list[tuple[Beoordeling, Oordeel, str]]:
    """What the other organisations wrote on this point so far."""
    return [(b, o, TOON[o.waardering]) for b in blad.beoordelingen if b is not plaats for o in b.oordelen.all() if o.punt == punt.code]


def tabelblad(blad: Blad, *, alleen_verschillen: bool = False) -> dict[str, Any]:
    """The points by the organisations, all or only where the two insurers differ."""
    assert blad.ronde is not None
    rijen, plaatsen = tabel(blad), blad.beoordelingen
    aantal = sum(bool(r.verschil) for r in rijen)
    return {
        "tabel": [r for r in rijen if r.verschil] if alleen_verschillen and aantal else rijen,
        "beoordelingen": plaatsen,
        "is_begonnen": any(b.afgerond_op or b.oordelen.all() for b in plaatsen),
        "aantal_verschillen": aantal,
        "alleen_verschillen": alleen_verschillen and bool(aantal),
        "verschilpunten": verschilpunten(blad.ronde) if aantal else [],
    }


def leesblad(blad: Blad, plaats: Beoordeling | None, punt: Punt, vraagform: VraagForm | None, vraagmelding: str) -> dict[str, Any]:
    """The passages with their questions, and what may be taken over from the version judged before."""
    ronde = blad.ronde
    assert ronde is not None
    lezer = Lezer(ronde, plaats)
    vragen = Vraagblad(ronde, plaats, is_open=blad.in_behandeling is not None)
    gevraagd = str(vraagform.data.get("veld", "")) if vraagform else None

    def plek(veld: str, label: str) -> Vraagplek:
        hier = veld == gevraagd
        return vragen.plek(punt.code, veld, label, form=vraagform if hier else None, melding=vraagmelding if hier else "")

    def met_plek(passages: list[Passage]) -> list[tuple[Passage, Vraagplek]]:
        return [(p, plek(p.sleutel, p.label)) for p in passages]

    return {
        "passages": met_plek(lezer.passages(punt)),
        "overige": [(titel, met_plek(velden)) for titel, velden in lezer.overige(punt)],
        "puntplek": plek("", ""),
        "kpis": lezer.kpis(punt),
        "vorige_versie": lezer.vorige,
        "gewijzigd_sinds": lezer.sinds,
        "is_ongewijzigd": lezer.vorige is not None and not lezer.is_gewijzigd(punt),
        "over_te_nemen": over_te_nemen(lezer, plaats) if plaats and plaats.is_open else [],
        "aantal_open_vragen": len(vragen.nog_te_versturen),
    }


def teamblad(plaats: Beoordeling, punt: Punt) -> dict[str, Any]:
    """What colleagues of the own insurer advise on this point, for that insurer only. Two queries."""
    if plaats.rol not in VERZEKERAARS:
        return {"is_verzekeraar": False}
    verzoeken = Adviesverzoek.objects.filter(beoordeling=plaats, ingetrokken_op=None).select_related("aan__gebruiker", "gegeven_door")
    over_punt = [v for v in verzoeken.prefetch_related("adviezen") if punt.code in v.punten]
    return {
        "is_verzekeraar": True,
        "adviezen": [(v, a) for v in over_punt if v.gegeven_op for a in v.adviezen.all() if a.punt == punt.code],
        "advies_onderweg": [v for v in over_punt if v.gegeven_op is None],
    }
