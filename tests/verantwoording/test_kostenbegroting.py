"""The budget: proposed from the KPI's, written by the penvoerder, confirmed by the insurer, frozen (3a.1)."""

from decimal import Decimal
from typing import Any

import pytest

from kern.toestanden.stap import StapBelet, StapNietMogelijk, StapNietToegestaan
from kern.toestanden.uitvoeren import voer_uit
from tests.fabrieken.organisaties import ZorgaanbiederFactory
from tests.verantwoording import kostenspel, opzet
from tests.verantwoording.opzet import NU, Mensen
from verantwoording.models import Begroting, Kostenregel, Toekenning
from verantwoording.services.kosten_begroting import bewaar_post, herzie_begroting, verwijder_post


@pytest.fixture
def t(m: Mensen) -> Toekenning:
    return opzet.lopend(m)


def post(m: Mensen, b: Begroting, **anders: Any) -> Any:
    velden: dict[str, Any] = {
        "naam": "Scholing",
        "kostensoort": "personeel",
        "organisatie": m.penvoerder.organisatie,
        "bedrag": Decimal(100),
        "door": m.penvoerder,
        "op": NU,
    }
    return bewaar_post(b, **(velden | anders))


def zinnen(poging: Any) -> list[tuple[str, str]]:
    with pytest.raises(StapBelet) as fout:
        poging()
    return [(b.tekst.replace("\u00a0", " "), b.veld) for b in fout.value.beletselen]


def test_bij_de_start_staat_er_een_voorstel_uit_de_kpis_dat_optelt(m: Mensen, t: Toekenning) -> None:
    b = kostenspel.begroting(t)
    assert (b.nummer, b.status, b.totaal) == (1, "concept", t.bedrag)
    assert [(p.organisatie, p.bedrag) for p in b.posten.all()] == [(m.penvoerder.organisatie, Decimal(1000))]


def test_een_post_toevoegen_wijzigen_en_weghalen(m: Mensen, t: Toekenning) -> None:
    b = kostenspel.begroting(t)
    nieuw = post(m, b, jaar=2026, code="K1")
    assert (nieuw.nummer, nieuw.jaar) == (2, 2026)
    post(m, b, nummer=2, naam="Scholing wijk", bedrag=Decimal(250), code="K1")
    verwijder_post(b, 1, door=m.penvoerder, op=NU)
    assert [(p.nummer, p.naam, p.bedrag) for p in b.posten.all()] == [(2, "Scholing wijk", Decimal(250))]
    with pytest.raises(StapNietMogelijk):
        verwijder_post(b, 1, door=m.penvoerder, op=NU)


def test_een_post_die_niet_kan_krijgt_zijn_zin_bij_het_veld(m: Mensen, t: Toekenning) -> None:
    b = kostenspel.begroting(t)
    post(m, b, code="K1")
    vreemde = ZorgaanbiederFactory(naam="Buiten het plan")
    assert zinnen(lambda: post(m, b, naam="SCHOLING", code="k1", organisatie=vreemde)) == [
        ("Buiten het plan is geen indiener van dit plan.", "organisatie"),
        ("Er is al een post ‘SCHOLING’. Geef deze post een eigen naam.", "naam"),
        ("Rekening of kostenplaats k1 hoort al bij een andere post.", "code"),
    ]
    assert zinnen(lambda: post(m, b, naam="X", nummer=99)) == [("Er is geen post 99 meer in deze begroting.", "")]


@pytest.mark.parametrize("wie", ["deelnemer", "czv", "tweede", "nza"])
def test_alleen_de_penvoerder_schrijft_de_begroting(m: Mensen, t: Toekenning, wie: str) -> None:
    b, door = kostenspel.begroting(t), getattr(m, wie)
    for poging in (
        lambda: post(m, b, door=door),
        lambda: verwijder_post(b, 1, door=door, op=NU),
        lambda: voer_uit(b, "leg_voor", door=door, op=NU),
    ):
        with pytest.raises(StapNietToegestaan):
            poging()


def test_wie_voorlegt_stelt_niet_zelf_vast(m: Mensen, t: Toekenning) -> None:
    b = voer_uit(kostenspel.begroting(t), "leg_voor", door=m.penvoerder, op=NU)
    for door in (m.penvoerder, m.tweede, m.nza):
        with pytest.raises(StapNietToegestaan):
            voer_uit(b, "stel_vast", door=door, op=NU)
    assert voer_uit(b, "stel_vast", door=m.czv, op=NU).vastgesteld_op == NU
    with pytest.raises(StapNietMogelijk):
        post(m, b)


def test_een_verschil_met_het_toegekende_vraagt_uitleg(m: Mensen, t: Toekenning) -> None:
    b = kostenspel.begroting(t)
    post(m, b)
    assert zinnen(lambda: voer_uit(b, "leg_voor", door=m.penvoerder, op=NU, toelichting=" ")) == [
        ("De begroting is € 1.100; toegekend is € 1.000. Leg het verschil uit.", "toelichting")
    ]
    assert voer_uit(b, "leg_voor", door=m.penvoerder, op=NU, toelichting="Eigen middelen.").status == "voorgelegd"
    assert zinnen(lambda: voer_uit(b, "geef_terug", door=m.czv, op=NU, opmerking="")) == [
        ("Schrijf op wat er aan de begroting moet veranderen.", "opmerking")
    ]
    assert voer_uit(b, "geef_terug", door=m.czv, op=NU, opmerking="Splits de scholing.").status == "concept"


def test_een_lege_begroting_gaat_niet_weg(m: Mensen, t: Toekenning) -> None:
    b = kostenspel.begroting(t)
    verwijder_post(b, 1, door=m.penvoerder, op=NU)
    assert zinnen(lambda: voer_uit(b, "leg_voor", door=m.penvoerder, op=NU)) == [("Voeg eerst een begrotingspost toe.", "")]


def test_een_herziening_geldt_pas_als_zij_is_vastgesteld_en_neemt_open_kosten_mee(m: Mensen) -> None:
    t = kostenspel.lopend(m)
    s = kostenspel.vul_in(m, kostenspel.stand(t), (150, 600), (50, 400))
    nieuw = herzie_begroting(t, door=m.czv, op=NU)
    assert zinnen(lambda: herzie_begroting(t, door=m.penvoerder, op=NU)) == [("Er is al een begroting in opmaak of voorgelegd.", "")]
    verwijder_post(nieuw, 2, door=m.penvoerder, op=NU)
    post(m, nieuw, naam="Post 1", nummer=1, bedrag=Decimal(1000), code="K1")
    assert zinnen(lambda: voer_uit(nieuw, "leg_voor", door=m.penvoerder, op=NU, toelichting="")) == [
        ("Schrijf op waarom de vastgestelde begroting verandert.", "toelichting")
    ]
    voer_uit(nieuw, "leg_voor", door=m.penvoerder, op=NU, toelichting="Scholing vervalt.")
    assert [b.status for b in Begroting.objects.filter(toekenning=t)] == ["vastgesteld", "voorgelegd"]
    voer_uit(nieuw, "stel_vast", door=m.czv, op=NU)
    assert [b.status for b in Begroting.objects.filter(toekenning=t)] == ["vervangen", "vastgesteld"]
    assert [(r.post.begroting, r.post.naam, r.gerealiseerd) for r in Kostenregel.objects.filter(stand=s)] == [
        (nieuw, "Post 1", Decimal(150))
    ]
