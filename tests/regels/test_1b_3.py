"""1b.3: a regiocoordinator from outside assesses as third, from 1 April 2025."""

import datetime as dt

import pytest

from beoordeling.models import Afziening
from beoordeling.selectors import kandidaten, redenen_niet
from beoordeling.services import rondes, toewijzing
from kern.organisaties.models import Lidmaatschap, Rol
from kern.termijnen.models import Termijn
from kern.toestanden.stap import StapBelet, StapNietToegestaan
from kern.toestanden.uitvoeren import voer_uit
from tests.beoordeling import opzet
from tests.beoordeling.opzet import Speelveld
from tests.fabrieken.organisaties import GemeenteFactory, GemeenteInRegioFactory, LidmaatschapFactory, MandaatregioFactory
from transformatie.models import Dossier, Partijrol
from transformatie.services import dossiers

MAART, APRIL = dt.date(2025, 3, 31), dt.date(2025, 4, 1)


def keur_goed(w: Speelveld, op: dt.date = APRIL) -> None:
    voer_uit(w.herlees().snelle_toets, "keur_goed", door=w.czv, op=op, motivering="Goed.")


def belet(w: Speelveld, op: dt.date = APRIL) -> list[str]:
    with pytest.raises(StapBelet) as fout:
        keur_goed(w, op)
    return [b.tekst for b in fout.value.beletselen if b.regel == "1b.3"]


def test_zonder_toegewezen_regiocoordinator_wacht_de_goedkeuring(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    opzet.stel_vast(w, op=APRIL)
    assert belet(w) == [
        "Er is nog geen externe regiocoördinator toegewezen, en de gemeenten die SPUK aanvragen hebben er niet van afgezien."
    ]


def test_een_toegewezen_regiocoordinator_zonder_oordeel_houdt_de_goedkeuring_tegen(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    opzet.stel_vast(w, op=APRIL)
    toewijzing.wijs_toe(w.herlees(), w.coordinator, door=w.czv, op=APRIL)
    assert belet(w) == ["De regiocoördinator van gemeente Almere heeft nog geen oordeel gegeven."]
    opzet.oordeel(w, w.coordinator, op=APRIL)
    keur_goed(w)
    assert w.herlees().snelle_toets.status == "goedgekeurd"


def test_een_afwijzing_wacht_niet_op_de_regiocoordinator(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    opzet.stel_vast(w, op=APRIL)
    voer_uit(w.herlees().snelle_toets, "wijs_af", door=w.czv, op=APRIL, motivering="Past niet.")
    assert w.herlees().snelle_toets.status == "afgewezen"


def test_ingediend_op_31_maart_vraagt_de_regiocoordinator_niet_ingediend_op_1_april_wel(w: Speelveld) -> None:
    opzet.dien_toets_in(w, op=MAART)
    opzet.stel_vast(w, op=MAART)
    keur_goed(w, op=dt.date(2025, 4, 20))
    assert w.herlees().snelle_toets.status == "goedgekeurd"
    tweede = opzet.Speelveld(
        **{v: getattr(w, v) for v in opzet.Speelveld.__dataclass_fields__ if opzet.Speelveld.__dataclass_fields__[v].init}
    )
    opzet.dien_toets_in(tweede, op=APRIL)
    opzet.stel_vast(tweede, op=APRIL)
    assert len(belet(tweede)) == 1


def test_een_besluit_van_voor_1_april_wordt_niet_aan_de_regel_gehouden(w: Speelveld) -> None:
    opzet.dien_toets_in(w, op=MAART)
    opzet.stel_vast(w, op=MAART)
    keur_goed(w, op=MAART)
    assert w.herlees().snelle_toets.status == "goedgekeurd"


def test_voor_1_april_valt_er_niemand_toe_te_wijzen(w: Speelveld) -> None:
    opzet.dien_toets_in(w, op=MAART)
    with pytest.raises(StapBelet) as fout:
        toewijzing.wijs_toe(w.dossier, w.coordinator, door=w.czv, op=MAART)
    assert [(b.tekst, b.regel) for b in fout.value.beletselen] == [
        ("De beoordeling door een externe regiocoördinator geldt vanaf 1 april 2025.", "1b.3")
    ]


def test_een_dossier_zonder_gemeenten_krijgt_geen_regiocoordinator_en_wacht_er_niet_op(w: Speelveld) -> None:
    opzet.dien_toets_in(w, sociaal=False, gemeenten=False)
    opzet.stel_vast(w, op=APRIL)
    assert redenen_niet(w.dossier, w.coordinator, APRIL) == [
        "Aan dit dossier doen geen gemeenten mee; een regiocoördinator beoordeelt het dan niet."
    ]
    keur_goed(w)


def weiger_toewijzing(w: Speelveld, kandidaat: Lidmaatschap) -> list[tuple[str, str, str]]:
    with pytest.raises(StapBelet) as fout:
        toewijzing.wijs_toe(w.herlees(), kandidaat, door=w.czv, op=APRIL)
    return [(b.tekst, b.regel, b.veld) for b in fout.value.beletselen]


def test_een_regiocoordinator_uit_de_eigen_mandaatregio_wordt_geweigerd_bij_het_veld(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    zin = "Deze regiocoördinator werkt in mandaatregio Rijk van Nijmegen, en gemeente Wijchen hoort daar ook bij."
    assert weiger_toewijzing(w, w.coordinator_eigen) == [(zin, "1b.3", "lidmaatschap")]


def test_een_regiocoordinator_wiens_eigen_gemeente_meedoet_hoort_beide_redenen(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    dossiers.nodig_uit(w.dossier, w.nijmegen, Partijrol.GEMEENTE, door=w.czv, op=APRIL)
    assert [r[0] for r in weiger_toewijzing(w, w.coordinator_eigen)] == [
        "Gemeente Nijmegen doet zelf mee aan dit plan.",
        "Deze regiocoördinator werkt in mandaatregio Rijk van Nijmegen, en gemeente Nijmegen en gemeente Wijchen horen daar ook bij.",
    ]


def test_een_regio_die_een_van_drie_gemeenten_deelt_is_genoeg_voor_een_weigering(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    for naam in ("Zwolle", "Lelystad"):
        gemeente = GemeenteFactory(naam=naam)
        regio = w.flevoland if naam == "Lelystad" else MandaatregioFactory(naam="IJssel-Vecht", mandaathouder=gemeente)
        GemeenteInRegioFactory(gemeente=gemeente, regio=regio)
        dossiers.nodig_uit(w.herlees(), gemeente, Partijrol.GEMEENTE, door=w.czv, op=APRIL)
    zin = "Deze regiocoördinator werkt in mandaatregio Flevoland, en gemeente Lelystad hoort daar ook bij."
    assert weiger_toewijzing(w, w.coordinator) == [(zin, "1b.3", "lidmaatschap")]


def test_de_regiocoordinator_van_een_gemeenschappelijke_regeling_hoort_bij_de_regio_waarvoor_zij_mandaathouder_is(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    twente = opzet.gemeenschappelijke_regeling(w.rijk_van_nijmegen)
    kandidaat = opzet.lid(Rol.REGIOCOORDINATOR, twente, "Tess Twente")
    zin = "Deze regiocoördinator werkt in mandaatregio Rijk van Nijmegen, en gemeente Wijchen hoort daar ook bij."
    assert weiger_toewijzing(w, kandidaat) == [(zin, "1b.3", "lidmaatschap")]


def test_een_deelnemende_gemeenschappelijke_regeling_sluit_de_regiocoordinatoren_van_haar_regio_uit(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    twente = opzet.gemeenschappelijke_regeling(w.flevoland)
    dossiers.nodig_uit(w.herlees(), twente, Partijrol.GEMEENTE, door=w.czv, op=APRIL)
    zin = "Deze regiocoördinator werkt in mandaatregio Flevoland, en SamenTwente hoort daar ook bij."
    assert weiger_toewijzing(w, w.coordinator) == [(zin, "1b.3", "lidmaatschap")]


def test_een_gemeente_die_op_de_peildatum_van_regio_is_gewisseld_telt_in_de_nieuwe_regio(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    w.wijchen.indelingen.update(tot=dt.date(2025, 3, 1))
    GemeenteInRegioFactory(gemeente=w.wijchen, regio=w.flevoland, van=dt.date(2025, 3, 2))
    assert redenen_niet(w.herlees(), w.coordinator_eigen, APRIL) == []
    assert len(redenen_niet(w.dossier, w.coordinator, APRIL)) == 1


def test_wie_geen_regiocoordinator_is_of_ook_voor_een_indiener_werkt_wordt_geweigerd(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    assert [r[0] for r in weiger_toewijzing(w, w.beslisser)] == ["Deze persoon is geen regiocoördinator."]
    LidmaatschapFactory(gebruiker=w.coordinator.gebruiker, organisatie=w.ziekenhuis, rol=Rol.PLANMAKER)
    assert [r[0] for r in weiger_toewijzing(w, w.coordinator)] == ["Deze persoon werkt ook voor een indiener van dit plan."]


def test_een_verlopen_lidmaatschap_staat_niet_op_de_lijst(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    Lidmaatschap.objects.filter(pk=w.coordinator.pk).update(tot=dt.date(2025, 3, 31))
    assert [r[0] for r in weiger_toewijzing(w, w.coordinator)] == ["Deze persoon is op deze dag geen regiocoördinator (meer)."]


def test_alleen_de_coordinerende_verzekeraar_wijst_toe(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    for door in (w.tweede, w.planmaker, w.beslisser, w.coordinator):
        with pytest.raises(StapNietToegestaan):
            toewijzing.wijs_toe(w.dossier, w.coordinator, door=door, op=APRIL)


def test_de_lijst_zegt_van_iedereen_waarom_niet_met_een_vast_aantal_vragen(w: Speelveld, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    opzet.dien_toets_in(w)
    dossier = w.herlees()
    assert dossier.deelnemende_partijen
    assert dossier.indienende_organisaties
    assert dossier.snelle_toets
    with django_assert_num_queries(7):
        assert {lid.gebruiker.naam: bool(redenen) for lid, redenen in kandidaten(dossier, APRIL)} == {
            "Ali Almere": False,
            "Ellen Eigen": True,
        }
    for n in range(4):
        LidmaatschapFactory(regiocoordinator=True, organisatie=w.nijmegen, gebruiker__naam=f"Nog een {n}")
    with django_assert_num_queries(7):
        assert len(kandidaten(dossier, APRIL)) == 6


def test_wie_spuk_aanvraagt_mag_afzien_en_dan_is_er_geen_derde_nodig(w: Speelveld) -> None:
    opzet.dien_toets_in(w, spuk=True)
    opzet.stel_vast(w, op=APRIL)
    toewijzing.zie_af(w.dossier, naam="Wil", functie="wethouder", reden="Te kleine ingreep.", door=w.beslisser, op=APRIL)
    keur_goed(w)
    assert Afziening.objects.get().naam == "Wil"


def test_een_gemeente_die_geen_spuk_aanvraagt_kan_niet_afzien(w: Speelveld) -> None:
    opzet.dien_toets_in(w, spuk=False)
    with pytest.raises(StapBelet) as fout:
        toewijzing.zie_af(w.dossier, naam="Wil", functie="", reden="Geen zin.", door=w.beslisser, op=APRIL)
    assert [(b.tekst, b.regel) for b in fout.value.beletselen] == [
        ("Alleen een gemeente die (mede) SPUK aanvraagt kan afzien van de externe regiocoördinator.", "1b.3")
    ]


def test_afzien_door_een_van_twee_aanvragers_is_niet_genoeg(w: Speelveld) -> None:
    opzet.dien_toets_in(w, spuk=True)
    dossiers.nodig_uit(w.dossier, w.nijmegen, Partijrol.GEMEENTE, door=w.czv, op=APRIL, vraagt_spuk_aan=True)
    opzet.stel_vast(w, op=APRIL)
    toewijzing.zie_af(w.herlees(), naam="Wil", functie="", reden="Niet nodig.", door=w.beslisser, op=APRIL)
    assert len(belet(w)) == 1
    toewijzing.zie_af(w.herlees(), naam="Nora", functie="", reden="Niet nodig.", door=w.beslisser_nijmegen, op=APRIL)
    keur_goed(w)


def test_wie_niet_meedoet_ziet_niet_af(w: Speelveld) -> None:
    opzet.dien_toets_in(w, spuk=True)
    for door in (w.beslisser_nijmegen, w.planmaker, w.czv):
        with pytest.raises(StapNietToegestaan):
            toewijzing.zie_af(w.dossier, naam="X", functie="", reden="Y", door=door, op=APRIL)


def test_de_binnentermijn_is_zeven_dagen_voor_het_besluit_bij_toets_en_plan(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    toewijzing.wijs_toe(w.herlees(), w.coordinator, door=w.czv, op=APRIL)
    termijn = Termijn.objects.open().get(soort_termijn="oordeel_regiocoordinator")
    assert termijn.einde_op == dt.date(2025, 4, 22)
    opzet.stel_vast(w, op=APRIL)
    opzet.oordeel(w, w.coordinator, op=APRIL)
    keur_goed(w)
    w.herlees()
    opzet.vul_versie(w)
    voer_uit(w.herlees().plan, "dien_in", door=w.planmaker, op=dt.date(2025, 5, 1))
    termijn = Termijn.objects.open().get(soort_termijn="oordeel_regiocoordinator")
    assert termijn.einde_op == dt.date(2025, 6, 19)


def test_na_het_besluit_wacht_niemand_meer_op_de_regiocoordinator(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    toewijzing.wijs_toe(w.herlees(), w.coordinator, door=w.czv, op=APRIL)
    opzet.stel_vast(w, op=APRIL)
    voer_uit(w.herlees().snelle_toets, "wijs_af", door=w.czv, op=APRIL, motivering="Past niet.")
    assert not Termijn.objects.open().filter(zaak_id=w.dossier.pk).exists()


def test_een_ander_toewijzen_halverwege_laat_het_begonnen_oordeel_staan_maar_telt_alleen_de_nieuwe(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    toewijzing.wijs_toe(w.herlees(), w.coordinator, door=w.czv, op=APRIL)
    eerste = rondes.mijn_beoordeling(w.ronde, w.coordinator)
    rondes.bewaar_oordeel(eerste, "zorggebruik", waardering="voldoende", onderbouwing="Ja.", vragen=[], versie=0, door=w.coordinator)
    zwolle = GemeenteFactory(naam="Zwolle")
    ander = opzet.lid(Rol.REGIOCOORDINATOR, zwolle, "Zara Zwolle")
    toewijzing.wijs_toe(w.herlees(), ander, door=w.czv, op=APRIL)
    assert rondes.mijn_beoordeling(w.ronde, w.coordinator) is None
    opzet.stel_vast(w, op=APRIL)
    assert belet(w) == ["De regiocoördinator van gemeente Zwolle heeft nog geen oordeel gegeven."]


def test_komt_er_een_gemeente_uit_de_eigen_regio_bij_dan_eindigt_de_toewijzing_en_telt_het_oordeel_niet(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    opzet.stel_vast(w, op=APRIL)
    opzet.hoor_regiocoordinator(w, op=APRIL)
    lelystad = GemeenteFactory(naam="Lelystad")
    GemeenteInRegioFactory(gemeente=lelystad, regio=w.flevoland)
    dossiers.nodig_uit(w.herlees(), lelystad, Partijrol.GEMEENTE, door=w.czv, op=APRIL)
    assert belet(w) == [
        "Er is nog geen externe regiocoördinator toegewezen, en de gemeenten die SPUK aanvragen hebben er niet van afgezien."
    ]


def test_dezelfde_persoon_twee_keer_toewijzen_zegt_dat_het_al_zo_is(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    toewijzing.wijs_toe(w.herlees(), w.coordinator, door=w.czv, op=APRIL)
    assert [r[0] for r in weiger_toewijzing(w, w.coordinator)] == ["Deze regiocoördinator is al toegewezen."]


def test_een_regiocoordinator_ziet_alleen_wat_is_toegewezen_en_wat_de_eigen_gemeente_raakt(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    assert not Dossier.objects.zichtbaar_voor(w.coordinator).exists()
    toewijzing.wijs_toe(w.herlees(), w.coordinator, door=w.czv, op=APRIL)
    assert Dossier.objects.zichtbaar_voor(w.coordinator).count() == 1
    assert not Dossier.objects.zichtbaar_voor(w.coordinator_eigen).exists()


def test_een_regiocoordinator_die_het_dossier_ziet_maar_niet_is_toegewezen_oordeelt_niet(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    dossiers.nodig_uit(w.dossier, w.nijmegen, Partijrol.GEMEENTE, door=w.czv, op=APRIL)
    assert Dossier.objects.zichtbaar_voor(w.coordinator_eigen).exists()
    assert rondes.mijn_beoordeling(w.ronde, w.coordinator_eigen) is None
    plek = w.ronde.beoordelingen.get(organisatie=w.nijmegen)
    with pytest.raises(StapNietToegestaan):
        rondes.bewaar_oordeel(plek, "zorggebruik", waardering="voldoende", onderbouwing="x", vragen=[], versie=0, door=w.coordinator_eigen)
