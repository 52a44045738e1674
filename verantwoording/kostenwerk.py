"""What of the costs waits on a person, over all dossiers, in two queries per role (3a.1)."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse

from kern.basis.datums import toon_datum
from kern.organisaties.models import Lidmaatschap, Rol
from kern.termijnen.models import Termijn
from kern.termijnen.soorten import KOSTENSTAND
from kern.web.panelen import Werkitem, werkvoorraad_bron
from transformatie.models import Dossier
from verantwoording.models import Begroting, BegrotingStatus, Kostenstand, KostenstandStatus, ToekenningStatus
from verantwoording.werkvoorraad import _onbevangen, _penvoerder_in

REGEL = "Regel 3a.1"
S = KostenstandStatus


@werkvoorraad_bron
def kosten(namens: Lidmaatschap, op: dt.date) -> list[Werkitem]:
    """The penvoerder writes and hands in, the coordinating insurer confirms and discusses."""
    if namens.rol == Rol.PLANMAKER:
        return [*_begrotingen_penvoerder(namens), *_standen_penvoerder(namens)]
    if namens.rol == Rol.BEOORDELAAR:
        return [*_begrotingen_czv(namens), *_standen_czv(namens, op)]
    return []


def _item(
    dossier: Dossier, wat: str, url: str, knop: str, *, toelichting: str = REGEL, uiterlijk: dt.date | None = None, **kw: object
) -> Werkitem:
    return Werkitem(
        wat=wat,
        toelichting=toelichting,
        dossier_kenmerk=dossier.kenmerk,
        dossier_titel=dossier.titel,
        dossier_url=dossier.get_absolute_url(),
        uiterlijk=uiterlijk,
        url=url,
        knop=knop,
        **kw,  # type: ignore[arg-type]  # is_aan_zet and sinds
    )


def _begrotingen(*standen: str) -> "QuerySet[Begroting]":
    rijen = Begroting.objects.filter(status__in=standen, toekenning__status=ToekenningStatus.IN_UITVOERING)
    return rijen.select_related("dossier__hoofdregio", "toekenning")


def met_klok(rijen: "QuerySet[Kostenstand]") -> "QuerySet[Kostenstand]":
    """Each open statement with the last day on which it can be given in time."""
    klok = Termijn.objects.open().filter(onderwerp=OuterRef("pk"), soort_termijn=KOSTENSTAND)
    return rijen.select_related("dossier__hoofdregio").annotate(uiterlijk=Subquery(klok.values("einde_op")[:1]))


def _begrotingen_penvoerder(namens: Lidmaatschap) -> Iterator[Werkitem]:
    for b in _begrotingen(BegrotingStatus.CONCEPT).filter(_penvoerder_in(namens)):
        wat = "Pas de begroting aan" if b.opmerking else "Stel de begroting op"
        url = reverse("begroting", kwargs={"kenmerk": b.dossier.kenmerk})
        yield _item(b.dossier, wat, url, "Vul in", sinds=b.toekenning.gestart_op)


def _begrotingen_czv(namens: Lidmaatschap) -> Iterator[Werkitem]:
    rijen = _begrotingen(BegrotingStatus.VOORGELEGD).filter(_onbevangen(namens, "dossier_id"), dossier__coordinerend=namens.organisatie_id)
    for b in rijen:
        url = reverse("begroting", kwargs={"kenmerk": b.dossier.kenmerk})
        yield _item(b.dossier, "Stel de begroting vast", url, "Bekijk", sinds=b.voorgelegd_op)


def _standen_penvoerder(namens: Lidmaatschap) -> Iterator[Werkitem]:
    for s in met_klok(Kostenstand.objects.filter(_penvoerder_in(namens), status=S.CONCEPT)):
        wat = f"Verbeter de kostenstand van het {s.periode}" if s.versie > 1 else f"Dien de kostenstand van het {s.periode} in"
        yield _item(s.dossier, wat, s.get_absolute_url(), "Vul in", uiterlijk=s.uiterlijk)  # type: ignore[attr-defined]  # an annotation of the query


def _standen_czv(namens: Lidmaatschap, op: dt.date) -> Iterator[Werkitem]:
    rijen = met_klok(
        Kostenstand.objects.filter(
            _onbevangen(namens, "dossier_id"), status__in=[S.INGEDIEND, S.CONCEPT], dossier__coordinerend=namens.organisatie_id
        )
    )
    for s in rijen:
        uiterlijk: dt.date | None = s.uiterlijk  # type: ignore[attr-defined]  # an annotation of the query
        if s.status == S.INGEDIEND:
            yield _item(s.dossier, f"Bespreek de kostenstand van het {s.periode}", s.get_absolute_url(), "Bekijk", sinds=s.ingediend_op)
        elif uiterlijk is not None and uiterlijk < op:
            wat = f"Achterstand: de kostenstand van het {s.periode}"
            toelichting = f"De penvoerder is aan zet. Uiterlijk was {toon_datum(uiterlijk)}."
            yield _item(s.dossier, wat, s.get_absolute_url(), "Bekijk", toelichting=toelichting, is_aan_zet=False, sinds=uiterlijk)
