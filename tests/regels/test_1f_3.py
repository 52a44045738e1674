"""1f.3: the KPI amounts add up to what is asked, granted and agreed."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection

from kern.organisaties.models import Organisatie
from kern.toestanden.stap import StapBelet
from kern.toestanden.uitvoeren import mogelijkheden, voer_uit
from tests.verantwoording import opzet
from tests.verantwoording.opzet import Mensen
from transformatie.models import Dossier, Kpi, KpiDeel, Planversie, Transformatieplan
from verantwoording.models import Toekenning

OP = dt.date(2025, 7, 10)


@pytest.fixture
def m(db: None) -> Mensen:
    return opzet.maak_mensen()


def regel(fout: StapBelet) -> list[tuple[str, str]]:
    return [(b.tekst.replace("\u00a0", " "), b.regel) for b in fout.beletselen if b.regel == "1f.3"]


def plan_met_kpi(m: Mensen, bedrag: int) -> Transformatieplan:
    """A plan that asks 1000 euro, with one KPI of this amount."""
    plan = opzet.plan_in_opstelling(m, opzet.snelle_toets(m))
    versie = plan.laatste_versie
    versie.inhoud = {v.sleutel: "Antwoord." for v in versie.format.velden}
    versie.bedrag_gevraagd = Decimal(1000)
    versie.save()
    if bedrag:
        Kpi.objects.create(
            versie=versie,
            nummer=1,
            omschrijving="Resultaat",
            indicator="aantal",
            streefwaarde="100",
            bedrag=bedrag,
            meten_op=dt.date(2026, 1, 1),
            organisatie=m.penvoerder.organisatie,
            sector="msz",
        )
    return Transformatieplan.objects.get(pk=plan.pk)


def test_een_plan_waarvan_de_kpis_niet_optellen_tot_het_gevraagde_bedrag_wordt_niet_ingediend(m: Mensen) -> None:
    with pytest.raises(StapBelet) as fout:
        voer_uit(plan_met_kpi(m, 900), "dien_in", door=m.penvoerder, op=dt.date(2025, 6, 2))
    assert regel(fout.value) == [("De KPI's tellen op tot € 900; gevraagd is € 1.000.", "1f.3")]


def test_een_plan_zonder_kpis_wordt_niet_ingediend(m: Mensen) -> None:
    with pytest.raises(StapBelet) as fout:
        voer_uit(plan_met_kpi(m, 0), "dien_in", door=m.penvoerder, op=dt.date(2025, 6, 2))
    assert regel(fout.value) == [("Er zijn nog geen KPI's. Leg ten minste een KPI met een bedrag vast.", "1f.3")]


def test_tellen_de_kpis_op_dan_wordt_het_plan_ingediend(m: Mensen) -> None:
    assert voer_uit(plan_met_kpi(m, 1000), "dien_in", door=m.penvoerder, op=dt.date(2025, 6, 2)).status == "ingediend"


def test_goedkeuren_voor_een_ander_bedrag_dan_de_kpis_wordt_geweigerd(m: Mensen) -> None:
    plan = voer_uit(plan_met_kpi(m, 1000), "dien_in", door=m.penvoerder, op=dt.date(2025, 6, 2))
    voer_uit(plan, "verklaar_compleet", door=m.czv, op=dt.date(2025, 6, 3))
    for lid in (m.penvoerder, m.deelnemer):
        commitment = plan.dossier.commitments.get(organisatie=lid.organisatie)
        voer_uit(commitment, "geef", door=lid, op=OP, naam="A", functie="B")
    opzet.beoordeel(m, Dossier.objects.get(pk=plan.dossier_id), OP)
    plan = Transformatieplan.objects.get(pk=plan.pk)
    with pytest.raises(StapBelet) as fout:
        voer_uit(plan, "keur_goed", door=m.czv, op=OP, motivering="Goed.", bedrag_toegekend=Decimal(800))
    tekst = "De KPI's tellen op tot € 1.000; toegekend wordt € 800. Vraag om een aangepaste versie."
    assert [(b.tekst.replace("\u00a0", " "), b.regel, b.veld) for b in fout.value.beletselen] == [(tekst, "1f.3", "bedrag_toegekend")]
    assert voer_uit(plan, "keur_goed", door=m.czv, op=OP, motivering="Goed.", bedrag_toegekend=Decimal(1000)).status == "goedgekeurd"


def test_tekenen_voor_een_ander_bedrag_dan_de_kpis_wordt_geweigerd(m: Mensen) -> None:
    t = opzet.onderteken(m, opzet.gereserveerd(m, opzet.toekenning(m)), bedrag=Decimal(900))
    with pytest.raises(StapBelet) as fout:
        voer_uit(t, "teken", door=m.czv, op=OP)
    assert regel(fout.value) == [("De KPI's tellen op tot € 1.000; overeengekomen is € 900.", "1f.3")]
    assert [s.beletselen[0].regel for s in mogelijkheden(t, door=m.czv, op=OP) if s.naam == "teken"] == ["1f.3"]


def test_is_het_overeengekomen_bedrag_de_som_van_de_kpis_dan_gaat_tekenen_door(m: Mensen) -> None:
    assert opzet.getekend(m, opzet.gereserveerd(m, opzet.toekenning(m))).status == "getekend"


def deel_in_bevroren_versie(kpi: Kpi, organisatie: Organisatie, sector: str, bedrag: int) -> None:
    """What handing in refuses, put there as maintenance could."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('transformatieplan.onderhoud', 'ja', true)")
        KpiDeel.objects.create(kpi=kpi, organisatie=organisatie, sector=sector, bedrag=Decimal(bedrag))
        cursor.execute("SELECT set_config('transformatieplan.onderhoud', '', true)")


def test_tekenen_kan_niet_als_een_kpi_anders_over_partijen_en_sectoren_is_verdeeld_dan_zijn_bedrag(m: Mensen) -> None:
    t = opzet.onderteken(m, opzet.gereserveerd(m, opzet.toekenning(m)))
    versie = t.plan.ingediende_versie
    assert versie is not None
    kpi = versie.kpis.get(nummer=1)
    deel_in_bevroren_versie(kpi, m.deelnemer.organisatie, "ggz", 150)
    with pytest.raises(StapBelet) as fout:
        voer_uit(Toekenning.objects.get(pk=t.pk), "teken", door=m.czv, op=OP)
    assert regel(fout.value) == [("KPI 1 verdeelt € 150 over partijen en sectoren; afgesproken is € 600.", "1f.3")]
    deel_in_bevroren_versie(kpi, m.penvoerder.organisatie, "msz", 450)
    assert voer_uit(Toekenning.objects.get(pk=t.pk), "teken", door=m.czv, op=OP).status == "getekend"


def test_een_partij_die_anders_gaat_heten_verandert_het_kenmerk_van_de_versie_niet(m: Mensen) -> None:
    versie = plan_met_kpi(m, 1000).laatste_versie
    for lid, bedrag in ((m.penvoerder, 600), (m.deelnemer, 400)):
        KpiDeel.objects.create(kpi=Kpi.objects.get(), organisatie=lid.organisatie, sector="ggz", bedrag=bedrag)
    merken = set()
    for naam in ("AAA", "ZZZ"):
        Organisatie.objects.filter(pk=m.penvoerder.organisatie_id).update(naam=naam)
        merken.add(Planversie.objects.get(pk=versie.pk).bereken_hash())
    assert len(merken) == 1


def test_delen_van_een_kpi_die_niet_optellen_worden_bij_indienen_geweigerd(m: Mensen) -> None:
    plan = plan_met_kpi(m, 1000)
    KpiDeel.objects.create(kpi=Kpi.objects.get(), organisatie=m.penvoerder.organisatie, sector="ggz", bedrag=400)
    with pytest.raises(StapBelet) as fout:
        voer_uit(plan, "dien_in", door=m.penvoerder, op=dt.date(2025, 6, 2))
    assert regel(fout.value) == [("De delen van KPI 1 tellen op tot € 400; het bedrag is € 1.000.", "1f.3")]


def test_de_totalen_per_sector_en_partij_volgen_de_verdeling(m: Mensen) -> None:
    plan = plan_met_kpi(m, 1000)
    kpi = Kpi.objects.get()
    for lid, sector, bedrag in ((m.penvoerder, "ggz", 400), (m.deelnemer, "msz", 600)):
        KpiDeel.objects.create(kpi=kpi, organisatie=lid.organisatie, sector=sector, bedrag=bedrag)
    versie = plan.laatste_versie
    assert versie.verdeling_per_sector == [("medisch-specialistische zorg", Decimal(600)), ("geestelijke gezondheidszorg", Decimal(400))]
    assert versie.verdeling_per_partij == [(m.deelnemer.organisatie.naam, Decimal(600)), (m.penvoerder.organisatie.naam, Decimal(400))]
