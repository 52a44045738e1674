"""1a.2: the startgesprek, from moments to minutes, as one thing with its overleg."""

import datetime as dt

import pytest
from icalendar import Calendar

from config.voorbeeld.levensloop import Levensloop
from config.voorbeeld.wereld import Wereld
from kern.berichten.models import Bericht
from kern.toestanden.stap import StapNietMogelijk, StapNietToegestaan
from kern.toestanden.uitvoeren import mogelijkheden, voer_uit
from tests.fabrieken.wereld import nieuw
from transformatie.models import Overleg
from transformatie.services import overleg as overleggen

DAG = dt.date(2025, 4, 8)
MOMENT = dt.datetime(2025, 4, 8, 8, 30, tzinfo=dt.UTC)
LATER = dt.datetime(2025, 4, 10, 12, 0, tzinfo=dt.UTC)


@pytest.fixture
def loop(wereld: Wereld) -> Levensloop:
    return nieuw(wereld)


def het_overleg(loop: Levensloop) -> Overleg:
    return Overleg.objects.exclude(status="afgezegd").get(dossier=loop.dossier, soort_overleg="startgesprek")


def test_beide_kanten_stellen_momenten_voor_en_er_komt_een_overleg(loop: Levensloop) -> None:
    rij = overleggen.leg_momenten_startgesprek_voor(loop.dossier, [MOMENT], door=loop.planmaker, op=loop.op)
    zelfde = overleggen.leg_momenten_startgesprek_voor(loop.dossier, [LATER], door=loop.czv, op=loop.op)
    assert zelfde == rij
    assert [(v.moment, v.voorgesteld_door) for v in rij.voorstellen.all()] == [
        (MOMENT, loop.planmaker.organisatie),
        (LATER, loop.czv.organisatie),
    ]
    loop.zet(loop.dossier.startgesprek, "plan", loop.czv, moment=LATER, plaats="online")
    rij.refresh_from_db()
    assert (rij.status, rij.moment, rij.plaats) == ("uitgenodigd", LATER, "online")
    with pytest.raises(StapNietMogelijk, match="Het startgesprek is gepland"):
        overleggen.leg_momenten_startgesprek_voor(loop.dossier, [MOMENT], door=loop.planmaker, op=loop.op)


def test_een_gesprek_heeft_geen_dubbele_knoppen(loop: Levensloop) -> None:
    loop.plan_startgesprek(DAG)
    rij = het_overleg(loop)
    assert [m.naam for m in mogelijkheden(loop.dossier.startgesprek, door=loop.czv, op=DAG)] == ["verzet", "zeg_af", "houd"]
    assert mogelijkheden(rij, door=loop.czv, op=DAG) == []
    for stap in ("verzet", "zeg_af", "houd"):
        with pytest.raises(StapNietToegestaan):
            voer_uit(rij, stap, door=loop.czv, op=DAG)


def test_vastleggen_neemt_aanwezigen_verslag_en_actiepunten_mee(loop: Levensloop) -> None:
    loop.plan_startgesprek(DAG).naar(DAG)
    gemeente = loop.gemeenten[0]
    aanwezig = [o.pk for o in loop.dossier.betrokken_organisaties if o != gemeente]
    punt = {"wat": "Lever cijfers aan", "organisatie": gemeente, "uiterlijk": dt.date(2025, 5, 1)}
    loop.zet(loop.dossier.startgesprek, "houd", loop.czv, uitkomst="Door.", verslag="Wij spraken.", aanwezig=aanwezig, actiepunten=[punt])
    rij = het_overleg(loop)
    assert (rij.status, rij.gehouden_op, rij.verslag, rij.uitkomst) == ("gehouden", DAG, "Wij spraken.", "Door.")
    assert {u.organisatie for u in rij.uitnodigingen.filter(is_aanwezig=False)} == {gemeente}
    assert [(a.wat, a.organisatie) for a in rij.actiepunten.all()] == [("Lever cijfers aan", gemeente)]


def test_verzetten_en_afzeggen_gaan_naar_dezelfde_afspraak_in_de_agenda(loop: Levensloop) -> None:
    loop.plan_startgesprek(DAG)
    loop.zet(loop.dossier.startgesprek, "verzet", loop.czv, moment=LATER, plaats="online")
    loop.zet(loop.dossier.startgesprek, "zeg_af", loop.czv, reden="De bestuurder is ziek.")
    assert (loop.dossier.startgesprek.status, loop.dossier.startgesprek.moment, loop.dossier.stand) == (
        "aangevraagd",
        None,
        "startgesprek aangevraagd",
    )
    berichten = Bericht.objects.filter(aan=loop.planmaker.gebruiker, soort__startswith="overleg_").order_by("vastgelegd_op")
    gezien = []
    for bericht in berichten:
        agenda = Calendar.from_ical(bericht.ics)
        (afspraak,) = agenda.walk("VEVENT")
        gezien.append((bericht.soort, str(agenda["method"]), int(afspraak.get("sequence", 0)), str(afspraak["uid"])))
    uid = gezien[0][3]
    assert gezien == [
        ("overleg_uitnodiging", "REQUEST", 0, uid),
        ("overleg_verzet", "REQUEST", 1, uid),
        ("overleg_afgezegd", "CANCEL", 2, uid),
    ]
    loop.plan_startgesprek(DAG)
    assert Overleg.objects.filter(dossier=loop.dossier).count() == 2


def test_wie_verder_gaat_zonder_gesprek_haalt_het_uit_de_agenda(loop: Levensloop) -> None:
    loop.plan_startgesprek(DAG)
    loop.zet(loop.dossier.startgesprek, "sla_over", loop.planmaker, reden="Wij spraken elkaar al.")
    assert list(Overleg.objects.values_list("status", "reden")) == [("afgezegd", "Wij spraken elkaar al.")]
