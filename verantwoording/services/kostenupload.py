"""Taking costs from a file: looked at first, stored as costs only when the penvoerder confirms (3a.1)."""

import datetime as dt
import hashlib
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File

from kern.basis.datums import toon_datum
from kern.documenten import services as documenten
from kern.documenten.controle import schone_naam
from kern.documenten.models import Document
from kern.organisaties.models import Lidmaatschap
from kern.regels.register import Belet
from kern.termijnen.ronde import bij_ronde
from kern.toestanden.register import benoem
from kern.toestanden.stap import StapBelet, StapNietMogelijk, StapNietToegestaan
from kern.toestanden.uitvoeren import handeling
from verantwoording import rechten
from verantwoording.kostenberichten import KOSTENBESTAND
from verantwoording.kostentabel import GROOTSTE_BESTAND, lees_tabel
from verantwoording.kostenupload import Voorbeeld, bekijk, raad_kolommen, weiger_uren
from verantwoording.models import Begrotingspost, Kostenregel, Kostenstand, Kostenupload
from verantwoording.services.kosten import Kosten, eis_open, schrijf_kosten

BEWAAR_ONBEVESTIGD = dt.timedelta(days=7)

benoem("verantwoording.kostenstand", "verwerk_kostenbestand", "Kosten uit een bestand overgenomen")


def lees_in(stand: Kostenstand, upload: "File[Any]", *, door: Lidmaatschap, op: dt.date) -> Kostenupload:
    """Read a file and keep it aside until somebody confirms; raises ValidationError with what is wrong with it."""
    if not rechten.PENVOERDER(stand, door):
        raise StapNietToegestaan(f"Dit kan alleen {rechten.PENVOERDER.wie}.")
    eis_open(stand)
    if stand.geldende_begroting is None:
        raise ValidationError("De begroting is nog niet vastgesteld. Daarna kunt u kosten inlezen.", code="geen_begroting")
    upload.seek(0)
    inhoud = upload.read(GROOTSTE_BESTAND + 1)
    naam = upload.name or ""
    tabel = lees_tabel(inhoud, naam)
    weiger_uren(tabel.kop)
    merk = hashlib.sha256(inhoud).hexdigest()
    _weiger_dubbel(stand, merk)
    Kostenupload.objects.filter(stand=stand, bevestigd_op=None).delete()
    return Kostenupload.objects.create(
        stand=stand,
        bestandsnaam=schone_naam(naam, naam.rpartition(".")[2].lower()),
        sha256=merk,
        inhoud=inhoud,
        kolommen=raad_kolommen(tabel.kop),
        door=door.gebruiker,
        op=op,
    )


def _weiger_dubbel(stand: Kostenstand, merk: str) -> None:
    """The same file twice would say the same costs twice; says when and by whom it was taken over."""
    eerder = Kostenupload.objects.filter(stand__toekenning=stand.toekenning_id, sha256=merk, bevestigd_op__isnull=False)
    if eerste := eerder.select_related("door", "stand").first():
        raise ValidationError(
            f"Dit bestand is al overgenomen op {toon_datum(eerste.bevestigd_op)} door {eerste.door}, bij het {eerste.stand.periode}.",
            code="dubbel",
        )


@bij_ronde
def ruim_uploads_op(peildatum: dt.date) -> None:
    """A file that nobody confirmed within a week is forgotten."""
    Kostenupload.objects.filter(bevestigd_op=None, op__lt=peildatum - BEWAAR_ONBEVESTIGD).delete()


def voorbeeld(upload: Kostenupload) -> Voorbeeld:
    """What this file would do to the costs of its statement, with the columns as they are chosen."""
    begroting = upload.stand.geldende_begroting
    posten = list(begroting.posten.all()) if begroting else []
    return bekijk(lees_tabel(bytes(upload.inhoud or b""), upload.bestandsnaam), upload.kolommen, posten, _huidig(upload.stand))


def _huidig(stand: Kostenstand) -> dict[Begrotingspost, Kostenregel]:
    return {r.post: r for r in stand.regels.select_related("post")}


def kies_kolommen(upload: Kostenupload, kolommen: dict[str, int], *, door: Lidmaatschap) -> None:
    """Say which column means what; only looks differently at the file."""
    if not rechten.PENVOERDER(upload.stand, door):
        raise StapNietToegestaan(f"Dit kan alleen {rechten.PENVOERDER.wie}.")
    if upload.bevestigd_op is not None:
        raise StapNietMogelijk("Dit bestand is al overgenomen.")
    Kostenupload.objects.filter(pk=upload.pk).update(kolommen=kolommen)
    upload.kolommen = kolommen


def bevestig(upload: Kostenupload, *, door: Lidmaatschap, op: dt.date) -> Voorbeeld:
    """Take the costs over, with the file as document; all of it or nothing."""
    stand = upload.stand
    feiten = {"periode": stand.periode, "sha256": upload.sha256}
    with handeling(stand, "verwerk_kostenbestand", recht=rechten.PENVOERDER, door=door, op=op, feiten=feiten):
        eis_open(stand)
        upload.refresh_from_db()
        if upload.bevestigd_op is not None:
            raise StapNietMogelijk(f"Dit bestand is al overgenomen op {toon_datum(upload.bevestigd_op)}.")
        _weiger_als_dubbel(stand, upload.sha256)
        gezien = voorbeeld(upload)
        if not gezien.kan:
            raise StapBelet([Belet("Verbeter eerst het bestand: niet elke regel kan worden overgenomen.", "3a.1")])
        schrijf_kosten(stand, {g.post: Kosten(g.gerealiseerd, g.prognose, g.toelichting) for g in gezien.gevolgen})
        document = documenten.bewaar(
            zaak=stand.zaak,
            soort=KOSTENBESTAND,
            titel=f"Kosten {stand.periode}",
            door=door,
            op=op,
            onderwerp=stand.pk,
            inhoud=bytes(upload.inhoud or b""),
            bestandsnaam=upload.bestandsnaam,
            voor=Document.Voor.CZV_EN_INDIENERS,
            in_journaal=False,
        )
        Kostenupload.objects.filter(pk=upload.pk).update(bevestigd_op=op, inhoud=None, document=document)
    return gezien


def _weiger_als_dubbel(stand: Kostenstand, merk: str) -> None:
    try:
        _weiger_dubbel(stand, merk)
    except ValidationError as fout:
        raise StapBelet([Belet(fout.messages[0], "3a.1")]) from None
