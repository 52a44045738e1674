"""What of the lawfulness waits on a person: a question of the NZa, or an answer to it (3a.5)."""

import datetime as dt

from django.db.models import Exists, F, OuterRef, Q, Subquery

from kern.organisaties.models import Lidmaatschap, Rol
from kern.web.adressen import dossieradres
from kern.web.panelen import Werkitem, werkvoorraad_bron
from transformatie.models import Dossier, Partij, Partijrol
from verantwoording.models import Rechtmatigheidsoordeel, Rechtmatigheidsuitkomst, Rechtmatigheidsvraag, Toekenning


@werkvoorraad_bron
def rechtmatigheid(namens: Lidmaatschap, op: dt.date) -> list[Werkitem]:
    """Questions for who supplies, answers for the NZa. One query."""
    match namens.rol:
        case Rol.BEOORDELAAR | Rol.PLANMAKER:
            return _vragen(namens)
        case Rol.NZA:
            return _antwoorden()
    return []


def _item(dossier: Dossier, wat: str, toelichting: str, sinds: dt.date | None, knop: str, anker: str) -> Werkitem:
    return Werkitem(
        wat=wat,
        toelichting=toelichting,
        dossier_kenmerk=dossier.kenmerk,
        dossier_titel=dossier.titel,
        dossier_url=dossier.get_absolute_url(),
        uiterlijk=None,
        url=dossieradres("rechtmatigheidsdossier", dossier.kenmerk) + anker,
        knop=knop,
        sinds=sinds,
    )


def _vragen(namens: Lidmaatschap) -> list[Werkitem]:
    pad = "toekenning__dossier_id"
    mijn = Partij.objects.filter(organisatie_id=namens.organisatie_id, rol=Partijrol.PENVOERDER, uit_op=None, dossier_id=OuterRef(pad))
    bij_mij = Exists(mijn) if namens.rol == Rol.PLANMAKER else Q(toekenning__dossier__coordinerend=namens.organisatie_id)
    rijen = Rechtmatigheidsvraag.objects.filter(bij_mij, organisatie=namens.organisatie_id, beantwoord_op=None, vervallen_op=None)
    return [
        _item(
            v.toekenning.dossier,
            "Beantwoord de vraag van de NZa over de rechtmatigheid",
            f"Onderdeel {v.onderdeel}, regel 3a.5",
            v.op,
            "Beantwoord",
            f"#vraag-{v.pk}",
        )
        for v in rijen.select_related("toekenning__dossier")
    ]


def _antwoorden() -> list[Werkitem]:
    """Plans on which the NZa asked for more, and everything it asked was answered since."""
    laatste = Rechtmatigheidsoordeel.objects.filter(toekenning=OuterRef("pk")).order_by("-op", "-vastgelegd_op").values("uitkomst")[:1]
    vragen = Rechtmatigheidsvraag.objects.filter(toekenning=OuterRef("pk"))
    beantwoord = vragen.filter(beantwoord_op__isnull=False).order_by("-beantwoord_op").values("beantwoord_op")[:1]
    rijen = (
        Toekenning.objects.filter(~Exists(vragen.filter(beantwoord_op=None, vervallen_op=None)))
        .annotate(laatste=Subquery(laatste), beantwoord=Subquery(beantwoord))
        .filter(laatste=Rechtmatigheidsuitkomst.MEER_NODIG)
        .order_by(F("beantwoord"))
        .select_related("dossier")
    )
    wat = "Oordeel opnieuw over de rechtmatigheid"
    return [_item(t.dossier, wat, "Uw vraag is beantwoord, regel 3a.5", t.beantwoord, "Oordeel", "#oordeel-kop") for t in rijen]
