"""Signing the overeenkomst: by an entitled person of the party itself, or registered with the signed exemplar (3a.5)."""

import datetime as dt
from typing import Any

from django.core.files.base import File
from django.db.models import Max

from kern.basis.datums import toon_datum
from kern.documenten import services as documenten
from kern.documenten.models import Document
from kern.organisaties.models import Lidmaatschap, Organisatie
from kern.regels.register import Belet
from kern.toestanden.register import benoem
from kern.toestanden.stap import StapBelet
from kern.toestanden.uitvoeren import handeling
from transformatie.services.meldingen import meld
from verantwoording import rechten
from verantwoording.models import Ondertekening, Overeenkomst, Tekenwijze, ToekenningStatus
from verantwoording.rechten_tekenen import TEKENT_OVEREENKOMST
from verantwoording.selectors import wie_tekenen

GETEKEND_EXEMPLAAR = "ondertekende_overeenkomst"

for _stap, _label in (
    ("teken_overeenkomst", "Overeenkomst ondertekend in de toepassing"),
    ("weiger_overeenkomst", "Ondertekening van de overeenkomst geweigerd"),
    ("registreer_ondertekening", "Handtekening vastgelegd"),
):
    benoem("verantwoording.toekenning", _stap, _label)


def teken_overeenkomst(
    overeenkomst: Overeenkomst, *, functie: str, sha256: str, bevestigd_met: str, door: Lidmaatschap, op: dt.date
) -> Ondertekening:
    """Sign for the own organisation, under the hash of the document that was read; `bevestigd_met` says how one proved to be it."""
    toekenning, partij = overeenkomst.toekenning, door.organisatie
    feiten = {"organisatie": partij.naam, "versie": overeenkomst.versie, "sha256": sha256}
    with handeling(toekenning, "teken_overeenkomst", recht=TEKENT_OVEREENKOMST, door=door, op=op, feiten=feiten):
        document = _gemaakt(_te_tekenen(overeenkomst, partij))
        if document.sha256 != sha256:
            tekst = f"De overeenkomst is intussen gewijzigd: dit is nu versie {overeenkomst.versie}. Lees het nieuwe document en teken dan."
            raise StapBelet([Belet(tekst)])
        return Ondertekening.objects.create(
            overeenkomst=overeenkomst,
            organisatie=partij,
            naam=door.gebruiker.naam,
            functie=functie,
            op=op,
            versie=overeenkomst.versie,
            wijze=Tekenwijze.TOEPASSING,
            document=document,
            sha256=sha256,
            gebruiker=door.gebruiker,
            bevestigd_met=bevestigd_met,
        )


def weiger_overeenkomst(
    overeenkomst: Overeenkomst, *, functie: str, reden: str, sha256: str, door: Lidmaatschap, op: dt.date
) -> Ondertekening:
    """Refuse to sign the document that was read, for a reason: what others signed lapses, and the agreement goes back to be drawn up anew."""
    toekenning, partij = overeenkomst.toekenning, door.organisatie
    feiten = {"organisatie": partij.naam, "versie": overeenkomst.versie}
    with handeling(toekenning, "weiger_overeenkomst", recht=TEKENT_OVEREENKOMST, door=door, op=op, feiten=feiten):
        document = _gemaakt(_te_tekenen(overeenkomst, partij))
        if document.sha256 != sha256:
            raise StapBelet(
                [Belet(f"De overeenkomst is intussen gewijzigd: dit is nu versie {overeenkomst.versie}. Lees het nieuwe document.")]
            )
        if not reden.strip():
            raise StapBelet([Belet("Geef een reden.", veld="reden")])
        overeenkomst.ondertekeningen.filter(vervallen_op=None).update(vervallen_op=op)
        rij = Ondertekening.objects.create(
            overeenkomst=overeenkomst,
            organisatie=partij,
            naam=door.gebruiker.naam,
            functie=functie,
            op=op,
            versie=overeenkomst.versie,
            wijze=Tekenwijze.TOEPASSING,
            document=document,
            sha256=document.sha256,
            gebruiker=door.gebruiker,
            is_geweigerd=True,
            reden=reden,
        )
        _meld_weigering(rij, op)
        return rij


def _meld_weigering(rij: Ondertekening, op: dt.date) -> None:
    toekenning = rij.overeenkomst.toekenning
    meld(
        toekenning.dossier,
        wie_tekenen(toekenning),
        soort="overeenkomst_geweigerd",
        sleutel=str(rij.pk),
        onderwerp="overeenkomst niet getekend",
        tekst=f"{rij.organisatie.aan_het_begin} tekent deze versie van de overeenkomst niet. De reden staat bij de overeenkomst.",
        op=op,
        adres=toekenning.get_absolute_url(),
    )


def registreer_ondertekening(
    overeenkomst: Overeenkomst,
    organisatie: Organisatie,
    *,
    naam: str,
    functie: str,
    getekend_op: dt.date,
    door: Lidmaatschap,
    op: dt.date,
    bestand: "File[Any] | None" = None,
) -> Ondertekening:
    """The coordinating insurer records that a party signed on paper: who, in what function, when, and the signed exemplar."""
    toekenning = overeenkomst.toekenning
    feiten = {"organisatie": organisatie.naam, "versie": overeenkomst.versie}
    with handeling(toekenning, "registreer_ondertekening", recht=rechten.COORDINERENDE, door=door, op=op, feiten=feiten):
        _te_tekenen(overeenkomst, organisatie)
        if getekend_op < (vervallen_op(overeenkomst, organisatie) or getekend_op):
            raise StapBelet([Belet("De vorige handtekening is vervallen. Noem de dag waarop opnieuw is getekend.", veld="getekend_op")])
        if not overeenkomst.opgesteld_op <= getekend_op <= op:
            tekst = "De dag van tekenen ligt niet tussen het opstellen van de overeenkomst en vandaag."
            raise StapBelet([Belet(tekst, veld="getekend_op")])
        exemplaar = _bewaar_exemplaar(overeenkomst, organisatie, bestand, door, op) if bestand is not None else None
        return Ondertekening.objects.create(
            overeenkomst=overeenkomst,
            organisatie=organisatie,
            naam=naam,
            functie=functie,
            op=getekend_op,
            versie=overeenkomst.versie,
            wijze=Tekenwijze.GEUPLOAD if exemplaar else Tekenwijze.GEREGISTREERD,
            document=exemplaar,
            sha256=exemplaar.sha256 if exemplaar else "",
            gebruiker=door.gebruiker,
        )


def _bewaar_exemplaar(
    overeenkomst: Overeenkomst, organisatie: Organisatie, bestand: "File[Any]", door: Lidmaatschap, op: dt.date
) -> Document:
    return documenten.bewaar(
        zaak=overeenkomst.zaak,
        soort=GETEKEND_EXEMPLAAR,
        onderwerp=overeenkomst.pk,
        titel=f"Overeenkomst, getekend door {organisatie.in_zin}",
        upload=bestand,
        door=door,
        op=op,
        voor=Document.Voor.CZV_EN_INDIENERS,
    )


def _te_tekenen(overeenkomst: Overeenkomst, partij: Organisatie) -> Document | None:
    """The document of the version as it stands, read afresh; refused when this party cannot answer to it (any more)."""
    overeenkomst.refresh_from_db()
    toekenning = overeenkomst.toekenning
    if toekenning.status != ToekenningStatus.GERESERVEERD:
        raise StapBelet([Belet("De overeenkomst is al getekend, of nog niet aan de orde.")])
    if partij not in wie_tekenen(toekenning):
        raise StapBelet([Belet(f"{partij.aan_het_begin} is geen partij bij deze overeenkomst.", veld="organisatie")])
    for rij in overeenkomst.ondertekeningen.filter(vervallen_op=None).select_related("organisatie"):
        if rij.is_geweigerd:
            tekst = f"{rij.organisatie.aan_het_begin} weigerde deze versie op {toon_datum(rij.op)}. Er komt eerst een nieuwe versie."
            raise StapBelet([Belet(tekst)])
        if rij.organisatie_id == partij.pk:
            raise StapBelet([Belet(f"{partij.aan_het_begin} heeft al getekend.", veld="organisatie")])
    return overeenkomst.document


def _gemaakt(document: Document | None) -> Document:
    if document is None:
        raise StapBelet([Belet("Het document wordt nog gemaakt. Probeer het over een minuut opnieuw.")])
    return document


def vervallen_op(overeenkomst: Overeenkomst, organisatie: Organisatie) -> dt.date | None:
    """The last day on which a signature of this party lapsed, if any did."""
    rijen = overeenkomst.ondertekeningen.filter(organisatie=organisatie, is_geweigerd=False)
    return rijen.aggregate(laatste=Max("vervallen_op"))["laatste"]
