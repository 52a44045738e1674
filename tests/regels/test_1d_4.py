"""1d.4: with the list of contacts providers can take it up themselves when the agreement is not kept."""

import datetime as dt

import pytest

from config.voorbeeld import escalaties
from config.voorbeeld.levensloop import Levensloop
from config.voorbeeld.wereld import Wereld
from kern.berichten.models import Bericht
from kern.organisaties.models import Contactpersoon, Lidmaatschap, Rol
from kern.termijnen.ronde import loop_klokken
from kern.toestanden.stap import StapNietToegestaan
from kern.toestanden.uitvoeren import mogelijkheden
from tests.regels import ladder as trap
from transformatie.models import Dossier, Escalatie
from transformatie.selectors.dossier import bestuurlijke_contacten

VERLOPEN = dt.date(2025, 4, 26)


@pytest.fixture
def loop(wereld: Wereld) -> Levensloop:
    return trap.ingediend(wereld)


def berichten(loop: Levensloop) -> list[Bericht]:
    return list(Bericht.objects.filter(zaak=loop.dossier.pk, soort="streven_verlopen"))


def test_verloopt_het_streven_dan_lezen_de_planmakers_wie_zij_bellen(loop: Levensloop) -> None:
    trap.tot_stap(loop, 3)
    loop_klokken(VERLOPEN)
    [tekst] = {b.tekst for b in berichten(loop)}
    zin, *regels = tekst.split("\n")
    assert zin == (
        "Het streven was een bestuurlijk gesprek uiterlijk op 25 april 2025 (1d.3). Dat is niet gelukt. "
        "U kunt het gesprek nu zelf beleggen, bij de escalatie in het dossier (1d.4). "
        "De bestuurlijke contacten van alle partijen:"
    )
    contacten = {o.naam: [p.naam for p in personen] for o, personen in bestuurlijke_contacten(loop.dossier, VERLOPEN)}
    assert [r.split(":")[0] for r in regels] == list(contacten)
    assert all(naam in regel for regel, namen in zip(regels, contacten.values(), strict=True) for naam in namen)
    planmakers = Lidmaatschap.objects.filter(organisatie__in=[loop.planmaker.organisatie, *loop.deelnemers]).values_list(
        "gebruiker_id", flat=True
    )
    assert {b.aan_id for b in berichten(loop)} == set(planmakers)


def test_dat_bericht_gaat_een_keer_hoe_vaak_de_ronde_ook_loopt(loop: Levensloop) -> None:
    trap.tot_stap(loop, 3)
    loop_klokken(VERLOPEN)
    eerst = len(berichten(loop))
    for dagen in range(5):
        loop_klokken(VERLOPEN + dt.timedelta(days=dagen))
    assert len(berichten(loop)) == eerst > 0


def test_zolang_het_streven_loopt_gaat_er_geen_bericht(loop: Levensloop) -> None:
    trap.tot_stap(loop, 3)
    loop_klokken(VERLOPEN - dt.timedelta(days=1))
    assert berichten(loop) == []


def test_de_contacten_zijn_de_bestuurders_van_alle_partijen_en_verzekeraars(loop: Levensloop) -> None:
    contacten = bestuurlijke_contacten(loop.dossier, loop.op)
    assert [str(o) for o, _ in contacten] == [str(o) for o in loop.dossier.betrokken_organisaties]
    assert {p.niveau for _, personen in contacten for p in personen} == {"bestuur"}


@pytest.mark.parametrize(("dagen", "verouderd"), [(183, False), (184, True)])
def test_een_contact_dat_een_half_jaar_niet_is_nagekeken_valt_op(loop: Levensloop, dagen: int, verouderd: bool) -> None:
    Contactpersoon.objects.update(gecontroleerd_op=loop.op - dt.timedelta(days=dagen))
    dossier = Dossier.objects.get(pk=loop.dossier.pk)
    gevonden = [p.is_verouderd for _, personen in bestuurlijke_contacten(dossier, loop.op) for p in personen]  # type: ignore[attr-defined]
    assert gevonden == [verouderd] * len(gevonden) != []


def mag_beleggen(loop: Levensloop, door: Lidmaatschap) -> set[str]:
    """What this person may do with the meeting of step 3."""
    overleg = escalaties.overleg_van(Escalatie.objects.get(), 3)
    return {m.naam for m in mogelijkheden(overleg, door=door, op=loop.op)}


def test_voor_het_streven_verloopt_belegt_alleen_de_verzekeraar_het_gesprek(loop: Levensloop) -> None:
    trap.tot_stap(loop, 3)
    assert mag_beleggen(loop, loop.czv) == {"leg_momenten_voor", "verstuur_uitnodiging", "zeg_af"}
    assert mag_beleggen(loop, loop.planmaker) == set()
    with pytest.raises(StapNietToegestaan):
        escalaties.plan_overleg(loop, Escalatie.objects.get(), 3, loop.op, door=loop.planmaker)


def test_vanaf_de_dag_na_het_streven_beleggen_en_houden_de_planmakers_het_gesprek(loop: Levensloop) -> None:
    ladder = trap.tot_stap(loop, 3)
    loop_klokken(VERLOPEN)
    deelnemer = loop.wereld.lid(loop.deelnemers[0], Rol.PLANMAKER)
    assert mag_beleggen(loop, loop.planmaker) == mag_beleggen(loop, deelnemer) == mag_beleggen(loop, loop.czv)
    assert mag_beleggen(loop, loop.tweede) == set()
    loop.naar(VERLOPEN)
    escalaties.plan_overleg(loop, ladder, 3, loop.op, door=loop.planmaker)
    loop.zet(escalaties.overleg_van(ladder, 3), "houd", loop.planmaker, uitkomst="De bestuurders zijn het eens.")
    assert ladder.gesprekken.get(stap=3).uitkomst == "De bestuurders zijn het eens."
    assert mag_beleggen(loop, loop.planmaker) == set()


def test_het_overleg_van_stap_2_en_een_ander_dossier_blijven_van_de_verzekeraar(loop: Levensloop) -> None:
    ladder = trap.tot_stap(loop, 2)
    loop_klokken(dt.date(2025, 6, 1))
    overleg = escalaties.overleg_van(ladder, 2)
    assert {m.naam for m in mogelijkheden(overleg, door=loop.planmaker, op=loop.op)} == set()
