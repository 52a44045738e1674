"""One KPI from evidence to payment."""

from decimal import Decimal

import pytest

from kern.berichten.models import Bericht
from kern.documenten.models import Brief
from kern.toestanden.stap import StapBelet, StapNietMogelijk, StapNietToegestaan
from kern.toestanden.uitvoeren import mogelijkheden, voer_uit
from tests.verantwoording import opzet
from tests.verantwoording.opzet import NU, Mensen
from verantwoording.models import Uitbetaling


def zinnen(fout: StapBelet) -> list[tuple[str, str]]:
    return [(b.tekst.replace("\u00a0", " "), b.veld) for b in fout.beletselen]


def test_alleen_de_penvoerder_dient_bewijs_in_en_beschrijft_het(m: Mensen) -> None:
    k = opzet.kpi(opzet.lopend(m))
    for door in (m.deelnemer, m.czv, m.tweede, m.nza):
        with pytest.raises(StapNietToegestaan):
            voer_uit(k, "dien_bewijs_in", door=door, op=NU, bewijs="x")
    with pytest.raises(StapBelet) as fout:
        voer_uit(k, "dien_bewijs_in", door=m.penvoerder, op=NU, bewijs=" ")
    assert zinnen(fout.value) == [("Beschrijf wat is bereikt en waaruit dat blijkt.", "bewijs")]


def test_een_aanvulling_gaat_terug_naar_de_penvoerder_en_houdt_het_bewijs(m: Mensen) -> None:
    k = opzet.bewezen(m, opzet.kpi(opzet.lopend(m)))
    with pytest.raises(StapBelet) as fout:
        voer_uit(k, "vraag_aanvulling", door=m.czv, op=NU, aanvulling_gevraagd=" ")
    assert zinnen(fout.value) == [("Schrijf op wat er nog ontbreekt.", "aanvulling_gevraagd")]
    voer_uit(k, "vraag_aanvulling", door=m.czv, op=NU, aanvulling_gevraagd="De meting van oktober.")
    assert (k.status, k.bewijs, k.aanvulling_gevraagd) == ("open", "Gehaald, zie de meting.", "De meting van oktober.")
    assert opzet.bewezen(m, k).aanvulling_gevraagd == ""


@pytest.mark.parametrize("bedrag", [None, Decimal(0), Decimal(600), Decimal(601)])
def test_deels_behaald_noemt_een_bedrag_tussen_niets_en_alles(m: Mensen, bedrag: Decimal | None) -> None:
    k = opzet.bewezen(m, opzet.kpi(opzet.lopend(m)))
    with pytest.raises(StapBelet) as fout:
        voer_uit(k, "beoordeel", door=m.czv, op=NU, resultaat="deels", oordeel="Half.", bedrag_behaald=bedrag)
    assert zinnen(fout.value) == [("Noem het bedrag dat bij het behaalde hoort: meer dan € 0 en minder dan € 600.", "bedrag_behaald")]


@pytest.mark.parametrize(("resultaat", "bedrag"), [("behaald", 600), ("niet", 0)])
def test_behaald_is_alles_en_niet_behaald_is_niets(m: Mensen, resultaat: str, bedrag: int) -> None:
    assert opzet.beoordeeld(m, opzet.kpi(opzet.lopend(m)), resultaat).bedrag_behaald == bedrag


def test_wie_toekende_betaalt_niet_en_ziet_waarom(m: Mensen) -> None:
    k = opzet.toegekend(m, opzet.kpi(opzet.lopend(m)))
    zin = "U kende dit bedrag zelf toe. Een tweede persoon bij de coördinerende zorgverzekeraar geeft de betaalopdracht."
    with pytest.raises(StapBelet) as fout:
        voer_uit(k, "betaal_uit", door=m.czv, op=NU)
    assert zinnen(fout.value) == [(zin, "")]
    assert [[b.tekst for b in s.beletselen] for s in mogelijkheden(k, door=m.czv, op=NU)] == [[zin]]
    assert [s.kan for s in mogelijkheden(k, door=m.tweede_persoon, op=NU)] == [True]


def test_niets_toegekend_is_niets_te_betalen(m: Mensen) -> None:
    k = opzet.toegekend(m, opzet.kpi(opzet.lopend(m)), Decimal(0))
    with pytest.raises(StapBelet) as fout:
        voer_uit(k, "betaal_uit", door=m.tweede_persoon, op=NU)
    assert zinnen(fout.value) == [("Voor deze KPI is niets toegekend; er valt niets te betalen.", "")]
    assert k.is_klaar


def test_een_tweede_betaling_van_dezelfde_kpi_wordt_geweigerd(m: Mensen) -> None:
    k = opzet.betaald(m, opzet.kpi(opzet.lopend(m)))
    with pytest.raises(StapNietMogelijk):
        voer_uit(k, "betaal_uit", door=m.tweede_persoon, op=NU)
    assert Uitbetaling.objects.count() == 1


def test_uitbetalen_bestelt_een_keer_de_brief_met_de_vier_onderdelen(m: Mensen) -> None:
    k = opzet.betaald(m, opzet.kpi(opzet.lopend(m)), Decimal(450))
    brief = Brief.objects.get(soort="uitbetalingsbesluit")
    assert (brief.onderwerp, brief.gegevens["bedrag_toegekend"], brief.gegevens["plan_betaald"]) == (k.pk, "450.00", "450.00")
    assert [o["op"] is not None for o in brief.gegevens["rechtmatigheid"]] == [True] * 4


def test_verzekeraar_hoort_van_bewijs_en_indieners_van_besluiten(m: Mensen) -> None:
    opzet.betaald(m, opzet.kpi(opzet.lopend(m)))
    wie = {
        soort: set(Bericht.objects.filter(soort=soort).values_list("aan", flat=True))
        for soort in ("dien_bewijs_in", "ken_toe", "betaal_uit", "betaalopdracht", "rond_betaling_af")
    }
    indieners = {m.penvoerder.gebruiker_id, m.deelnemer.gebruiker_id}
    assert wie == {
        "dien_bewijs_in": {m.czv.gebruiker_id, m.tweede_persoon.gebruiker_id},
        "ken_toe": indieners,
        "betaal_uit": indieners,
        "betaalopdracht": {m.czv.gebruiker_id, m.tweede_persoon.gebruiker_id},
        "rond_betaling_af": indieners,
    }
