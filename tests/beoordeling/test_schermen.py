"""The pages of the assessment as each role meets them."""

import datetime as dt

import pytest
from django.urls import reverse

from beoordeling.models import Oordeel
from beoordeling.services import rondes, toewijzing
from kern.organisaties.models import Lidmaatschap, Rol
from kern.toestanden.uitvoeren import voer_uit
from tests.beoordeling import opzet
from tests.beoordeling.opzet import Speelveld, als
from tests.fabrieken.organisaties import LidmaatschapFactory
from transformatie.models import Partijrol
from transformatie.services import dossiers

OP = dt.date(2025, 4, 7)
pytestmark = pytest.mark.usefixtures("op_zeven_april")


def adres(w: Speelveld, naam: str = "beoordelen", punt: str = "") -> str:
    return reverse(naam, kwargs={"kenmerk": w.dossier.kenmerk}) + (f"?punt={punt}" if punt else "")


def bewaar(w: Speelveld, door: Lidmaatschap, punt: str, versie: int = 0, **anders: object):  # type: ignore[no-untyped-def]
    gegevens = {"waardering": "voldoende", "onderbouwing": "Goed onderbouwd.", "versie": versie, **anders}
    return als(door).post(adres(w, punt=punt), gegevens)


# --- who may come in --------------------------------------------------------------------------------------------


def test_voor_indieners_bestaan_de_bladzijden_niet(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    for door in (w.planmaker, w.deelnemer):
        for naam in ("beoordelen", "regiocoordinator"):
            assert als(door).get(adres(w, naam)).status_code == 404
        assert bewaar(w, door, "personeel").status_code == 404


def test_wie_het_dossier_niet_ziet_krijgt_404(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    vreemd = LidmaatschapFactory(beoordelaar=True)
    for door in (vreemd, w.coordinator, w.beslisser_nijmegen):
        assert als(door).get(adres(w)).status_code == 404


def test_een_regiocoordinator_wiens_gemeente_meedoet_maar_die_niet_is_toegewezen_krijgt_403(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    dossiers.nodig_uit(w.dossier, w.nijmegen, Partijrol.GEMEENTE, door=w.czv, op=OP)
    antwoord = als(w.coordinator_eigen).get(adres(w))
    assert antwoord.status_code == 403
    assert "Dit is alleen voor wie dit dossier beoordeelt" in antwoord.text


def test_een_beoordelaar_die_ook_voor_een_indiener_werkt_krijgt_403_met_de_reden(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    dubbel = LidmaatschapFactory(gebruiker=w.deelnemer.gebruiker, organisatie=w.cz, rol=Rol.BEOORDELAAR)
    antwoord = als(dubbel).get(adres(w))
    assert antwoord.status_code == 403
    assert "U werkt ook voor een indiener van dit plan." in antwoord.text


def test_beide_verzekeraars_de_gemeente_en_de_toegewezen_regiocoordinator_komen_binnen(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    toewijzing.wijs_toe(w.herlees(), w.coordinator, door=w.czv, op=OP)
    for door in (w.czv, w.tweede, w.beslisser, w.coordinator):
        assert als(door).get(adres(w)).status_code == 200


def test_voor_de_indiening_staat_er_wat_er_komt(w: Speelveld) -> None:
    opzet.begin(w)
    assert "Er is nog niets om te beoordelen" in als(w.czv).get(adres(w)).text


# --- the review page ---------------------------------------------------------------------------------------------


def test_de_passage_staat_naast_het_oordeel_met_karakter_en_experimenteerruimte(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    for punt in w.ronde.punten:
        tekst = als(w.czv).get(adres(w, punt=punt.code)).text
        assert "Karakter: opschaling" in tekst
        assert "Afwijken mag per kwartaal." in tekst
        assert punt.vraag in tekst
    assert "Tekst over inzet van personeel." in als(w.czv).get(adres(w, punt="personeel")).text


def test_zonder_keuze_opent_het_eerste_punt_dat_nog_open_staat_en_onzin_ook(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    bewaar(w, w.czv, "zorggebruik")
    for url in (adres(w), adres(w, punt="onzin"), adres(w) + "?punt=%00%ff&x=1"):
        assert als(w.czv).get(url).context["punt"].code == "herverdeling"


def test_bewaren_gaat_door_naar_het_volgende_open_punt(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    bewaar(w, w.czv, "herverdeling")
    antwoord = bewaar(w, w.czv, "zorggebruik")
    assert antwoord.url == adres(w, punt="personeel")
    oordeel = Oordeel.objects.get(punt="zorggebruik")
    assert (oordeel.waardering, oordeel.door) == ("voldoende", w.czv.gebruiker)
    assert bewaar(w, w.czv, "personeel", blijf="1").url == adres(w, punt="personeel")


def test_vorige_en_volgende_lopen_langs_open_punten_en_daarna_langs_alle(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    bewaar(w, w.czv, "herverdeling")
    context = als(w.czv).get(adres(w, punt="zorggebruik")).context
    assert (context["volgende"], context["vorige"]) == (adres(w, punt="personeel"), adres(w, punt="samenwerking"))
    opzet.oordeel(w, w.tweede, op=OP)
    context = als(w.tweede).get(adres(w, punt="zorggebruik")).context
    assert (context["volgende"], context["vorige"], context["over_open"]) == (
        adres(w, punt="herverdeling"),
        adres(w, punt="samenwerking"),
        False,
    )


def test_beoordelaars_zien_elkaars_werk_en_waar_de_verzekeraars_verschillen(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    bewaar(w, w.czv, "personeel", waardering="substantieel", onderbouwing="Zestig fte minder.")
    bewaar(w, w.tweede, "personeel", waardering="onvoldoende", onderbouwing="Niet hard gemaakt.")
    for door in (w.czv, w.tweede, w.beslisser):
        tekst = als(door).get(adres(w, punt="personeel")).text
        assert "CZ en VGZ oordelen verschillend" in tekst
        assert '<tr class="let">' in tekst
        assert "Zestig fte minder." in tekst
        assert "Niet hard gemaakt." in tekst


def test_een_gelijk_oordeel_valt_niet_op(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    for door in (w.czv, w.tweede):
        bewaar(w, door, "personeel")
    assert "oordelen verschillend" not in als(w.czv).get(adres(w)).text


def test_bewaart_een_collega_eerder_dan_staan_beide_teksten_er_en_leest_men_wie(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    bewaar(w, w.czv, "personeel", onderbouwing="Van Carla.")
    antwoord = bewaar(w, w.czv_collega, "personeel", onderbouwing="Van Cees.")
    assert antwoord.status_code == 409
    assert "Carla Coördinator heeft dit punt intussen ook bewaard." in antwoord.text
    assert "Van Carla." in antwoord.text
    assert "Van Cees." in antwoord.text
    assert Oordeel.objects.get().onderbouwing == "Van Carla."
    assert antwoord.context["form"]["versie"].value() == "1"
    samen = bewaar(w, w.czv_collega, "personeel", versie=0, onderbouwing="Van Cees.", samen="1")
    assert samen.context["form"]["onderbouwing"].value() == "Van Carla.\n\nVan Cees."
    assert samen.context["form"]["versie"].value() == 1
    assert Oordeel.objects.get().onderbouwing == "Van Carla."
    assert bewaar(w, w.czv_collega, "personeel", versie=1, onderbouwing="Van beiden.").status_code == 302
    assert Oordeel.objects.get().onderbouwing == "Van beiden."


@pytest.mark.parametrize(
    ("anders", "zin"),
    [
        ({"waardering": ""}, "Kies een oordeel."),
        ({"waardering": "prachtig"}, "Kies een oordeel uit de lijst."),
        ({"onderbouwing": " "}, "Onderbouw uw oordeel."),
        ({"onderbouwing": "x" * 10001}, "Gebruik ten hoogste 10.000 tekens. U heeft er 10001."),
    ],
)
def test_foute_invoer_geeft_een_zin_en_bewaart_niets_maar_ook_de_tekst_niet_kwijt(w: Speelveld, anders: dict[str, str], zin: str) -> None:
    opzet.dien_toets_in(w)
    antwoord = bewaar(w, w.czv, "personeel", **{"onderbouwing": "Mijn tekst.", **anders})
    assert antwoord.status_code == 422
    assert zin in antwoord.text
    assert "Fout: " in antwoord.text
    assert not Oordeel.objects.exists()
    if "onderbouwing" not in anders:
        assert "Mijn tekst." in antwoord.text


@pytest.mark.parametrize("versie", ["", "abc", "-1", "99999999999999999999"])
def test_een_verminkt_versienummer_geeft_geen_500(w: Speelveld, versie: str) -> None:
    opzet.dien_toets_in(w)
    assert bewaar(w, w.czv, "personeel", versie=versie).status_code == 422


def test_twee_keer_hetzelfde_formulier_versturen_bewaart_een_keer(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    client, gegevens = (
        als(w.czv),
        {"waardering": "voldoende", "onderbouwing": "Ja.", "versie": 0, "formuliersleutel": "7a1b2c3d-0000-4000-8000-000000000001"},
    )
    eerste, tweede = (client.post(adres(w, punt="personeel"), gegevens) for _ in range(2))
    assert (eerste.status_code, tweede.status_code, eerste.url) == (302, 302, tweede.url)
    assert Oordeel.objects.get().versie == 1


def test_niet_van_toepassing_vraagt_geen_onderbouwing(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    assert bewaar(w, w.czv, "vastgoed", waardering="nvt", onderbouwing="").status_code == 302


def test_afronden_kan_pas_als_elk_punt_een_oordeel_heeft(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    antwoord = als(w.czv).post(adres(w, "beoordeling-afronden"), {"conclusie": "positief"})
    assert antwoord.status_code == 422
    assert "Nog zonder oordeel: Zorggebruik in de Zvw" in antwoord.text
    for punt in w.ronde.punten:
        bewaar(w, w.czv, punt.code)
    assert als(w.czv).post(adres(w, "beoordeling-afronden"), {"conclusie": ""}).status_code == 422
    antwoord = als(w.czv).post(adres(w, "beoordeling-afronden"), {"conclusie": "positief", "toelichting": "Doen."})
    assert antwoord.status_code == 302
    assert w.ronde.beoordelingen.get(rol="coordinerend").afgerond_op == OP


def test_na_het_vaststellen_leest_de_beoordelaar_alleen_nog(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    opzet.stel_vast(w, op=OP)
    tekst = als(w.czv).get(adres(w, punt="personeel")).text
    assert "Uw oordeel staat vast" in tekst
    assert 'name="onderbouwing"' not in tekst
    antwoord = bewaar(w, w.czv, "personeel", versie=1)
    assert antwoord.status_code == 409
    assert "Goed onderbouwd." in antwoord.text


def test_het_concept_van_de_terugkoppeling_zien_alleen_de_verzekeraars(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    opzet.oordeel(w, w.czv, op=OP)
    voer_uit(w.ronde, "stel_op", door=w.czv, op=OP, terugkoppeling="Samen gewogen tekst.", advies="positief")
    for door, ziet in ((w.czv, True), (w.tweede, True), (w.beslisser, False)):
        assert ("Samen gewogen tekst." in als(door).get(adres(w)).text) is ziet


def test_het_plan_toont_zijn_kpi_s_bij_executiekracht_en_wat_er_veranderde(w: Speelveld) -> None:
    opzet.dien_plan_in(w)
    assert "Minder opnamen 1" in als(w.czv).get(adres(w, punt="executiekracht")).text
    versie = opzet.nieuwe_versie(w, op=dt.date(2025, 6, 2))
    versie.inhoud = {**versie.inhoud, "impact_keten": "De wijkteams krijgen er tien mensen bij."}
    versie.save()
    voer_uit(w.herlees().plan, "dien_in", door=w.planmaker, op=dt.date(2025, 6, 2))
    tekst = als(w.czv).get(adres(w, punt="regioplan")).text
    assert "gewijzigd sinds versie 1, die u het laatst beoordeelde" in tekst
    assert "[verwijderd: </span>Plan over gevolgen voor" in tekst
    assert "niets gewijzigd" in als(w.czv).get(adres(w, punt="personeel")).text


def test_de_beoordeling_vraagt_een_vast_aantal_keer_de_databank_en_blijft_klein(w: Speelveld, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    opzet.dien_plan_in(w)
    client = als(w.czv)
    with django_assert_max_num_queries(20):
        assert len(client.get(adres(w, punt="executiekracht")).content) < 120_000
    for door in (w.czv, w.tweede, w.beslisser, w.coordinator):
        opzet.oordeel(w, door, op=OP)
    with django_assert_max_num_queries(20):
        assert len(client.get(adres(w, punt="executiekracht")).content) < 120_000


# --- regiocoordinator --------------------------------------------------------------------------------------------


def test_de_lijst_toont_wie_kan_met_hun_drukte_en_van_de_anderen_waarom_niet(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    tekst = als(w.czv).get(adres(w, "regiocoordinator")).text
    assert "Ali Almere<br>" in tekst
    assert "nog niet" in tekst
    assert "Deze regiocoördinator werkt in mandaatregio Rijk van Nijmegen, en gemeente Wijchen hoort daar ook bij." in tekst


def test_toewijzen_legt_vast_en_laat_de_regiocoordinator_binnen(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    antwoord = als(w.czv).post(adres(w, "regiocoordinator"), {"lidmaatschap": w.coordinator.pk})
    assert antwoord.status_code == 302
    assert als(w.coordinator).get(adres(w)).status_code == 200
    keuze = next(k for k in als(w.czv).get(adres(w, "regiocoordinator")).context["kan"] if k.lidmaatschap == w.coordinator)
    assert (keuze.drukte.lopend, keuze.drukte.laatst_op) == (1, OP)


def test_een_verboden_kandidaat_geeft_het_belet_bij_het_veld(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    antwoord = als(w.czv).post(adres(w, "regiocoordinator"), {"lidmaatschap": w.coordinator_eigen.pk})
    assert antwoord.status_code == 422
    assert antwoord.context["form"].errors["lidmaatschap"] == [
        "Deze regiocoördinator werkt in mandaatregio Rijk van Nijmegen, en gemeente Wijchen hoort daar ook bij. (1b.3)"
    ]


@pytest.mark.parametrize("keuze", ["", "onzin", "00000000-0000-0000-0000-000000000000"])
def test_onzin_kiezen_geeft_een_zin(w: Speelveld, keuze: str) -> None:
    opzet.dien_toets_in(w)
    antwoord = als(w.czv).post(adres(w, "regiocoordinator"), {"lidmaatschap": keuze})
    assert antwoord.status_code == 422
    assert "Kies een regiocoördinator" in antwoord.context["form"].errors["lidmaatschap"][0]


def test_de_tweede_verzekeraar_leest_mee_maar_wijst_niet_toe(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    assert als(w.tweede).get(adres(w, "regiocoordinator")).status_code == 200
    assert als(w.tweede).post(adres(w, "regiocoordinator"), {"lidmaatschap": w.coordinator.pk}).status_code == 403


def test_een_gemeente_die_spuk_aanvraagt_ziet_af_op_dezelfde_bladzijde(w: Speelveld) -> None:
    opzet.dien_toets_in(w, spuk=True)
    pagina = als(w.beslisser).get(adres(w, "regiocoordinator"))
    assert pagina.context["afzienform"].initial["naam"] == "Wil Wethouder"
    assert als(w.beslisser).post(adres(w, "zie-af"), {"naam": "Wil", "reden": ""}).status_code == 422
    assert als(w.beslisser).post(adres(w, "zie-af"), {"naam": "Wil", "functie": "wethouder", "reden": "Klein plan."}).status_code == 302
    assert w.dossier.afzieningen.get().reden == "Klein plan."


def test_een_gemeente_zonder_spuk_krijgt_het_formulier_niet_en_de_zin_wel(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    assert als(w.beslisser).get(adres(w, "regiocoordinator")).context["afzienform"] is None
    antwoord = als(w.beslisser).post(adres(w, "zie-af"), {"naam": "Wil", "reden": "Klein plan."})
    assert antwoord.status_code == 422
    assert "Alleen een gemeente die (mede) SPUK aanvraagt" in antwoord.text


# --- who still has to --------------------------------------------------------------------------------------------


def test_het_overzicht_toont_per_partij_wat_er_nog_moet_en_de_eigen_stappen(w: Speelveld) -> None:
    opzet.dien_plan_in(w)
    antwoord = als(w.planmaker).get(adres(w, "instemmingen"))
    assert "Er wordt nog op 3 partijen gewacht" in antwoord.text
    assert {r.organisatie.naam: [s.naam for s in r.stappen] for r in antwoord.context["rijen"]} == {
        "Ziekenhuis Waalstad": ["geef", "weiger"],
        "Huisartsencoöperatie Nijmegen": [],
        "Gemeente Wijchen": [],
    }
    assert "Mee beoordeeld" not in antwoord.text
    assert "Mee beoordeeld" in als(w.czv).get(adres(w, "instemmingen")).text


def test_een_weigering_staat_er_met_haar_reden_voor_iedereen(w: Speelveld) -> None:
    opzet.dien_plan_in(w)
    voer_uit(w.dossier.commitments.get(organisatie=w.huisartsen), "weiger", door=w.deelnemer, op=OP, reden="Te weinig artsen.")
    for door in (w.planmaker, w.beslisser, w.czv):
        assert "Te weinig artsen." in als(door).get(adres(w, "instemmingen")).text


def test_zonder_plan_zegt_het_overzicht_wat_er_komt(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    assert "Er is nog geen plan ingediend" in als(w.planmaker).get(adres(w, "instemmingen")).text


def test_beslissen_over_een_dossier_dat_al_gesloten_is_laat_de_oordelen_leesbaar(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    opzet.stel_vast(w, op=OP)
    voer_uit(w.herlees().snelle_toets, "wijs_af", door=w.czv, op=OP, motivering="Nee.")
    antwoord = als(w.tweede).get(adres(w, punt="personeel"))
    assert antwoord.status_code == 200
    assert rondes.mijn_beoordeling(w.dossier.rondes.get(), w.tweede) is not None
