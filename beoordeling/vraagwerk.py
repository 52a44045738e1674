"""Who waits for whom about questions and deeladviezen: on the dossier, in the werkvoorraad, and among the notices."""

import datetime as dt
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.urls import reverse

from beoordeling.blad import Blad, blad_van, leest_mee
from beoordeling.models import Beoordelingsronde, RondeStatus, Vragenbundel
from kern.basis.datums import toon_datum
from kern.berichten.soorten import berichtsoort
from kern.organisaties.models import Lidmaatschap, Rol
from kern.termijnen.models import Termijn
from kern.termijnen.soorten import BESLUIT_SNELLE_TOETS, BESLUIT_TRANSFORMATIEPLAN
from kern.web.panelen import Paneel, Werkitem, paneel, werkvoorraad_bron
from transformatie import rechten
from transformatie.aanzet import AanZet, Actie, aan_zet
from transformatie.models import Dossier, Partij
from transformatie.models.dossier import INDIENEND
from transformatie.services.meldingen import indieners
from transformatie.zicht import open_voor_indieners

open_voor_indieners("beoordeling.vragenbundel")
berichtsoort(
    "vragen",
    "Vragen van de verzekeraars en antwoorden daarop",
    "Er zijn vragen over uw plan, of er zijn antwoorden op uw vragen.",
    namen=("vragen_gesteld", "vragen_verstuurd", "vragen_beantwoord"),
)
berichtsoort(
    "deeladvies",
    "Deeladviezen binnen uw verzekeraar",
    "Een collega vraagt u om advies over een deel van een plan, of gaf het.",
    namen=("deeladvies_gevraagd", "deeladvies_herinnering", "deeladvies_gegeven"),
    rollen=("beoordelaar",),
)
ONBESLIST = Q(ronde__snelle_toets__status__in=["ingediend", "in_beoordeling"]) | Q(
    ronde__versie__plan__status__in=["ingediend", "in_beoordeling"]
)


def wachtende_bundel(blad: Blad) -> dict[str, Any] | None:
    """The bundle that still has to be answered, out of what the page already read."""
    if blad.in_behandeling is None:
        return None
    bundels: list[dict[str, Any]] = blad.in_behandeling.bundels_json  # type: ignore[attr-defined]
    return next((b for b in bundels if b["beantwoord_op"] is None), None)


@aan_zet
def vragen(dossier: Dossier, door: Lidmaatschap, op: dt.date) -> list[AanZet]:
    """Questions to be answered by the submitters, and noted ones that the coordinating insurer may send (1c.2)."""
    blad = blad_van(dossier)
    ronde = blad.in_behandeling
    if ronde is None:
        return []
    mee, adres = leest_mee(blad, door), {"kenmerk": dossier.kenmerk}
    zetten = []
    if bundel := wachtende_bundel(blad):
        antwoordt = rechten.INDIENER(dossier, door)
        acties: tuple[Actie, ...] = ()
        if antwoordt or mee:
            acties = (Actie("Beantwoord de vragen" if antwoordt else "Bekijk de vragen", reverse("vragen", kwargs=adres), antwoordt),)
        gesteld = toon_datum(dt.date.fromisoformat(bundel["verstuurd_op"]))
        wat = f"Beantwoord de vragen die beide verzekeraars op {gesteld} stelden (1c.2). De termijn voor het besluit loopt door."
        zetten.append(AanZet(tuple(indieners(dossier)), wat, acties=acties, gaat_voor=True))
    aantal = ronde.open_vragen  # type: ignore[attr-defined]
    if mee and aantal:
        staat = "Er staat 1 vraag" if aantal == 1 else f"Er staan {aantal} vragen"
        wat = f"{staat} klaar voor de indieners. Verstuur ze in een keer, namens beide verzekeraars (1c.2)."
        zetten.append(AanZet((dossier.coordinerend,), wat, acties=(Actie("Naar de vragen", reverse("vragen-bundelen", kwargs=adres)),)))
    return zetten


@paneel("dossier.zijkant", volgorde=25)
def vragen_en_antwoorden(context: dict[str, Any]) -> Paneel | None:
    """The way to the questions that were sent, for who answers and who reviews."""
    dossier, door = context["dossier"], context["namens"]
    blad = blad_van(dossier)
    bundels: list[dict[str, Any]] = [b for r in blad.rondes for b in r.bundels_json]  # type: ignore[attr-defined]
    if not bundels or not (rechten.INDIENER(dossier, door) or leest_mee(blad, door)):
        return None
    wacht = wachtende_bundel(blad)
    return Paneel("beoordeling/panelen/vragen.html", {"aantal": sum(b["aantal"] for b in bundels), "wacht": wacht is not None})


@werkvoorraad_bron
def te_beantwoorden(namens: Lidmaatschap, op: dt.date) -> list[Werkitem]:
    """Bundles that wait for the answers of the own organisation. One query."""
    if namens.rol != Rol.PLANMAKER:
        return []
    doet_mee = Partij.objects.filter(dossier=OuterRef("ronde__dossier"), organisatie=namens.organisatie_id, rol__in=INDIENEND, uit_op=None)
    nieuwer = Beoordelingsronde.objects.filter(dossier=OuterRef("ronde__dossier"), nummer__gt=OuterRef("ronde__nummer"))
    klok = Termijn.objects.open().filter(
        zaak_id=OuterRef("ronde__dossier_id"), soort_termijn__in=[BESLUIT_SNELLE_TOETS, BESLUIT_TRANSFORMATIEPLAN]
    )
    rijen = (
        Vragenbundel.objects.filter(ONBESLIST, Exists(doet_mee), ~Exists(nieuwer.exclude(status=RondeStatus.VERVALLEN)), beantwoord_op=None)
        .exclude(ronde__status=RondeStatus.VERVALLEN)
        .values(
            "verstuurd_op",
            kenmerk=F("ronde__dossier__kenmerk"),
            titel=F("ronde__dossier__titel"),
            aantal=Count("vragen"),
            besluit_voor=Subquery(klok.order_by("einde_op").values("einde_op")[:1]),
        )
    )
    return [
        Werkitem(
            wat="Vragen van de verzekeraars beantwoorden",
            toelichting=f"{r['aantal']} {'vraag' if r['aantal'] == 1 else 'vragen'}, de termijn voor het besluit loopt door",
            dossier_kenmerk=r["kenmerk"],
            dossier_titel=r["titel"],
            dossier_url=reverse("dossier", kwargs={"kenmerk": r["kenmerk"]}),
            uiterlijk=r["besluit_voor"],
            url=reverse("vragen", kwargs={"kenmerk": r["kenmerk"]}),
            knop="Beantwoord",
            sinds=r["verstuurd_op"],
        )
        for r in rijen
    ]
