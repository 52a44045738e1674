"""The help beside the ladder on screen: nothing leads from the bestuurlijke groep to the dossier, and the brigade only reads (1d.5, 1d.6)."""

import re
from collections.abc import Iterator

import pytest
import time_machine
from pytest_django import DjangoAssertNumQueries

from kern.berichten.models import Bericht
from kern.documenten.models import Document
from kern.journaal.models import Journaalregel
from kern.organisaties.models import Lidmaatschap, Rol
from kern.toestanden.uitvoeren import voer_uit
from tests.fabrieken.organisaties import LandelijkePartijFactory, LidmaatschapFactory
from tests.transformatie.views.opzet import BEGIN, Opzet
from transformatie.models import Dossier, Escalatie, Zijspoor
from transformatie.services import escalatie as escalaties
from transformatie.services import zijspoor as services
from transformatie.views.zijspoor import merk

GENERIEK = "De partijen wachten op elkaar over de structurele kosten."
UITKOMST = "Spreek vooraf af wie na afloop betaalt."


@pytest.fixture(autouse=True)
def _vandaag() -> Iterator[None]:
    with time_machine.travel("2025-04-01 10:00+02:00", tick=False):
        yield


@pytest.fixture
def dossier(wereld: Opzet) -> Dossier:
    return wereld.dossier()


@pytest.fixture
def rij(wereld: Opzet, dossier: Dossier) -> Escalatie:
    """An escalation in step 1."""
    escalatie = escalaties.meld(dossier, knelpunt="Ziekenhuis en verzekeraar wachten op elkaar.", door=wereld.planmaker, op=BEGIN)
    return voer_uit(escalatie, "begin_stap_1", door=wereld.planmaker, op=BEGIN)


@pytest.fixture
def groepslid() -> Lidmaatschap:
    return LidmaatschapFactory(groep=True)


@pytest.fixture
def nza() -> Lidmaatschap:
    return LidmaatschapFactory(rol=Rol.NZA, organisatie=LandelijkePartijFactory(naam="NZa"))


@pytest.fixture
def igj() -> Lidmaatschap:
    return LidmaatschapFactory(rol=Rol.BRIGADE, organisatie=LandelijkePartijFactory(naam="IGJ"))


@pytest.fixture
def agendapunt(wereld: Opzet, rij: Escalatie) -> Zijspoor:
    return services.schakel_in(rij, "bestuurlijke_groep", generiek=GENERIEK, door=wereld.planmaker, op=BEGIN)


@pytest.fixture
def brigade(wereld: Opzet, rij: Escalatie, nza: Lidmaatschap, igj: Lidmaatschap) -> Zijspoor:
    """The IGJ reads along."""
    spoor = services.schakel_in(rij, "vliegende_brigade", generiek="Wie wacht op wie?", door=wereld.planmaker, op=BEGIN)
    services.noem_brigade(spoor, [igj], door=nza, op=BEGIN)
    return spoor


# --- the bestuurlijke groep -----------------------------------------------------------------------------------------


def test_de_melder_leest_eerst_precies_wat_de_groep_leest(wereld: Opzet, rij: Escalatie, groepslid: Lidmaatschap) -> None:
    client, pad = wereld.als(wereld.planmaker), f"{rij.get_absolute_url()}groep/"
    html = client.post(pad, {"generiek": GENERIEK}).content.decode()
    [voorbeeld] = re.findall(r"<article.*?</article>", html, re.DOTALL)
    [gelezen] = re.findall(r'name="gelezen" value="(\w+)"', html)
    assert (GENERIEK in voorbeeld, Zijspoor.objects.exists()) == (True, False)
    anders = client.post(pad, {"generiek": "Een andere tekst.", "gelezen": gelezen})
    assert ("Een andere tekst." in anders.content.decode(), Zijspoor.objects.exists()) == (True, False)
    assert client.post(pad, {"generiek": GENERIEK, "gelezen": gelezen}).url == rij.get_absolute_url()
    agenda = wereld.als(groepslid).get("/bestuurlijke-groep/agenda/").content.decode()
    assert re.findall(r"<article.*?</article>", agenda, re.DOTALL) == [voorbeeld]


@pytest.mark.parametrize("nagelezen", [True, False])
def test_een_herleidbare_tekst_komt_niet_op_de_agenda_en_blijft_staan(wereld: Opzet, rij: Escalatie, nagelezen: bool) -> None:
    tekst = "Ziekenhuis Waalstad en de verzekeraar komen er niet uit."
    knop = {"gelezen": merk(tekst)} if nagelezen else {}
    antwoord = wereld.als(wereld.planmaker).post(f"{rij.get_absolute_url()}groep/", {"generiek": tekst} | knop)
    html = antwoord.content.decode()
    assert (antwoord.status_code, Zijspoor.objects.exists(), tekst in html, "<article" in html) == (422, False, True, False)
    assert html.count("(1d.5)") == 2


def verraders(wereld: Opzet, rij: Escalatie, punt: Zijspoor) -> list[str]:
    """Everything that would tell which dossier it is."""
    dossier = rij.dossier
    gesprekken = [str(pk) for pk in rij.gesprekken.values_list("pk", flat=True)]
    organisaties = [o.naam for o in dossier.betrokken_organisaties]
    sleutels = [str(x) for x in (dossier.pk, rij.pk, punt.pk, *(o.pk for o in dossier.betrokken_organisaties))]
    return [
        dossier.kenmerk,
        dossier.titel,
        "Waardenland",
        rij.knelpunt,
        "/dossiers/TP",
        "/escalaties/",
        *organisaties,
        *sleutels,
        *gesprekken,
    ]


def test_niets_op_de_bladzijden_van_de_groep_leidt_naar_het_dossier(
    wereld: Opzet, rij: Escalatie, agendapunt: Zijspoor, groepslid: Lidmaatschap
) -> None:
    client = wereld.als(groepslid)
    punt = f"/bestuurlijke-groep/agenda/{agendapunt.agendasleutel}/"
    bladen = ["/", "/bestuurlijke-groep/agenda/", punt, "/berichten/"]
    bladen.append(client.post(punt, {"uitkomst": UITKOMST}).url)
    for blad in bladen:
        antwoord = client.get(blad)
        html = antwoord.content.decode() + str(dict(antwoord.headers))
        assert antwoord.status_code == 200
        for verrader in verraders(wereld, rij, agendapunt):
            assert verrader not in html, f"{blad} noemt {verrader}"
        assert "1 april 2025" not in html
    assert rij.dossier.kenmerk not in client.get("/dossiers/").content.decode()
    assert not Bericht.objects.filter(aan=groepslid.gebruiker).exists()
    for pad in (f"/vliegende-brigade/{agendapunt.pk}/", f"/bestuurlijke-groep/agenda/{agendapunt.pk}/", rij.get_absolute_url()):
        assert client.get(pad).status_code == 404


def test_op_de_bladzijde_van_het_dossier_staat_de_sleutel_van_de_agenda_niet(wereld: Opzet, rij: Escalatie, agendapunt: Zijspoor) -> None:
    client = wereld.als(wereld.planmaker)
    for blad in (rij.get_absolute_url(), rij.dossier.get_absolute_url(), f"{rij.dossier.get_absolute_url()}geschiedenis/"):
        assert str(agendapunt.agendasleutel) not in client.get(blad).content.decode()


def test_de_uitkomst_komt_terug_bij_het_dossier_voor_iedereen(
    wereld: Opzet, rij: Escalatie, agendapunt: Zijspoor, groepslid: Lidmaatschap
) -> None:
    betrokken = (wereld.planmaker, wereld.tweede_beoordelaar)
    wereld.als(groepslid).post(f"/bestuurlijke-groep/agenda/{agendapunt.agendasleutel}/", {"uitkomst": UITKOMST})
    for door in betrokken:
        assert UITKOMST in wereld.als(door).get(rij.get_absolute_url()).content.decode()
        assert Bericht.objects.filter(aan=door.gebruiker, soort="groep_besprak").count() == 1
    [regel] = Journaalregel.objects.filter(stap="leg_groepsuitkomst_vast")
    assert (regel.zaak, regel.gebruiker) == (rij.dossier.pk, groepslid.gebruiker)
    historie = wereld.als(wereld.planmaker).get(f"{rij.dossier.get_absolute_url()}geschiedenis/").content.decode()
    assert "Uitkomst van de bestuurlijke groep vastgelegd" in historie


def test_een_tweede_uitkomst_overschrijft_de_eerste_niet_en_gaat_niet_verloren(
    wereld: Opzet, agendapunt: Zijspoor, groepslid: Lidmaatschap
) -> None:
    pad = f"/bestuurlijke-groep/agenda/{agendapunt.agendasleutel}/"
    client = wereld.als(groepslid)
    client.post(pad, {"uitkomst": UITKOMST})
    antwoord = client.post(pad, {"uitkomst": "Iets heel anders."})
    html = antwoord.content.decode()
    assert (antwoord.status_code, UITKOMST in html, "Iets heel anders." in html) == (422, True, True)
    assert "is intussen al een uitkomst vastgelegd" in html
    agendapunt.refresh_from_db()
    assert agendapunt.duiding == UITKOMST


def test_de_agenda_bestaat_alleen_voor_de_groep(wereld: Opzet, agendapunt: Zijspoor, nza: Lidmaatschap) -> None:
    for door in (wereld.planmaker, wereld.beoordelaar, wereld.vreemde, nza):
        client, punt = wereld.als(door), f"/bestuurlijke-groep/agenda/{agendapunt.agendasleutel}/"
        assert client.get("/bestuurlijke-groep/agenda/").status_code == 404
        assert client.get(punt).status_code == client.post(punt, {"uitkomst": "x"}).status_code == 404


@pytest.mark.parametrize("aantal", [1, 3])
def test_de_agenda_stelt_een_vast_aantal_vragen(
    wereld: Opzet, groepslid: Lidmaatschap, aantal: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(aantal):
        rij = escalaties.meld(wereld.dossier(f"Plan {n}"), knelpunt="Het stokt.", door=wereld.planmaker, op=BEGIN)
        services.schakel_in(rij, "bestuurlijke_groep", generiek=f"{GENERIEK} {n}", door=wereld.planmaker, op=BEGIN)
    client = wereld.als(groepslid)
    client.get("/bestuurlijke-groep/agenda/")
    with django_assert_num_queries(5):
        assert client.get("/bestuurlijke-groep/agenda/").content.decode().count("<article") == aantal


# --- the Vliegende Brigade ------------------------------------------------------------------------------------------


def test_de_nza_noemt_mensen_op_haar_eigen_bladzijde(wereld: Opzet, rij: Escalatie, nza: Lidmaatschap, igj: Lidmaatschap) -> None:
    wereld.als(wereld.tweede_beoordelaar).post(f"{rij.get_absolute_url()}brigade/", {"generiek": "Wie wacht op wie?"})
    spoor, client = Zijspoor.objects.get(), wereld.als(nza)
    pad = spoor.get_absolute_url()
    assert pad in client.get("/vliegende-brigade/").content.decode()
    vervalst = client.post(pad, {"actie": "noem", "leden": [str(wereld.beoordelaar.pk)]})
    assert (vervalst.status_code, "Kies mensen van de lijst." in vervalst.content.decode()) == (422, True)
    assert client.post(pad, {"actie": "noem", "leden": [str(igj.pk)]}).url == pad
    assert spoor.leden.get().lidmaatschap == igj
    assert client.get(rij.get_absolute_url()).status_code == 404
    assert "leest mee tot en met di 29 april 2025" in wereld.als(wereld.planmaker).get(rij.dossier.get_absolute_url()).content.decode()


def test_wie_meeleest_leest_alleen_wat_de_partijen_delen(wereld: Opzet, rij: Escalatie, brigade: Zijspoor, igj: Lidmaatschap) -> None:
    dossier, client = rij.dossier, wereld.als(igj)
    wereld.ingediend(dossier)
    for pad in ("", "snelle-toets/", "contacten/", f"escalaties/{rij.pk}/"):
        antwoord = client.get(f"{dossier.get_absolute_url()}{pad}")
        assert antwoord.status_code == 200, pad
        assert "8.400.000" not in antwoord.content.decode()
    for pad in (
        "partijen/",
        "geschiedenis/",
        "documenten/nieuw/",
        "escalaties/nieuw/",
        f"escalaties/{rij.pk}/gesprek/",
        "snelle-toets/bewerk/",
    ):
        antwoord = client.get(f"{dossier.get_absolute_url()}{pad}")
        assert antwoord.status_code == 403, pad
    stap = client.post(f"/stap/{rij.soort()}/{rij.pk}/los_op/", {"verwacht": "stap_1", "uitkomst": "Klaar."})
    assert stap.status_code == 403
    assert dossier.kenmerk not in client.get("/dossiers/").content.decode()
    assert client.get(wereld.dossier("Ander plan").get_absolute_url()).status_code == 404


def test_wie_meeleest_leest_geen_concept_en_geen_stukken_van_een_kant(
    wereld: Opzet, rij: Escalatie, brigade: Zijspoor, igj: Lidmaatschap
) -> None:
    client = wereld.als(igj)
    assert client.get(f"{rij.dossier.get_absolute_url()}snelle-toets/").status_code == 403
    for voor, soort in (("beoordelaars", "bijlage"), ("czv_en_indieners", "bijlage"), ("iedereen", "overeenkomst")):
        stuk = Document.objects.create(
            zaak=rij.dossier.pk, soort=soort, titel=f"Stuk {voor}", bestandsnaam="a.pdf", grootte=1, voor=voor, op=BEGIN
        )
        assert client.get(f"/documenten/{stuk.pk}/").status_code == 404
        assert stuk.titel not in client.get(rij.dossier.get_absolute_url()).content.decode()


def test_na_de_laatste_dag_en_na_afronden_is_het_dossier_weg(wereld: Opzet, rij: Escalatie, brigade: Zijspoor, igj: Lidmaatschap) -> None:
    blad = rij.dossier.get_absolute_url()
    with time_machine.travel("2025-04-29 23:30+02:00", tick=False):
        assert wereld.als(igj).get(blad).status_code == 200
    with time_machine.travel("2025-04-30 00:10+02:00", tick=False):
        client = wereld.als(igj)
        assert client.get(blad).status_code == client.get(brigade.get_absolute_url()).status_code == 404
    client = wereld.als(igj)
    assert client.post(brigade.get_absolute_url(), {"actie": "rond_af", "duiding": ""}).status_code == 422
    assert client.post(brigade.get_absolute_url(), {"actie": "rond_af", "duiding": "Zij wachten op elkaar."}).url == "/"
    assert client.get(blad).status_code == 404
    assert "Zij wachten op elkaar." in wereld.als(wereld.planmaker).get(rij.get_absolute_url()).content.decode()


def test_de_brigade_van_een_ander_bestaat_niet(wereld: Opzet, brigade: Zijspoor) -> None:
    vreemd = LidmaatschapFactory(rol=Rol.BRIGADE, organisatie=LandelijkePartijFactory())
    for door in (vreemd, wereld.planmaker, wereld.beoordelaar):
        assert wereld.als(door).get(brigade.get_absolute_url()).status_code == 404
        assert wereld.als(door).post(brigade.get_absolute_url(), {"actie": "rond_af", "duiding": "x"}).status_code == 404


# --- the planmakers, after the streven ------------------------------------------------------------------------------


def test_de_melder_zegt_tussen_wie_het_knelt_en_alleen_die_zijn_aan_zet(wereld: Opzet, dossier: Dossier) -> None:
    pad = f"{dossier.get_absolute_url()}escalaties/nieuw/"
    client = wereld.als(wereld.planmaker)
    een = client.post(pad, {"knelpunt": "Het stokt.", "tussen": [str(wereld.eerste.pk)]})
    assert "Kies ten minste twee organisaties waar het tussen knelt, of geen." in een.content.decode()
    vreemd = client.post(pad, {"knelpunt": "Het stokt.", "tussen": [str(wereld.vreemde.organisatie.pk), str(wereld.eerste.pk)]})
    assert (vreemd.status_code, Escalatie.objects.exists()) == (422, False)
    client.post(pad, {"knelpunt": "Het stokt.", "tussen": [str(wereld.eerste.pk), str(wereld.ziekenhuis.pk)]})
    blad = client.get(Escalatie.objects.get().get_absolute_url()).content.decode()
    assert "Nu aan zet: u, samen met VGZ" in blad
    ander = wereld.als(wereld.tweede_beoordelaar).get(Escalatie.objects.get().get_absolute_url()).content.decode()
    assert re.search(r"Nu aan zet: (VGZ en Ziekenhuis Waalstad|Ziekenhuis Waalstad en VGZ)", ander)


@pytest.mark.parametrize("aantal", [1, 3])
def test_de_lijst_van_de_brigade_stelt_een_vast_aantal_vragen(
    wereld: Opzet, nza: Lidmaatschap, igj: Lidmaatschap, aantal: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(aantal):
        rij = escalaties.meld(wereld.dossier(f"Plan {n}"), knelpunt="Het stokt.", door=wereld.planmaker, op=BEGIN)
        spoor = services.schakel_in(rij, "vliegende_brigade", generiek="Kijk mee.", door=wereld.planmaker, op=BEGIN)
        services.noem_brigade(spoor, [igj, nza], door=nza, op=BEGIN)
    client = wereld.als(nza)
    client.get("/vliegende-brigade/")
    with django_assert_num_queries(9):
        assert client.get("/vliegende-brigade/").content.decode().count("op 1 april 2025</span>") == aantal


def test_iemand_van_een_andere_zaak_haalt_de_nza_hier_niet_af(
    wereld: Opzet, brigade: Zijspoor, nza: Lidmaatschap, igj: Lidmaatschap
) -> None:
    ander = escalaties.meld(wereld.dossier("Ander plan"), knelpunt="Het stokt.", door=wereld.planmaker, op=BEGIN)
    spoor = services.schakel_in(ander, "vliegende_brigade", generiek="Kijk mee.", door=wereld.planmaker, op=BEGIN)
    client = wereld.als(nza)
    for sleutel in (str(brigade.leden.get().pk), "onzin", ""):
        assert client.post(spoor.get_absolute_url(), {"actie": "haal_af", "lid": sleutel}).status_code == 404
    assert client.post(brigade.get_absolute_url(), {"actie": "verzonnen"}).status_code == 404
    assert brigade.leden.get().lidmaatschap == igj
    client.post(brigade.get_absolute_url(), {"actie": "haal_af", "lid": str(brigade.leden.get().pk)})
    assert not brigade.leden.exists()
    assert wereld.als(igj).get(brigade.dossier.get_absolute_url()).status_code == 404
