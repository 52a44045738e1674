"""What this floor puts in a person's calendar: the terms their organisations must meet."""

import datetime as dt

from django.db.models import Q
from django.urls import reverse

from kern.agenda.bronnen import agenda_bron, lidmaatschappen_van
from kern.agenda.ics import Afspraak
from kern.gebruikers.models import Gebruiker
from kern.termijnen.models import Termijn, TermijnStatus
from transformatie.models import Dossier, Partij
from transformatie.models.dossier import INDIENEND
from transformatie.zicht import INTERNE_TERMIJNEN


@agenda_bron
def termijnen_in_de_agenda(gebruiker: Gebruiker, op: dt.date) -> list[Afspraak]:
    """The open terms of one's organisations, in the dossiers one sees, each on its last day; three queries.

    A calendar lies open on telephones: the kenmerk, what must be done and the last day, no title and no other party.
    """
    leden = lidmaatschappen_van(gebruiker, op)
    if not leden:
        return []
    eigen = Q()
    for lid in leden:
        eigen |= Q(verantwoordelijk_id=lid.organisatie_id, zaak_id__in=Dossier.objects.zichtbaar_voor(lid).values("pk"))
    indienend = Partij.objects.filter(organisatie_id__in={lid.organisatie_id for lid in leden}, rol__in=INDIENEND)
    verborgen = Q(soort_termijn__in=INTERNE_TERMIJNEN, zaak_id__in=indienend.values("dossier_id"))
    termijnen = list(Termijn.objects.open().filter(eigen).exclude(verborgen))
    kenmerken = dict(Dossier.objects.filter(pk__in={t.zaak_id for t in termijnen}).values_list("pk", "kenmerk"))
    return [_afspraak(termijn, kenmerken[termijn.zaak_id]) for termijn in termijnen]


def _afspraak(termijn: Termijn, kenmerk: str) -> Afspraak:
    stil = ", staat nu stil" if termijn.status == TermijnStatus.OPGESCHORT else ""
    regel = f" Dit volgt uit regel {termijn.regel}." if termijn.regel else ""
    return Afspraak(
        uid=f"termijn-{termijn.pk}@transformatieplan",
        begin=termijn.einde_op,
        titel=f"Laatste dag: {termijn.naam} ({kenmerk}{stil})",
        adres=reverse("termijn", args=[termijn.pk]),
        omschrijving=f"Laatste dag voor: {termijn.naam}.{regel}",
    )
