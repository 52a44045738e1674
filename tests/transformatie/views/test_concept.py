"""Writing a snelle toets: saving by itself, two authors, and handing in."""

from decimal import Decimal
from typing import Any

import pytest

from kern.organisaties.models import Lidmaatschap, Rol
from kern.toestanden.uitvoeren import voer_uit
from tests.fabrieken.organisaties import GebruikerFactory
from tests.transformatie.views.opzet import BEGIN, Opzet
from transformatie.models import Dossier, Partij, SnelleToets
from transformatie.services import concept, dossiers


def adres(dossier: Dossier, wat: str = "bewerk") -> str:
    return f"{dossier.get_absolute_url()}snelle-toets/{wat}/"


@pytest.fixture
def dossier(wereld: Opzet) -> Dossier:
    return wereld.dossier()


@pytest.fixture
def collega(wereld: Opzet) -> Lidmaatschap:
    return wereld.lid(wereld.ziekenhuis, Rol.PLANMAKER, gebruiker=GebruikerFactory(naam="Noor van Dijk"))


def ingevuld(dossier: Dossier, **anders: str) -> dict[str, str]:
    """The form as the browser sends it back: all texts and the marks of what was read."""
    toets = SnelleToets.objects.get(dossier=dossier)
    return concept.waarden(toets) | {f"was_{v}": m for v, m in concept.merken(toets).items()} | anders


def toets_nu(dossier: Dossier) -> SnelleToets:
    return SnelleToets.objects.get(dossier=dossier)


def test_de_tekst_wordt_vanzelf_bewaard_en_zegt_wanneer(wereld: Opzet, dossier: Dossier) -> None:
    antwoord = wereld.als(wereld.planmaker).post(adres(dossier, "bewaar"), ingevuld(dossier, knelpunten="Te lange wachttijd."))
    stuk = antwoord.content.decode()
    assert "Bewaard om 10:00." in stuk
    assert "<html" not in stuk
    assert f'name="was_knelpunten" value="{concept.merk("Te lange wachttijd.")}"' in stuk
    assert "1 van 3" in stuk
    assert toets_nu(dossier).inhoud["knelpunten"] == "Te lange wachttijd."
    assert toets_nu(dossier).concept_versie == 1


def test_niets_gewijzigd_schrijft_niets(wereld: Opzet, dossier: Dossier) -> None:
    wereld.als(wereld.planmaker).post(adres(dossier, "bewaar"), ingevuld(dossier))
    assert toets_nu(dossier).concept_versie == 0


def test_twee_schrijvers_aan_verschillende_velden_merken_niets_van_elkaar(wereld: Opzet, dossier: Dossier, collega: Lidmaatschap) -> None:
    eerste, tweede = ingevuld(dossier, knelpunten="Van mij."), ingevuld(dossier, urgentie="Van de collega.")
    wereld.als(wereld.planmaker).post(adres(dossier, "bewaar"), eerste)
    antwoord = wereld.als(collega).post(adres(dossier), tweede)
    assert antwoord.status_code == 302
    inhoud = toets_nu(dossier).inhoud
    assert (inhoud["knelpunten"], inhoud["urgentie"]) == ("Van mij.", "Van de collega.")


def test_bij_hetzelfde_veld_leest_de_tweede_wie_het_was_en_raakt_niemand_iets_kwijt(
    wereld: Opzet, dossier: Dossier, collega: Lidmaatschap
) -> None:
    van_noor, van_mij = ingevuld(dossier, knelpunten="Tekst van Noor."), ingevuld(dossier, knelpunten="Mijn tekst.", urgentie="Hoog.")
    wereld.als(collega).post(adres(dossier, "bewaar"), van_noor)
    client = wereld.als(wereld.planmaker)
    vanzelf = client.post(adres(dossier, "bewaar"), van_mij).content.decode()
    assert "Noor van Dijk wijzigde intussen ook ‘Bijdrage aan knelpunten voor patiënten en burgers’." in vanzelf
    assert f'name="was_knelpunten" value="{van_mij["was_knelpunten"]}"' in vanzelf, (
        "het oude merk blijft, zodat niets stil wordt overschreven"
    )
    assert toets_nu(dossier).inhoud["knelpunten"] == "Tekst van Noor."
    assert toets_nu(dossier).inhoud["urgentie"] == "Hoog."
    antwoord = client.post(adres(dossier), van_mij)
    blad = antwoord.content.decode()
    assert antwoord.status_code == 409
    assert "Mijn tekst." in blad
    assert "Tekst van Noor." in blad
    assert "Noor van Dijk bewaarde hier om 10:00 een andere tekst:" in blad
    wetend = van_mij | {"was_knelpunten": concept.merk("Tekst van Noor.")}
    assert client.post(adres(dossier), wetend).status_code == 302
    assert toets_nu(dossier).inhoud["knelpunten"] == "Mijn tekst."


@pytest.mark.parametrize(
    ("getypt", "bedrag"),
    [("1.250,50", "1250.50"), ("1250,50", "1250.50"), ("€ 8.400.000", "8400000.00"), ("", None), ("0", "0.00")],
)
def test_een_bedrag_mag_op_meer_manieren(wereld: Opzet, dossier: Dossier, getypt: str, bedrag: str | None) -> None:
    wereld.als(wereld.planmaker).post(adres(dossier), ingevuld(dossier, bedrag_gevraagd=getypt))
    assert toets_nu(dossier).bedrag_gevraagd == (Decimal(bedrag) if bedrag else None)


@pytest.mark.parametrize(
    ("anders", "zin"),
    [
        ({"bedrag_gevraagd": "-5"}, "Een bedrag kan niet negatief zijn."),
        ({"bedrag_gevraagd": "veel"}, "Dit is geen bedrag."),
        ({"bedrag_gevraagd": "9" * 20}, "Dit bedrag is te groot."),
        ({"bedrag_gevraagd": "1" * 41}, "Dit bedrag is te lang."),
        ({"knelpunten": "x" * 10001}, "Dit is te lang: hoogstens 10000 tekens, en dit zijn er 10001."),
        ({"knelpunten": "a\x00b"}, "Deze tekst bevat een onzichtbaar teken dat niet kan."),
    ],
)
def test_foute_invoer_wordt_niet_bewaard_maar_de_rest_wel(wereld: Opzet, dossier: Dossier, anders: dict[str, str], zin: str) -> None:
    gegevens = ingevuld(dossier, urgentie="Hoog.", **anders)
    client = wereld.als(wereld.planmaker)
    assert "Bewaard om 10:00, behalve:" in client.post(adres(dossier, "bewaar"), gegevens).content.decode()
    antwoord = client.post(adres(dossier), gegevens)
    blad = antwoord.content.decode()
    assert antwoord.status_code == 422
    assert blad.count(zin) == 2
    assert toets_nu(dossier).inhoud["urgentie"] == "Hoog."
    assert "knelpunten" not in anders or toets_nu(dossier).inhoud.get("knelpunten", "") == ""


def test_wie_niet_schrijft_leest_alleen(wereld: Opzet, dossier: Dossier) -> None:
    client = wereld.als(wereld.beoordelaar)
    assert client.get(adres(dossier)).status_code == 403
    assert client.post(adres(dossier), {"knelpunten": "x"}).status_code == 403
    stuk = client.post(adres(dossier, "bewaar"), {"knelpunten": "x"}).content.decode()
    assert "Dit kan alleen een van de indieners." in stuk
    assert client.get(f"{dossier.get_absolute_url()}snelle-toets/").status_code == 200


def test_na_het_indienen_is_schrijven_voorbij_en_blijft_uw_tekst_staan(wereld: Opzet, dossier: Dossier) -> None:
    wereld.ingediend(dossier)
    client = wereld.als(wereld.planmaker)
    antwoord = client.post(adres(dossier), ingevuld(dossier, knelpunten="Nog een laatste zin."))
    assert antwoord.status_code == 409
    assert "Nog een laatste zin." in antwoord.content.decode()
    assert "is niet bewaard" in client.post(adres(dossier, "bewaar"), ingevuld(dossier, knelpunten="x")).content.decode()


def test_voor_het_indienen_leest_u_alles_na(wereld: Opzet, dossier: Dossier) -> None:
    wereld.ingevuld(wereld.gesproken(dossier))
    toets = toets_nu(dossier)
    blad = wereld.als(wereld.planmaker).get(f"/stap/{toets.soort()}/{toets.pk}/dien_in/").content.decode()
    assert "Lees na wat u indient" in blad
    assert "Tekst over bijdrage aan knelpunten voor patiënten en burgers." in blad
    assert "€\u00a08.400.000" in blad


def test_de_stap_indienen_toont_alle_beletselen_van_een_leeg_concept(wereld: Opzet, dossier: Dossier) -> None:
    toets = toets_nu(dossier)
    blad = wereld.als(wereld.planmaker).get(f"/stap/{toets.soort()}/{toets.pk}/dien_in/").content.decode()
    for zin in (
        "De indieners hebben het karakter nog niet bevestigd.",
        "De coördinerende zorgverzekeraar heeft het karakter nog niet bevestigd.",
        "Onderbouw ten minste een van de vier criteria.",
        "Vul het gevraagde bedrag in.",
    ):
        assert zin in blad


def test_karakter_bevestigen_beide_kanten(wereld: Opzet, dossier: Dossier) -> None:
    toets = toets_nu(dossier)
    pad = f"/stap/{toets.soort()}/{toets.pk}/bevestig_karakter/"
    wereld.als(wereld.planmaker).post(pad, {"verwacht": "concept", "karakter": "opschaling"})
    fout = wereld.als(wereld.beoordelaar).post(pad, {"verwacht": "concept", "karakter": "magie"})
    assert fout.status_code == 422
    wereld.als(wereld.beoordelaar).post(pad, {"verwacht": "concept", "karakter": "opschaling"})
    assert toets_nu(dossier).karakter_is_bevestigd


@pytest.mark.parametrize("pad", ["snelle-toets/", "snelle-toets/bewerk/"])
def test_lezen_en_schrijven_vragen_niet_meer_bij_meer_tekst(
    wereld: Opzet, dossier: Dossier, pad: str, django_assert_max_num_queries: Any
) -> None:
    wereld.ingevuld(wereld.gesproken(dossier))
    client = wereld.als(wereld.planmaker)
    with django_assert_max_num_queries(12):
        assert client.get(f"{dossier.get_absolute_url()}{pad}").status_code == 200


def test_een_ingetrokken_dossier_staat_als_gesloten(wereld: Opzet, dossier: Dossier) -> None:
    voer_uit(dossier.snelle_toets, "trek_in", door=wereld.planmaker, op=BEGIN, reden="Geen draagvlak.")
    blad = wereld.als(wereld.planmaker).get(dossier.get_absolute_url()).content.decode()
    assert "Dit dossier is gesloten: ingetrokken." in blad


def test_voor_indiening_leest_alleen_de_eigen_kant_de_tekst_en_de_verzekeraar_dat_er_geschreven_wordt(wereld: Opzet) -> None:
    dossier = wereld.dossier(domeinen=("zvw", "sociaal"), gemeenten=[wereld.gemeente])
    toets = toets_nu(dossier)
    toets.inhoud = {"knelpunten": "Vertrouwelijk knelpunt."}
    toets.save()
    voer_uit(toets, "bevestig_karakter", door=wereld.planmaker, op=BEGIN, karakter="innovatie", experimenteerruimte="Eigen ruimte.")
    genodigd = dossiers.nodig_uit(dossier, wereld.gemeente, "gemeente", door=wereld.planmaker, op=BEGIN)
    lees = f"{dossier.get_absolute_url()}snelle-toets/"

    def blad(lid: Lidmaatschap) -> str:
        return wereld.als(lid).get(lees).content.decode()

    assert "Vertrouwelijk knelpunt." in blad(wereld.planmaker)
    assert "Vertrouwelijk knelpunt." not in blad(wereld.beslisser), "een genodigde die nog niet antwoordde leest niet mee"
    Partij.objects.filter(pk=genodigd.pk).update(aanvaard_op=BEGIN)
    assert "Vertrouwelijk knelpunt." in blad(wereld.beslisser)
    for lid, ziet_ruimte in ((wereld.beoordelaar, True), (wereld.tweede_beoordelaar, False)):
        tekst = blad(lid)
        assert "Vertrouwelijk knelpunt." not in tekst
        assert "De indieners schrijven aan de snelle toets sinds di 1 april 2025. U leest haar zodra zij is ingediend." in tekst
        assert ("Eigen ruimte." in tekst, "Innovatie" in tekst) == (ziet_ruimte, ziet_ruimte)


def test_na_indiening_leest_de_verzekeraar_de_snelle_toets(wereld: Opzet, dossier: Dossier) -> None:
    wereld.ingediend(dossier)
    for lid in (wereld.beoordelaar, wereld.tweede_beoordelaar):
        assert "Tekst over" in wereld.als(lid).get(f"{dossier.get_absolute_url()}snelle-toets/").content.decode()
