"""The costs of an example plan: a confirmed budget, and a statement of each quarter that is over (3a.1)."""

from decimal import Decimal
from typing import TYPE_CHECKING

from verantwoording.services import kosten
from verantwoording.services.kosten import Kosten
from verantwoording.services.kosten_begroting import bewaar_post, verwijder_post, zorg_voor_begroting

if TYPE_CHECKING:
    from config.voorbeeld.levensloop import Levensloop

POSTEN = (
    ("Projectleiding en scholing", "personeel", 45, "4100"),
    ("Platform voor thuismeten", "ict", 30, "4200"),
    ("Inrichting van de meldkamer", "materieel", 15, "4300"),
    ("Evaluatie en borging", "inkoop", 10, "4400"),
)
BESPREKING = ("De kosten volgen de begroting.", "De meters zijn duurder dan gedacht. Wij sturen samen bij.")
UITGEGEVEN = (40, 55, 90, 5)
"""Per post, in per cent of its forecast, what is spent in the end; earlier quarters in proportion."""


def stel_begroting_vast(loop: "Levensloop") -> None:
    """The penvoerder writes the budget, the coordinating insurer confirms it; once."""
    begroting = zorg_voor_begroting(loop.toekenning)
    if not begroting.is_concept:
        return
    for post in list(begroting.posten.all()):
        verwijder_post(begroting, post.nummer, door=loop.planmaker, op=loop.op)
    partijen, rest = [loop.planmaker.organisatie, *loop.deelnemers], loop.bedrag
    for i, (naam, soort, deel, code) in enumerate(POSTEN):
        bedrag = rest if i == len(POSTEN) - 1 else (loop.bedrag * deel / 100).quantize(Decimal(1))
        rest -= bedrag
        wie = partijen[i % len(partijen)]
        bewaar_post(begroting, naam=naam, kostensoort=soort, organisatie=wie, bedrag=bedrag, code=code, door=loop.planmaker, op=loop.op)
    loop.zet(begroting, "leg_voor", loop.planmaker, toelichting="")
    loop.zet(begroting, "stel_vast", loop.czv)


def geef_standen(loop: "Levensloop", prognose: int) -> None:
    """A statement of each quarter that ended, the last one with this forecast in per cent of the budget; the first is discussed."""
    standen = kosten.open_kwartalen(loop.toekenning, loop.op)
    for nummer, stand in enumerate(standen, start=1):
        begroting = stand.geldende_begroting
        assert begroting is not None
        cijfers = {}
        for post, uit in zip(begroting.posten.all(), UITGEGEVEN, strict=True):
            straks = (post.bedrag * prognose / 100).quantize(Decimal(1))
            gerealiseerd = (straks * uit * nummer / (100 * len(standen))).quantize(Decimal("0.01"))
            tekst = "De levering van de meters is duurder." if prognose > 105 and post.nummer == 2 else ""
            cijfers[post] = Kosten(gerealiseerd, straks, tekst)
        kosten.bewaar_kosten(stand, cijfers, door=loop.planmaker, op=loop.op)
        loop.zet(stand, "dien_in", loop.planmaker, toelichting="De werving loopt; de meters zijn geleverd.")
        if nummer == 1:
            loop.zet(stand, "bespreek", loop.czv, besproken_op=loop.op, bespreking=BESPREKING[prognose > 105])
