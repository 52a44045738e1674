"""A plan in execution brought to any point of its costs through the real services."""

import datetime as dt
from decimal import Decimal

from kern.toestanden.uitvoeren import voer_uit
from tests.verantwoording import opzet
from tests.verantwoording.opzet import GESTART, NU, Mensen
from verantwoording.models import Begroting, Kostenstand, Toekenning
from verantwoording.services import kosten as diensten
from verantwoording.services.kosten import Kosten
from verantwoording.services.kosten_begroting import bewaar_post, verwijder_post

KWARTAAL_OM = dt.date(2025, 10, 1)
"""The day after the quarter in which the plan of `opzet` began."""


def begroting(t: Toekenning) -> Begroting:
    """The newest budget, read afresh."""
    return Begroting.objects.select_related("dossier", "toekenning").filter(toekenning=t).latest("nummer")


def met_begroting(m: Mensen, t: Toekenning, bedragen: tuple[int, ...] = (600, 400), op: dt.date = GESTART) -> Begroting:
    """A confirmed budget with a post per amount: 'Post 1' on cost centre K1, and so on."""
    rij = begroting(t)
    for post in list(rij.posten.all()):
        verwijder_post(rij, post.nummer, door=m.penvoerder, op=op)
    for i, bedrag in enumerate(bedragen, start=1):
        bewaar_post(
            rij,
            naam=f"Post {i}",
            kostensoort="personeel",
            organisatie=m.penvoerder.organisatie,
            bedrag=Decimal(bedrag),
            code=f"K{i}",
            door=m.penvoerder,
            op=op,
        )
    voer_uit(rij, "leg_voor", door=m.penvoerder, op=op, toelichting="Zoals besproken.")
    voer_uit(rij, "stel_vast", door=m.czv, op=op)
    return begroting(t)


def lopend(m: Mensen, bedragen: tuple[int, ...] = (600, 400), titel: str = "Hartzorg dichtbij") -> Toekenning:
    """A plan in execution with a confirmed budget, whose first quarter is over."""
    t = opzet.lopend(m, titel=titel)
    met_begroting(m, t, bedragen)
    diensten.open_kwartalen(t, KWARTAAL_OM)
    return t


def stand(t: Toekenning) -> Kostenstand:
    """The newest statement, read afresh."""
    return Kostenstand.objects.select_related("dossier", "toekenning").filter(toekenning=t).order_by("-jaar", "-kwartaal", "-versie")[0]


def vul_in(m: Mensen, s: Kostenstand, *cijfers: tuple[int, int], op: dt.date = NU) -> Kostenstand:
    """Spent and forecast per post, in the order of the budget."""
    assert s.geldende_begroting is not None
    posten = s.geldende_begroting.posten.all()
    kosten = {p: Kosten(Decimal(uit), Decimal(straks)) for p, (uit, straks) in zip(posten, cijfers, strict=True)}
    diensten.bewaar_kosten(s, kosten, door=m.penvoerder, op=op)
    return s


def ingediend(m: Mensen, t: Toekenning, *cijfers: tuple[int, int], op: dt.date = NU) -> Kostenstand:
    """The newest statement, handed in."""
    return voer_uit(vul_in(m, stand(t), *cijfers, op=op), "dien_in", door=m.penvoerder, op=op, toelichting="Loopt.")
