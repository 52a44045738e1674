"""1b.3 at the screen: choosing with the load in sight, handing back, standing in, and who left."""

import datetime as dt

import pytest
from django.urls import reverse

from beoordeling.derde import keuzelijst
from beoordeling.models import Beoordelaarsrol, Toewijzing
from beoordeling.selectors import kandidaten, redenen_niet
from beoordeling.services import rondes, toewijzing
from beoordeling.werkvoorraad import beoordelen
from kern.berichten.models import Bericht
from kern.journaal.models import Journaalregel
from kern.organisaties.models import Lidmaatschap, Rol, Vervanging
from kern.termijnen.models import Termijn
from kern.termijnen.ronde import loop_klokken
from kern.toestanden.stap import StapBelet, StapNietToegestaan
from tests.beoordeling import opzet
from tests.beoordeling.opzet import Speelveld, als, lid
from tests.fabrieken.organisaties import GemeenteFactory, GemeenteInRegioFactory, LidmaatschapFactory, MandaatregioFactory
from transformatie.models import Partijrol
from transformatie.services import dossiers

OP = dt.date(2025, 4, 7)
pytestmark = pytest.mark.usefixtures("op_zeven_april")


def adres(w: Speelveld, naam: str = "regiocoordinator") -> str:
    return reverse(naam, kwargs={"kenmerk": w.dossier.kenmerk})


def toegewezen(w: Speelveld) -> Toewijzing:
    opzet.dien_toets_in(w)
    return toewijzing.wijs_toe(w.herlees(), w.coordinator, door=w.czv, op=OP)


def vandaag(door: Lidmaatschap, op: dt.date = OP) -> Lidmaatschap:
    return Lidmaatschap.objects.voor_dag(op).select_related("gebruiker", "organisatie").get(pk=door.pk)


def vervanger(w: Speelveld, *, van: dt.date = OP, tot: dt.date = dt.date(2025, 4, 20)) -> Lidmaatschap:
    collega = lid(Rol.REGIOCOORDINATOR, w.almere, "Vera Vervanger")
    Vervanging.objects.create(lidmaatschap=w.coordinator, vervanger=collega, van=van, tot=tot)
    return collega


def verder_weg(aantal: int) -> list[Lidmaatschap]:
    """So many regiocoordinatoren, each of a gemeente in a mandaatregio of its own."""
    mensen = []
    for n in range(aantal):
        gemeente = GemeenteFactory(naam=f"Gemeente Verweg {n:02d}")
        GemeenteInRegioFactory(gemeente=gemeente, regio=MandaatregioFactory(naam=f"Verre Regio {n:02d}", mandaathouder=gemeente))
        mensen.append(lid(Rol.REGIOCOORDINATOR, gemeente, f"Kandidaat {n:02d}"))
    return mensen


# --- the list --------------------------------------------------------------------------------------------------


def test_wie_het_minst_heeft_liggen_staat_bovenaan_met_de_getallen(w: Speelveld) -> None:
    ander = verder_weg(1)[0]
    eerste = toegewezen(w)
    rijen = [k for k in keuzelijst(w.dossier, OP) if not k.redenen]
    assert [(k.lidmaatschap, k.drukte.lopend, k.drukte.binnenkort, k.drukte.laatst_op) for k in rijen] == [
        (ander, 0, 0, None),
        (w.coordinator, 1, 0, OP),
    ]
    op_tijd = Termijn.objects.get(soort_termijn="oordeel_regiocoordinator").einde_op - dt.timedelta(days=14)
    assert [k.drukte.binnenkort for k in keuzelijst(w.dossier, op_tijd) if k.lidmaatschap == w.coordinator] == [1]
    Toewijzing.objects.filter(pk=eerste.pk).update(beeindigd_op=OP)
    assert [k.drukte.lopend for k in keuzelijst(w.dossier, OP) if k.lidmaatschap == w.coordinator] == [0]


def test_een_besloten_dossier_telt_niet_meer_mee_in_de_drukte(w: Speelveld) -> None:
    toegewezen(w)
    w.dossier.__class__.objects.filter(pk=w.dossier.pk).update(fase="uitvoering")
    assert [k.drukte.lopend for k in keuzelijst(w.herlees(), OP) if k.lidmaatschap == w.coordinator] == [0]


def test_de_lijst_met_zestig_kandidaten_vraagt_even_vaak_de_databank_als_met_een(w: Speelveld, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    opzet.dien_toets_in(w)
    dossier = w.herlees()
    assert dossier.deelnemende_partijen
    assert dossier.indienende_organisaties
    assert dossier.snelle_toets
    with django_assert_num_queries(8):
        assert len(keuzelijst(dossier, OP)) == 2
    verder_weg(60)
    with django_assert_num_queries(8):
        assert len(keuzelijst(dossier, OP)) == 62


@pytest.mark.parametrize("zoek", ["kandidaat 01", "verweg 01", "VERRE regio 01"])
def test_zoeken_op_naam_gemeente_of_regio(w: Speelveld, zoek: str) -> None:
    opzet.dien_toets_in(w)
    mensen = verder_weg(3)
    pagina = als(w.czv).get(adres(w), {"zoek": zoek})
    assert [k.lidmaatschap for k in pagina.context["kan"]] == [mensen[1]]
    assert pagina.context["kan_niet"] == []


def test_niets_gevonden_zegt_dat(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    assert "Niemand gevonden" in als(w.czv).get(adres(w), {"zoek": "bestaatniet"}).text


# --- who counts ------------------------------------------------------------------------------------------------


def test_ingediend_voor_1_april_dan_beoordeelt_niemand_als_derde(w: Speelveld) -> None:
    opzet.dien_toets_in(w, op=dt.date(2025, 3, 31))
    assert redenen_niet(w.herlees(), w.coordinator, OP) == [
        "Dit dossier is ingediend op 31 maart 2025; een regiocoördinator beoordeelt wat is ingediend vanaf 1 april 2025."
    ]


def test_een_uitgenodigde_gemeente_die_nog_niet_antwoordde_telt_als_intentie(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    w.dossier.partijen.filter(rol=Partijrol.GEMEENTE).update(aanvaard_op=None)
    assert w.herlees().deelnemende_gemeenten[0].is_genodigd
    assert redenen_niet(w.herlees(), w.coordinator, OP) == []


def test_bij_de_snelle_toets_telt_een_genoemde_gemeente_ook_zonder_uitnodiging(w: Speelveld) -> None:
    opzet.dien_toets_in(w, sociaal=False, gemeenten=False)
    w.dossier.gemeenten.add(w.wijchen)
    gevonden = {mens.gebruiker.naam: redenen for mens, redenen in kandidaten(w.herlees(), OP)}
    assert gevonden["Ali Almere"] == []
    assert gevonden["Ellen Eigen"] == [
        "Deze regiocoördinator werkt in mandaatregio Rijk van Nijmegen, en gemeente Wijchen hoort daar ook bij."
    ]


def test_een_gemeente_die_afsloeg_telt_niet(w: Speelveld) -> None:
    opzet.dien_toets_in(w, sociaal=False)
    w.dossier.gemeenten.add(w.wijchen)
    w.dossier.partijen.filter(rol=Partijrol.GEMEENTE).update(uit_op=OP)
    assert redenen_niet(w.herlees(), w.coordinator, OP) == [
        "Aan dit dossier doen geen gemeenten mee; een regiocoördinator beoordeelt het dan niet."
    ]


# --- hostile use -----------------------------------------------------------------------------------------------


def test_een_verboden_kandidaat_in_een_vervalst_veld_geeft_belet_bij_het_veld_en_wijst_niemand_toe(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    for kandidaat in (w.coordinator_eigen, w.beslisser, w.planmaker):
        antwoord = als(w.czv).post(adres(w), {"lidmaatschap": kandidaat.pk})
        assert antwoord.status_code == 422
        assert antwoord.context["form"].errors["lidmaatschap"]
    assert not Toewijzing.objects.exists()


def test_een_vreemde_regiocoordinator_krijgt_404_en_een_van_een_deelnemende_gemeente_403(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    dossiers.nodig_uit(w.dossier, w.nijmegen, Partijrol.GEMEENTE, door=w.czv, op=OP)
    vreemd, eigen = als(w.coordinator), als(w.coordinator_eigen)
    for naam in ("regiocoordinator", "toewijzing-teruggeven", "zie-af", "beoordelen"):
        gegevens = {"lidmaatschap": w.coordinator.pk, "reden": "x", "naam": "x", "punt": "zorggebruik", "waardering": "voldoende"}
        assert vreemd.post(adres(w, naam), gegevens).status_code == 404
        assert eigen.post(adres(w, naam), gegevens).status_code == 403
    assert not Toewijzing.objects.exists()


def test_afzien_is_alleen_van_de_deelnemende_gemeente_die_spuk_aanvraagt(w: Speelveld) -> None:
    opzet.dien_toets_in(w, spuk=True)
    velden = {"naam": "X", "functie": "", "reden": "Niet nodig."}
    verwacht = {w.czv: 403, w.tweede: 403, w.planmaker: 404, w.deelnemer: 404, w.beslisser_nijmegen: 404, w.coordinator: 404}
    assert {door: als(door).post(adres(w, "zie-af"), velden).status_code for door in verwacht} == verwacht
    toewijzing.wijs_toe(w.herlees(), w.coordinator, door=w.czv, op=OP)
    assert als(w.coordinator).post(adres(w, "zie-af"), velden).status_code == 403
    assert not w.dossier.afzieningen.exists()
    assert als(w.beslisser).post(adres(w, "zie-af"), velden).status_code == 302


# --- handing back ----------------------------------------------------------------------------------------------


def test_teruggeven_met_reden_sluit_het_dossier_en_vraagt_een_ander(w: Speelveld) -> None:
    rij = toegewezen(w)
    assert als(w.coordinator).post(adres(w, "toewijzing-teruggeven"), {"reden": "Ik ken de penvoerder."}).status_code == 302
    rij.refresh_from_db()
    assert (rij.beeindigd_op, rij.einde, rij.reden_einde) == (OP, "teruggegeven", "Ik ken de penvoerder.")
    assert als(w.coordinator).get(adres(w, "dossier")).status_code == 404
    assert "Regiocoördinator toewijzen" in [i.wat for i in beoordelen(w.czv, OP)]
    assert "Ik ken de penvoerder." in als(w.czv).get(adres(w)).text
    assert set(Bericht.objects.filter(soort="toewijzing_beeindigd").values_list("aan__naam", flat=True)) == {
        "Carla Coördinator",
        "Cees Collega",
    }
    assert "Ik ken" not in str(list(Journaalregel.objects.filter(stap="geef_toewijzing_terug").values_list("feiten")))


def test_teruggeven_zonder_reden_zegt_het_bij_het_veld(w: Speelveld) -> None:
    toegewezen(w)
    antwoord = als(w.coordinator).post(adres(w, "toewijzing-teruggeven"), {"reden": " "})
    assert (antwoord.status_code, antwoord.context["terugform"].errors["reden"]) == (422, ["Geef een reden."])


def test_wie_zijn_oordeel_afrondde_geeft_niets_meer_terug(w: Speelveld) -> None:
    toegewezen(w)
    opzet.oordeel(w, w.coordinator, op=OP)
    with pytest.raises(StapBelet, match="Uw oordeel is al afgerond"):
        toewijzing.geef_terug(w.herlees(), reden="Toch niet.", door=w.coordinator, op=OP)


def test_alleen_wie_is_toegewezen_geeft_terug(w: Speelveld) -> None:
    toegewezen(w)
    for door in (w.czv, w.tweede, w.beslisser, w.planmaker, w.coordinator_eigen):
        with pytest.raises(StapNietToegestaan):
            toewijzing.geef_terug(w.herlees(), reden="x", door=door, op=OP)


# --- standing in -----------------------------------------------------------------------------------------------


def test_de_vervanger_ziet_het_dossier_het_werk_en_schrijft_het_oordeel(w: Speelveld) -> None:
    toegewezen(w)
    collega = vervanger(w)
    assert als(collega).get(adres(w, "dossier")).status_code == 200
    assert "u beoordeelt ter vervanging van Ali Almere" in als(collega).get(adres(w, "dossier")).text
    assert [i.toelichting for i in beoordelen(vandaag(collega), OP)] == ["op het beoordelingskader, ter vervanging van Ali Almere"]
    opzet.oordeel(w, vandaag(collega), op=OP)
    plek = w.ronde.beoordelingen.get(rol=Beoordelaarsrol.REGIOCOORDINATOR)
    assert (plek.afgerond_op, plek.afgerond_door) == (OP, collega.gebruiker)


def test_voor_en_na_de_vervanging_bestaat_het_dossier_niet_voor_de_collega(w: Speelveld) -> None:
    toegewezen(w)
    collega = vervanger(w, van=dt.date(2025, 4, 8), tot=dt.date(2025, 4, 9))
    assert als(collega).get(adres(w, "dossier")).status_code == 404
    assert vandaag(collega, dt.date(2025, 4, 9)).handelt_voor == {collega.pk, w.coordinator.pk}
    assert vandaag(collega, dt.date(2025, 4, 10)).handelt_voor == {collega.pk}


def test_een_vervanger_die_ook_voor_een_indiener_werkt_oordeelt_niet(w: Speelveld) -> None:
    toegewezen(w)
    collega = vervanger(w)
    LidmaatschapFactory(gebruiker=collega.gebruiker, organisatie=w.ziekenhuis, rol=Rol.PLANMAKER)
    assert rondes.mijn_beoordeling(w.ronde, vandaag(collega)) is None
    assert als(collega).get(adres(w, "beoordelen")).status_code == 403


def test_verhuist_de_gemeente_naar_de_regio_van_het_plan_dan_rondt_ook_de_vervanger_niet_af(w: Speelveld) -> None:
    toegewezen(w)
    collega = vervanger(w)
    w.almere.indelingen.update(regio=w.rijk_van_nijmegen)
    with pytest.raises(StapBelet, match="werkt in mandaatregio") as fout:
        opzet.oordeel(w, vandaag(collega), op=OP)
    assert {b.regel for b in fout.value.beletselen} == {"1b.3"}


def test_vervangen_en_vervanger_krijgen_het_bericht_en_andere_mensen_van_die_gemeente_niet(w: Speelveld) -> None:
    vervanger(w)
    lid(Rol.GEMEENTELIJK_BESLISSER, w.almere, "Anders Almere")
    toegewezen(w)
    assert set(Bericht.objects.filter(soort="toegewezen").values_list("aan__naam", flat=True)) == {"Ali Almere", "Vera Vervanger"}


# --- who left --------------------------------------------------------------------------------------------------


def vertrek(w: Speelveld, tot: dt.date = dt.date(2025, 4, 5)) -> None:
    Lidmaatschap.objects.filter(pk=w.coordinator.pk).update(tot=tot)


def test_wie_vertrok_telt_meteen_niet_meer_en_de_dagronde_beeindigt_de_toewijzing(w: Speelveld) -> None:
    rij = toegewezen(w)
    vertrek(w)
    assert "Regiocoördinator toewijzen" in [i.wat for i in beoordelen(w.czv, OP)]
    assert "telt niet meer" in als(w.czv).get(adres(w)).text
    assert "telt niet meer" in als(w.czv).get(adres(w, "dossier")).text
    loop_klokken(OP)
    loop_klokken(OP)
    rij.refresh_from_db()
    assert (rij.beeindigd_op, rij.einde) == (OP, "geen_lid_meer")
    assert Journaalregel.objects.filter(stap="beeindig_toewijzing").count() == 1
    assert Bericht.objects.filter(soort="toewijzing_beeindigd").count() == 2
    assert not Termijn.objects.open().filter(soort_termijn="oordeel_regiocoordinator").exists()


def test_een_uitgezet_account_telt_niet(w: Speelveld) -> None:
    rij = toegewezen(w)
    w.coordinator.gebruiker.__class__.objects.filter(pk=w.coordinator.gebruiker_id).update(is_active=False)
    loop_klokken(OP)
    rij.refresh_from_db()
    assert rij.einde == "geen_lid_meer"


def test_wat_begonnen_was_blijft_en_wat_op_tijd_was_afgerond_telt(w: Speelveld) -> None:
    rij = toegewezen(w)
    opzet.oordeel(w, w.coordinator, op=dt.date(2025, 4, 5))
    vertrek(w)
    loop_klokken(OP)
    rij.refresh_from_db()
    assert rij.beeindigd_op is None
    assert "Regiocoördinator toewijzen" not in [i.wat for i in beoordelen(w.czv, OP)]
    assert w.ronde.beoordelingen.get(rol=Beoordelaarsrol.REGIOCOORDINATOR).oordelen.count() == len(w.ronde.punten)
