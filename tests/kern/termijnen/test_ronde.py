"""The sweep: reminders, terms that passed, catching up, and doing nothing twice."""

import datetime as dt
import threading
import uuid

import pytest
import time_machine
from django.db import connection, transaction
from django.utils import timezone

from kern.berichten.models import Bericht
from kern.journaal.models import Journaalregel
from kern.organisaties.models import Organisatie
from kern.termijnen import omschrijvingen, ronde, services, tasks
from kern.termijnen.models import Klokronde, Termijn, Termijnmelding, TermijnStatus
from kern.termijnen.signals import termijn_overschreden
from kern.toestanden.uitvoeren import vergrendel
from tests.kern.termijnen.conftest import Starter

D = dt.date.fromisoformat
S = TermijnStatus


def meldingen(termijn: Termijn) -> list[tuple[str, str, bool]]:
    return [(m.niveau, m.op.isoformat(), m.overgeslagen) for m in termijn.meldingen.order_by("op", "vastgelegd_op")]


def loop(van: str, tot: str) -> None:
    dag = D(van)
    while dag <= D(tot):
        ronde.loop_klokken(dag)
        dag += dt.timedelta(days=1)


def test_herinneringen_op_14_7_en_1_dag_en_daarna_overschreden(begin: Starter) -> None:
    t = begin()
    loop("2025-04-01", "2025-05-03")
    t.refresh_from_db()
    assert meldingen(t) == [
        ("herinnering_14", "2025-04-15", False),
        ("herinnering_7", "2025-04-22", False),
        ("herinnering_1", "2025-04-28", False),
        ("overschreden", "2025-04-30", False),
    ]
    assert t.status == S.OVERSCHREDEN
    assert Bericht.objects.filter(zaak=t.zaak).count() == 4 * 2


def test_op_de_laatste_dag_is_een_termijn_nog_niet_overschreden(begin: Starter) -> None:
    t = begin()
    ronde.loop_klokken(D("2025-04-29"))
    t.refresh_from_db()
    assert t.status == S.LOOPT


def test_na_een_week_stilstand_gaat_alleen_de_dringendste_herinnering(begin: Starter) -> None:
    t = begin()
    loop("2025-04-01", "2025-04-13")
    ronde.loop_klokken(D("2025-04-23"))
    assert meldingen(t) == [("herinnering_14", "2025-04-23", True), ("herinnering_7", "2025-04-23", False)]
    assert set(Bericht.objects.values_list("onderwerp", flat=True)) == {"Nog 6 dagen: besluit op de snelle toets (een dossier)"}


def test_overschreden_telt_vanaf_de_dag_na_het_einde_ook_als_de_ronde_later_komt(begin: Starter, gemeld: list[object]) -> None:
    t = begin()
    ronde.loop_klokken(D("2025-05-09"))
    regel = Journaalregel.objects.filter(onderwerp=t.pk).order_by("-volgnummer")[0]
    assert (regel.stap, regel.op) == ("overschrijd", D("2025-04-30"))
    assert gemeld == [(t.pk, D("2025-04-30"))]
    assert meldingen(t) == [("overschreden", "2025-05-09", False)]


def test_twee_keer_lopen_doet_niets_twee_keer(begin: Starter, gemeld: list[object]) -> None:
    begin()
    for peildatum in ("2025-04-22", "2025-04-22", "2025-05-01", "2025-05-01", "2025-05-02"):
        ronde.loop_klokken(D(peildatum))
    assert (Termijnmelding.objects.count(), Bericht.objects.count(), len(gemeld)) == (3, 4, 1)
    assert list(Klokronde.objects.order_by("vastgelegd_op").values_list("aantal", flat=True)) == [1, 0, 1, 0, 0]


def test_een_korte_termijn_herinnert_niet_op_haar_eigen_begin(begin: Starter) -> None:
    t = begin("escalatiestap_1")
    loop("2025-04-01", "2025-04-15")
    assert [m[:2] for m in meldingen(t)] == [("herinnering_7", "2025-04-08"), ("herinnering_1", "2025-04-14")]


def test_een_opgeschorte_termijn_staat_stil(begin: Starter) -> None:
    t = services.schort_op(begin(), D("2025-04-10"))
    ronde.loop_klokken(D("2025-06-01"))
    t.refresh_from_db()
    assert (t.status, meldingen(t)) == (S.OPGESCHORT, [])


def test_na_een_verlenging_begint_het_herinneren_opnieuw(begin: Starter) -> None:
    t = begin()
    loop("2025-04-20", "2025-04-28")
    services.verleng(t, D("2025-05-20"), D("2025-04-28"))
    loop("2025-04-29", "2025-05-13")
    assert [m[:2] for m in meldingen(t)][-2:] == [("herinnering_14", "2025-05-06"), ("herinnering_7", "2025-05-13")]


def test_het_bericht_zegt_wat_waar_en_wanneer(begin: Starter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(omschrijvingen, "_omschrijvers", [])
    omschrijvingen.omschrijft(lambda zaken: {z: ("TP-2025-001", "Zorg dichtbij", f"/dossiers/{z}/") for z in zaken})
    t = begin()
    ronde.loop_klokken(D("2025-04-28"))
    ronde.loop_klokken(D("2025-04-30"))
    laatste, eerste = Bericht.objects.filter(aan=Bericht.objects.first().aan).order_by("-op")
    assert eerste.onderwerp == "Nog 1 dag: besluit op de snelle toets (TP-2025-001)"
    assert eerste.tekst == (
        "Het gaat om: besluit op de snelle toets.\n"
        "Dossier: TP-2025-001, Zorg dichtbij.\n"
        "De laatste dag is dinsdag 29 april 2025: nog 1 dag.\n"
        "De termijn eindigt 4 weken na de start.\n"
        "Dit volgt uit regel 1e.1.\n"
        "U krijgt dit bericht omdat VGZ aan zet is."
    )
    assert (laatste.onderwerp, laatste.adres) == ("Termijn overschreden: besluit op de snelle toets (TP-2025-001)", f"/dossiers/{t.zaak}/")


def test_een_fout_bij_een_termijn_houdt_de_andere_niet_tegen(begin: Starter) -> None:
    stuk, goed = begin(), begin(op="2025-04-02")

    def breek(sender: type[Termijn], termijn: Termijn, **kw: object) -> None:
        if termijn.pk == stuk.pk:
            raise ValueError("kapot")

    termijn_overschreden.connect(breek)
    try:
        gelopen = ronde.loop_klokken(D("2025-05-10"))
    finally:
        termijn_overschreden.disconnect(breek)
    stuk.refresh_from_db()
    goed.refresh_from_db()
    assert (stuk.status, goed.status) == (S.LOOPT, S.OVERSCHREDEN)
    assert gelopen.fout == f"1 mislukt, de eerste bij termijn {stuk.pk}"
    assert gelopen.klaar_op is not None
    ronde.loop_klokken(D("2025-05-11"))
    stuk.refresh_from_db()
    assert stuk.status == S.OVERSCHREDEN


def test_een_termijn_die_door_een_overschrijding_begint_loopt_in_dezelfde_ronde_mee(begin: Starter, verzekeraar: Organisatie) -> None:
    t = begin()

    def ladder(sender: type[Termijn], termijn: Termijn, op: dt.date, **kw: object) -> None:
        if termijn.pk == t.pk:
            services.start(zaak=t.zaak, onderwerp=uuid.uuid4(), soort="escalatiestap_1", verantwoordelijk=verzekeraar, op=op)

    termijn_overschreden.connect(ladder)
    try:
        ronde.loop_klokken(D("2025-06-01"))
    finally:
        termijn_overschreden.disconnect(ladder)
    assert list(Termijn.objects.order_by("einde_op").values_list("soort_termijn", "status", "einde_op")) == [
        ("besluit_snelle_toets", "overschreden", D("2025-04-29")),
        ("escalatiestap_1", "overschreden", D("2025-05-14")),
    ]


def test_een_gast_loopt_een_keer_per_ronde_mee_en_mag_struikelen(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ronde, "_gasten", [])
    gezien: list[dt.date] = []

    @ronde.bij_ronde
    def struikelt(peildatum: dt.date) -> None:
        Klokronde.objects.create(peildatum=D("1999-01-01"))
        raise RuntimeError("kapot")

    ronde.bij_ronde(gezien.append)
    ronde.bij_ronde(struikelt)
    gelopen = ronde.loop_klokken(D("2025-05-01"))
    assert gezien == [D("2025-05-01")]
    assert gelopen.fout.startswith("1 mislukt, de eerste bij tests.kern.termijnen")
    assert not Klokronde.objects.filter(peildatum=D("1999-01-01")).exists()


def test_na_26_uur_is_de_laatste_ronde_te_oud(db: None) -> None:
    assert ronde.laatste_ronde_te_oud() is True
    with time_machine.travel(dt.datetime(2025, 5, 1, 6, 0, tzinfo=dt.UTC), tick=False):
        ronde.loop_klokken(D("2025-05-01"))
        Klokronde.objects.create(peildatum=D("2025-05-02"))  # began and never finished
        nu = timezone.now()
    assert [ronde.laatste_ronde_te_oud(nu + dt.timedelta(hours=u, seconds=s)) for u, s in ((1, 0), (26, 0), (26, 1))] == [
        False,
        False,
        True,
    ]


@pytest.mark.parametrize(("moment", "peildatum"), [("2025-04-29T21:59:00Z", "2025-04-29"), ("2025-04-29T22:00:00Z", "2025-04-30")])
def test_de_taak_rekent_in_nederlandse_dagen(db: None, moment: str, peildatum: str) -> None:
    with time_machine.travel(dt.datetime.fromisoformat(moment), tick=False):
        tasks.loop_klokken()
    assert Klokronde.objects.get().peildatum == D(peildatum)


def test_twee_ronden_tegelijk_op_twee_verbindingen_doen_niets_twee_keer(
    transactional_db: None, begin: Starter, gemeld: list[object]
) -> None:
    termijnen = [begin(), begin(op="2025-04-02"), begin(op="2025-04-20")]
    start, fouten = threading.Barrier(3), []

    def loop_mee() -> None:
        try:
            start.wait(10)
            assert ronde.loop_klokken(D("2025-05-10")).fout == ""
        except BaseException as fout:
            fouten.append(fout)
        finally:
            connection.close()

    draden = [threading.Thread(target=loop_mee) for _ in range(2)]
    for draad in draden:
        draad.start()
    # Hold the first dossier until both sweeps have chosen their terms and stand before its lock.
    with transaction.atomic():
        vergrendel(termijnen[0].zaak)
        start.wait(10)
        _wacht_op_wachtenden(2)
    for draad in draden:
        draad.join(20)
    assert fouten == []
    assert len(gemeld) == 2
    assert Termijnmelding.objects.filter(niveau="overschreden").count() == 2
    assert Journaalregel.objects.filter(stap="overschrijd").count() == 2
    assert Bericht.objects.filter(soort="termijn_overschreden").count() == 4
    assert Bericht.objects.filter(soort="termijn_herinnering").count() == 2


def _wacht_op_wachtenden(aantal: int) -> None:
    """Until so many connections wait for an advisory lock."""
    klaar = threading.Event()
    for _ in range(200):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
            if cursor.fetchone()[0] >= aantal:
                return
        klaar.wait(0.05)
    raise AssertionError("De ronden kwamen niet bij het slot.")
