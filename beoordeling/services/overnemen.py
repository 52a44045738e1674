"""Taking over one's judgements on an earlier version, where nothing they are about has changed."""

from django.db import transaction

from beoordeling.models import Beoordeling, Oordeel
from beoordeling.passages import Lezer
from beoordeling.services.rondes import DICHT, mijn_beoordeling
from kern.organisaties.models import Lidmaatschap
from kern.toestanden.stap import StapNietMogelijk, StapNietToegestaan
from kern.toestanden.uitvoeren import vergrendel


def over_te_nemen(lezer: Lezer, plaats: Beoordeling) -> list[Oordeel]:
    """The earlier judgements on points that did not change and are still open here. One query."""
    if lezer.eerder is None:
        return []
    codes = {p.code for p in lezer.ongewijzigd()} - {o.punt for o in plaats.oordelen.all()}
    return list(lezer.eerder.oordelen.filter(punt__in=codes)) if codes else []


@transaction.atomic
def neem_over(plaats: Beoordeling, *, door: Lidmaatschap) -> list[Oordeel]:
    """Copy them, each marked with where it came from; who saves one by hand makes it new."""
    vergrendel(plaats.zaak)
    ronde = plaats.ronde
    ronde.refresh_from_db()
    if mijn_beoordeling(ronde, door) != plaats:
        raise StapNietToegestaan("Dit kan alleen een beoordelaar van deze organisatie, die niet ook voor een indiener werkt.")
    vers = Beoordeling.objects.select_related("ronde__versie__plan", "ronde__dossier").get(pk=plaats.pk)
    if not vers.is_open:
        raise StapNietMogelijk(DICHT)
    return Oordeel.objects.bulk_create(
        [
            Oordeel(
                beoordeling=vers,
                punt=o.punt,
                waardering=o.waardering,
                onderbouwing=o.onderbouwing,
                overgenomen_van=o,
                door_id=door.gebruiker_id,
            )
            for o in over_te_nemen(Lezer(vers.ronde, vers), vers)
        ]
    )
