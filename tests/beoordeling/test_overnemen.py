"""What changed since the version one judged last, and taking over what did not (2b.1)."""

import datetime as dt

import pytest
from django.urls import reverse

from beoordeling.models import Oordeel
from beoordeling.services import overnemen, rondes
from kern.basis.datums import toon_datum
from kern.toestanden.stap import StapNietMogelijk, StapNietToegestaan
from kern.toestanden.uitvoeren import voer_uit
from tests.beoordeling import opzet
from tests.beoordeling.opzet import Speelveld, als

TOEN, OP = dt.date(2025, 4, 7), dt.date(2025, 4, 7)
pytestmark = pytest.mark.usefixtures("op_zeven_april")


def tweede_versie(w: Speelveld) -> None:
    """Version 1 judged by both insurers; in version 2 the text on the keten and the amount of a KPI differ."""
    opzet.dien_plan_in(w, op=TOEN)
    versie = opzet.nieuwe_versie(w, op=OP)
    versie.inhoud = {**versie.inhoud, "impact_keten": "De wijkteams krijgen er tien mensen bij."}
    versie.save()
    kpi = versie.kpis.get(nummer=1)
    kpi.streefwaarde = "-12%"
    kpi.save()
    voer_uit(w.herlees().plan, "dien_in", door=w.planmaker, op=OP)


def adres(w: Speelveld, naam: str = "beoordelen") -> str:
    return reverse(naam, kwargs={"kenmerk": w.dossier.kenmerk})


def test_ongewijzigde_punten_neemt_men_met_een_klik_over_en_dat_staat_erbij(w: Speelveld) -> None:
    tweede_versie(w)
    pagina = als(w.czv).get(adres(w))
    geraakt = {"regioplan", "impactanalyse", "smart", "executiekracht", "resultaat", "middelen"}
    alle = {p.code for p in w.ronde.punten}
    assert {o.punt for o in pagina.context["over_te_nemen"]} == alle - geraakt
    assert als(w.czv).post(adres(w, "oordelen-overnemen")).status_code == 302
    eigen = Oordeel.objects.filter(beoordeling__ronde=w.ronde, beoordeling__rol="coordinerend")
    assert {o.punt for o in eigen} == alle - geraakt
    assert all(o.overgenomen_van.beoordeling.ronde.versie.nummer == 1 for o in eigen)
    for door in (w.czv, w.tweede):
        assert "overgenomen" in als(door).get(adres(w), {"punt": "personeel"}).text
    assert not Oordeel.objects.filter(beoordeling__ronde=w.ronde, beoordeling__rol="tweede").exists()


def test_zelf_bewaren_maakt_het_weer_een_eigen_oordeel(w: Speelveld) -> None:
    tweede_versie(w)
    als(w.czv).post(adres(w, "oordelen-overnemen"))
    gegevens = {"waardering": "onvoldoende", "onderbouwing": "Bij nader inzien.", "versie": 1}
    assert als(w.czv).post(f"{adres(w)}?punt=personeel", gegevens).status_code == 302
    oordeel = Oordeel.objects.get(beoordeling__ronde=w.ronde, punt="personeel", beoordeling__rol="coordinerend")
    assert (oordeel.overgenomen_van, oordeel.onderbouwing) == (None, "Bij nader inzien.")


def test_wat_al_beoordeeld_is_blijft_staan_en_twee_keer_klikken_doet_niets_dubbel(w: Speelveld) -> None:
    tweede_versie(w)
    plaats = rondes.mijn_beoordeling(w.ronde, w.czv)
    assert plaats is not None
    rondes.bewaar_oordeel(plaats, "personeel", waardering="onvoldoende", onderbouwing="Nieuw.", versie=0, door=w.czv)
    for _ in range(2):
        assert als(w.czv).post(adres(w, "oordelen-overnemen")).status_code == 302
    assert Oordeel.objects.get(beoordeling=plaats, punt="personeel").onderbouwing == "Nieuw."


def test_een_ander_neemt_niets_over_en_na_het_vaststellen_kan_het_niet_meer(w: Speelveld) -> None:
    tweede_versie(w)
    plaats = rondes.mijn_beoordeling(w.ronde, w.czv)
    assert plaats is not None
    with pytest.raises(StapNietToegestaan):
        overnemen.neem_over(plaats, door=w.tweede)
    assert als(w.planmaker).post(adres(w, "oordelen-overnemen")).status_code == 404
    opzet.stel_vast(w, op=OP)
    with pytest.raises(StapNietMogelijk):
        overnemen.neem_over(plaats, door=w.czv)


def test_bij_een_eerste_versie_is_er_niets_over_te_nemen(w: Speelveld) -> None:
    opzet.dien_plan_in(w, op=TOEN)
    assert als(w.czv).get(adres(w)).context["over_te_nemen"] == []


def test_het_kader_staat_op_een_bladzijde_met_uitleg_en_bron_voor_iedereen_die_het_dossier_ziet(w: Speelveld) -> None:
    opzet.dien_plan_in(w, op=TOEN)
    for door in (w.planmaker, w.czv, w.tweede, w.beslisser):
        tekst = als(door).get(adres(w, "kader")).text
        for punt in w.ronde.punten:
            assert punt.titel in tekst
            assert punt.toelichting
            assert punt.verwijzing
        assert f"geldt sinds <b>{toon_datum(w.ronde.kader.ingang_op)}</b>" in tekst
        assert "Karakter: opschaling" in tekst
    titels = {p.code for p in w.ronde.punten}
    assert titels >= {
        "zorggebruik", "herverdeling", "personeel", "vastgoed", "transitiedoelen", "regioplan", "smart", "businesscase",
        "impactanalyse", "executiekracht", "resultaat", "duurzaamheid", "middelen", "samenwerking",
    }  # fmt: skip
