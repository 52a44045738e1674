"""1b.1, the SPUK: a gemeente applies for it and accounts for it; the coordinating insurer judges its milestones."""

import csv
import datetime as dt
import io
from dataclasses import dataclass
from decimal import Decimal

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.test import Client
from openpyxl import load_workbook

from kern.journaal.models import Journaalregel
from kern.organisaties.models import Lidmaatschap
from kern.termijnen.models import Termijn
from kern.toestanden.stap import StapBelet, StapNietToegestaan
from kern.toestanden.uitvoeren import voer_uit
from tests.fabrieken.organisaties import LidmaatschapFactory
from tests.verantwoording import opzet
from tests.verantwoording.opzet import Mensen
from transformatie.models import Dossier, Kpi, Partij
from verantwoording.models import Boeking, Spukaanvraag, Spukverantwoording, Toekenning
from verantwoording.services.spuk import beoordeel_spukmijlpaal, plafondruimte, verantwoord_spuk, vraag_spuk_aan
from verantwoording.spuk_sisa import KOLOMMEN, als_csv, als_xlsx
from verantwoording.spuk_werk import spuk as werk

OP = dt.date(2025, 9, 1)
BESLOTEN = dt.date(2025, 11, 20)


@dataclass
class Veld:
    """A signed plan with a part in the social domain, and the gemeente that asks SPUK for it."""

    m: Mensen
    dossier: Dossier
    gemeente: Lidmaatschap


def maak_veld(m: Mensen, t: Toekenning) -> Veld:
    gemeente = LidmaatschapFactory(beslisser=True, mag_tekenen=True)
    Dossier.objects.filter(pk=t.dossier_id).update(domeinen=["zvw", "sociaal"])
    with connection.cursor() as cursor:  # the version is frozen: as maintenance does it
        cursor.execute("SELECT set_config('transformatieplan.onderhoud', 'ja', true)")
        Kpi.objects.filter(versie=t.plan.ingediende_versie, nummer=2).update(is_sociaal_domein=True)
        cursor.execute("SELECT set_config('transformatieplan.onderhoud', '', true)")
    Partij.objects.create(
        dossier_id=t.dossier_id,
        organisatie=gemeente.organisatie,
        rol="gemeente",
        uitgenodigd_op=opzet.BEGIN,
        aanvaard_op=opzet.BEGIN,
        vraagt_spuk_aan=True,
    )
    return Veld(m, Dossier.objects.get(pk=t.dossier_id), gemeente)


@pytest.fixture
def w(db: None) -> Veld:
    m = opzet.maak_mensen()
    return maak_veld(m, opzet.getekend(m, opzet.gereserveerd(m, opzet.toekenning(m))))


def vraag(w: Veld, bedrag: int = 300, *, mijlpaal: int | None = None, door: Lidmaatschap | None = None, op: dt.date = OP) -> Spukaanvraag:
    begroting = {2025: Decimal(100), 2026: Decimal(bedrag - 100)}
    return vraag_spuk_aan(
        Dossier.objects.get(pk=w.dossier.pk),
        begroting=begroting,
        mijlpalen={2: Decimal(bedrag if mijlpaal is None else mijlpaal)},
        door=door or w.gemeente,
        op=op,
    )


def verleend(w: Veld, bedrag: int = 300) -> Spukaanvraag:
    return voer_uit(vraag(w), "verleen", door=w.gemeente, op=BESLOTEN, kenmerk="SPUK-25-001", bedrag=Decimal(bedrag), besloten_op=BESLOTEN)


def sisa(a: Spukaanvraag, w: Veld, jaar: int, besteed: int, *, eind: bool = False, niet: int = 0, op: dt.date) -> Spukverantwoording:
    return verantwoord_spuk(
        a,
        jaar=jaar,
        bedrag_besteed=Decimal(besteed),
        bedrag_correctie=Decimal(0),
        bedrag_niet_gerealiseerd=Decimal(niet),
        is_eind=eind,
        door=w.gemeente,
        op=op,
    )


def zinnen(fout: StapBelet) -> list[str]:
    return [b.tekst.replace("\u00a0", " ") for b in fout.beletselen]


def test_een_aanvraag_houdt_bedrag_jaren_mijlpalen_en_dertien_weken_bij(w: Veld) -> None:
    a = vraag(w)
    assert (a.status, a.bedrag_gevraagd, a.organisatie) == ("aangevraagd", 300, w.gemeente.organisatie)
    assert list(a.begroting.values_list("jaar", "bedrag")) == [(2025, 100), (2026, 200)]
    assert list(a.mijlpalen.values_list("nummer", "omschrijving", "bedrag")) == [(2, "Resultaat 2", 300)]
    klok = Termijn.objects.get(onderwerp=a.pk)
    assert (klok.start_op, klok.einde_op, klok.duur) == (OP, dt.date(2025, 12, 1), "13w")
    assert Journaalregel.objects.filter(zaak=w.dossier.pk, stap="vraag_spuk_aan").count() == 1


def test_spuk_komt_niet_in_het_grootboek_van_de_pot(w: Veld) -> None:
    voor = Boeking.objects.count()
    verleend(w)
    assert Boeking.objects.count() == voor


def test_alleen_een_beslisser_van_een_betrokken_gemeente_vraagt_aan(w: Veld) -> None:
    for door in (w.m.penvoerder, w.m.czv, w.m.nza, LidmaatschapFactory(beslisser=True)):
        with pytest.raises(StapNietToegestaan):
            vraag(w, door=door)
    assert not Spukaanvraag.objects.exists()


def test_na_31_maart_2027_is_het_venster_dicht_en_op_die_dag_nog_open(w: Veld) -> None:
    with pytest.raises(StapBelet) as fout:
        vraag(w, op=dt.date(2027, 4, 1))
    assert zinnen(fout.value) == ["SPUK aanvragen kon tot en met 31 maart 2027."]
    assert vraag(w, op=dt.date(2027, 3, 31)).status == "aangevraagd"


def test_zonder_getekende_overeenkomst_ontbreken_de_bijlagen(db: None) -> None:
    m = opzet.maak_mensen()
    w = maak_veld(m, opzet.gereserveerd(m, opzet.toekenning(m)))
    with pytest.raises(StapBelet) as fout:
        vraag(w)
    assert zinnen(fout.value) == ["Bij de aanvraag horen het goedgekeurde plan en de getekende overeenkomst. Die is er nog niet."]


def test_begroting_en_mijlpalen_tellen_op_tot_hetzelfde_en_twee_keer_vragen_kan_niet(w: Veld) -> None:
    with pytest.raises(StapBelet) as fout:
        vraag(w, mijlpaal=299)
    assert zinnen(fout.value) == ["De begroting is € 300; de mijlpalen tellen op tot € 299. Maak die gelijk."]
    vraag(w)
    with pytest.raises(StapBelet, match="al SPUK aangevraagd"):
        vraag(w)


def test_alle_gemeenten_samen_blijven_binnen_het_landelijke_plafond(w: Veld, settings: pytest.FixtureRequest) -> None:
    settings.SPUK_PLAFOND = 500  # type: ignore[attr-defined]  # the fixture of pytest-django
    vraag(w)
    assert plafondruimte() == 200
    tweede = LidmaatschapFactory(beslisser=True)
    Partij.objects.create(dossier=w.dossier, organisatie=tweede.organisatie, rol="gemeente", uitgenodigd_op=opzet.BEGIN)
    with pytest.raises(StapBelet) as fout:
        vraag(w, 201, door=tweede)
    assert zinnen(fout.value) == ["Het landelijke plafond laat nog € 200 toe."]
    assert vraag(w, 200, door=tweede).status == "aangevraagd"


def test_wat_is_afgewezen_of_minder_verleend_maakt_ruimte_in_het_plafond(w: Veld) -> None:
    voor = plafondruimte()
    a = vraag(w)
    assert plafondruimte() == voor - 300
    voer_uit(a, "verleen", door=w.gemeente, op=BESLOTEN, kenmerk="S-1", bedrag=Decimal(250), besloten_op=BESLOTEN)
    assert plafondruimte() == voor - 250


@pytest.mark.parametrize(
    ("anders", "zin"),
    [
        ({"bedrag": Decimal(301)}, "Verleend is meer dan € 0 en ten hoogste het gevraagde bedrag van € 300."),
        ({"bedrag": Decimal(0)}, "Verleend is meer dan € 0 en ten hoogste het gevraagde bedrag van € 300."),
        ({"besloten_op": dt.date(2025, 8, 31)}, "De aanvraag is van 1 september 2025; het besluit ligt tussen die dag en vandaag."),
        ({"besloten_op": dt.date(2025, 11, 21)}, "De aanvraag is van 1 september 2025; het besluit ligt tussen die dag en vandaag."),
    ],
)
def test_een_besluit_dat_niet_past_wordt_geweigerd(w: Veld, anders: dict[str, object], zin: str) -> None:
    gegevens = {"kenmerk": "SPUK-1", "bedrag": Decimal(300), "besloten_op": BESLOTEN, **anders}
    with pytest.raises(StapBelet) as fout:
        voer_uit(vraag(w), "verleen", door=w.gemeente, op=BESLOTEN, **gegevens)
    assert zinnen(fout.value) == [zin]


def test_het_besluit_haalt_de_klok_en_na_afwijzing_kan_opnieuw_worden_gevraagd(w: Veld) -> None:
    a = vraag(w)
    with pytest.raises(StapBelet):
        voer_uit(a, "wijs_af", door=w.gemeente, op=BESLOTEN, reden=" ")
    voer_uit(a, "wijs_af", door=w.gemeente, op=BESLOTEN, reden="De begroting is onvolledig.")
    assert Termijn.objects.get(onderwerp=a.pk).status == "gehaald"
    assert vraag(w, op=BESLOTEN).status == "aangevraagd"


def test_de_coordinerende_verzekeraar_beoordeelt_de_mijlpalen_en_niemand_anders(w: Veld) -> None:
    a = verleend(w)
    mijlpaal = a.mijlpalen.get()
    for door in (w.gemeente, w.m.tweede, w.m.penvoerder, w.m.nza):
        with pytest.raises(StapNietToegestaan):
            beoordeel_spukmijlpaal(mijlpaal, is_gerealiseerd=True, onderbouwing="Ja.", door=door, op=BESLOTEN)
    with pytest.raises(StapBelet, match="Onderbouw dit oordeel"):
        beoordeel_spukmijlpaal(mijlpaal, is_gerealiseerd=True, onderbouwing=" ", door=w.m.czv, op=BESLOTEN)
    beoordeel_spukmijlpaal(mijlpaal, is_gerealiseerd=False, onderbouwing="De wijkteams draaien niet.", door=w.m.czv, op=BESLOTEN)
    mijlpaal.refresh_from_db()
    assert (mijlpaal.is_gerealiseerd, mijlpaal.beoordeeld_op) == (False, BESLOTEN)


@pytest.mark.parametrize(
    ("jaar", "besteed", "niet", "zin"),
    [
        (2024, 10, 0, "Kies een jaar van 2025 tot en met 2026."),
        (2027, 10, 0, "Kies een jaar van 2025 tot en met 2026."),
        (2025, 301, 0, "Samen is dan € 301 besteed; verleend is € 300."),
        (2025, 100, 101, "Dit is meer dan er in totaal is besteed."),
    ],
)
def test_een_verantwoording_die_niet_klopt_zegt_waarom(w: Veld, jaar: int, besteed: int, niet: int, zin: str) -> None:
    with pytest.raises(StapBelet) as fout:
        sisa(verleend(w), w, jaar, besteed, niet=niet, op=dt.date(2026, 6, 1))
    assert zinnen(fout.value) == [zin]


def test_een_jaar_verantwoordt_men_een_keer_op_volgorde_en_het_verandert_daarna_niet(w: Veld) -> None:
    a = verleend(w)
    rij = sisa(a, w, 2025, 100, op=dt.date(2026, 6, 1))
    with pytest.raises(StapBelet, match="Over 2025 is al verantwoord"):
        sisa(a, w, 2025, 50, op=dt.date(2026, 6, 1))
    with pytest.raises(DatabaseError, match="bijgeschreven"), transaction.atomic():
        Spukverantwoording.objects.filter(pk=rij.pk).update(bedrag_besteed=1)
    with pytest.raises(StapBelet, match="nog niet alle mijlpalen beoordeeld"):
        sisa(a, w, 2026, 50, eind=True, op=dt.date(2026, 6, 1))


def tot_vaststelling(w: Veld, *, gehaald: bool) -> Spukaanvraag:
    a = verleend(w)
    beoordeel_spukmijlpaal(a.mijlpalen.get(), is_gerealiseerd=gehaald, onderbouwing="Gezien.", door=w.m.czv, op=BESLOTEN)
    sisa(a, w, 2025, 100, op=dt.date(2026, 6, 1))
    sisa(a, w, 2026, 200, eind=True, niet=0 if gehaald else 300, op=dt.date(2027, 5, 3))
    return Spukaanvraag.objects.get(pk=a.pk)


def test_na_de_eindverantwoording_stelt_het_ministerie_binnen_37_weken_vast(w: Veld) -> None:
    a = tot_vaststelling(w, gehaald=True)
    klok = Termijn.objects.get(onderwerp=a.pk, soort_termijn="vaststelling_spuk")
    assert (klok.start_op, klok.duur, klok.ruw_op) == (dt.date(2027, 5, 3), "37w", dt.date(2028, 1, 17))
    dag = dt.date(2027, 12, 1)
    voer_uit(a, "stel_vast", door=w.gemeente, op=dag, bedrag=Decimal(300), besloten_op=dag)
    assert (a.status, a.bedrag_terug) == ("vastgesteld", 0)
    voer_uit(a, "handel_af", door=w.gemeente, op=dag, betaald_op=dag)
    assert (a.status, a.terugbetaald_op) == ("afgehandeld", None)


def test_wat_bij_een_niet_gehaalde_mijlpaal_hoort_gaat_terug(w: Veld) -> None:
    a, dag = tot_vaststelling(w, gehaald=False), dt.date(2027, 12, 1)
    with pytest.raises(StapBelet) as fout:
        voer_uit(a, "stel_vast", door=w.gemeente, op=dag, bedrag=Decimal(120), besloten_op=dag)
    assert zinnen(fout.value) == ["Bij niet-gerealiseerde mijlpalen hoort € 300. Leg uit waarom meer dan € 0 is vastgesteld."]
    voer_uit(a, "stel_vast", door=w.gemeente, op=dag, bedrag=Decimal(0), besloten_op=dag)
    assert a.bedrag_terug == 300
    with pytest.raises(StapBelet):
        voer_uit(a, "handel_af", door=w.gemeente, op=dag, betaald_op=dag - dt.timedelta(days=1))
    voer_uit(a, "handel_af", door=w.gemeente, op=dag, betaald_op=dag)
    assert (a.status, a.terugbetaald_op) == ("afgehandeld", dag)


def test_zonder_eindverantwoording_valt_er_niets_vast_te_stellen(w: Veld) -> None:
    a = verleend(w)
    with pytest.raises(StapBelet) as fout:
        voer_uit(a, "stel_vast", door=w.gemeente, op=BESLOTEN, bedrag=Decimal(300), besloten_op=BESLOTEN)
    assert zinnen(fout.value) == [
        "Dien eerst de eindverantwoording in.",
        "De coördinerende zorgverzekeraar heeft 1 mijlpaal nog niet beoordeeld.",
    ]


def test_de_sisa_uitvoer_heeft_per_jaar_een_regel_en_geen_formule(w: Veld) -> None:
    a = tot_vaststelling(w, gehaald=False)
    type(a).objects.filter(pk=a.pk).update(kenmerk="=1+1")
    a = Spukaanvraag.objects.get(pk=a.pk)
    rijen = list(csv.reader(io.StringIO(als_csv(a).decode("utf-8-sig")), delimiter=";"))
    assert rijen[0] == list(KOLOMMEN)
    assert [(r[3], r[4], r[5], r[6], r[8], r[9]) for r in rijen[1:]] == [
        ("'=1+1", "2025", "nee", "100,00", "0,00", "nee"),
        ("'=1+1", "2026", "nee", "200,00", "300,00", "ja"),
    ]
    blad = load_workbook(io.BytesIO(als_xlsx(a))).active
    assert blad is not None
    cellen = next(iter(blad.iter_rows(min_row=2, max_row=2)))
    assert (cellen[3].value, cellen[3].data_type, cellen[6].value) == ("=1+1", "s", 100)


def test_de_werkvoorraad_zegt_aanvragen_beoordelen_verantwoorden_en_afsluiten(w: Veld) -> None:
    def wat(lid: Lidmaatschap, op: dt.date) -> list[str]:
        return [i.wat for i in werk(Lidmaatschap.objects.get(pk=lid.pk), op)]

    assert (wat(w.gemeente, OP), wat(w.m.penvoerder, OP)) == (["Vraag de SPUK aan"], [])
    assert wat(w.gemeente, dt.date(2027, 4, 1)) == []
    a = verleend(w)
    assert (wat(w.gemeente, BESLOTEN), wat(w.gemeente, dt.date(2026, 3, 1))) == ([], ["Verantwoord de SPUK over 2025"])
    beoordeel_spukmijlpaal(a.mijlpalen.get(), is_gerealiseerd=True, onderbouwing="Ja.", door=w.m.czv, op=BESLOTEN)
    sisa(a, w, 2025, 300, eind=True, op=dt.date(2026, 6, 1))
    assert wat(w.gemeente, dt.date(2027, 3, 1)) == []


class TestScherm:
    """The page of the SPUK."""

    def als(self, lid: Lidmaatschap) -> Client:
        client = Client()
        client.force_login(lid.gebruiker, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    def adres(self, w: Veld) -> str:
        return f"/dossiers/{w.dossier.kenmerk}/spuk/"

    def test_gemeente_verzekeraars_en_nza_zien_haar_en_anderen_niet(self, w: Veld) -> None:
        vraag(w)
        andere = LidmaatschapFactory(beslisser=True)
        Partij.objects.create(dossier=w.dossier, organisatie=andere.organisatie, rol="gemeente", uitgenodigd_op=opzet.BEGIN)
        m = w.m
        codes = {naam: self.als(lid).get(self.adres(w)).status_code for naam, lid in (("czv", m.czv), ("tweede", m.tweede), ("nza", m.nza))}
        assert codes == {"czv": 200, "tweede": 200, "nza": 200}
        assert [self.als(lid).get(self.adres(w)).status_code for lid in (m.penvoerder, m.deelnemer)] == [404, 404]
        naam = str(w.gemeente.organisatie)
        assert naam in self.als(w.gemeente).get(self.adres(w)).content.decode()
        html = self.als(andere).get(self.adres(w)).content.decode()
        assert "€\u00a0300" not in html

    def test_aanvragen_op_het_scherm_en_een_onmogelijk_bedrag_blijft_staan(self, w: Veld) -> None:
        with time_machine.travel(dt.datetime(2025, 9, 1, 12, tzinfo=dt.UTC), tick=False):
            client = self.als(w.gemeente)
            fout = client.post(self.adres(w), {"actie": "aanvraag", "jaar_2025": "veel", "mijlpaal_2": "300"})
            html = fout.content.decode()
            assert (fout.status_code, "Dit is geen bedrag." in html, 'value="veel"' in html) == (422, True, True)
            scheef = client.post(self.adres(w), {"actie": "aanvraag", "jaar_2025": "300", "mijlpaal_2": "1.250,50"})
            assert (scheef.status_code, "Maak die gelijk." in scheef.content.decode()) == (422, True)
            goed = client.post(self.adres(w), {"actie": "aanvraag", "jaar_2025": "€ 100,-", "jaar_2026": "200,00", "mijlpaal_2": "300"})
            assert goed.status_code == 302
        assert Spukaanvraag.objects.get().bedrag_gevraagd == 300

    def test_het_bestand_is_voor_wie_de_aanvraag_ziet(self, w: Veld) -> None:
        a = tot_vaststelling(w, gehaald=True)
        adres = f"{self.adres(w)}{a.pk}/sisa."
        assert self.als(w.gemeente).get(f"{adres}csv").status_code == 200
        assert self.als(w.m.nza).get(f"{adres}xlsx").content[:2] == b"PK"
        assert [self.als(lid).get(f"{adres}csv").status_code for lid in (w.m.penvoerder, LidmaatschapFactory(beslisser=True))] == [404, 404]
        assert self.als(w.gemeente).get(f"{adres}exe").status_code == 404

    @pytest.mark.parametrize("aantal", [1, 3])
    def test_de_bladzijde_heeft_een_vast_aantal_vragen_aan_de_databank(
        self, w: Veld, aantal: int, django_assert_num_queries: pytest.FixtureRequest
    ) -> None:
        for i in range(aantal):
            lid = LidmaatschapFactory(beslisser=True)
            Partij.objects.create(dossier=w.dossier, organisatie=lid.organisatie, rol="gemeente", uitgenodigd_op=opzet.BEGIN)
            vraag(w, 200 + i, door=lid)
        client = self.als(w.m.tweede)
        client.get(self.adres(w))
        with django_assert_num_queries(13):  # type: ignore[operator]  # the fixture of pytest-django
            assert client.get(self.adres(w)).status_code == 200
