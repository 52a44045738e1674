"""The queue for money: strict order, nobody passes, and freed money moves the first in line up."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest

from kern.berichten.models import Bericht
from kern.journaal.models import Journaalregel
from kern.termijnen.models import Klokronde
from kern.toestanden.stap import StapBelet
from kern.toestanden.uitvoeren import mogelijkheden, voer_uit
from tests.fabrieken.geld import pot_met
from tests.verantwoording import opzet
from tests.verantwoording.opzet import NU, Mensen
from transformatie.models import Kpi, Transformatieplan
from transformatie.models.afspraken import KpiDeel
from verantwoording.aanzet import geld
from verantwoording.models import Boeking, Boekingsregel, Pot, Toekenning
from verantwoording.services import potten
from verantwoording.services.grootboek import corrigeer
from verantwoording.services.wachtrij import haal_in, schuif_op, wachtrij
from verantwoording.werkvoorraad import geld as werk

OP = opzet.GOEDGEKEURD


@pytest.fixture
def m(db: None) -> Mensen:
    """People around one pot of 1.000."""
    pot_met(1000)
    return opzet.maak_mensen()


def stand(*rijen: Toekenning) -> list[str]:
    return [Toekenning.objects.get(pk=t.pk).status for t in rijen]


def rij(op: dt.date = OP) -> list[tuple[int, int, int]]:
    return [(p.nummer, int(p.bedrag), int(p.tekort)) for p in wachtrij(op)]


def belet(m: Mensen, t: Toekenning, op: dt.date = OP) -> list[str]:
    with pytest.raises(StapBelet) as fout:
        voer_uit(t, "reserveer", door=m.czv, op=op)
    return [b.tekst.replace("\u00a0", " ") for b in fout.value.beletselen]


def test_wie_eerder_is_goedgekeurd_staat_eerder(m: Mensen) -> None:
    for bedrag in (700, 600, 300):
        opzet.toekenning(m, [bedrag], titel=f"Plan van {bedrag}")
    onbeslist = opzet.plan_in_opstelling(m, opzet.snelle_toets(m, "Nog niet goedgekeurd"))
    kpi = Kpi.objects.first()
    assert kpi is not None
    kpi.pk, kpi.versie, kpi.sleutel = uuid.uuid4(), onbeslist.laatste_versie, uuid.uuid4()
    kpi.save(force_insert=True)
    assert rij() == [(1, 700, 0), (2, 600, 300), (3, 300, 300)]


def test_wat_niet_past_wacht_en_de_zin_noemt_plaats_en_tekort(m: Mensen) -> None:
    eerste, tweede, derde = (opzet.toekenning(m, [b], titel=f"Plan van {b}") for b in (1200, 900, 100))
    assert belet(m, eerste) == ["Dit plan staat vooraan in de wachtrij; er is € 200 te weinig."]
    geld_is_voor_een_ander = "Het geld dat er nu is, is voor wie eerder is goedgekeurd."
    assert belet(m, tweede) == [f"Dit plan staat op plaats 2 in de wachtrij, na het plan op plaats 1. {geld_is_voor_een_ander}"]
    assert belet(m, derde) == [f"Dit plan staat op plaats 3 in de wachtrij, na de 2 plannen ervoor. {geld_is_voor_een_ander}"]
    assert stand(eerste, tweede, derde) == ["wacht"] * 3
    assert Boeking.objects.exclude(soort="budget").count() == 0


def test_het_scherm_noemt_dezelfde_reden_bij_de_knop(m: Mensen) -> None:
    t = opzet.toekenning(m, [1500])
    stap = next(s for s in mogelijkheden(t, door=m.czv, op=OP) if s.naam == "reserveer")
    assert [b.tekst.replace("\u00a0", " ") for b in stap.beletselen] == ["Dit plan staat vooraan in de wachtrij; er is € 500 te weinig."]


def test_als_er_voor_beiden_genoeg_is_houdt_wie_niet_klikt_niemand_op(m: Mensen) -> None:
    eerste, tweede = (opzet.toekenning(m, [b], titel=f"Plan van {b}") for b in (700, 300))
    opzet.gereserveerd(m, tweede)
    opzet.gereserveerd(m, eerste)
    assert stand(eerste, tweede) == ["gereserveerd", "gereserveerd"]
    assert potten.saldo_per_pot() == {Pot.objects.get().pk: 0}


def test_vrijgekomen_geld_schuift_de_eerste_op_en_vertelt_het(m: Mensen) -> None:
    weg = opzet.gereserveerd(m, opzet.toekenning(m, [800], titel="Stopt"))
    eerste, tweede, derde = (opzet.toekenning(m, [b], titel=f"Plan van {b}") for b in (600, 500, 100))
    ander = opzet.maak_mensen()
    assert stand(eerste, tweede, derde) == ["wacht"] * 3
    voer_uit(weg, "beeindig", door=m.czv, op=NU, reden="De partijen stoppen.")
    assert stand(eerste, tweede, derde) == ["gereserveerd", "wacht", "wacht"]
    assert rij(NU) == [(1, 500, 100), (2, 100, 100)]

    regel = Journaalregel.objects.get(zaak=eerste.dossier_id, stap="reserveer")
    assert (regel.rol, regel.op, regel.feiten) == ("systeem", NU, {"uit_wachtrij": True})
    verteld = Bericht.objects.filter(soort="opgeschoven")
    assert set(verteld.values_list("aan", flat=True)) == {x.gebruiker_id for x in (m.penvoerder, m.czv, m.tweede_persoon, m.tweede)}
    assert set(verteld.values_list("zaak", flat=True)) == {eerste.dossier_id}
    assert ander.czv.gebruiker_id not in verteld.values_list("aan", flat=True)


def test_meer_dan_een_schuift_op_als_het_past_en_strikt_op_volgorde(m: Mensen) -> None:
    weg = opzet.gereserveerd(m, opzet.toekenning(m, [1000], titel="Stopt"))
    rijen = [opzet.toekenning(m, [b], titel=f"Plan {n} van {b}") for n, b in enumerate((400, 300, 500, 100))]
    voer_uit(weg, "beeindig", door=m.czv, op=NU, reden="De partijen stoppen.")
    assert stand(*rijen) == ["gereserveerd", "gereserveerd", "wacht", "wacht"]
    assert potten.saldo_per_pot() == {Pot.objects.get().pk: 300}


def test_nieuw_budget_en_een_correctie_schuiven_ook_op(m: Mensen) -> None:
    bezet = opzet.gereserveerd(m, opzet.toekenning(m, [1000], titel="Bezet"))
    eerste, tweede = (opzet.toekenning(m, [b], titel=f"Plan van {b}") for b in (600, 1000))
    potten.stel_beschikbaar(Pot.objects.get(), Decimal(600), op=NU)
    assert stand(bezet, eerste, tweede) == ["gereserveerd", "gereserveerd", "wacht"]
    corrigeer(Boeking.objects.get(soort="reservering", dossier=bezet.dossier), reden="Dubbel vastgelegd.", op=NU)
    assert stand(tweede) == ["gereserveerd"]


def test_wie_al_paste_wordt_niet_vanzelf_gereserveerd_maar_houdt_zijn_geld(m: Mensen) -> None:
    """The insurer decides when; freed money is for who waits for money."""
    kon_al, wacht = (opzet.toekenning(m, [b], titel=f"Plan van {b}") for b in (400, 900))
    haal_in(OP)
    potten.stel_beschikbaar(Pot.objects.get(), Decimal(300), op=NU)
    assert stand(kon_al, wacht) == ["wacht", "gereserveerd"]
    haal_in(NU)
    assert (stand(kon_al), rij(NU)) == (["wacht"], [(1, 400, 0)])


def test_wie_uit_de_rij_stapt_houdt_niemand_meer_op(m: Mensen) -> None:
    eerste, tweede = (opzet.toekenning(m, [b], titel=f"Plan van {b}") for b in (1500, 900))
    voer_uit(eerste, "beeindig", door=m.czv, op=NU, reden="Het duurt te lang.")
    assert stand(eerste, tweede) == ["beeindigd", "gereserveerd"]


def test_een_pot_die_later_opengaat_telt_pas_dan(m: Mensen) -> None:
    pot_met(5000, naam="Doorbraakmiddelen 2027", jaar=2027, open_van=dt.date(2027, 1, 1), vervalt_op=dt.date(2027, 12, 31))
    t = opzet.toekenning(m, [3000])
    assert belet(m, t, NU) == ["Dit plan staat vooraan in de wachtrij; er is € 2.000 te weinig."]
    haal_in(dt.date(2026, 12, 31))
    assert stand(t) == ["wacht"]
    haal_in(dt.date(2027, 1, 1))
    assert stand(t) == ["gereserveerd"]


def test_een_pot_die_openging_toen_de_ronde_stillag_schuift_alsnog_op(m: Mensen) -> None:
    pot_met(5000, naam="Doorbraakmiddelen 2027", jaar=2027, open_van=dt.date(2027, 1, 1), vervalt_op=dt.date(2027, 12, 31))
    t = opzet.toekenning(m, [3000])
    Klokronde.objects.create(peildatum=dt.date(2026, 12, 31), klaar_op=dt.datetime(2026, 12, 31, 5, tzinfo=dt.UTC))
    Klokronde.objects.create(peildatum=dt.date(2027, 1, 1))
    haal_in(dt.date(2027, 1, 2))
    assert stand(t) == ["gereserveerd"]


def test_wie_later_is_goedgekeurd_dan_vandaag_schuift_niet_op(m: Mensen) -> None:
    t = opzet.toekenning(m, [500])
    assert schuif_op(OP - dt.timedelta(days=1)) == []
    assert schuif_op(OP) == [t.pk]
    assert schuif_op(OP) == []


def test_de_werkvoorraad_en_het_dossier_noemen_de_plaats(m: Mensen) -> None:
    eerste, tweede = (opzet.toekenning(m, [b], titel=f"Plan van {b}") for b in (1200, 300))
    assert {(i.dossier_titel, i.wat, i.is_aan_zet, i.url) for i in werk(m.czv, OP)} == {
        (t.dossier.titel, f"Wacht op middelen, plaats {n} in de wachtrij", False, "/wachtrij/") for n, t in ((1, eerste), (2, tweede))
    }
    (zet,) = geld(tweede.dossier, m.penvoerder, OP)
    assert zet.wat == (
        "Wacht op middelen. Dit plan staat op plaats 2 in de wachtrij, na het plan op plaats 1. "
        "Het geld dat er nu is, is voor wie eerder is goedgekeurd. Komt er geld vrij, dan schuift het plan vanzelf op."
    )
    potten.stel_beschikbaar(Pot.objects.get(), Decimal(200), op=OP)
    assert {(i.wat, i.is_aan_zet) for i in werk(m.czv, OP)} == {
        ("Stel de overeenkomst op", True),
        ("Wacht op middelen, plaats 1 in de wachtrij", False),
    }


def test_een_geoormerkte_pot_is_alleen_voor_zijn_sector(m: Mensen) -> None:
    pot_met(500, naam="Voor de ggz", sector="ggz")
    t = opzet.toekenning(m, [1200])
    assert belet(m, t) == ["Dit plan staat vooraan in de wachtrij; er is € 200 te weinig."]
    pot_met(300, naam="Voor de msz", sector="msz")
    assert schuif_op(OP) == [t.pk]
    assert stand(t) == ["gereserveerd"]
    uit = Boekingsregel.objects.filter(boeking__soort="reservering", rekening="pot").values_list("pot__naam", "bedrag")
    assert dict(uit) == {"Transformatiemiddelen": Decimal(-900), "Voor de msz": Decimal(-300)}


def test_de_wachtrij_kost_twee_vragen(m: Mensen, django_assert_num_queries: object) -> None:
    for n in (1, 2):
        for i in range(n):
            opzet.toekenning(m, [900], titel=f"Plan {n}.{i}")
        with django_assert_num_queries(2):  # type: ignore[operator]  # the fixture has no type of its own
            assert len(wachtrij(OP)) == n * (n + 1) / 2


def test_een_verdeelde_kpi_vraagt_elke_pot_zijn_deel(m: Mensen) -> None:
    """The rows of the split say which sector, not the KPI they belong to (1f.3)."""
    pot_met(300, naam="Voor de ggz", sector="ggz")
    dossier = opzet.snelle_toets(m, bedrag=Decimal(1300), sectoren=["ggz", "msz"])
    plan = opzet.plan_in_opstelling(m, dossier)
    kpi = Kpi.objects.create(
        versie=plan.laatste_versie,
        nummer=1,
        omschrijving="Samen",
        indicator="aantal",
        streefwaarde="1",
        bedrag=Decimal(1300),
        meten_op=NU,
        organisatie=m.penvoerder.organisatie,
        sector="msz",
    )
    for sector, bedrag in (("ggz", 300), ("msz", 1000)):
        KpiDeel.objects.create(kpi=kpi, organisatie=m.penvoerder.organisatie, sector=sector, bedrag=bedrag)
    t = Toekenning.objects.create(dossier=dossier, plan=plan, bedrag=1300)
    Transformatieplan.objects.filter(pk=plan.pk).update(besloten_op=OP)
    (plek,) = wachtrij(OP)
    assert (plek.toekenning_id, plek.per_sector, plek.past) == (t.pk, {"ggz": Decimal(300), "msz": Decimal(1000)}, True)
    assert {p.naam: b for p, b in plek.delen.items()} == {"Voor de ggz": 300, "Transformatiemiddelen": 1000}
