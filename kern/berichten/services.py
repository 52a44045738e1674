"""Writing notices into the outbox, and what their readers and beheer do with them."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping

from django.utils import timezone

from kern.berichten.models import Bericht, Berichtvoorkeur
from kern.berichten.soorten import berichtsoort_van, berichtsoorten
from kern.organisaties.models import Lidmaatschap, Organisatie

BEGIN: dict[str, str] = {
    Berichtvoorkeur.Wijze.METEEN: Bericht.Status.WACHT,
    Berichtvoorkeur.Wijze.DAGOVERZICHT: Bericht.Status.SPAART,
    Berichtvoorkeur.Wijze.ALLEEN_HIER: Bericht.Status.ALLEEN_HIER,
}  # the choice that holds when the notice is written; a later choice moves nothing that waits


def leden_van(organisaties: Iterable[Organisatie | uuid.UUID], *, op: dt.date, rollen: Iterable[str] = ()) -> list[uuid.UUID]:
    """The people of these organisations whose membership holds on that day, by key."""
    leden = Lidmaatschap.objects.geldig_op(op).filter(organisatie__in=list(organisaties), gebruiker__is_active=True)
    if rollen:
        leden = leden.filter(rol__in=list(rollen))
    return list(leden.values_list("gebruiker_id", flat=True).distinct().order_by("gebruiker_id"))


def schrijf(
    *,
    aan: Iterable[uuid.UUID],
    soort: str,
    sleutel: str,
    onderwerp: str,
    tekst: str,
    op: dt.date,
    zaak: uuid.UUID | None = None,
    adres: str = "",
    ics: str = "",
    ics_methode: str = "",
) -> None:
    """Put one notice per person in the outbox, each as that person chose; the same key again is silently the same notice.

    `ics` is an invitation made with `kern.agenda.ics.maak_ics`, `ics_methode` its method (REQUEST or CANCEL).
    """
    personen = list(aan)
    statussen = _begin_per_persoon(personen, soort)
    Bericht.objects.bulk_create(
        [
            Bericht(
                zaak=zaak,
                sleutel=f"{sleutel}:{persoon}",
                soort=soort,
                aan_id=persoon,
                onderwerp=" ".join(onderwerp.split())[:200],
                tekst=tekst,
                adres=adres,
                op=op,
                ics=ics,
                ics_methode=ics_methode if ics else "",
                status=statussen.get(persoon, Bericht.Status.WACHT),
            )
            for persoon in personen
        ],
        ignore_conflicts=True,
    )


def _begin_per_persoon(personen: list[uuid.UUID], soort: str) -> dict[uuid.UUID, str]:
    """How a notice of this kind begins for those who do not want it at once; who is not in it gets mail at once."""
    groep = berichtsoort_van(soort)
    if not personen or groep is None or groep.is_altijd:
        return {}
    keuzes = Berichtvoorkeur.objects.filter(gebruiker__in=personen, soort=groep.naam).values_list("gebruiker_id", "wijze")
    return {persoon: BEGIN[wijze] for persoon, wijze in keuzes}


def aantal_ongelezen(gebruiker_id: uuid.UUID) -> int:
    """How many notices this person has not read yet."""
    return Bericht.objects.voor(gebruiker_id).ongelezen().count()


def markeer_gelezen(*, gebruiker_id: uuid.UUID, bericht_id: uuid.UUID | None = None) -> int:
    """Mark one notice of this person as read, or all of them; returns how many changed."""
    berichten = Bericht.objects.voor(gebruiker_id).ongelezen()
    if bericht_id is not None:
        berichten = berichten.filter(pk=bericht_id)
    return berichten.update(gelezen_op=timezone.now())


def kies(*, gebruiker_id: uuid.UUID, keuzes: Mapping[str, str]) -> None:
    """Keep how this person wants each kind of notice; what already waits stays where it is, so a choice loses nothing.

    `keuzes` is by the name of the kind; a kind that always goes at once, or that does not exist, is left alone.
    """
    mag = {soort.naam for soort in berichtsoorten() if not soort.is_altijd}
    Berichtvoorkeur.objects.bulk_create(
        [Berichtvoorkeur(gebruiker_id=gebruiker_id, soort=soort, wijze=wijze) for soort, wijze in keuzes.items() if soort in mag],
        update_conflicts=True,
        unique_fields=["gebruiker", "soort"],
        update_fields=["wijze"],
    )


def probeer_opnieuw(bericht_id: uuid.UUID | None = None) -> int:
    """Let the worker send a failed or returned notice again, or all failed ones; returns how many."""
    if bericht_id is None:
        mislukt = Bericht.objects.filter(status=Bericht.Status.MISLUKT)
    else:
        mislukt = Bericht.objects.filter(pk=bericht_id, status__in=[Bericht.Status.MISLUKT, Bericht.Status.TERUGGEKOMEN])
    return mislukt.update(status=Bericht.Status.WACHT, pogingen=0, volgende_poging_op=None, fout="")
