"""Examples of bijsturing: a proposal that waits for its answer, and a repayment of which half came in (3a.4)."""

import datetime as dt
from decimal import Decimal

from config.voorbeeld.levensloop import Levensloop
from kern.toestanden.uitvoeren import voer_uit
from verantwoording.models import Bijsturing, Terugbetaling
from verantwoording.services.bijsturing_uitkomsten import Voorstel
from verantwoording.services.terugbetaling import leg_ontvangst_vast, spreid


def _goedkoper(loop: Levensloop) -> Bijsturing:
    """KPI 1 is paid; after a quarter the costs turn out far lower, which opens a bijsturing by itself."""
    loop.na(1).betaal_uit(1).na(90).houd_kosten_bij(82)
    return Bijsturing.objects.get(dossier=loop.dossier)


def _stel_terugbetaling_voor(loop: Levensloop, bijsturing: Bijsturing, bedrag: Decimal) -> None:
    """The penvoerder proposes to pay back in two instalments."""
    termijnen = spreid(bedrag, 2, loop.op + dt.timedelta(days=30), 3)
    voorstel = Voorstel("terugbetaling", bedrag, loop.planmaker.organisatie_id, tuple(termijnen))
    voer_uit(
        bijsturing,
        "leg_voor",
        door=loop.planmaker,
        op=loop.op,
        feiten={"uitkomst": voorstel.uitkomst, "bedrag": bedrag},
        uitkomst=voorstel.uitkomst,
        bedrag=bedrag,
        inhoud=voorstel.inhoud,
        onderbouwing="De inkoop van meetapparatuur viel goedkoper uit. De helft van het verschil was al uitgegeven aan scholing.",
    )
    loop.meld()


def voorstel_ligt_voor(loop: Levensloop) -> None:
    """The insurer must answer."""
    bijsturing = _goedkoper(loop)
    loop.na(5)
    _stel_terugbetaling_voor(loop, bijsturing, Decimal("240000"))


def terugbetaling_loopt(loop: Levensloop) -> None:
    """Both agreed; the first instalment came in, the second is still to come."""
    bijsturing = _goedkoper(loop)
    loop.na(5)
    _stel_terugbetaling_voor(loop, bijsturing, Decimal("180000"))
    loop.na(6)
    voorstel = bijsturing.voorstel
    assert voorstel is not None
    reden = "Wij vinden dit redelijk: de scholing komt het plan ten goede."
    voer_uit(bijsturing, "stem_in", door=loop.czv, op=loop.op, voorstel=str(voorstel.pk), onderbouwing=reden)
    loop.na(20)
    vordering = Terugbetaling.objects.get(dossier=loop.dossier)
    leg_ontvangst_vast(vordering, bedrag=Decimal("90000"), ontvangen_op=loop.op, referentie="NL-2026-0417", door=loop.czv, op=loop.op)
    loop.ververs()
    loop.meld()
