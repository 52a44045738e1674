"""1c.2: one joint terugkoppeling of both insurers, settled before a decision, sent once per ronde."""

import datetime as dt
from decimal import Decimal

import pytest

from beoordeling.models import Beoordelingsronde
from beoordeling.selectors import gezamenlijke_oordelen, rondes_met_oordelen
from beoordeling.services import rondes
from kern.berichten.models import Bericht
from kern.documenten.models import Brief
from kern.organisaties.models import Lidmaatschap, Rol
from kern.termijnen.models import Termijn
from kern.termijnen.ronde import loop_klokken
from kern.toestanden.stap import StapBelet, StapNietMogelijk, StapNietToegestaan
from kern.toestanden.uitvoeren import voer_uit
from tests.beoordeling import opzet
from tests.beoordeling.opzet import Speelveld
from tests.fabrieken.organisaties import LidmaatschapFactory

OP = dt.date(2025, 4, 7)
TEKST = {"terugkoppeling": "Samen positief.", "advies": "positief"}


def concept(w: Speelveld) -> Beoordelingsronde:
    opzet.dien_toets_in(w, sociaal=False, gemeenten=False)
    opzet.oordeel(w, w.czv, op=OP)
    voer_uit(w.ronde, "stel_op", door=w.czv, op=OP, **TEKST)
    return w.ronde


@pytest.mark.parametrize(("stap", "gegevens"), [("keur_goed", {"motivering": "Goed."}), ("wijs_af", {"motivering": "Niet goed."})])
def test_zonder_vastgestelde_terugkoppeling_geen_besluit_op_de_toets(w: Speelveld, stap: str, gegevens: dict[str, str]) -> None:
    concept(w)
    with pytest.raises(StapBelet) as fout:
        voer_uit(w.herlees().snelle_toets, stap, door=w.czv, op=OP, **gegevens)
    assert [(b.tekst, b.regel) for b in fout.value.beletselen] == [
        ("Er is nog geen gezamenlijke terugkoppeling met VGZ vastgesteld.", "1c.2")
    ]


@pytest.mark.parametrize(
    ("stap", "gegevens"),
    [
        ("keur_goed", {"motivering": "Goed.", "bedrag_toegekend": Decimal(8400000)}),
        ("wijs_af", {"motivering": "Niet goed."}),
        ("vraag_aanpassing", {"gevraagde_aanpassing": "KPI 1."}),
    ],
)
def test_zonder_vastgestelde_terugkoppeling_geen_besluit_op_het_plan(w: Speelveld, stap: str, gegevens: dict[str, object]) -> None:
    opzet.dien_plan_in(w, sociaal=False, gemeenten=False, plan_sociaal=False)
    with pytest.raises(StapBelet) as fout:
        voer_uit(w.herlees().plan, stap, door=w.czv, op=dt.date(2025, 6, 2), **gegevens)
    assert "Er is nog geen gezamenlijke terugkoppeling met VGZ vastgesteld." in [
        b.tekst for b in fout.value.beletselen if b.regel == "1c.2"
    ]


def test_met_instemming_staat_de_terugkoppeling_vast_en_gaat_zij_met_het_besluit_mee(w: Speelveld) -> None:
    ronde = concept(w)
    voer_uit(ronde, "stem_in", door=w.tweede, op=OP, leesmerk=ronde.leesmerk)
    voer_uit(w.herlees().snelle_toets, "keur_goed", door=w.czv, op=OP, motivering="Goed.")
    ronde.refresh_from_db()
    assert (ronde.status, ronde.verstuurd_op) == ("verstuurd", OP)
    assert Bericht.objects.filter(soort="terugkoppeling", aan=w.planmaker.gebruiker).count() == 1


def test_een_tweede_verzending_wordt_geweigerd_met_de_dag_van_de_eerste(w: Speelveld) -> None:
    ronde = concept(w)
    voer_uit(ronde, "stem_in", door=w.tweede, op=OP)
    voer_uit(ronde, "verstuur", door=w.czv, op=OP)
    with pytest.raises(StapBelet) as fout:
        voer_uit(ronde, "verstuur", door=w.czv, op=dt.date(2025, 4, 8))
    assert [(b.tekst, b.regel) for b in fout.value.beletselen] == [
        ("De gezamenlijke terugkoppeling is al verstuurd op 7 april 2025. Zij gaat per ronde een keer naar buiten.", "1c.2")
    ]
    assert Bericht.objects.filter(soort="terugkoppeling").count() == 2  # planmaker en deelnemer, elk een keer


def test_na_verzending_vooraf_gaat_zij_met_het_besluit_niet_nog_eens_uit(w: Speelveld) -> None:
    ronde = concept(w)
    voer_uit(ronde, "stem_in", door=w.tweede, op=OP)
    voer_uit(ronde, "verstuur", door=w.czv, op=OP)
    voer_uit(w.herlees().snelle_toets, "keur_goed", door=w.czv, op=dt.date(2025, 4, 9), motivering="Goed.")
    ronde.refresh_from_db()
    assert ronde.verstuurd_op == OP
    assert Bericht.objects.filter(soort="terugkoppeling").count() == 2


def test_een_afwijkend_standpunt_legt_vast_en_blijft_uit_de_brief(w: Speelveld) -> None:
    ronde = concept(w)
    voer_uit(ronde, "wijk_af", door=w.tweede, op=OP, afwijkend_standpunt="VGZ vindt het bedrag te hoog.")
    voer_uit(w.herlees().snelle_toets, "keur_goed", door=w.czv, op=OP, motivering="Goed.")
    brief = str(Brief.objects.get(soort="besluit_snelle_toets").__dict__)
    assert "Samen positief." in brief
    assert "te hoog" not in brief


def test_een_afwijkend_standpunt_zonder_tekst_kan_niet(w: Speelveld) -> None:
    ronde = concept(w)
    with pytest.raises(StapBelet) as fout:
        voer_uit(ronde, "wijk_af", door=w.tweede, op=OP, afwijkend_standpunt="")
    assert [(b.tekst, b.veld) for b in fout.value.beletselen] == [("Beschrijf uw afwijkende standpunt.", "afwijkend_standpunt")]


def test_alleen_de_tweede_verzekeraar_stemt_in(w: Speelveld) -> None:
    ronde = concept(w)
    for door in (w.czv, w.planmaker, w.beslisser, None):
        with pytest.raises(StapNietToegestaan):
            voer_uit(ronde, "stem_in", door=door, op=OP)


def test_instemmen_met_een_tekst_die_intussen_is_aangepast_wordt_geweigerd(w: Speelveld) -> None:
    ronde = concept(w)
    gelezen = ronde.leesmerk
    voer_uit(ronde, "stel_op", door=w.czv, op=OP, terugkoppeling="Toch negatief.", advies="negatief")
    with pytest.raises(StapBelet) as fout:
        voer_uit(ronde, "stem_in", door=w.tweede, op=OP, verwacht="concept", leesmerk=gelezen)
    assert [b.tekst for b in fout.value.beletselen] == [
        "De coördinerende verzekeraar heeft de terugkoppeling intussen aangepast. Lees eerst de nieuwe tekst."
    ]


def test_wie_opstelt_heeft_eerst_zelf_beoordeeld(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    with pytest.raises(StapBelet) as fout:
        voer_uit(w.ronde, "stel_op", door=w.czv, op=OP, **TEKST)
    assert [b.tekst for b in fout.value.beletselen] == ["Rond eerst uw eigen beoordeling af."]


def test_vijf_werkdagen_stilte_stelt_vast_en_niet_een_dag_eerder(w: Speelveld) -> None:
    ronde = concept(w)  # maandag 7 april; vijf werkdagen later is maandag 14 april
    assert Termijn.objects.open().get(onderwerp=ronde.pk, soort_termijn="instemming_tweede").einde_op == dt.date(2025, 4, 14)
    loop_klokken(dt.date(2025, 4, 14))
    ronde.refresh_from_db()
    assert ronde.status == "concept"
    loop_klokken(dt.date(2025, 4, 15))
    ronde.refresh_from_db()
    assert (ronde.status, ronde.is_vastgesteld_door_stilte) == ("vastgesteld", True)


def test_niemand_stelt_met_de_hand_vast_na_stilte(w: Speelveld) -> None:
    ronde = concept(w)
    with pytest.raises(StapNietToegestaan):
        voer_uit(ronde, "stel_vast_na_stilte", door=w.czv, op=dt.date(2025, 5, 1))


def test_stilte_van_de_tweede_laat_de_termijn_van_de_regiocoordinator_staan(w: Speelveld) -> None:
    from beoordeling.services import toewijzing

    opzet.dien_toets_in(w)
    toewijzing.wijs_toe(w.herlees(), w.coordinator, door=w.czv, op=OP)
    opzet.oordeel(w, w.czv, op=OP)
    voer_uit(w.ronde, "stel_op", door=w.czv, op=OP, **TEKST)
    loop_klokken(dt.date(2025, 4, 15))
    assert list(Termijn.objects.open().filter(onderwerp=w.ronde.pk).values_list("soort_termijn", flat=True)) == ["oordeel_regiocoordinator"]


def test_losse_oordelen_van_een_verzekeraar_komen_niet_in_de_brief_alleen_wat_beiden_vinden(w: Speelveld) -> None:
    opzet.dien_toets_in(w, sociaal=False, gemeenten=False)
    opzet.oordeel(w, w.czv, op=OP, waardering="substantieel")
    tweede = rondes.mijn_beoordeling(w.ronde, w.tweede)
    for punt, waardering in (("zorggebruik", "substantieel"), ("personeel", "onvoldoende")):
        rondes.bewaar_oordeel(tweede, punt, waardering=waardering, onderbouwing="x", vragen=[], versie=0, door=w.tweede)
    samen = gezamenlijke_oordelen(rondes_met_oordelen().get(pk=w.ronde.pk))
    assert {punt: str(oordeel.label) for punt, oordeel in samen.items()} == {"zorggebruik": "substantieel"}


def test_een_planmaker_van_een_indiener_oordeelt_niet_ook_niet_onder_een_andere_rol(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    dubbel = LidmaatschapFactory(gebruiker=w.planmaker.gebruiker, organisatie=w.cz, rol=Rol.BEOORDELAAR)
    assert rondes.mijn_beoordeling(w.ronde, dubbel) is None
    plek = w.ronde.beoordelingen.get(rol="coordinerend")
    with pytest.raises(StapNietToegestaan):
        rondes.bewaar_oordeel(plek, "zorggebruik", waardering="voldoende", onderbouwing="x", vragen=[], versie=0, door=dubbel)
    with pytest.raises(StapNietToegestaan):
        rondes.rond_af(plek, conclusie="positief", toelichting="", door=dubbel, op=OP)
    for stap, gegevens in (
        ("keur_goed", {"motivering": "Ja."}),
        ("wijs_af", {"motivering": "Nee."}),
        ("verklaar_incompleet", {"wat_ontbreekt": "x"}),
    ):
        with pytest.raises(StapNietToegestaan):
            voer_uit(w.herlees().snelle_toets, stap, door=dubbel, op=OP, **gegevens)


def test_wie_vroeger_maar_tijdens_dit_dossier_bij_een_indiener_werkte_oordeelt_ook_niet(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    LidmaatschapFactory(gebruiker=w.czv.gebruiker, organisatie=w.huisartsen, rol=Rol.PLANMAKER, tot=opzet.START)
    assert rondes.mijn_beoordeling(w.ronde, Lidmaatschap.objects.get(pk=w.czv.pk)) is None


def test_wie_voor_dit_dossier_bij_een_indiener_wegging_oordeelt_wel(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    LidmaatschapFactory(gebruiker=w.czv.gebruiker, organisatie=w.huisartsen, rol=Rol.PLANMAKER, tot=dt.date(2025, 3, 31))
    assert rondes.mijn_beoordeling(w.ronde, Lidmaatschap.objects.get(pk=w.czv.pk)) is not None


def test_een_nieuwe_versie_vraagt_een_nieuwe_terugkoppeling(w: Speelveld) -> None:
    op = dt.date(2025, 6, 2)
    opzet.dien_plan_in(w, sociaal=False, gemeenten=False, plan_sociaal=False)
    opzet.nieuwe_versie(w, op=op)
    voer_uit(w.herlees().plan, "dien_in", door=w.planmaker, op=op)
    assert w.ronde.status == "open"
    with pytest.raises(StapBelet) as fout:
        voer_uit(w.herlees().plan, "wijs_af", door=w.czv, op=op, motivering="Nee.")
    assert [b.regel for b in fout.value.beletselen] == ["1c.2"]


def test_na_het_vaststellen_wijzigt_geen_verzekeraar_zijn_oordeel_meer(w: Speelveld) -> None:
    ronde = concept(w)
    voer_uit(ronde, "stem_in", door=w.tweede, op=OP)
    plek = rondes.mijn_beoordeling(w.ronde, w.tweede)
    with pytest.raises(StapNietMogelijk):
        rondes.bewaar_oordeel(plek, "zorggebruik", waardering="voldoende", onderbouwing="x", vragen=[], versie=0, door=w.tweede)


def test_een_besluit_van_voor_de_eerste_dag_van_de_regel_vraagt_geen_terugkoppeling(w: Speelveld) -> None:
    op = dt.date(2024, 5, 1)
    opzet.dien_toets_in(w, op=op, sociaal=False, gemeenten=False)
    voer_uit(w.herlees().snelle_toets, "keur_goed", door=w.czv, op=op, motivering="Kader 2023.")
    assert w.herlees().snelle_toets.status == "goedgekeurd"
    assert not w.dossier.rondes.filter(status="open").exists()
