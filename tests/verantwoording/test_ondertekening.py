"""Signing the agreement: by whom, on which document, once, for oneself; refusing; and what changes it."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client

from kern.berichten.models import Bericht
from kern.documenten.models import Brief, Document
from kern.documenten.tasks import maak_brieven
from kern.organisaties.models import Lidmaatschap, Rol
from kern.toestanden.stap import StapBelet, StapNietToegestaan
from kern.toestanden.uitvoeren import voer_uit
from tests.fabrieken.organisaties import WACHTWOORD, LidmaatschapFactory
from tests.kern.documenten.bestanden import pdf
from tests.verantwoording import opzet
from tests.verantwoording.conftest import Inloggen
from tests.verantwoording.opzet import NU, Mensen
from transformatie.models import Kpi, Partij
from verantwoording.models import Ondertekening, Overeenkomst, Tekenwijze, Toekenning
from verantwoording.overeenkomst_zicht import leest_contractstuk
from verantwoording.overeenkomstwerk import overeenkomst as werk
from verantwoording.selectors import wie_tekenen
from verantwoording.services.ondertekening import registreer_ondertekening, teken_overeenkomst, weiger_overeenkomst
from verantwoording.services.overeenkomst import stel_overeenkomst_op

OP = dt.date(2025, 7, 10)


def opgesteld(m: Mensen, bedragen: list[int | str | Decimal] | None = None, op: dt.date = OP) -> Overeenkomst:
    """An agreement with its document, and a person of each insurer who may sign."""
    Lidmaatschap.objects.filter(pk__in=[m.czv.pk, m.tweede.pk]).update(mag_tekenen=True)
    for lid in (m.czv, m.tweede):
        lid.mag_tekenen = True
    t = opzet.gereserveerd(m, opzet.toekenning(m, bedragen))
    overeenkomst = stel_overeenkomst_op(t, bedrag=t.bedrag, door=m.czv, op=op)
    _maak_document(overeenkomst)
    return overeenkomst


def _maak_document(overeenkomst: Overeenkomst) -> Document:
    """What the worker does, without drawing a pdf each time."""
    document = Document.objects.create(
        zaak=overeenkomst.zaak,
        soort="overeenkomst",
        onderwerp=overeenkomst.pk,
        titel="Overeenkomst",
        bestandsnaam="overeenkomst.pdf",
        inhoudstype="application/pdf",
        bestand="x",
        grootte=1,
        sha256=f"{overeenkomst.versie:064d}",
        voor=Document.Voor.CZV_EN_INDIENERS,
        op=overeenkomst.opgesteld_op,
    )
    Brief.objects.filter(pk=overeenkomst.brief_id).update(document=document, status=Brief.Status.GEMAAKT)
    return document


def sha(overeenkomst: Overeenkomst) -> str:
    return Overeenkomst.objects.get(pk=overeenkomst.pk).document.sha256  # type: ignore[union-attr]  # it was made


def teken(overeenkomst: Overeenkomst, door: Lidmaatschap, sha256: str | None = None, op: dt.date = OP) -> Ondertekening:
    return teken_overeenkomst(
        overeenkomst, functie="bestuurder", sha256=sha256 or sha(overeenkomst), bevestigd_met="wachtwoord", door=door, op=op
    )


def zinnen(fout: StapBelet) -> list[str]:
    return [b.tekst.replace("\u00a0", " ") for b in fout.beletselen]


def test_wie_tekent_legt_vast_wie_functie_dag_document_en_hoe_bevestigd(m: Mensen) -> None:
    o = opgesteld(m)
    rij = teken(o, m.deelnemer)
    bewijs = (rij.organisatie, rij.naam, rij.functie, rij.op, rij.versie, rij.sha256, rij.gebruiker, rij.bevestigd_met, rij.wijze)
    naam = m.deelnemer.gebruiker.naam
    verwacht = (m.deelnemer.organisatie, naam, "bestuurder", OP, 1, sha(o), m.deelnemer.gebruiker, "wachtwoord", Tekenwijze.TOEPASSING)
    assert bewijs == verwacht
    assert rij.document is not None
    assert rij.document.sha256 == rij.sha256


def test_als_alle_partijen_in_de_toepassing_tekenden_kan_de_overeenkomst_worden_vastgesteld(m: Mensen) -> None:
    o = opgesteld(m)
    for lid in (m.czv, m.tweede, m.penvoerder, m.deelnemer):
        teken(o, lid)
    t = Toekenning.objects.get(pk=o.toekenning_id)
    assert voer_uit(t, "teken", door=m.czv, op=OP).status == "getekend"


def test_een_handtekening_verandert_niet_meer_ook_niet_in_de_databank(m: Mensen) -> None:
    rij = teken(opgesteld(m), m.deelnemer)
    for veld, waarde in (("naam", "Iemand Anders"), ("sha256", "f" * 64), ("op", dt.date(2024, 1, 1))):
        with pytest.raises(DatabaseError, match="ligt vast"), transaction.atomic():
            Ondertekening.objects.filter(pk=rij.pk).update(**{veld: waarde})
    with pytest.raises(DatabaseError, match="ligt vast"), transaction.atomic():
        Ondertekening.objects.filter(pk=rij.pk).delete()


def test_wie_niet_mag_tekenen_of_geen_partij_is_tekent_niet(m: Mensen) -> None:
    o = opgesteld(m)
    stagiair = LidmaatschapFactory(organisatie=m.deelnemer.organisatie)
    vreemd = LidmaatschapFactory(mag_tekenen=True)
    gemeente = LidmaatschapFactory(beslisser=True, mag_tekenen=True)
    Partij.objects.create(dossier=o.dossier, organisatie=gemeente.organisatie, rol="gemeente", uitgenodigd_op=opzet.BEGIN)
    beheer_met_vinkje = LidmaatschapFactory(organisatie=m.deelnemer.organisatie, rol=Rol.BEHEER, mag_tekenen=True)
    for lid in (stagiair, vreemd, gemeente, beheer_met_vinkje, m.tweede_persoon, m.nza):
        with pytest.raises(StapNietToegestaan):
            teken(o, lid)
    assert Ondertekening.objects.count() == 0


def test_een_beoordelaar_die_ook_voor_een_indiener_werkt_tekent_niet_namens_de_verzekeraar(m: Mensen) -> None:
    o = opgesteld(m)
    LidmaatschapFactory(gebruiker=m.czv.gebruiker, organisatie=m.deelnemer.organisatie)
    with pytest.raises(StapNietToegestaan):
        teken(o, Lidmaatschap.objects.get(pk=m.czv.pk))


def test_een_tweede_handtekening_van_dezelfde_partij_wordt_geweigerd(m: Mensen) -> None:
    o = opgesteld(m)
    teken(o, m.deelnemer)
    collega = LidmaatschapFactory(organisatie=m.deelnemer.organisatie, mag_tekenen=True)
    for poging in (lambda: teken(o, m.deelnemer), lambda: teken(o, collega)):
        with pytest.raises(StapBelet) as fout:
            poging()
        assert zinnen(fout.value) == [f"{m.deelnemer.organisatie} heeft al getekend."]


def test_een_document_dat_intussen_veranderde_wordt_niet_ongelezen_getekend(m: Mensen) -> None:
    o = opgesteld(m)
    oud = sha(o)
    stel_overeenkomst_op(o.toekenning, bedrag=Decimal(900), door=m.czv, op=OP)
    with pytest.raises(StapBelet) as fout:
        teken(o, m.deelnemer, oud)
    assert zinnen(fout.value) == ["Het document wordt nog gemaakt. Probeer het over een minuut opnieuw."]
    _maak_document(Overeenkomst.objects.get())
    with pytest.raises(StapBelet) as fout:
        teken(o, m.deelnemer, oud)
    assert zinnen(fout.value) == ["De overeenkomst is intussen gewijzigd: dit is nu versie 2. Lees het nieuwe document en teken dan."]


def test_een_document_dat_intussen_veranderde_wordt_niet_ongelezen_geweigerd(m: Mensen) -> None:
    o = opgesteld(m)
    oud = sha(o)
    stel_overeenkomst_op(o.toekenning, bedrag=Decimal(900), door=m.czv, op=OP)
    _maak_document(Overeenkomst.objects.get())
    with pytest.raises(StapBelet) as fout:
        weiger_overeenkomst(o, functie="bestuurder", reden="Te duur.", sha256=oud, door=m.deelnemer, op=OP)
    assert zinnen(fout.value) == ["De overeenkomst is intussen gewijzigd: dit is nu versie 2. Lees het nieuwe document."]
    assert Ondertekening.objects.count() == 0


def test_elke_wijziging_voor_het_tekenen_maakt_een_nieuwe_versie_en_hetzelfde_niet(m: Mensen) -> None:
    o = opgesteld(m)
    for bedrag, kassier, versie in (
        (1000, None, 1),
        (900, None, 2),
        (900, None, 2),
        (900, m.deelnemer.organisatie, 3),
        (1000, m.penvoerder.organisatie, 4),
    ):
        rij = stel_overeenkomst_op(o.toekenning, bedrag=Decimal(bedrag), kassier=kassier, door=m.czv, op=OP)
        assert (rij.versie, rij.bedrag) == (versie, bedrag)
    assert Brief.objects.filter(soort="overeenkomst").count() == 4


def test_de_kassier_is_een_van_de_indieners(m: Mensen) -> None:
    o = opgesteld(m)
    with pytest.raises(StapBelet) as fout:
        stel_overeenkomst_op(o.toekenning, bedrag=Decimal(1000), kassier=m.tweede.organisatie, door=m.czv, op=OP)
    assert [(b.tekst, b.veld) for b in fout.value.beletselen] == [
        (f"{m.tweede.organisatie} is geen indiener van dit plan. Kies een van de indieners.", "kassier")
    ]


def test_een_weigering_met_reden_brengt_de_overeenkomst_terug_en_laat_andere_handtekeningen_vervallen(m: Mensen) -> None:
    o = opgesteld(m)
    teken(o, m.penvoerder)
    with pytest.raises(StapBelet):
        weiger_overeenkomst(o, functie="bestuurder", reden=" ", sha256=sha(o), door=m.deelnemer, op=OP)
    weiger_overeenkomst(o, functie="bestuurder", reden="Het bedrag past niet.", sha256=sha(o), door=m.deelnemer, op=OP)
    assert list(o.ondertekeningen.filter(vervallen_op=None).values_list("organisatie__naam", "is_geweigerd")) == [
        (m.deelnemer.organisatie.naam, True)
    ]
    for lid in (m.penvoerder, m.deelnemer, m.czv):
        with pytest.raises(StapBelet, match="Er komt eerst een nieuwe versie"):
            teken(o, lid)
    t = Toekenning.objects.get(pk=o.toekenning_id)
    with pytest.raises(StapBelet) as fout:
        voer_uit(t, "teken", door=m.czv, op=OP)
    assert f"{m.deelnemer.organisatie} tekent deze versie niet. Stel de overeenkomst opnieuw op." in zinnen(fout.value)
    nieuw = stel_overeenkomst_op(t, bedrag=t.bedrag, door=m.czv, op=OP)
    assert (nieuw.versie, nieuw.ondertekeningen.filter(vervallen_op=None).count()) == (2, 0)
    _maak_document(nieuw)
    assert teken(nieuw, m.deelnemer).versie == 2
    assert Bericht.objects.filter(soort="overeenkomst_geweigerd").exists()


def test_de_verzekeraar_legt_een_papieren_handtekening_vast_met_het_exemplaar_en_zijn_controlegetal(m: Mensen) -> None:
    o = opgesteld(m)
    bestand = SimpleUploadedFile("getekend.pdf", pdf(), "application/pdf")
    rij = registreer_ondertekening(
        o, m.deelnemer.organisatie, naam="A. de Graaf", functie="bestuurder", getekend_op=OP, door=m.czv, op=OP, bestand=bestand
    )
    assert rij.document is not None
    assert (rij.wijze, rij.sha256, rij.document.titel) == (
        Tekenwijze.GEUPLOAD,
        rij.document.sha256,
        f"Overeenkomst, getekend door {m.deelnemer.organisatie}",
    )
    with pytest.raises(StapBelet, match="heeft al getekend"):
        teken(o, m.deelnemer)


def test_een_gemeente_die_verantwoordelijk_is_voor_een_kpi_tekent_mee(m: Mensen) -> None:
    o = opgesteld(m)
    gemeente = LidmaatschapFactory(beslisser=True, mag_tekenen=True)
    Partij.objects.create(dossier=o.dossier, organisatie=gemeente.organisatie, rol="gemeente", uitgenodigd_op=opzet.BEGIN)
    t = Toekenning.objects.get(pk=o.toekenning_id)
    assert gemeente.organisatie not in wie_tekenen(t)
    with connection.cursor() as cursor:  # the version is frozen: as maintenance does it
        cursor.execute("SELECT set_config('transformatieplan.onderhoud', 'ja', true)")
        Kpi.objects.filter(versie=t.plan.ingediende_versie, nummer=2).update(organisatie=gemeente.organisatie)
        cursor.execute("SELECT set_config('transformatieplan.onderhoud', '', true)")
    t = Toekenning.objects.get(pk=o.toekenning_id)
    assert gemeente.organisatie in wie_tekenen(t)
    assert [i.wat for i in werk(gemeente, NU)] == ["Teken de overeenkomst"]
    assert teken(Overeenkomst.objects.get(), gemeente).organisatie == gemeente.organisatie
    assert werk(gemeente, NU) == []


def test_de_werkvoorraad_vraagt_te_tekenen_aan_wie_dat_mag_en_noemt_een_collega_aan_wie_niet(m: Mensen) -> None:
    o = opgesteld(m)
    stagiair = LidmaatschapFactory(organisatie=m.deelnemer.organisatie)
    for lid in (m.czv, m.tweede, m.penvoerder, m.deelnemer):
        assert [(i.wat, i.is_aan_zet) for i in werk(lid, NU)] == [("Teken de overeenkomst", True)]
    assert [(i.wat, i.is_aan_zet) for i in werk(stagiair, NU)] == [("Een collega tekent de overeenkomst", False)]
    assert werk(m.nza, NU) == []
    teken(o, m.deelnemer)
    assert (werk(m.deelnemer, NU), werk(stagiair, NU)) == ([], [])


def test_de_brief_noemt_alle_partijen_de_kpis_en_de_verdeling_en_is_een_pdf(m: Mensen) -> None:
    t = opzet.gereserveerd(m, opzet.toekenning(m, go_no_go=True))
    o = stel_overeenkomst_op(t, bedrag=t.bedrag, door=m.czv, op=OP)
    assert maak_brieven() >= 1
    o = Overeenkomst.objects.get(pk=o.pk)
    assert o.document is not None
    assert (o.document.soort, o.document.inhoudstype, len(o.document.sha256)) == ("overeenkomst", "application/pdf", 64)
    assert o.brief is not None
    gegevens = o.brief.gegevens
    assert [p["naam"] for p in gegevens["partijen"]] == [x.organisatie.naam for x in (m.czv, m.tweede, m.penvoerder, m.deelnemer)]
    assert [(k["nummer"], k["bedrag"], k["wacht_op"]) for k in gegevens["kpis"]] == [
        (1, "600.00", ""),
        (2, "400.00", "mijlpaal 1: Halverwege"),
    ]
    assert [t["bedrag"] for t in gegevens["per_partij"]] == ["1000.00"]


def test_wie_het_geld_niet_ziet_leest_het_contract_niet(m: Mensen) -> None:
    o = opgesteld(m)
    document = Overeenkomst.objects.get(pk=o.pk).document
    assert document is not None
    zorgkantoor, gemeente = LidmaatschapFactory(financier=True), LidmaatschapFactory(beslisser=True)
    for lid, rol in ((zorgkantoor, "financier"), (gemeente, "gemeente")):
        Partij.objects.create(dossier=o.dossier, organisatie=lid.organisatie, rol=rol, uitgenodigd_op=opzet.BEGIN)
    leest = [leest_contractstuk(document, lid) for lid in (m.tweede, m.nza, gemeente, zorgkantoor, opzet.maak_mensen().czv)]
    assert leest == [True, True, True, False, False]


class TestScherm:
    """The page on which one signs."""

    def adres(self, o: Overeenkomst) -> str:
        return f"/dossiers/{o.dossier.kenmerk}/overeenkomst/tekenen/"

    def invoer(self, o: Overeenkomst, **anders: str) -> dict[str, str]:
        return {"actie": "teken", "functie": "bestuurder", "gelezen": "on", "wachtwoord": WACHTWOORD, "sha256": sha(o), **anders}

    def test_tekenen_met_het_eigen_wachtwoord(self, m: Mensen, als: Inloggen) -> None:
        o = opgesteld(m)
        client = als(m.deelnemer)
        html = client.get(self.adres(o)).content.decode()
        assert f"Teken namens {m.deelnemer.organisatie}" in html
        assert sha(o) in html
        assert client.post(self.adres(o), self.invoer(o)).status_code == 302
        assert Ondertekening.objects.get().gebruiker == m.deelnemer.gebruiker
        assert "Uw organisatie heeft getekend" in client.get(self.adres(o)).content.decode()
        assert client.post(self.adres(o), self.invoer(o)).status_code == 422

    @pytest.mark.parametrize(
        ("anders", "zin"),
        [
            ({"wachtwoord": "verkeerd"}, "Dit wachtwoord klopt niet. Probeer het opnieuw."),
            ({"wachtwoord": ""}, "Vul uw wachtwoord in."),
            ({"gelezen": ""}, "Bevestig dat u de overeenkomst hebt gelezen."),
            ({"functie": ""}, "Vul uw functie in."),
            ({"functie": "x" * 121}, "Dit is te lang: hoogstens 120 tekens, en dit zijn er 121."),
            ({"sha256": "0" * 64}, "De overeenkomst is intussen gewijzigd: dit is nu versie 1."),
            ({"sha256": ""}, "De overeenkomst is intussen gewijzigd: dit is nu versie 1."),
        ],
    )
    def test_wat_niet_klopt_wordt_geweigerd_met_een_zin_en_er_is_niets_getekend(
        self, m: Mensen, als: Inloggen, anders: dict[str, str], zin: str
    ) -> None:
        o = opgesteld(m)
        antwoord = als(m.deelnemer).post(self.adres(o), self.invoer(o, **anders))
        html = antwoord.content.decode()
        assert (antwoord.status_code, zin in html, Ondertekening.objects.count()) == (422, True, 0)
        assert WACHTWOORD not in html
        assert html.count(f'name="sha256" value="{sha(o)}"') == html.count('name="sha256"') == 2

    def test_wie_vaak_een_verkeerd_wachtwoord_probeert_moet_wachten(self, m: Mensen, als: Inloggen) -> None:
        o = opgesteld(m)
        client = als(m.deelnemer)
        for _ in range(10):
            client.post(self.adres(o), self.invoer(o, wachtwoord="fout"))
        antwoord = client.post(self.adres(o), self.invoer(o))
        assert (antwoord.status_code, "U probeerde dit te vaak." in antwoord.content.decode()) == (422, True)
        assert Ondertekening.objects.count() == 0

    def test_weigeren_houdt_wat_getypt_is_en_zonder_reden_gaat_het_niet(self, m: Mensen, als: Inloggen) -> None:
        o = opgesteld(m)
        client = als(m.deelnemer)
        leeg = client.post(
            self.adres(o), {"actie": "weiger", "weiger-functie": "lid raad van bestuur", "weiger-reden": "", "sha256": sha(o)}
        )
        assert (leeg.status_code, "Geef een reden." in leeg.content.decode(), "lid raad van bestuur" in leeg.content.decode()) == (
            422,
            True,
            True,
        )
        goed = {"actie": "weiger", "weiger-functie": "bestuurder", "weiger-reden": "Wij lezen KPI 2 anders.", "sha256": sha(o)}
        anders = client.post(self.adres(o), {**goed, "sha256": "0" * 64})
        zin = "De overeenkomst is intussen gewijzigd: dit is nu versie 1. Lees het nieuwe document."
        assert (anders.status_code, zin in anders.content.decode(), Ondertekening.objects.count()) == (422, True, 0)
        assert client.post(self.adres(o), goed).status_code == 302
        html = als(m.czv).get(f"/dossiers/{o.dossier.kenmerk}/overeenkomst/").content.decode()
        assert f"{m.deelnemer.organisatie} tekent deze versie niet" in html
        assert "Wij lezen KPI 2 anders." in html

    def test_wie_er_niet_over_gaat_krijgt_403_en_wie_het_dossier_niet_ziet_404(self, m: Mensen, als: Inloggen) -> None:
        o = opgesteld(m)
        stagiair = LidmaatschapFactory(organisatie=m.deelnemer.organisatie)
        vreemd = LidmaatschapFactory(mag_tekenen=True)
        codes = [als(lid).get(self.adres(o)).status_code for lid in (stagiair, m.nza, m.tweede_persoon, vreemd)]
        assert codes == [403, 403, 403, 404]
        assert [als(lid).post(self.adres(o), self.invoer(o)).status_code for lid in (stagiair, vreemd)] == [403, 404]

    def test_zonder_overeenkomst_of_zonder_document_valt_er_niets_te_tekenen(self, m: Mensen, als: Inloggen) -> None:
        t = opzet.gereserveerd(m, opzet.toekenning(m))
        adres = f"/dossiers/{t.dossier.kenmerk}/overeenkomst/tekenen/"
        client: Client = als(m.deelnemer)
        assert client.get(adres).status_code == 404
        stel_overeenkomst_op(t, bedrag=t.bedrag, door=m.czv, op=OP)
        html = client.get(adres).content.decode()
        assert ("wordt gemaakt" in html, 'name="wachtwoord"' in html) == (True, False)
