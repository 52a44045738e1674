"""The pots: money with a source, use it or lose it, and pages that say how it stands on any day."""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine
from django.db.models import F
from django.urls import reverse

from kern.berichten.models import Bericht
from kern.journaal.models import Journaalregel
from kern.organisaties.models import Lidmaatschap, Rol
from kern.termijnen.ronde import loop_klokken
from kern.toestanden.stap import StapBelet, StapNietToegestaan
from kern.toestanden.uitvoeren import voer_uit
from tests.fabrieken.geld import pot_met
from tests.fabrieken.organisaties import LidmaatschapFactory
from tests.verantwoording import opzet
from tests.verantwoording.conftest import Inloggen
from tests.verantwoording.opzet import NU, Mensen
from verantwoording import potblad
from verantwoording.models import Boeking, Pot, Toekenning
from verantwoording.services import potbeheer, potten
from verantwoording.services.potten import saldo_per_pot

OP = opzet.GOEDGEKEURD
LAATSTE_DAG = dt.date(2025, 12, 31)


@pytest.fixture
def m(db: None) -> Mensen:
    """People around one pot of 1.000 that is to be used in 2025."""
    pot_met(1000, jaar=2025, vervalt_op=LAATSTE_DAG)
    return opzet.maak_mensen()


@pytest.fixture
def beheer(m: Mensen) -> Lidmaatschap:
    return LidmaatschapFactory(rol=Rol.BEHEER)


def nieuwe_pot(**velden: object) -> Pot:
    basis = {"naam": "Extra ggz", "jaar": 2025, "sector": "ggz", "bron": "Kamerbrief", "bron_op": OP, "open_van": OP}
    return Pot(**(basis | velden))  # type: ignore[arg-type]  # the fields are the test's to name


def stand(op: dt.date = NU) -> tuple[int, ...]:
    """Budget, reserved, released, lapsed and left of the only pot."""
    s = potblad.potstanden(LidmaatschapFactory(nza=True), op)[0].stand
    return tuple(int(x) for x in (s.budget, s.toegezegd, s.terug, s.verlopen, s.over))


def test_de_stand_telt_op_elke_dag_op(m: Mensen) -> None:
    t = opzet.gereserveerd(m, opzet.toekenning(m, [600]))
    voer_uit(t, "beeindig", door=m.czv, op=NU, reden="De partijen stoppen.")
    assert stand(OP - dt.timedelta(days=1)) == (1000, 0, 0, 0, 1000)
    assert stand(OP) == (1000, 600, 0, 0, 400)
    assert stand(NU) == (1000, 600, 600, 0, 1000)


def test_wat_na_de_laatste_dag_niet_is_gereserveerd_vervalt_een_keer(m: Mensen) -> None:
    opzet.gereserveerd(m, opzet.toekenning(m, [600]))
    for dag in (LAATSTE_DAG, LAATSTE_DAG + dt.timedelta(days=1), LAATSTE_DAG + dt.timedelta(days=1), LAATSTE_DAG + dt.timedelta(days=2)):
        loop_klokken(dag)
    assert [(b.op, b.regels.get(rekening="verlopen").bedrag) for b in Boeking.objects.filter(soort="verloop")] == [
        (LAATSTE_DAG + dt.timedelta(days=1), Decimal(400))
    ]
    assert stand(LAATSTE_DAG) == (1000, 600, 0, 0, 400)
    assert stand(LAATSTE_DAG + dt.timedelta(days=1)) == (1000, 600, 0, 400, 0)


def test_wat_later_terugkomt_in_een_vervallen_pot_vervalt_ook(m: Mensen) -> None:
    t = opzet.gereserveerd(m, opzet.toekenning(m, [600]))
    loop_klokken(dt.date(2026, 1, 1))
    wacht = opzet.toekenning(m, [100], titel="Wacht")
    voer_uit(t, "beeindig", door=m.czv, op=dt.date(2026, 2, 1), reden="De partijen stoppen.")
    assert Toekenning.objects.get(pk=wacht.pk).status == "wacht"
    loop_klokken(dt.date(2026, 2, 2))
    assert stand(dt.date(2026, 2, 2)) == (1000, 600, 600, 1000, 0)
    potten.stel_beschikbaar(Pot.objects.get(), Decimal(50), op=dt.date(2026, 2, 2))
    assert [loop_klokken(dt.date(2026, 2, dag)).fout for dag in (2, 3)] == ["", ""]
    assert stand(dt.date(2026, 2, 3)) == (1050, 600, 600, 1050, 0)


def test_beheer_hoort_vooraf_dat_geld_gaat_vervallen_en_elk_moment_een_keer(m: Mensen, beheer: Lidmaatschap) -> None:
    for dag in (dt.date(2025, 10, 1), dt.date(2025, 10, 2), dt.date(2025, 10, 3), dt.date(2025, 12, 1), dt.date(2025, 12, 30)):
        loop_klokken(dag)
    berichten = Bericht.objects.filter(soort="pot_vervalt").order_by("op")
    assert [(b.op, b.aan_id) for b in berichten] == [
        (dt.date(2025, 10, 2), beheer.gebruiker_id),
        (dt.date(2025, 12, 1), beheer.gebruiker_id),
        (dt.date(2025, 12, 30), beheer.gebruiker_id),
    ]
    assert berichten[0].onderwerp.replace("\u00a0", " ") == "€ 1.000 in de pot Transformatiemiddelen vervalt"


def test_alleen_beheer_voegt_een_pot_toe_en_wijzigt_budget(m: Mensen) -> None:
    for door in (m.penvoerder, m.czv, m.nza):
        with pytest.raises(StapNietToegestaan):
            potbeheer.voeg_pot_toe(nieuwe_pot(), Decimal(5), door=door, op=NU)
        with pytest.raises(StapNietToegestaan):
            potbeheer.wijzig_budget(Pot.objects.get(), Decimal(5), bron="x", bron_op=OP, reden="y", door=door, op=NU)
    assert (Pot.objects.count(), Boeking.objects.count()) == (1, 1)


def test_een_wijziging_van_het_budget_is_een_boeking_met_bron_en_reden(m: Mensen, beheer: Lidmaatschap) -> None:
    pot = Pot.objects.get()
    potbeheer.wijzig_budget(pot, Decimal(250), bron="Kamerbrief", bron_op=OP, reden="Bijgesteld.", door=beheer, op=NU)
    potbeheer.wijzig_budget(pot, Decimal(-50), bron="Besluit", bron_op=OP, reden="Te veel.", door=beheer, op=NU)
    assert [b.toelichting for b in potblad.geschiedenis(pot, NU)] == [
        "Besluit, 1 juli 2025. Te veel.",
        "Kamerbrief, 1 juli 2025. Bijgesteld.",
        "voorbeeld",
    ]
    assert saldo_per_pot() == {pot.pk: 1200}
    assert Journaalregel.objects.filter(stap="wijzig_budget").count() == 2


def test_wat_gereserveerd_is_kan_er_niet_meer_af(m: Mensen, beheer: Lidmaatschap) -> None:
    opzet.gereserveerd(m, opzet.toekenning(m, [600]))
    with pytest.raises(StapBelet) as fout:
        potbeheer.wijzig_budget(Pot.objects.get(), Decimal(-401), bron="x", bron_op=OP, reden="y", door=beheer, op=NU)
    assert [(b.tekst.replace("\u00a0", " "), b.veld) for b in fout.value.beletselen] == [
        ("In deze pot is nog € 400 vrij; meer kunt u er niet af halen.", "bedrag")
    ]
    assert stand() == (1000, 600, 0, 0, 400)


FORMULIER = {"naam": "Extra", "jaar": "2025", "sector": "", "bedrag": "€ 1 250,50", "bron": "Kamerbrief", "bron_op": "2025-10-01"} | {
    "open_van": "2025-10-01",
    "vervalt_op": "",
}


def test_beheer_voegt_op_het_scherm_een_pot_toe_en_wie_wacht_schuift_op(m: Mensen, beheer: Lidmaatschap, als: Inloggen) -> None:
    t = opzet.toekenning(m, [2000])
    antwoord = als(beheer).post(reverse("pot-nieuw"), FORMULIER)
    assert (antwoord.status_code, antwoord["Location"]) == (302, reverse("potten"))
    assert Toekenning.objects.get(pk=t.pk).status == "gereserveerd"
    assert sum(saldo_per_pot().values()) == Decimal("250.50")


@pytest.mark.parametrize(
    ("fout", "zin"),
    [
        ({"bedrag": "duizend"}, "Dit is geen bedrag. Schrijf bijvoorbeeld 1.250,50 of 8400000."),
        ({"bedrag": "0"}, "Vul een bedrag groter dan nul in."),
        ({"naam": "transformatiemiddelen"}, "Er is al een pot met deze naam."),
        ({"vervalt_op": "2025-09-30"}, "De laatste dag ligt voor de dag waarop de pot opengaat."),
        ({"vervalt_op": "2025-10-15"}, "Een pot is te gebruiken tot en met een dag na vandaag, en na de dag waarop hij opengaat."),
        ({"bron_op": "2025-12-01"}, "De peildatum van een bron ligt niet in de toekomst."),
        ({"bron": ""}, "Vul dit veld in."),
    ],
)
def test_een_foute_pot_wordt_bij_het_veld_geweigerd_en_het_getypte_blijft(
    beheer: Lidmaatschap, als: Inloggen, fout: dict[str, str], zin: str
) -> None:
    antwoord = als(beheer).post(reverse("pot-nieuw"), FORMULIER | fout)
    assert antwoord.status_code == 422
    form = antwoord.context["form"]
    assert [str(z) for zinnen in form.errors.values() for z in zinnen] == [zin]
    assert form.data["bron_op"] == (FORMULIER | fout)["bron_op"]
    assert Pot.objects.count() == 1


def test_op_het_scherm_van_een_pot_gaat_er_niet_meer_af_dan_erin_zit(m: Mensen, beheer: Lidmaatschap, als: Inloggen) -> None:
    adres = reverse("pot", kwargs={"pk": Pot.objects.get().pk})
    gegevens = {"richting": "eraf", "bedrag": "1.000,01", "bron": "Besluit", "bron_op": "2025-10-01", "reden": "Te veel."}
    antwoord = als(beheer).post(adres, gegevens)
    assert antwoord.status_code == 422
    assert [z.replace("\u00a0", " ") for z in antwoord.context["form"].errors["bedrag"]] == [
        "In deze pot is nog € 1.000 vrij; meer kunt u er niet af halen."
    ]
    assert als(beheer).post(adres, gegevens | {"bedrag": "1.000"}).status_code == 302
    assert sum(saldo_per_pot().values()) == 0
    assert als(m.nza).post(adres, gegevens).status_code == 403


def test_wie_de_potten_leest_en_wie_niet(m: Mensen, beheer: Lidmaatschap, als: Inloggen) -> None:
    pot = reverse("pot", kwargs={"pk": Pot.objects.get().pk})
    groep = LidmaatschapFactory(rol=Rol.BESTUURLIJKE_GROEP)
    for adres in (reverse("potten"), pot):
        assert [als(x).get(adres).status_code for x in (m.czv, m.nza, groep, beheer)] == [200] * 4
        assert [als(x).get(adres).status_code for x in (m.penvoerder, LidmaatschapFactory(rol=Rol.REGIOCOORDINATOR))] == [403] * 2
    assert [als(x).get(reverse("pot-nieuw")).status_code for x in (m.czv, m.nza, groep, beheer)] == [403, 403, 403, 200]


@pytest.mark.parametrize(
    ("vraag", "budget"), [("", 1000), ("2025-07-01", 1000), ("2022-01-01", 0), ("2099-01-01", 1000), ("gisteren", 1000)]
)
def test_de_potten_op_elke_peildatum_ook_een_onzinnige(m: Mensen, als: Inloggen, vraag: str, budget: int) -> None:
    antwoord = als(m.nza).get(reverse("potten"), {"op": vraag})
    assert (antwoord.status_code, antwoord.context["totaal"].budget) == (200, budget)


def test_een_verzekeraar_leest_geen_contract_van_een_ander_uit_een_pot(m: Mensen, als: Inloggen) -> None:
    ander = opzet.maak_mensen()
    for n in range(2):
        opzet.gereserveerd(m, opzet.toekenning(m, [100], titel=f"Plan {n}"))
    afgeschermd = [als(x).get(reverse("potten")).context["is_afgeschermd"] for x in (m.czv, ander.czv, m.nza)]
    assert afgeschermd == [False, True, False]
    opzet.gereserveerd(m, opzet.toekenning(m, [100], titel="Derde"))
    assert als(ander.czv).get(reverse("potten")).context["is_afgeschermd"] is False


def test_ook_uit_wat_verliep_leest_een_verzekeraar_geen_contract_van_een_ander(m: Mensen, als: Inloggen) -> None:
    ander = opzet.maak_mensen()
    for n in range(2):
        opzet.gereserveerd(m, opzet.toekenning(m, [100], titel=f"Plan {n}"))
    adressen = (reverse("potten"), reverse("pot", kwargs={"pk": Pot.objects.get().pk}))
    loop_klokken(dt.date(2026, 1, 1))

    def gelezen(door: Lidmaatschap) -> list[tuple[bool, bool]]:
        teksten = [als(door).get(adres).content.decode().replace("\u00a0", " ") for adres in adressen]
        return [("€ 200" in tekst, "€ 800" in tekst) for tekst in teksten]

    assert gelezen(ander.czv) == [(False, False)] * 2
    with time_machine.travel(dt.datetime(2026, 1, 2, 12, tzinfo=dt.UTC), tick=False):
        assert gelezen(ander.czv) == [(False, False)] * 2
        assert gelezen(m.nza) == [(True, True)] * 2


@pytest.mark.parametrize("aantal", [1, 3])
def test_de_bladzijde_met_potten_kost_een_vast_aantal_vragen(
    m: Mensen, als: Inloggen, django_assert_num_queries: object, aantal: int
) -> None:
    for n in range(1, aantal):
        pot_met(10, naam=f"Pot {n}")
    client = als(m.czv)
    with django_assert_num_queries(7):  # type: ignore[operator]  # the fixture has no type of its own
        assert len(client.get(reverse("potten")).context["standen"]) == aantal


def test_iedereen_ziet_in_de_wachtrij_alleen_de_namen_van_de_eigen_dossiers(m: Mensen, als: Inloggen) -> None:
    ander = opzet.maak_mensen()
    opzet.toekenning(m, [1500], titel="Van mij")
    later = opzet.toekenning(ander, [700], titel="Van een ander")
    Toekenning.objects.filter(pk=later.pk).update(vastgelegd_op=F("vastgelegd_op") + dt.timedelta(seconds=1))  # the clock stands still here
    adres = reverse("wachtrij")

    def gelezen(door: Lidmaatschap) -> list[tuple[int, str, int]]:
        regels = als(door).get(adres).context["bladzijde"]
        return [(r.nummer, r.dossier.titel if r.dossier else "", int(r.bedrag or 0)) for r in regels]

    assert gelezen(m.penvoerder) == gelezen(m.tweede) == [(1, "Van mij", 1500), (2, "", 0)]
    assert gelezen(ander.czv) == [(1, "", 0), (2, "Van een ander", 700)]
    assert gelezen(m.nza) == [(1, "Van mij", 1500), (2, "Van een ander", 700)]
    assert gelezen(LidmaatschapFactory(rol=Rol.BESTUURLIJKE_GROEP)) == [(1, "", 1500), (2, "", 700)]
    assert gelezen(LidmaatschapFactory(rol=Rol.PLANMAKER)) == [(1, "", 0), (2, "", 0)]
    tekst = als(ander.czv).get(adres).content.decode()
    assert ("Van mij" in tekst, "1.500" in tekst) == (False, False)


@pytest.mark.parametrize("aantal", [1, 3])
def test_de_bladzijde_met_de_wachtrij_kost_een_vast_aantal_vragen(
    m: Mensen, als: Inloggen, django_assert_num_queries: object, aantal: int
) -> None:
    for n in range(aantal):
        opzet.toekenning(m, [900], titel=f"Plan {n}")
    client = als(m.penvoerder)
    with django_assert_num_queries(8):  # type: ignore[operator]  # the fixture has no type of its own
        assert client.get(reverse("wachtrij")).context["aantal"] == aantal
