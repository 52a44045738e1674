"""What waits because of a voorgenomen besluit: laying it before the others, reading it, answering questions."""

import datetime as dt

from django.db.models import Count, Q
from django.urls import reverse

from beoordeling.blad import blad_van
from beoordeling.models import Voornemen
from kern.organisaties.models import Lidmaatschap, Rol
from kern.web.panelen import Werkitem, werkvoorraad_bron
from transformatie.aanzet import AanZet, Actie, aan_zet
from transformatie.models import Dossier
from transformatie.rechten import COORDINERENDE, handelt_voor_indiener


@aan_zet
def voornemen_voorleggen(dossier: Dossier, door: Lidmaatschap, op: dt.date) -> list[AanZet]:
    """Where the framework asks it (2023), the other insurers may look before the decision. One query there, none elsewhere."""
    if handelt_voor_indiener.test(door, dossier) or door.rol != Rol.BEOORDELAAR:
        return []
    ronde = blad_van(dossier).in_behandeling
    if ronde is None or not ronde.kader.weken_inzage_overige or not ronde.is_vastgesteld:
        return []
    rij = Voornemen.objects.filter(ronde=ronde).annotate(onbeantwoord=Count("vragen", filter=Q(vragen__beantwoord_op=None))).first()
    if rij is None:
        wat = f"Leg het voorgenomen besluit voor aan de overige zorgverzekeraars (kader {ronde.kader.versie}). De termijn voor het besluit loopt door."
        adres = reverse("leg-voornemen-voor", kwargs={"kenmerk": dossier.kenmerk})
        return [AanZet((dossier.coordinerend,), wat, acties=(Actie("Leg voor", adres),) if COORDINERENDE(dossier, door) else ())]
    if not rij.onbeantwoord:
        return []
    beide = tuple(o for o in (dossier.coordinerend, dossier.tweede) if o is not None)
    return [AanZet(beide, "Beantwoord de vragen van andere zorgverzekeraars.", acties=(Actie("Beantwoord", rij.get_absolute_url()),))]


@werkvoorraad_bron
def voornemens(namens: Lidmaatschap, op: dt.date) -> list[Werkitem]:
    """Questions for the two insurers, and for the others what they may still ask about. One query."""
    if namens.rol != Rol.BEOORDELAAR:
        return []
    eigen = Q(dossier__coordinerend=namens.organisatie_id) | Q(dossier__tweede=namens.organisatie_id)
    rijen = Voornemen.objects.annotate(onbeantwoord=Count("vragen", filter=Q(vragen__beantwoord_op=None))).filter(
        (eigen & Q(onbeantwoord__gt=0)) | (~eigen & Q(inzage_tot__gte=op))
    )
    return [_item(rij, namens) for rij in rijen.select_related("dossier__coordinerend")]


def _item(rij: Voornemen, namens: Lidmaatschap) -> Werkitem:
    dossier = rij.dossier
    is_eigen = namens.organisatie_id in (dossier.coordinerend_id, dossier.tweede_id)
    return Werkitem(
        wat="Vragen van andere zorgverzekeraars beantwoorden" if is_eigen else "Voorgenomen besluit: vragen stellen kan nog",
        toelichting="over het voorgenomen besluit" if is_eigen else f"van {dossier.coordinerend}",
        dossier_kenmerk=dossier.kenmerk,
        dossier_titel=dossier.titel,
        dossier_url=dossier.get_absolute_url() if is_eigen else rij.get_absolute_url(),
        uiterlijk=rij.inzage_tot,
        url=rij.get_absolute_url(),
        knop="Beantwoord" if is_eigen else "Lees",
        is_aan_zet=is_eigen,
        sinds=rij.gepubliceerd_op,
    )
