"""The verbs of the clock."""

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, transaction

from kern.journaal.models import Journaalregel
from kern.organisaties.models import Organisatie
from kern.termijnen import services
from kern.termijnen.models import Opschorting, Termijn, TermijnStatus
from kern.termijnen.soorten import SOORTEN
from kern.toestanden.register import label_van
from kern.toestanden.stap import StapBelet, StapNietMogelijk
from tests.kern.termijnen.conftest import Starter

D = dt.date.fromisoformat
S = TermijnStatus


def stappen(termijn: Termijn) -> list[tuple[str, str, str, str]]:
    regels = Journaalregel.objects.filter(onderwerp=termijn.pk).order_by("volgnummer")
    return [(r.stap, r.van, r.naar, r.op.isoformat()) for r in regels]


@pytest.mark.parametrize(
    ("soort", "duur", "regel", "einde", "escalatie"),
    [
        ("besluit_snelle_toets", "4w", "1e.1", "2025-04-29", True),
        ("indienen_transformatieplan", "4m", "1e.2", "2025-08-01", True),
        ("besluit_transformatieplan", "8w", "1e.3", "2025-05-27", True),
        ("bestuurlijk_gesprek", "2w", "1d.3", "2025-04-15", False),
        ("escalatiestap_1", "14d", "1d.1", "2025-04-15", False),
        ("escalatiestap_2", "14d", "1d.2", "2025-04-15", False),
        ("compleetheid", "5wd", "1e.1", "2025-04-08", False),
        ("instemming_tweede", "5wd", "1c.2", "2025-04-08", False),
    ],
)
def test_elke_soort_heeft_haar_duur_regel_en_gevolg(begin: Starter, soort: str, duur: str, regel: str, einde: str, escalatie: bool) -> None:
    t = begin(soort)
    assert (t.duur, t.regel, t.einde_op, t.opent_escalatie) == (duur, regel, D(einde), escalatie)


def test_de_eigen_waarden_zijn_als_ons_herkenbaar() -> None:
    assert {s.sleutel for s in SOORTEN.values() if s.is_ons} == {
        "escalatiestap_1",
        "escalatiestap_2",
        "oordeel_regiocoordinator",
        "compleetheid",
        "instemming_tweede",
        "kostenstand",
    }


def test_een_eigen_waarde_volgt_de_instelling(begin: Starter, settings: object) -> None:
    settings.DAGEN_ESCALATIESTAP = 21  # type: ignore[attr-defined]
    assert begin("escalatiestap_1").einde_op == D("2025-04-22")


def test_een_zelf_vastgestelde_laatste_dag(begin: Starter) -> None:
    t = begin("oordeel_regiocoordinator", einde_op=D("2025-05-20"))
    assert (t.duur, t.ruw_op, t.einde_op, t.reden) == ("", D("2025-05-20"), D("2025-05-20"), "Deze dag is zelf vastgesteld, niet berekend.")


def test_een_zelf_vastgestelde_dag_voor_de_start_wordt_de_start(begin: Starter) -> None:
    assert begin("oordeel_regiocoordinator", einde_op=D("2025-03-20")).einde_op == D("2025-04-01")


def test_de_start_staat_in_het_journaal(begin: Starter) -> None:
    t = begin()
    regel = Journaalregel.objects.get(onderwerp=t.pk)
    assert (regel.stap, regel.naar, regel.rol, regel.regels, label_van(regel.soort, regel.stap)) == (
        "start",
        "loopt",
        "systeem",
        ["1e.1"],
        "Termijn gestart",
    )
    assert regel.feiten == {
        "soort": "besluit_snelle_toets",
        "naam": "besluit op de snelle toets",
        "regel": "1e.1",
        "einde_op": "2025-04-29",
    }


def test_dezelfde_start_nog_eens_is_dezelfde_termijn(begin: Starter) -> None:
    een = begin()
    assert begin(zaak=een.zaak, onderwerp=een.onderwerp) == een
    assert Journaalregel.objects.filter(zaak=een.zaak).count() == 1


def test_een_tweede_klok_voor_hetzelfde_kan_pas_als_de_eerste_gesloten_is(begin: Starter) -> None:
    een = begin()
    with pytest.raises(StapNietMogelijk, match="Er loopt al een termijn sinds 1 april 2025: besluit op de snelle toets"):
        begin(zaak=een.zaak, onderwerp=een.onderwerp, op="2025-04-10")
    services.laat_vervallen(een.onderwerp, D("2025-04-10"))
    assert begin(zaak=een.zaak, onderwerp=een.onderwerp, op="2025-04-10").einde_op == D("2025-05-08")


def test_de_databank_zelf_laat_geen_tweede_open_klok_toe(begin: Starter) -> None:
    t = begin()
    t.pk = uuid.uuid4()
    with pytest.raises(IntegrityError, match="een_open_klok"), transaction.atomic():
        t.save(force_insert=True)


def test_op_de_laatste_dag_is_op_tijd(begin: Starter, gemeld: list[object]) -> None:
    t = begin()
    gehaald = services.haal(t.onderwerp, t.soort_termijn, D("2025-04-29"))
    assert gehaald is not None
    assert (gehaald.status, gehaald.gehaald_op, gehaald.was_te_laat, gemeld) == (S.GEHAALD, D("2025-04-29"), False, [])


def test_een_dag_later_is_te_laat_ook_als_geen_ronde_dat_zag(begin: Starter, gemeld: list[object]) -> None:
    t = begin()
    services.haal(t.onderwerp, t.soort_termijn, D("2025-05-12"))
    t.refresh_from_db()
    assert (t.status, t.gehaald_op, t.was_te_laat) == (S.ALSNOG_GEHAALD, D("2025-05-12"), True)
    assert stappen(t)[1:] == [
        ("overschrijd", "loopt", "overschreden", "2025-04-30"),
        ("haal_alsnog", "overschreden", "alsnog_gehaald", "2025-05-12"),
    ]
    assert gemeld == [(t.pk, D("2025-04-30"))]


def test_nog_eens_halen_doet_niets(begin: Starter) -> None:
    t = begin()
    services.haal(t.onderwerp, t.soort_termijn, D("2025-04-10"))
    assert services.haal(t.onderwerp, t.soort_termijn, D("2025-04-11")) is None
    t.refresh_from_db()
    assert t.gehaald_op == D("2025-04-10")


def test_een_stilstaande_termijn_is_nooit_te_laat(begin: Starter) -> None:
    t = begin()
    services.schort_op(t, D("2025-04-10"))
    services.haal(t.onderwerp, t.soort_termijn, D("2025-06-01"))
    t.refresh_from_db()
    assert (t.status, t.was_te_laat) == (S.GEHAALD, False)
    assert Opschorting.objects.get(termijn=t).ontvangen_op == D("2025-06-01")


def test_vervallen_raakt_alleen_de_open_klokken_van_dit_onderwerp(begin: Starter) -> None:
    een, elders = begin(), begin()
    zusje = begin("compleetheid", zaak=een.zaak, onderwerp=een.onderwerp)
    assert services.laat_vervallen(een.onderwerp, D("2025-04-04"), "compleetheid") == [zusje]
    assert services.laat_vervallen(een.onderwerp, D("2025-04-05")) == [een]
    assert services.laat_vervallen(een.onderwerp, D("2025-04-05")) == []
    assert set(Termijn.objects.open()) == {elders}


def test_opschorten_en_hervatten_schuift_het_einde(begin: Starter) -> None:
    t = begin("besluit_transformatieplan", "2026-01-05")
    services.schort_op(t, D("2026-01-14"))
    assert t.status == S.OPGESCHORT
    services.hervat(t, D("2026-01-30"))
    assert (t.status, t.ruw_op, t.einde_op) == (S.LOOPT, D("2026-03-02"), D("2026-03-17"))
    assert t.reden == "15 dagen stond de termijn stil, dus loopt zij tot en met dinsdag 17 maart 2026."
    assert Journaalregel.objects.filter(onderwerp=t.pk).order_by("-volgnummer")[0].feiten["einde_op"] == "2026-03-17"


def test_twee_opschortingen_tellen_samen_vanaf_de_start(begin: Starter) -> None:
    t = begin("besluit_transformatieplan", "2026-01-05")
    for gevraagd, ontvangen in [("2026-01-14", "2026-01-20"), ("2026-02-02", "2026-02-05")]:
        services.schort_op(t, D(gevraagd))
        services.hervat(t, D(ontvangen))
    assert t.einde_op == D("2026-03-09")  # 2 March and 5 + 2 days


def test_opschorten_en_hervatten_mag_twee_keer_gezegd(begin: Starter) -> None:
    t = begin()
    for _ in range(2):
        services.schort_op(t, D("2025-04-10"))
    for _ in range(2):
        services.hervat(t, D("2025-04-15"))
    assert [s[0] for s in stappen(t)] == ["start", "schort_op", "hervat"]
    assert t.einde_op == D("2025-05-06")  # 29 April and 4 days is Saturday 3 May; Monday is 5 May


def test_opschorten_kan_alleen_zolang_de_termijn_loopt(begin: Starter) -> None:
    t = begin()
    with pytest.raises(StapBelet) as fout:
        services.schort_op(t, D("2025-04-30"))
    assert [(b.tekst, b.regel) for b in fout.value.beletselen] == [
        ("De termijn eindigde op 29 april 2025. Opschorten kan alleen voor het einde.", "1e.1")
    ]
    with pytest.raises(StapBelet, match="De termijn begint pas op 1 april 2025"):
        services.schort_op(t, D("2025-03-31"))
    services.schort_op(t, D("2025-04-29"))


def test_hervatten_voor_de_vraag_kan_niet(begin: Starter) -> None:
    t = begin()
    services.schort_op(t, D("2025-04-10"))
    with pytest.raises(StapNietMogelijk, match="De termijn staat stil sinds 10 april 2025"):
        services.hervat(t, D("2025-04-09"))


def test_verlengen_geeft_precies_de_afgesproken_dag(begin: Starter) -> None:
    t = services.verleng(begin(), D("2025-05-10"), D("2025-04-20"))  # a Saturday, as agreed
    assert (t.status, t.einde_op, t.verlengd_vanaf) == (S.LOOPT, D("2025-05-10"), D("2025-04-29"))
    assert t.reden == "De termijn eindigde op 29 april 2025 en is in overleg verlengd tot en met 10 mei 2025."


@pytest.mark.parametrize("tot", ["2025-04-29", "2025-04-28"])
def test_verlengen_kan_alleen_naar_later(begin: Starter, tot: str) -> None:
    with pytest.raises(StapBelet) as fout:
        services.verleng(begin(), D(tot), D("2025-04-20"))
    assert [(b.tekst, b.veld) for b in fout.value.beletselen] == [
        ("De termijn loopt al tot en met 29 april 2025. Kies een latere dag.", "tot")
    ]


def test_na_het_einde_verlengen_laat_de_termijn_weer_lopen_maar_te_laat_blijft_geteld(begin: Starter) -> None:
    t = services.overschrijd(begin("indienen_transformatieplan"))
    services.verleng(t, D("2025-09-01"), D("2025-08-10"))
    assert (t.status, t.was_te_laat, t.einde_op) == (S.LOOPT, True, D("2025-09-01"))
    services.haal(t.onderwerp, t.soort_termijn, D("2025-08-30"))
    t.refresh_from_db()
    assert (t.status, t.was_te_laat) == (S.GEHAALD, True)


def test_een_opschorting_na_een_verlenging_telt_vanaf_de_verlengde_dag(begin: Starter) -> None:
    t = begin()
    services.schort_op(t, D("2025-04-03"))
    services.hervat(t, D("2025-04-08"))
    services.verleng(t, D("2025-05-20"), D("2025-04-15"))
    services.schort_op(t, D("2025-05-01"))
    services.hervat(t, D("2025-05-07"))
    assert t.einde_op == D("2025-05-26")  # 20 May and 5 days is Sunday 25 May
    assert t.reden.startswith("De termijn is in overleg verlengd tot en met 20 mei 2025. 5 dagen stond de termijn stil")


def test_een_zelf_vastgestelde_dag_schuift_alleen_met_de_stille_dagen(begin: Starter) -> None:
    t = begin("oordeel_regiocoordinator", einde_op=D("2025-05-20"))
    services.schort_op(t, D("2025-05-01"))
    services.hervat(t, D("2025-05-07"))
    assert t.einde_op == D("2025-05-25")


def test_de_status_verandert_niet_buiten_de_deur(begin: Starter, verzekeraar: Organisatie) -> None:
    t = begin()
    with pytest.raises(Exception, match="verandert alleen door voer_uit"), transaction.atomic():
        Termijn.objects.filter(pk=t.pk).update(status=S.GEHAALD)
