"""The kassier divides a payment, and every party's statement follows the postings."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection

from kern.toestanden.stap import StapBelet, StapNietToegestaan
from kern.toestanden.uitvoeren import voer_uit
from tests.verantwoording import opzet
from tests.verantwoording.opzet import NU, Mensen
from verantwoording.controle import bevindingen
from verantwoording.models import Boeking, KpiVerantwoording, Rekening, Verdeling, Verdelingsdeel, Voorschot
from verantwoording.rekeningoverzicht import Rekeningoverzicht, rekeningoverzicht
from verantwoording.selectors import saldi
from verantwoording.services import betaalopdracht as diensten
from verantwoording.services.grootboek import Post, boek
from verantwoording.services.verdeling import leg_verdeling_vast

LATER = NU + dt.timedelta(days=10)


def zinnen(fout: StapBelet) -> list[tuple[str, str]]:
    return [(b.tekst.replace("\u00a0", " "), b.veld) for b in fout.beletselen]


def verdeel(m: Mensen, k: KpiVerantwoording, eigen: str, ander: str, *, reden: str = "", op: dt.date = NU) -> Verdeling:
    delen = {m.penvoerder.organisatie: Decimal(eigen), m.deelnemer.organisatie: Decimal(ander)}
    return leg_verdeling_vast(opzet.kpi(k.toekenning).uitbetaling, delen, door=m.penvoerder, op=op, reden=reden)


def regels(overzicht: Rekeningoverzicht) -> dict[str, tuple[int, ...]]:
    return {
        p.organisatie.naam: tuple(int(b) for b in (p.ontvangen, p.doorgegeven, p.in_handen, p.terug_te_betalen, p.terugbetaald))
        for p in overzicht.partijen
    }


def test_een_verdeling_verhuist_geld_van_de_kassier_naar_de_partijen(m: Mensen) -> None:
    k = opzet.betaald(m, opzet.kpi(opzet.lopend(m)))
    verdeel(m, k, "350.50", "249.50")
    boeking = Boeking.objects.get(soort="verdeling")
    assert set(boeking.regels.values_list("rekening", "organisatie", "bedrag")) == {
        ("uitbetaald", m.penvoerder.organisatie_id, Decimal("-249.50")),
        ("uitbetaald", m.deelnemer.organisatie_id, Decimal("249.50")),
    }
    assert saldi(k.dossier_id)["uitbetaald"] == 600
    assert list(bevindingen()) == []


@pytest.mark.parametrize(("ander", "verschil"), [("249.49", "€ 0,01 te weinig"), ("250.51", "€ 1,01 te veel")])
def test_een_verdeling_is_precies_wat_is_betaald(m: Mensen, ander: str, verschil: str) -> None:
    k = opzet.betaald(m, opzet.kpi(opzet.lopend(m)))
    with pytest.raises(StapBelet) as fout:
        verdeel(m, k, "350.50", ander)
    [(zin, _)] = zinnen(fout.value)
    assert zin.startswith("Betaald is € 600; u verdeelt € ")
    assert zin.endswith(f"Dat is {verschil}.")
    assert not Verdeling.objects.exists()


def test_een_andere_verdeling_boekt_de_vorige_terug_en_zegt_waarom(m: Mensen) -> None:
    k = opzet.betaald(m, opzet.kpi(opzet.lopend(m)))
    verdeel(m, k, "300", "300")
    with pytest.raises(StapBelet) as fout:
        verdeel(m, k, "200", "400")
    assert zinnen(fout.value) == [("Schrijf op waarom de verdeling anders wordt.", "reden")]
    verdeel(m, k, "200", "400", reden="De thuiszorg deed meer.", op=LATER)
    assert [v.vervallen_op for v in Verdeling.objects.order_by("vastgelegd_op")] == [LATER, None]
    assert Boeking.objects.get(soort="correctie").toelichting == "De verdeling is gewijzigd: De thuiszorg deed meer."
    p, d = m.penvoerder.organisatie.naam, m.deelnemer.organisatie.naam
    dossier = k.dossier
    assert regels(rekeningoverzicht(dossier, NU)) == {p: (600, 300, 300, 0, 0), d: (300, 0, 300, 0, 0)}
    assert regels(rekeningoverzicht(dossier, LATER)) == {p: (600, 400, 200, 0, 0), d: (400, 0, 400, 0, 0)}
    assert list(bevindingen()) == []


def test_alleen_kassier_en_penvoerder_verdelen_en_alleen_over_partijen_van_het_plan(m: Mensen) -> None:
    k = opzet.betaald(m, opzet.kpi(opzet.lopend(m)))
    for door in (m.deelnemer, m.czv, m.tweede, m.nza):
        with pytest.raises(StapNietToegestaan):
            leg_verdeling_vast(k.uitbetaling, {m.penvoerder.organisatie: Decimal(600)}, door=door, op=NU)
    with pytest.raises(StapBelet) as fout:
        leg_verdeling_vast(k.uitbetaling, {m.nza.organisatie: Decimal(600)}, door=m.penvoerder, op=NU)
    assert zinnen(fout.value) == [(f"{m.nza.organisatie.aan_het_begin} is geen partij van dit plan.", "")]


def test_houdt_de_kassier_alles_zelf_dan_wordt_er_niets_geboekt(m: Mensen) -> None:
    k = opzet.betaald(m, opzet.kpi(opzet.lopend(m)))
    verdeel(m, k, "600", "0")
    assert (Verdeling.objects.count(), Boeking.objects.filter(soort="verdeling").count()) == (1, 0)


def test_de_database_wil_dat_de_delen_samen_het_bedrag_zijn(m: Mensen) -> None:
    k = opzet.betaald(m, opzet.kpi(opzet.lopend(m)))
    verdeling = verdeel(m, k, "600", "0")
    Verdelingsdeel.objects.create(verdeling=verdeling, organisatie=m.deelnemer.organisatie, bedrag=1)
    with pytest.raises(DatabaseError, match="samen 601"), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_het_overzicht_op_een_dag_kent_alleen_wat_er_die_dag_was(m: Mensen) -> None:
    k = opzet.opgedragen(m, opzet.kpi(opzet.lopend(m)))
    for regel in k.betaalopdracht.regels.select_related("opdracht__verantwoording"):
        diensten.markeer_betaald(regel, betaald_op=LATER, referentie="X", door=m.czv, op=LATER)
    assert rekeningoverzicht(k.dossier, LATER - dt.timedelta(days=1)).partijen == []
    overzicht = rekeningoverzicht(k.dossier, LATER)
    assert regels(overzicht) == {m.penvoerder.organisatie.naam: (600, 0, 600, 0, 0)}
    assert [(v.organisatie, v.betaald) for v in overzicht.verzekeraars] == [(m.czv.organisatie, Decimal(600))]
    assert overzicht.klopt


def test_wat_van_een_voorschot_terug_moet_staat_op_het_overzicht_van_wie_het_kreeg(m: Mensen) -> None:
    t = opzet.lopend(m, [600, 300, 100])
    k = voer_uit(
        opzet.beoordeeld(m, opzet.kpi(t, 1)),
        "ken_toe",
        door=m.czv,
        op=NU,
        uitkomst="volledig",
        bedrag=Decimal(600),
        motivering="x",
        voorschot_op=opzet.kpi(t, 2),
        voorschot_bedrag=Decimal(150),
    )
    opzet.betaal(m, voer_uit(k, "betaal_uit", door=m.tweede_persoon, op=NU))
    naam = m.penvoerder.organisatie.naam
    assert regels(rekeningoverzicht(t.dossier, NU)) == {naam: (750, 0, 750, 0, 0)}
    voer_uit(t, "beeindig", door=m.czv, op=NU, reden="Einde.")
    assert regels(rekeningoverzicht(t.dossier, NU)) == {naam: (750, 0, 600, 150, 0)}
    assert list(bevindingen()) == []


def test_de_controle_noemt_een_overzicht_dat_niet_klopt(m: Mensen) -> None:
    k = opzet.betaald(m, opzet.kpi(opzet.lopend(m)))
    posten = [Post(Rekening.UITBETAALD, Decimal(5)), Post(Rekening.TE_BETALEN, Decimal(-5), organisatie=m.czv.organisatie)]
    boek(k.dossier, Boeking.Soort.UITBETALING, posten, onderwerp=uuid.uuid4(), op=NU)
    zinnen = [str(b).replace("\u00a0", " ") for b in bevindingen() if b.controle == "rekeningoverzichten"]
    zin = f"{k.dossier.kenmerk}: de zorgverzekeraars betaalden € 605; bij de partijen staat een ander bedrag."
    assert zinnen == [f"rekeningoverzichten: {zin}"]


def test_de_controle_noemt_een_voorschot_dat_twee_keer_telt(m: Mensen) -> None:
    t = opzet.lopend(m)
    k = opzet.betaald(m, opzet.kpi(t))
    voorschot = Voorschot.objects.create(toekenning=t, van=k, voor=opzet.kpi(t, 2), bedrag=50, op=NU, door=m.czv.gebruiker)
    ontvanger = m.penvoerder.organisatie
    posten = [Post(Rekening.UITBETAALD, Decimal(50), organisatie=ontvanger), Post(Rekening.VOORSCHOT, Decimal(-50), organisatie=ontvanger)]
    boek(t.dossier, Boeking.Soort.VOORSCHOT_VERREKEND, posten, onderwerp=voorschot.pk, op=NU)
    zin = f"{t.dossier.kenmerk}, voorschot op KPI 2: vrijgegeven € 50, betaald € 0, verrekend of terug te betalen € 50."
    assert [b.tekst.replace("\u00a0", " ") for b in bevindingen() if b.controle == "voorschotten"] == [zin]
