"""The meetings on the screen: convening, finding a moment, inviting, minutes and action points, and who may read them (1a.3)."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.test import Client

from kern.agenda.bronnen import afspraken_van
from kern.berichten.models import Bericht
from kern.organisaties.models import Organisatie
from kern.toestanden.uitvoeren import voer_uit
from tests.fabrieken.organisaties import VerzekeraarFactory
from tests.transformatie.views.opzet import BEGIN, Opzet
from transformatie.models import Actiepunt, Dossier, Overleg, Voorkeur
from transformatie.services import dossiers
from transformatie.services import overleg as overleggen

MOMENTEN = [dt.datetime(2025, 4, d, 8, tzinfo=dt.UTC) for d in (8, 9)]  # ten in the morning
STUUR = {"verwacht": "prikken", "tijd": "", "duur": "60", "plaats": "Zaal 2"}


@pytest.fixture
def dossier(wereld: Opzet) -> Dossier:
    """A dossier with a gemeente at the table."""
    rij = wereld.dossier(domeinen=("zvw", "sociaal"), gemeenten=[wereld.gemeente])
    dossiers.nodig_uit(rij, wereld.gemeente, "gemeente", door=wereld.planmaker, op=BEGIN)
    return Dossier.objects.get(pk=rij.pk)


def beleg(wereld: Opzet, dossier: Dossier, onderwerp: str = "Begroting") -> Overleg:
    return overleggen.begin_overleg(dossier, organisator=wereld.ziekenhuis, onderwerp=onderwerp, door=wereld.planmaker, op=BEGIN)


def prik(wereld: Opzet, dossier: Dossier) -> Overleg:
    return voer_uit(beleg(wereld, dossier), "leg_momenten_voor", door=wereld.planmaker, op=BEGIN, momenten=MOMENTEN)


def nodig_uit(wereld: Opzet, dossier: Dossier, weggelaten: dict[uuid.UUID, str] | None = None) -> Overleg:
    moment = dt.datetime(2025, 4, 1, 7, tzinfo=dt.UTC)
    return voer_uit(
        beleg(wereld, dossier),
        "verstuur_uitnodiging",
        door=wereld.planmaker,
        op=BEGIN,
        moment=moment,
        plaats="Zaal 2",
        weggelaten=weggelaten,
    )


def punt(organisatie: Organisatie, wat: str = "Reken het door") -> dict[str, Any]:
    return {"wat": wat, "organisatie": organisatie, "uiterlijk": dt.date(2025, 4, 20)}


def gehouden(wereld: Opzet, dossier: Dossier, *punten: dict[str, Any], weggelaten: dict[uuid.UUID, str] | None = None) -> Overleg:
    rij = nodig_uit(wereld, dossier, weggelaten)
    return voer_uit(rij, "houd", door=wereld.planmaker, op=BEGIN, verslag="Geheim besproken.", actiepunten=list(punten))


def stap(rij: Overleg, naam: str) -> str:
    return f"/stap/{rij.soort()}/{rij.pk}/{naam}/"


def tekst(antwoord: Any) -> str:
    return str(antwoord.content.decode())


def wacht(client: Client) -> list[str]:
    return [i.wat for i in client.get("/").context["bladzijde"]]


# --- from convening to inviting ---------------------------------------------------------------------------------------


def test_beleggen_leidt_naar_het_overleg_met_zijn_stappen(wereld: Opzet, dossier: Dossier) -> None:
    client = wereld.als(wereld.planmaker)
    antwoord = client.post(f"/dossiers/{dossier.kenmerk}/overleg/nieuw/", {"onderwerp": "Begroting", "agenda": "Punt een"})
    rij = Overleg.objects.get()
    assert (antwoord.url, rij.organisator, rij.agenda) == (rij.get_absolute_url(), wereld.ziekenhuis, "Punt een")
    blad = tekst(client.get(antwoord.url))
    assert "Leg momenten voor" in blad
    assert "Verstuur de uitnodiging" in blad


@pytest.mark.parametrize(("veld", "zin"), [("onderwerp", "Vul het onderwerp in.")])
def test_een_leeg_onderwerp_houdt_de_agenda_vast(wereld: Opzet, dossier: Dossier, veld: str, zin: str) -> None:
    gegevens = {"onderwerp": " ", "agenda": "Wat ik typte"}
    antwoord = wereld.als(wereld.planmaker).post(f"/dossiers/{dossier.kenmerk}/overleg/nieuw/", gegevens)
    assert antwoord.status_code == 422
    assert zin in tekst(antwoord)
    assert "Wat ik typte" in tekst(antwoord)


def test_twee_keer_op_de_knop_belegt_een_overleg(wereld: Opzet, dossier: Dossier) -> None:
    client, pad = wereld.als(wereld.planmaker), f"/dossiers/{dossier.kenmerk}/overleg/nieuw/"
    gegevens = {"onderwerp": "Begroting", "agenda": "Punt een", "formuliersleutel": str(uuid.uuid4())}
    antwoorden = [client.post(pad, gegevens) for _ in range(2)]
    rij = Overleg.objects.get()
    assert [(a.status_code, a.url) for a in antwoorden] == [(302, rij.get_absolute_url())] * 2
    assert "Dit formulier was al verstuurd." in tekst(client.get(rij.get_absolute_url()))
    client.post(pad, gegevens | {"formuliersleutel": str(uuid.uuid4()), "onderwerp": "Planning"})
    assert Overleg.objects.count() == 2


def test_een_andere_tweede_verzekeraar_komt_op_de_lijst_en_de_vorige_gaat_eraf(wereld: Opzet, dossier: Dossier) -> None:
    rij = nodig_uit(wereld, dossier)
    menzis = VerzekeraarFactory(naam="Menzis")
    oud, nieuw = wereld.tweede_beoordelaar, wereld.lid(menzis, "beoordelaar")
    assert [len(afspraken_van(lid.gebruiker, BEGIN)) for lid in (oud, nieuw)] == [1, 0]
    pad = f"/dossiers/{dossier.kenmerk}/partijen/"
    assert wereld.als(wereld.beoordelaar).post(pad, {"actie": "kies_tweede", "tweede": str(menzis.pk)}).status_code == 302
    lijst = {u.organisatie.naam: (u.uitgenodigd_op, u.weggelaten_om) for u in rij.uitnodigingen.select_related("organisatie")}
    assert (lijst["Menzis"], lijst["CZ"]) == ((BEGIN, ""), (None, "Doet niet meer mee."))
    assert {lijst[n] for n in ("VGZ", "Ziekenhuis Waalstad", "Gemeente Wijchen")} == {(BEGIN, "")}
    assert [len(afspraken_van(lid.gebruiker, BEGIN)) for lid in (oud, nieuw)] == [0, 1]
    assert set(Bericht.objects.filter(soort="overleg_afgezegd").values_list("aan_id", flat=True)) == {oud.gebruiker_id}
    assert wereld.als(oud).get(rij.get_absolute_url()).status_code == 404
    assert wereld.als(nieuw).get(rij.get_absolute_url()).status_code == 200


def test_wie_nog_moet_antwoorden_ziet_het_in_de_werkvoorraad_en_daarna_niet_meer(wereld: Opzet, dossier: Dossier) -> None:
    rij = prik(wereld, dossier)
    client = wereld.als(wereld.beslisser)
    assert "Doorgeven wanneer u kunt: Begroting" in wacht(client)
    keuzes = {f"voorkeur_{v.pk.hex}": "kan" for v in rij.voorstellen.all()}
    antwoord = client.post(rij.get_absolute_url(), {"actie": "voorkeur", **keuzes})
    assert antwoord.status_code == 302
    assert sorted(Voorkeur.objects.values_list("organisatie__naam", "antwoord")) == [
        *[("Gemeente Wijchen", "kan")] * 2,
        *[("Ziekenhuis Waalstad", "kan")] * 2,
    ]
    assert "Doorgeven wanneer u kunt: Begroting" not in wacht(client)
    assert "Nog geen antwoord: VGZ, CZ" in tekst(client.get(rij.get_absolute_url()))


@pytest.mark.parametrize("keuze", ["", "misschien", "kan'; --"])
def test_een_verzonnen_antwoord_telt_niet(wereld: Opzet, dossier: Dossier, keuze: str) -> None:
    rij = prik(wereld, dossier)
    antwoord = wereld.als(wereld.beslisser).post(
        rij.get_absolute_url(), {"actie": "voorkeur"} | {f"voorkeur_{v.pk.hex}": keuze for v in rij.voorstellen.all()}
    )
    assert antwoord.status_code == 422
    assert "Kies bij ten minste een moment of u kunt." in tekst(antwoord)
    assert not Voorkeur.objects.filter(organisatie=wereld.gemeente).exists()


def test_een_tweede_keer_hetzelfde_moment_of_een_voorbije_dag_wordt_gezegd_bij_het_veld(wereld: Opzet, dossier: Dossier) -> None:
    rij = prik(wereld, dossier)
    client = wereld.als(wereld.beslisser)
    for datum, zin in (("2025-04-08", "Dit moment staat er al bij."), ("2025-03-31", "Deze dag is al voorbij.")):
        antwoord = client.post(rij.get_absolute_url(), {"actie": "moment", "datum": datum, "tijd": "10:00"})
        assert antwoord.status_code == 422
        assert zin in tekst(antwoord)
    assert rij.voorstellen.count() == 2


def test_na_het_kiezen_is_een_antwoord_te_laat(wereld: Opzet, dossier: Dossier) -> None:
    rij = prik(wereld, dossier)
    voorstel = rij.voorstellen.first()
    client = wereld.als(wereld.planmaker)
    antwoord = client.post(stap(rij, "verstuur_uitnodiging"), STUUR | {"voorstel": str(voorstel.pk)})
    assert antwoord.status_code == 302
    rij.refresh_from_db()
    assert (rij.status, rij.moment) == ("uitgenodigd", voorstel.moment)
    antwoord = wereld.als(wereld.beslisser).post(rij.get_absolute_url(), {"actie": "voorkeur", f"voorkeur_{voorstel.pk.hex}": "kan"})
    assert antwoord.status_code == 409


def test_een_moment_van_een_ander_overleg_kan_niet_worden_gekozen(wereld: Opzet, dossier: Dossier) -> None:
    rij, ander = prik(wereld, dossier), prik(wereld, dossier)
    antwoord = wereld.als(wereld.planmaker).post(stap(rij, "verstuur_uitnodiging"), STUUR | {"voorstel": str(ander.voorstellen.first().pk)})
    assert antwoord.status_code == 422
    assert "Kies een van de momenten, of een ander moment." in tekst(antwoord)
    rij.refresh_from_db()
    assert rij.status == "prikken"


def test_weglaten_zonder_reden_wordt_op_het_scherm_geweigerd_met_de_regel_bij_het_veld(wereld: Opzet, dossier: Dossier) -> None:
    rij = beleg(wereld, dossier)
    gegevens = {"verwacht": "voorbereiding", "datum": "2025-04-08", "tijd": "10:00", "plaats": "Zaal 2"}
    client = wereld.als(wereld.planmaker)
    antwoord = client.post(stap(rij, "verstuur_uitnodiging"), gegevens | {f"weg_{wereld.gemeente.pk.hex}": "on"})
    assert antwoord.status_code == 422
    assert tekst(antwoord).count("Gemeente Wijchen is niet uitgenodigd. Nodig haar uit of geef een reden. (1a.3)") == 2
    assert 'value="Zaal 2"' in tekst(antwoord)
    gegevens[f"reden_{wereld.gemeente.pk.hex}"] = "Gaat haar niet aan."
    antwoord = client.post(stap(rij, "verstuur_uitnodiging"), gegevens)
    assert "Zet ook het vinkje, of maak de reden leeg." in tekst(antwoord)
    antwoord = client.post(stap(rij, "verstuur_uitnodiging"), gegevens | {f"weg_{wereld.gemeente.pk.hex}": "on"})
    assert antwoord.status_code == 302
    assert "Niet uitgenodigd: Gaat haar niet aan." in tekst(client.get(rij.get_absolute_url()))


# --- minutes and action points ----------------------------------------------------------------------------------------


def test_vastleggen_op_het_scherm_vraagt_wie_erbij_waren_en_maakt_actiepunten(wereld: Opzet, dossier: Dossier) -> None:
    rij = nodig_uit(wereld, dossier)
    client = wereld.als(wereld.planmaker)
    leeg = client.post(stap(rij, "houd"), {"verwacht": "uitgenodigd", "verslag": "Alles."})
    assert leeg.status_code == 422
    assert "Kies wie erbij waren." in tekst(leeg)
    gegevens = {"verwacht": "uitgenodigd", "verslag": "Alles.", "aanwezig": [str(wereld.ziekenhuis.pk), str(wereld.eerste.pk)]}
    half = client.post(stap(rij, "houd"), gegevens | {"wat_1": "Reken het door"})
    assert half.status_code == 422
    assert "Kies wie dit oppakt." in tekst(half)
    punten = {"wat_1": "Reken het door", "wie_1": str(wereld.gemeente.pk), "uiterlijk_1": "2025-04-20"}
    assert client.post(stap(rij, "houd"), gegevens | punten).status_code == 302
    assert {u.organisatie.naam: u.is_aanwezig for u in rij.uitnodigingen.all()} == {
        "Ziekenhuis Waalstad": True,
        "VGZ": True,
        "CZ": False,
        "Gemeente Wijchen": False,
    }
    assert "Actiepunt: Reken het door" in wacht(wereld.als(wereld.beslisser))
    assert "Actiepunt: Reken het door" not in wacht(client)


def test_een_actiepunt_wordt_een_keer_gedaan_door_wie_het_oppakt(wereld: Opzet, dossier: Dossier) -> None:
    rij = gehouden(wereld, dossier, punt(wereld.gemeente))
    gegevens = {"actie": "gedaan", "actiepunt": str(Actiepunt.objects.get().pk), "notitie": "Gestuurd."}
    assert wereld.als(wereld.tweede_beoordelaar).post(rij.get_absolute_url(), gegevens).status_code == 403
    client = wereld.als(wereld.beslisser)
    assert client.post(rij.get_absolute_url(), gegevens).status_code == 302
    assert Actiepunt.objects.get().notitie == "Gestuurd."
    assert client.post(rij.get_absolute_url(), gegevens | {"notitie": "Nog eens."}).status_code == 409
    assert Actiepunt.objects.get().notitie == "Gestuurd."
    assert "Actiepunt: Reken het door" not in wacht(client)


def test_open_actiepunten_staan_op_de_agenda_van_het_volgende_overleg(wereld: Opzet, dossier: Dossier) -> None:
    gehouden(wereld, dossier, punt(wereld.gemeente))
    volgende = beleg(wereld, dossier, "Vervolg")
    blad = tekst(wereld.als(wereld.beslisser).get(volgende.get_absolute_url()))
    assert "Openstaande actiepunten van eerdere overleggen" in blad
    assert "Reken het door" in blad


def test_wie_was_weggelaten_leest_het_verslag_niet(wereld: Opzet, dossier: Dossier) -> None:
    rij = gehouden(wereld, dossier, punt(wereld.eerste), weggelaten={wereld.gemeente.pk: "Gaat over de inkoop."})
    client = wereld.als(wereld.beslisser)
    for adres in (rij.get_absolute_url(), f"/dossiers/{dossier.kenmerk}/overleg/", dossier.get_absolute_url()):
        blad = tekst(client.get(adres))
        assert "Geheim besproken." not in blad
        assert "Reken het door" not in blad
        assert "Zaal 2" not in blad
    assert "Geheim besproken." in tekst(wereld.als(wereld.tweede_beoordelaar).get(rij.get_absolute_url()))


def test_alleen_wie_belegt_schrijft_aan_het_verslag_en_niet_over_een_collega_heen(wereld: Opzet, dossier: Dossier) -> None:
    rij = gehouden(wereld, dossier)
    adres = f"{rij.get_absolute_url()}tekst/"
    assert wereld.als(wereld.beoordelaar).get(adres).status_code == 403
    client = wereld.als(wereld.planmaker)
    assert client.post(adres, {"tekst": "Van mij.", "gezien": "Geheim besproken."}).status_code == 302
    laat = client.post(adres, {"tekst": "Van een collega.", "gezien": "Geheim besproken."})
    assert laat.status_code == 422
    assert "Een collega heeft deze tekst intussen gewijzigd." in tekst(laat)
    assert "Van een collega." in tekst(laat)
    rij.refresh_from_db()
    assert rij.verslag == "Van mij."


def test_een_actiepunt_voor_wie_er_niet_was_uitgenodigd_kan_niet(wereld: Opzet, dossier: Dossier) -> None:
    rij = gehouden(wereld, dossier, weggelaten={wereld.gemeente.pk: "Gaat over de inkoop."})
    gegevens = {"actie": "actiepunt", "wat": "Reken", "organisatie": str(wereld.gemeente.pk), "uiterlijk": "2025-04-20"}
    antwoord = wereld.als(wereld.planmaker).post(rij.get_absolute_url(), gegevens)
    assert antwoord.status_code == 422
    assert "Kies een van de uitgenodigde organisaties." in tekst(antwoord)
    assert not Actiepunt.objects.exists()


# --- forced addresses -------------------------------------------------------------------------------------------------


def test_een_vreemde_ziet_geen_overleg_en_een_adres_past_bij_zijn_dossier(wereld: Opzet, dossier: Dossier) -> None:
    rij = gehouden(wereld, dossier)
    ander = wereld.dossier(titel="Een ander plan")
    for pad in ("", "tekst/"):
        assert wereld.als(wereld.vreemde).get(f"{rij.get_absolute_url()}{pad}").status_code == 404
        assert wereld.als(wereld.planmaker).get(f"/dossiers/{ander.kenmerk}/overleg/{rij.pk}/{pad}").status_code == 404
    for pad in ("", "nieuw/", "startgesprek/"):
        assert wereld.als(wereld.vreemde).get(f"/dossiers/{dossier.kenmerk}/overleg/{pad}").status_code == 404


@pytest.mark.parametrize("actie", ["", "nodig_uit", "__class__"])
def test_een_verzonnen_handeling_bestaat_niet(wereld: Opzet, dossier: Dossier, actie: str) -> None:
    rij = gehouden(wereld, dossier)
    assert wereld.als(wereld.planmaker).post(rij.get_absolute_url(), {"actie": actie}).status_code == 404


def test_een_ander_dan_wie_belegt_verstuurt_verzet_of_zegt_niet_af(wereld: Opzet, dossier: Dossier) -> None:
    rij = nodig_uit(wereld, dossier)
    for naam in ("verzet", "zeg_af", "houd"):
        assert wereld.als(wereld.beoordelaar).get(stap(rij, naam)).status_code == 403


# --- the startgesprek -------------------------------------------------------------------------------------------------


def test_de_planmaker_stelt_momenten_voor_en_de_verzekeraar_kiest_er_een(wereld: Opzet) -> None:
    dossier = wereld.dossier()
    adres = f"/dossiers/{dossier.kenmerk}/overleg/startgesprek/"
    client = wereld.als(wereld.planmaker)
    assert "Noem ten minste een moment." in tekst(client.post(adres, {}))
    half = client.post(adres, {"datum_1": "2025-04-08"})
    assert "Vul bij dit moment een datum en een tijd in." in tekst(half)
    assert client.post(adres, {"datum_1": "2025-04-08", "tijd_1": "10:00", "datum_3": "2025-04-09", "tijd_3": "13:30"}).status_code == 302
    rij = Overleg.objects.get()
    kiest = wereld.als(wereld.beoordelaar)
    plan = f"/stap/transformatie.startgesprek/{dossier.startgesprek.pk}/plan/"
    assert "wo 9 april 2025, 13.30 uur: 1 kan" in tekst(kiest.get(plan))
    voorstel = rij.voorstellen.last()
    assert kiest.post(plan, {"verwacht": "aangevraagd", "voorstel": str(voorstel.pk), "plaats": "Zaal 2"}).status_code == 302
    dossier.startgesprek.refresh_from_db()
    assert dossier.startgesprek.moment == voorstel.moment
    assert client.get(adres).status_code == 409


# --- the dossier, the calendar, and how much is asked ------------------------------------------------------------------


def test_het_dossier_toont_wat_komt_met_de_datum_vooraan(wereld: Opzet, dossier: Dossier) -> None:
    nodig_uit(wereld, dossier)
    blad = tekst(wereld.als(wereld.beslisser).get(dossier.get_absolute_url()))
    assert "<b>di 1 april 2025, 09.00 uur</b>" in blad
    assert "Alle overleggen en verslagen" in blad


def test_het_overleg_staat_in_de_agenda_van_wie_is_uitgenodigd(wereld: Opzet, dossier: Dossier) -> None:
    rij = nodig_uit(wereld, dossier, {wereld.gemeente.pk: "Gaat over de inkoop."})
    (afspraak,) = [a for a in afspraken_van(wereld.beoordelaar.gebruiker, BEGIN) if a.uid.startswith("overleg-")]
    assert (afspraak.begin, afspraak.titel, afspraak.plaats) == (rij.moment, f"Overleg {dossier.kenmerk}", "Zaal 2")
    assert not [a for a in afspraken_van(wereld.beslisser.gebruiker, BEGIN) if a.uid.startswith("overleg-")]


@pytest.mark.parametrize("aantal", [1, 3])
def test_de_schermen_vragen_een_vast_aantal_keer_iets(wereld: Opzet, dossier: Dossier, aantal: int, django_assert_num_queries: Any) -> None:
    for _ in range(aantal):
        rij = gehouden(wereld, dossier, *[punt(wereld.gemeente, f"Punt {n}") for n in range(aantal)])
        open_rij = prik(wereld, dossier)
    client = wereld.als(wereld.beslisser)
    lijst, geweest, komt = f"/dossiers/{dossier.kenmerk}/overleg/", rij.get_absolute_url(), open_rij.get_absolute_url()
    with django_assert_num_queries(9):
        client.get(lijst)
    with django_assert_num_queries(10):
        client.get(geweest)
    with django_assert_num_queries(10):
        client.get(komt)
