"""1b.1: all parties give demonstrable commitment, and gemeenten approve their parts, before a plan is approved."""

import datetime as dt
from decimal import Decimal

import pytest

from beoordeling.werkvoorraad import instemmen
from kern.organisaties.models import Rol
from kern.toestanden.stap import StapBelet, StapNietToegestaan
from kern.toestanden.uitvoeren import mogelijkheden, voer_uit
from tests.beoordeling import opzet
from tests.beoordeling.opzet import Speelveld
from tests.fabrieken.organisaties import LidmaatschapFactory, ZorgkantoorFactory
from transformatie.models import Partijrol
from transformatie.services import dossiers

OP = dt.date(2025, 6, 2)


def keur_goed(w: Speelveld) -> None:
    voer_uit(
        w.herlees().plan,
        "keur_goed",
        door=w.czv,
        op=OP,
        verwacht="in_beoordeling",
        motivering="Goed plan.",
        bedrag_toegekend=Decimal(8400000),
    )


def belet(w: Speelveld, nummer: str = "1b.1") -> list[str]:
    with pytest.raises(StapBelet) as fout:
        keur_goed(w)
    return [b.tekst for b in fout.value.beletselen if b.regel == nummer]


def test_zonder_commitment_noemt_de_weigering_elke_partij_en_de_gemeente_met_regelnummer(w: Speelveld) -> None:
    opzet.dien_plan_in(w)
    opzet.stel_vast(w, op=OP)
    assert belet(w) == [
        "Ziekenhuis Waalstad heeft nog geen commitment gegeven.",
        "Huisartsencoöperatie Nijmegen heeft nog geen commitment gegeven.",
        "Gemeente Wijchen heeft nog geen commitment gegeven.",
        "Gemeente Wijchen heeft haar onderdelen nog niet goedgekeurd.",
    ]


def test_met_alle_commitments_en_het_akkoord_wordt_het_plan_goedgekeurd(w: Speelveld) -> None:
    opzet.klaar_voor_besluit(w)
    keur_goed(w)
    assert w.herlees().plan.status == "goedgekeurd"


def test_een_weigering_van_commitment_staat_in_de_weg_en_zegt_dat(w: Speelveld) -> None:
    opzet.klaar_voor_besluit(w)
    rij = w.dossier.commitments.get(organisatie=w.huisartsen)
    voer_uit(rij, "weiger", door=w.deelnemer, op=OP, reden="Te weinig huisartsen.")
    assert belet(w) == ["Huisartsencoöperatie Nijmegen heeft commitment geweigerd."]


def test_een_weigering_van_de_gemeente_staat_in_de_weg_en_kan_worden_hersteld(w: Speelveld) -> None:
    opzet.klaar_voor_besluit(w)
    akkoord = w.dossier.gemeentelijkakkoords.get()
    voer_uit(akkoord, "weiger", door=w.beslisser, op=OP, reden="De raad is tegen.")
    assert belet(w) == ["Gemeente Wijchen heeft haar onderdelen geweigerd."]
    voer_uit(akkoord, "keur_goed", door=w.beslisser, op=OP, naam="Wil Wethouder", functie="wethouder", sha256=akkoord.versie.sha256)
    keur_goed(w)


def test_een_weigering_zonder_reden_kan_niet(w: Speelveld) -> None:
    opzet.dien_plan_in(w)
    with pytest.raises(StapBelet) as fout:
        voer_uit(w.dossier.commitments.get(organisatie=w.huisartsen), "weiger", door=w.deelnemer, op=OP, reden="")
    assert [(b.tekst, b.veld) for b in fout.value.beletselen] == [("Geef een reden.", "reden")]


def test_zonder_onderdelen_in_het_sociaal_domein_is_geen_akkoord_nodig_maar_wel_commitment_van_de_gemeente(w: Speelveld) -> None:
    opzet.dien_plan_in(w, plan_sociaal=False)
    opzet.stel_vast(w, op=OP)
    assert not w.dossier.gemeentelijkakkoords.exists()
    assert "Gemeente Wijchen heeft nog geen commitment gegeven." in belet(w)


def test_onderdelen_in_het_sociaal_domein_zonder_gemeente_kunnen_niet_worden_goedgekeurd(w: Speelveld) -> None:
    opzet.dien_plan_in(w, sociaal=False, gemeenten=False)
    opzet.stel_vast(w, op=OP)
    opzet.alles_gegeven(w, op=OP)
    assert belet(w) == ["Het plan heeft onderdelen in het sociaal domein, maar er doet geen gemeente mee die ze kan goedkeuren."]


def test_een_organisatie_met_twee_rollen_wordt_een_keer_gevraagd(w: Speelveld) -> None:
    opzet.keur_toets_goed(w)
    dossiers.nodig_uit(w.dossier, w.ziekenhuis, Partijrol.KASSIER, door=w.planmaker, op=OP)
    opzet.vul_versie(w)
    voer_uit(w.herlees().plan, "dien_in", door=w.planmaker, op=OP)
    assert w.dossier.commitments.filter(organisatie=w.ziekenhuis).count() == 1


def test_wie_niet_mag_tekenen_geeft_geen_commitment(w: Speelveld) -> None:
    opzet.dien_plan_in(w)
    stagiair = opzet.lid(Rol.PLANMAKER, w.huisartsen, "Stan Stagiair")
    rij = w.dossier.commitments.get(organisatie=w.huisartsen)
    with pytest.raises(StapNietToegestaan, match="iemand die voor deze partij mag tekenen"):
        voer_uit(rij, "geef", door=stagiair, op=OP, naam="Stan", functie="stagiair", sha256=rij.versie.sha256)


@pytest.mark.parametrize("rol", [Rol.REGIOCOORDINATOR, Rol.BEHEER, Rol.BRIGADE, Rol.BEOORDELAAR, Rol.FINANCIER, Rol.NZA])
def test_een_vinkje_bij_een_rol_die_niet_voor_de_partij_beslist_bindt_niemand(w: Speelveld, rol: Rol) -> None:
    opzet.dien_plan_in(w)
    for organisatie, beslist in ((w.huisartsen, Rol.PLANMAKER), (w.wijchen, Rol.GEMEENTELIJK_BESLISSER)):
        rij = w.dossier.commitments.get(organisatie=organisatie)
        for door in (
            opzet.lid(r, organisatie, "Vink", mag_tekenen=True) for r in {rol, Rol.PLANMAKER, Rol.GEMEENTELIJK_BESLISSER} - {beslist}
        ):
            assert mogelijkheden(rij, door=door, op=OP) == []
            assert [i.wat for i in instemmen(door, OP) if i.wat == "Commitment geven"] == []
            with pytest.raises(StapNietToegestaan):
                voer_uit(rij, "geef", door=door, op=OP, naam="Vink", functie="vinker", sha256=rij.versie.sha256)
        assert w.dossier.commitments.get(organisatie=organisatie).status == "gevraagd"


def test_een_zorgkantoor_wordt_gebonden_door_zijn_financier(w: Speelveld) -> None:
    opzet.keur_toets_goed(w)
    kantoor = ZorgkantoorFactory(naam="Zorgkantoor Nijmegen")
    financier = opzet.lid(Rol.FINANCIER, kantoor, "Fien Financier", mag_tekenen=True)
    dossiers.nodig_uit(w.dossier, kantoor, Partijrol.FINANCIER, door=w.planmaker, op=OP)
    opzet.vul_versie(w)
    voer_uit(w.herlees().plan, "dien_in", door=w.planmaker, op=OP)
    assert [i.wat for i in instemmen(financier, OP)] == ["Commitment geven"]
    opzet.commitment(w, financier, op=OP)
    assert w.dossier.commitments.get(organisatie=kantoor).status == "gegeven"


def test_een_andere_organisatie_geeft_geen_commitment_namens_deze(w: Speelveld) -> None:
    opzet.dien_plan_in(w)
    rij = w.dossier.commitments.get(organisatie=w.huisartsen)
    with pytest.raises(StapNietToegestaan):
        voer_uit(rij, "geef", door=w.planmaker, op=OP, naam="Petra", functie="bestuurder", sha256=rij.versie.sha256)
    assert w.dossier.commitments.get(organisatie=w.huisartsen).status == "gevraagd"


def test_een_andere_gemeente_of_een_planmaker_keurt_niet_goed_namens_wijchen(w: Speelveld) -> None:
    opzet.dien_plan_in(w)
    akkoord = w.dossier.gemeentelijkakkoords.get()
    for door in (w.beslisser_nijmegen, w.planmaker, w.czv):
        with pytest.raises(StapNietToegestaan):
            voer_uit(akkoord, "keur_goed", door=door, op=OP, naam="X", functie="Y", sha256=akkoord.versie.sha256)


def test_een_beslisser_die_ook_voor_een_indiener_werkt_keurt_niet_goed(w: Speelveld) -> None:
    opzet.dien_plan_in(w)
    LidmaatschapFactory(gebruiker=w.beslisser.gebruiker, organisatie=w.huisartsen, rol=Rol.PLANMAKER)
    akkoord = w.dossier.gemeentelijkakkoords.get()
    with pytest.raises(StapNietToegestaan):
        voer_uit(akkoord, "keur_goed", door=w.beslisser, op=OP, naam="Wil", functie="wethouder", sha256=akkoord.versie.sha256)


def test_commitment_vraagt_naam_en_functie_bij_hun_veld(w: Speelveld) -> None:
    opzet.dien_plan_in(w)
    rij = w.dossier.commitments.get(organisatie=w.huisartsen)
    with pytest.raises(StapBelet) as fout:
        voer_uit(rij, "geef", door=w.deelnemer, op=OP, naam=" ", functie="", sha256=rij.versie.sha256)
    assert [(b.tekst, b.regel, b.veld) for b in fout.value.beletselen] == [
        ("Vul uw naam in.", "1b.1", "naam"),
        ("Vul uw functie in.", "1b.1", "functie"),
    ]


def test_commitment_op_een_andere_hash_dan_de_versie_wordt_geweigerd(w: Speelveld) -> None:
    opzet.dien_plan_in(w)
    rij = w.dossier.commitments.get(organisatie=w.huisartsen)
    with pytest.raises(StapBelet) as fout:
        voer_uit(rij, "geef", door=w.deelnemer, op=OP, naam="Hugo", functie="bestuurder", sha256="0" * 64)
    assert [b.tekst for b in fout.value.beletselen] == ["Er is intussen een nieuwe versie van het plan. Lees die eerst."]


def test_commitment_legt_naam_functie_dag_en_hash_vast(w: Speelveld) -> None:
    opzet.dien_plan_in(w)
    opzet.commitment(w, w.deelnemer, op=OP)
    rij = w.dossier.commitments.get(organisatie=w.huisartsen)
    assert (rij.naam, rij.functie, rij.gegeven_op, rij.versie_sha256) == ("Hugo Huisarts", "bestuurder", OP, rij.versie.bereken_hash())


def test_een_gewijzigde_tekst_vraagt_iedereen_opnieuw(w: Speelveld) -> None:
    opzet.dien_plan_in(w)
    opzet.alles_gegeven(w, op=OP)
    versie = opzet.nieuwe_versie(w, op=OP)
    versie.inhoud = {**versie.inhoud, "doel": "Een ander doel."}
    versie.save()
    voer_uit(w.herlees().plan, "dien_in", door=w.planmaker, op=OP)
    stand = {c.organisatie: c.status for c in w.dossier.commitments.filter(versie=versie)}
    assert stand == {w.ziekenhuis: "gevraagd", w.huisartsen: "gevraagd", w.wijchen: "gevraagd"}
    assert w.dossier.gemeentelijkakkoords.get().status == "gegeven"


def test_een_gewijzigde_kpi_vraagt_alleen_wie_het_raakt(w: Speelveld) -> None:
    opzet.dien_plan_in(w)
    opzet.alles_gegeven(w, op=OP)
    versie = opzet.nieuwe_versie(w, op=OP)
    versie.kpis.filter(nummer=2).update(streefwaarde="-20%")
    voer_uit(w.herlees().plan, "dien_in", door=w.planmaker, op=OP)
    gevraagd = {c.organisatie for c in w.dossier.commitments.filter(status="gevraagd")}
    assert gevraagd == {w.huisartsen}


def test_een_gewijzigd_sociaal_onderdeel_vraagt_de_gemeente_opnieuw(w: Speelveld) -> None:
    opzet.dien_plan_in(w)
    opzet.alles_gegeven(w, op=OP)
    versie = opzet.nieuwe_versie(w, op=OP)
    versie.inhoud = {**versie.inhoud, "impact_keten": "Meer inzet van de wijkteams."}
    versie.save()
    voer_uit(w.herlees().plan, "dien_in", door=w.planmaker, op=OP)
    assert [a.status for a in w.dossier.gemeentelijkakkoords.order_by("versie__nummer")] == ["vervallen", "gevraagd"]
    assert {c.organisatie for c in w.dossier.commitments.filter(status="gevraagd")} == {w.wijchen}


def test_na_het_besluit_verandert_commitment_niet_meer(w: Speelveld) -> None:
    opzet.klaar_voor_besluit(w)
    keur_goed(w)
    rij = w.dossier.commitments.get(organisatie=w.huisartsen)
    with pytest.raises(StapBelet) as fout:
        voer_uit(rij, "weiger", door=w.deelnemer, op=OP, reden="Toch niet.")
    assert [b.tekst for b in fout.value.beletselen] == ["Dit transformatieplan is goedgekeurd. Daaraan verandert uw antwoord niets meer."]


def test_een_partij_die_later_aansluit_wordt_ook_gevraagd(w: Speelveld) -> None:
    opzet.klaar_voor_besluit(w)
    dossiers.nodig_uit(w.herlees(), w.nijmegen, Partijrol.GEMEENTE, door=w.czv, op=OP)
    teksten = belet(w)
    assert teksten == [
        "Gemeente Nijmegen heeft nog geen commitment gegeven.",
        "Gemeente Nijmegen heeft haar onderdelen nog niet goedgekeurd.",
    ]


def test_het_scherm_toont_de_stap_met_zijn_beletselen(w: Speelveld) -> None:
    opzet.dien_plan_in(w)
    stap = next(m for m in mogelijkheden(w.herlees().plan, door=w.czv, op=OP) if m.naam == "keur_goed")
    assert not stap.kan
    assert "Gemeente Wijchen heeft haar onderdelen nog niet goedgekeurd." in [b.tekst for b in stap.beletselen if b.regel == "1b.1"]


def test_de_regel_geldt_niet_voor_een_besluit_van_voor_haar_eerste_dag(w: Speelveld) -> None:
    opzet.dien_plan_in(w, op=dt.date(2024, 6, 1), sociaal=False, gemeenten=False, plan_sociaal=False)
    voer_uit(w.herlees().plan, "keur_goed", door=w.czv, op=dt.date(2024, 7, 1), motivering="Kader 2023.", bedrag_toegekend=Decimal(8400000))
    assert w.herlees().plan.status == "goedgekeurd"
