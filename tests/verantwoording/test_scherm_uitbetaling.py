"""The pages of paying: of one plan, of one insurer, the sheet, and the statement per party."""

import io
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from kern.organisaties.models import Lidmaatschap
from kern.toestanden.uitvoeren import voer_uit
from tests.verantwoording import opzet
from tests.verantwoording.conftest import Inloggen
from tests.verantwoording.opzet import NU, Mensen
from verantwoording.forms.uitbetaling import VerdelingForm
from verantwoording.models import Betaalopdrachtregel, Toekenning, Verdeling
from verantwoording.services import betaalopdracht as diensten

LIJST = "/uitbetalingen/"


def adres(t: Toekenning, blad: str = "uitbetalingen") -> str:
    return f"/dossiers/{t.dossier.kenmerk}/{blad}/"


def lees(client: Client, pad: str, status: int = 200) -> str:
    antwoord = client.get(pad)
    assert antwoord.status_code == status
    return antwoord.content.decode().replace("\u00a0", " ").replace("&#x27;", "'")


def deelveld(lid: Lidmaatschap) -> str:
    return f"v1-deel_{lid.organisatie.pk.hex}"


def met_sleutel(m: Mensen, t: Toekenning) -> None:
    voorstel = diensten.stel_sleutel_voor(t, {m.czv.organisatie: Decimal(75), m.tweede.organisatie: Decimal(25)}, door=m.czv, op=NU)
    diensten.stem_in_met_sleutel(t, voorstel.pk, door=m.tweede, op=NU)


def test_van_sleutel_tot_verdeling_in_de_browser(m: Mensen, als: Inloggen) -> None:
    t = opzet.lopend(m)
    czv, tweede, penvoerder = als(m.czv), als(m.tweede), als(m.penvoerder)
    fout = czv.post(adres(t), {"actie": "sleutel", "coordinerend": "70", "tweede": "29,5"})
    assert (fout.status_code, "De aandelen zijn samen 99,5 procent. Dat moet precies 100 zijn." in fout.content.decode()) == (422, True)
    assert 'value="29,5"' in fout.content.decode()
    assert czv.post(adres(t), {"actie": "sleutel", "coordinerend": "70%", "tweede": "30"}).status_code == 302
    assert "Het voorstel wacht op" in lees(czv, adres(t))
    sleutel = t.verdeelsleutels.get()
    assert tweede.post(adres(t), {"actie": "stem_in", "sleutel": str(sleutel.pk)}).status_code == 302
    opzet.opgedragen(m, opzet.kpi(t))
    eigen, ander = Betaalopdrachtregel.objects.order_by("-bedrag")
    assert (eigen.bedrag, ander.bedrag) == (420, 180)
    assert "Leg de betaling vast" in lees(tweede, adres(t))
    leeg = tweede.post(
        adres(t), {"actie": "betaald", "regel": str(ander.pk), f"{ander.pk}-betaald_op": "2025-11-04", f"{ander.pk}-referentie": "T-9"}
    )
    assert (leeg.status_code, "Een betaling legt u vast nadat zij is gedaan." in leeg.content.decode()) == (422, True)
    assert 'value="T-9"' in leeg.content.decode()
    for client, regel in ((tweede, ander), (czv, eigen)):
        gegevens = {"actie": "betaald", "regel": str(regel.pk), f"{regel.pk}-betaald_op": "2025-11-03", f"{regel.pk}-referentie": "T-9"}
        assert client.post(adres(t), gegevens).status_code == 302
    assert opzet.kpi(t).status == "betaald"
    assert czv.post(adres(t), gegevens).status_code == 409
    eigen_deel, ander_deel = deelveld(m.penvoerder), deelveld(m.deelnemer)
    scheef = penvoerder.post(adres(t), {"actie": "verdeel", "kpi": "1", eigen_deel: "€ 350,50", ander_deel: "200"})
    assert (scheef.status_code, "u verdeelt € 550,50. Dat is € 49,50 te weinig." in scheef.content.decode().replace("\u00a0", " ")) == (
        422,
        True,
    )
    assert 'value="€ 350,50"' in scheef.content.decode()
    goed = {"actie": "verdeel", "kpi": "1", eigen_deel: "350,50", ander_deel: "249.50"}
    assert penvoerder.post(adres(t), goed).status_code == 302
    assert Verdeling.objects.get().bedrag == 600
    overzicht = lees(als(m.nza), adres(t, "rekeningoverzicht"))
    for bedrag in ("€ 600", "€ 249,50", "€ 350,50", "€ 420", "€ 180"):
        assert bedrag in overzicht


def test_wie_intussen_meedoet_verschuift_geen_bedrag_in_de_verdeling(m: Mensen) -> None:
    penvoerder, deelnemer, nieuw = m.penvoerder.organisatie, m.deelnemer.organisatie, m.tweede.organisatie
    gegevens = {deelveld(m.penvoerder): "350,50", deelveld(m.deelnemer): "249,50"}
    form = VerdelingForm(gegevens, partijen=[penvoerder, nieuw, deelnemer], delen={}, wijzigt=False, prefix="v1")
    assert form.is_valid()
    assert form.delen() == {penvoerder: Decimal("350.50"), deelnemer: Decimal("249.50")}


def test_een_voorschot_geeft_u_vrij_bij_het_besluit_over_een_kpi(m: Mensen, als: Inloggen) -> None:
    t = opzet.lopend(m, [600, 300, 100])
    k = opzet.beoordeeld(m, opzet.kpi(t))
    client, pad = als(m.czv), f"/stap/{k.soort()}/{k.pk}/ken_toe/"
    assert "KPI 2: Resultaat 2 (hoogstens € 300)" in lees(client, pad)
    basis = {"verwacht": "beoordeeld", "uitkomst": "volledig", "motivering": "Volgens afspraak."}
    voor = str(opzet.kpi(t, 2).pk)
    fout = client.post(pad, {**basis, "voorschot_op": voor, "voorschot_bedrag": "300,01"})
    assert (fout.status_code, "Het voorschot kan hoogstens" in fout.content.decode()) == (422, True)
    assert client.post(pad, {**basis, "voorschot_op": str(k.pk), "voorschot_bedrag": "1"}).status_code == 422
    assert client.post(pad, {**basis, "voorschot_op": voor, "voorschot_bedrag": "120,50"}).status_code == 302
    assert opzet.kpi(t, 2).bedrag_voorschot == Decimal("120.50")
    assert "Geef opdracht voor € 720,50" in lees(als(m.tweede_persoon), f"/stap/{k.soort()}/{k.pk}/betaal_uit/")
    assert "€ 120,50 is al vrijgegeven" in lees(als(m.penvoerder), f"/dossiers/{t.dossier.kenmerk}/kpis/2/")


def test_zonder_latere_open_kpi_is_er_geen_voorschot_te_kiezen(m: Mensen, als: Inloggen) -> None:
    k = opzet.beoordeeld(m, opzet.kpi(opzet.lopend(m, go_no_go=True)))
    assert "Voorschot op een volgende KPI" not in lees(als(m.czv), f"/stap/{k.soort()}/{k.pk}/ken_toe/")


def test_wie_de_betalingen_ziet(m: Mensen, als: Inloggen) -> None:
    t = opzet.lopend(m)
    opzet.betaald(m, opzet.kpi(t))
    vreemd = opzet.maak_mensen()
    for lid, status in ((m.czv, 200), (m.tweede, 200), (m.penvoerder, 200), (m.deelnemer, 200), (m.nza, 200), (vreemd.czv, 404)):
        assert als(lid).get(adres(t)).status_code == status
        assert als(lid).get(adres(t, "rekeningoverzicht")).status_code == status
    assert als(m.deelnemer).post(adres(t), {"actie": "verdeel", "kpi": "1", deelveld(m.penvoerder): "600"}).status_code == 403
    assert als(m.penvoerder).get(LIJST).status_code == 403
    assert als(m.penvoerder).get("/uitbetalingen/te-betalen.xlsx").status_code == 403
    assert als(m.czv).post(adres(t), {"actie": "betaald", "regel": "geen"}).status_code == 404


def test_de_lijst_van_een_verzekeraar_toont_alleen_zijn_eigen_regels_en_legt_ze_vast(m: Mensen, als: Inloggen) -> None:
    t = opzet.lopend(m)
    met_sleutel(m, t)
    opzet.opgedragen(m, opzet.kpi(t))
    czv, tweede = als(m.czv), als(m.tweede)
    assert "€ 450" in lees(czv, LIJST)
    assert "€ 150" not in lees(czv, LIJST)
    regel = Betaalopdrachtregel.objects.get(verzekeraar=m.tweede.organisatie)
    gegevens = {"regel": str(regel.pk), f"{regel.pk}-betaald_op": "2025-11-03", f"{regel.pk}-referentie": "R-1"}
    assert czv.post(LIJST, gegevens).status_code == 404
    assert tweede.post(LIJST, {**gegevens, f"{regel.pk}-referentie": " "}).status_code == 422
    assert tweede.post(LIJST, gegevens).status_code == 302
    assert "U hoeft niets te betalen" in lees(tweede, LIJST)
    assert "kenmerk R-1" in lees(tweede, f"{LIJST}?stand=betaald")
    assert "Niets gevonden" in lees(tweede, f"{LIJST}?stand=betaald&zoek=onbekend%00")
    assert "Hartzorg dichtbij" in lees(czv, f"{LIJST}?zoek={t.dossier.kenmerk}&stand=onzin&sorteer=bedrag&pagina=zz")


def test_het_blad_telt_de_open_regels_en_bevat_geen_formules(m: Mensen, als: Inloggen) -> None:
    t = opzet.lopend(m, [600, "400.25"], titel='=HYPERLINK("http://kwaad")')
    met_sleutel(m, t)
    for nummer in (1, 2):
        opzet.opgedragen(m, opzet.kpi(t, nummer))
    antwoord = als(m.czv).get("/uitbetalingen/te-betalen.xlsx")
    assert antwoord["Content-Type"].endswith("spreadsheetml.sheet")
    blad = load_workbook(io.BytesIO(antwoord.content)).active
    assert blad is not None
    cellen = [c for rij in blad.iter_rows() for c in rij if c.value is not None]
    assert not [c.coordinate for c in cellen if c.data_type == "f"]
    assert blad["C4"].value == '=HYPERLINK("http://kwaad")'
    assert blad["C4"].quotePrefix
    assert [blad.cell(row=r, column=8).value for r in (4, 5, 7)] == [450, 300.19, 750.19]
    assert str(m.tweede.organisatie) not in {c.value for c in cellen}


def test_een_onbestaande_dag_geeft_vandaag_met_een_zin(m: Mensen, als: Inloggen) -> None:
    t = opzet.lopend(m)
    opzet.betaald(m, opzet.kpi(t))
    client = als(m.penvoerder)
    assert "Dit is geen bestaande dag." in lees(client, adres(t, "rekeningoverzicht") + "?op=31-02-2025")
    assert "had nog geen partij geld" in lees(client, adres(t, "rekeningoverzicht") + "?op=2025-11-02")
    assert "€ 600" in lees(client, adres(t, "rekeningoverzicht") + "?op=2025-11-03")


@pytest.mark.parametrize("aantal", [1, 3])
def test_de_bladzijden_hebben_een_vast_aantal_vragen(m: Mensen, als: Inloggen, aantal: int) -> None:
    t = opzet.lopend(m, [*[Decimal(100)] * 2 * aantal])
    met_sleutel(m, t)
    for nummer in range(1, aantal + 1):
        opzet.betaald(m, opzet.kpi(t, nummer))
        voer_uit(opzet.toegekend(m, opzet.kpi(t, aantal + nummer)), "betaal_uit", door=m.tweede_persoon, op=NU)
    client, penvoerder = als(m.czv), als(m.penvoerder)
    for pad in (adres(t), adres(t, "rekeningoverzicht"), LIJST):
        client.get(pad)
    penvoerder.get(adres(t))
    geteld = []
    for wie, pad in ((client, adres(t)), (penvoerder, adres(t)), (client, adres(t, "rekeningoverzicht")), (client, LIJST)):
        with CaptureQueriesContext(connection) as vragen:
            wie.get(pad)
        geteld.append(len(vragen))
    assert geteld == [16, 16, 9, 7]
