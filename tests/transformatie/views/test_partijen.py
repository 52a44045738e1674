"""Inviting parties, choosing the second insurer, and adding or taking off domains."""

import pytest

from kern.toestanden.uitvoeren import voer_uit
from tests.fabrieken.organisaties import VerzekeraarFactory, ZorgaanbiederFactory, ZorgkantoorFactory
from tests.transformatie.views.opzet import BEGIN, Opzet
from transformatie.models import Dossier, Partij
from transformatie.services import dossiers
from transformatie.services import escalatie as escalaties
from transformatie.services import partijen as partijdiensten
from transformatie.services.overleg import begin_overleg


def adres(dossier: Dossier) -> str:
    return f"{dossier.get_absolute_url()}partijen/"


def test_wat_nog_ontbreekt_staat_bovenaan_en_is_met_een_druk_uitgenodigd(wereld: Opzet) -> None:
    dossier = wereld.dossier(domeinen=("zvw", "wlz", "sociaal"), gemeenten=[wereld.gemeente])
    client = wereld.als(wereld.beoordelaar)
    ontbreekt = client.get(adres(dossier)).context["ontbreekt"]
    assert [(o.organisatie, o.rol) for o in ontbreekt] == [(wereld.regio.zorgkantoor, "financier"), (wereld.gemeente, "gemeente")]
    for o in ontbreekt:
        assert client.post(adres(dossier), {"actie": "nodig_uit", "organisatie": o.naam, "rol": str(o.rol.value)}).status_code == 302
    assert client.get(adres(dossier)).context["ontbreekt"] == []
    assert dossier.kenmerk in wereld.als(wereld.beslisser).get("/dossiers/").content.decode()


def test_uitnodigen_let_niet_op_hoofdletters(wereld: Opzet) -> None:
    dossier = wereld.dossier()
    ZorgaanbiederFactory(naam="Huisartsencoöperatie Waalstad")
    gegevens = {"actie": "nodig_uit", "organisatie": "huisartsencooperatie  WAALSTAD", "rol": "deelnemer"}
    wereld.als(wereld.planmaker).post(adres(dossier), gegevens)
    assert dossier.partijen.filter(rol="deelnemer", organisatie__naam="Huisartsencoöperatie Waalstad").exists()


@pytest.mark.parametrize(
    ("anders", "zin"),
    [
        ({"organisatie": "Bestaat Niet"}, "Deze organisatie is niet bekend."),
        ({"organisatie": ""}, "Kies een organisatie."),
        ({"rol": "penvoerder"}, "Kies een rol uit de lijst."),
        ({"rol": "gemeente"}, "Ziekenhuis Linge is een zorgaanbieder en kan geen gemeente zijn."),
        ({"organisatie": "Ziekenhuis Waalstad", "rol": "financier"}, "en kan geen financier zijn."),
    ],
)
def test_een_foute_uitnodiging_zegt_waarom(wereld: Opzet, anders: dict[str, str], zin: str) -> None:
    dossier = wereld.dossier()
    ZorgaanbiederFactory(naam="Ziekenhuis Linge")
    gegevens = {"actie": "nodig_uit", "organisatie": "Ziekenhuis Linge", "rol": "deelnemer"} | anders
    antwoord = wereld.als(wereld.planmaker).post(adres(dossier), gegevens)
    assert antwoord.status_code == 422
    assert antwoord.content.decode().count(zin) == 2
    assert Partij.objects.count() == 1


def test_wie_al_meedoet_wordt_niet_nog_eens_uitgenodigd(wereld: Opzet) -> None:
    dossier = wereld.dossier()
    gegevens = {"actie": "nodig_uit", "organisatie": wereld.gemeente.naam, "rol": "gemeente"}
    client = wereld.als(wereld.planmaker)
    client.post(adres(dossier), gegevens)
    antwoord = client.post(adres(dossier), gegevens)
    assert antwoord.status_code == 422
    assert "Gemeente Wijchen is al uitgenodigd als gemeente." in antwoord.content.decode()


def test_alleen_penvoerder_en_coordinerende_nodigen_uit(wereld: Opzet) -> None:
    dossier = wereld.dossier()
    gegevens = {"actie": "nodig_uit", "organisatie": wereld.gemeente.naam, "rol": "gemeente"}
    assert wereld.als(wereld.tweede_beoordelaar).post(adres(dossier), gegevens).status_code == 403
    assert "Nodig een partij uit" not in wereld.als(wereld.tweede_beoordelaar).get(adres(dossier)).content.decode()


def test_een_partij_laten_gaan(wereld: Opzet) -> None:
    dossier = wereld.dossier()
    partij = dossiers.nodig_uit(dossier, wereld.gemeente, "gemeente", door=wereld.planmaker, op=BEGIN)
    client = wereld.als(wereld.planmaker)
    assert client.post(adres(dossier), {"actie": "laat_uitgaan", "partij": "onzin"}).status_code == 404
    assert client.post(adres(dossier), {"actie": "laat_uitgaan", "partij": str(partij.pk), "reden": "Een vergissing."}).status_code == 302
    assert "Niet meer bij dit dossier (1)" in client.get(adres(dossier)).content.decode()


def test_een_gemeente_die_afsloeg_staat_nergens_meer_als_betrokken(wereld: Opzet) -> None:
    """It stays among the gemeenten the plan was begun with; the screens list who takes part."""
    dossier = wereld.dossier(domeinen=("zvw", "sociaal"), gemeenten=[wereld.gemeente])
    partij = dossiers.nodig_uit(dossier, wereld.gemeente, "gemeente", door=wereld.planmaker, op=BEGIN)
    client, basis = wereld.als(wereld.planmaker), dossier.get_absolute_url()
    escalatie = escalaties.meld(dossier, knelpunt="Wij wachten op elkaar.", door=wereld.planmaker, op=BEGIN)
    voer_uit(escalatie, "begin_stap_1", door=wereld.planmaker, op=BEGIN)
    overleg = begin_overleg(dossier, organisator=wereld.ziekenhuis, onderwerp="Begroting", door=wereld.planmaker, op=BEGIN)
    bladen = [
        *(f"{basis}{blad}" for blad in ("contacten/", "escalaties/nieuw/", "snelle-toets/", "instemmingen/", "overleg/")),
        f"{escalatie.get_absolute_url()}gesprek/",
        f"/stap/{overleg.soort()}/{overleg.pk}/verstuur_uitnodiging/",
    ]
    voor = [wereld.gemeente.naam in client.get(blad).content.decode() for blad in bladen]
    assert voor.count(True) >= 3
    partijdiensten.sla_af(partij, reden="Wij doen niet mee.", door=wereld.beslisser, op=BEGIN)
    na = {blad: client.get(blad) for blad in bladen}
    assert {blad for blad, a in na.items() if a.status_code != 200 or wereld.gemeente.naam in a.content.decode()} == set()
    context = client.get(adres(dossier)).context
    assert wereld.gemeente not in [r.partij.organisatie for r in context["rijen"]]
    assert [p.organisatie for p in context["vertrokken"]] == [wereld.gemeente]
    assert wereld.gemeente.naam not in [r.naam for r in client.get(basis).context["partijen"]]
    assert wereld.als(wereld.beslisser).get(basis).status_code == 404


def test_de_tweede_verzekeraar_is_nooit_van_hetzelfde_concern(wereld: Opzet) -> None:
    dossier = wereld.dossier()
    zus = VerzekeraarFactory(naam="Univé", concern=wereld.eerste.concern)
    ander = VerzekeraarFactory(naam="Menzis")
    client = wereld.als(wereld.beoordelaar)
    antwoord = client.post(adres(dossier), {"actie": "kies_tweede", "tweede": str(zus.pk)})
    assert antwoord.status_code == 422
    assert "zijn hetzelfde concern" in antwoord.content.decode()
    assert client.post(adres(dossier), {"actie": "kies_tweede", "tweede": str(ander.pk)}).status_code == 302
    dossier.refresh_from_db()
    assert dossier.tweede == ander


def test_na_het_indienen_gaat_het_sociaal_domein_er_alleen_af_met_instemming(wereld: Opzet) -> None:
    dossier = wereld.dossier(domeinen=("zvw", "sociaal"), gemeenten=[wereld.gemeente])
    dossiers.nodig_uit(dossier, wereld.gemeente, "gemeente", door=wereld.planmaker, op=BEGIN)
    wereld.ingediend(Dossier.objects.get(pk=dossier.pk))
    client = wereld.als(wereld.planmaker)
    weg = {"actie": "haal_domein_weg", "domein": "sociaal"}
    antwoord = client.post(adres(dossier), weg)
    assert antwoord.status_code == 422
    assert "Gemeente Wijchen heeft nog niet ingestemd met het weghalen van het sociaal domein." in antwoord.content.decode()
    assert ">1b.2</a>" in antwoord.content.decode()
    assert wereld.als(wereld.beslisser).post(adres(dossier), {"actie": "stem_in_met_weghalen"}).status_code == 302
    assert client.post(adres(dossier), weg).status_code == 302
    dossier.refresh_from_db()
    assert dossier.domeinen == ["zvw"]


def test_een_domein_erbij_vraagt_meteen_om_zijn_financier(wereld: Opzet) -> None:
    dossier = wereld.dossier()
    client = wereld.als(wereld.planmaker)
    client.post(adres(dossier), {"actie": "voeg_domein_toe", "domein": "wlz"})
    assert [o.organisatie for o in client.get(adres(dossier)).context["ontbreekt"]] == [wereld.regio.zorgkantoor]


@pytest.mark.parametrize("gegevens", [{}, {"actie": "onzin"}, {"actie": "__class__"}, {"actie": "haal_domein_weg", "domein": "maan"}])
def test_een_onzinnige_handeling_bestaat_niet(wereld: Opzet, gegevens: dict[str, str]) -> None:
    assert wereld.als(wereld.planmaker).post(adres(wereld.dossier()), gegevens).status_code == 404


def test_een_zorgkantoor_wordt_financier(wereld: Opzet) -> None:
    dossier = wereld.dossier()
    kantoor = ZorgkantoorFactory(naam="Zorgkantoor Oost")
    wereld.als(wereld.planmaker).post(adres(dossier), {"actie": "nodig_uit", "organisatie": "zorgkantoor oost", "rol": "financier"})
    assert dossier.partijen.filter(organisatie=kantoor, rol="financier").exists()
