"""The team inside one insurer: asked, reminded, answered, and seen by that insurer only."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from beoordeling.models import Adviesverzoek, Deeladvies
from beoordeling.services import rondes, team
from kern.berichten.models import Bericht
from kern.organisaties.models import Lidmaatschap, Rol, Vervanging
from kern.toestanden.uitvoeren import voer_uit
from kern.web.panelen import werkvoorraad
from tests.beoordeling import opzet
from tests.beoordeling.opzet import Speelveld, als, lid

OP = dt.date(2025, 4, 7)
pytestmark = pytest.mark.usefixtures("op_zeven_april")


def adres(w: Speelveld, naam: str, **meer: object) -> str:
    return reverse(naam, kwargs={"kenmerk": w.dossier.kenmerk, **meer})


def verzoek(w: Speelveld, *, punten: tuple[str, ...] = ("personeel",), aan: Lidmaatschap | None = None) -> Adviesverzoek:
    plaats = rondes.mijn_beoordeling(w.ronde, w.czv)
    assert plaats is not None
    return team.vraag_advies(
        plaats,
        aan=aan or w.czv_collega,
        rol="jurist",
        punten=punten,
        vraag="Mag dit?",
        uiterlijk_op=OP + dt.timedelta(days=3),
        door=w.czv,
        op=OP,
    )


def gegevens(w: Speelveld, **anders: object) -> dict[str, object]:
    return {
        "aan": str(w.czv_collega.pk),
        "rol": "jurist",
        "punten": ["personeel"],
        "vraag": "Mag dit?",
        "uiterlijk_op": "2025-04-10",
        **anders,
    }


def test_een_collega_wordt_gevraagd_en_vindt_het_in_de_werkvoorraad(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    assert als(w.czv).post(adres(w, "team"), gegevens(w)).status_code == 302
    rij = Adviesverzoek.objects.get()
    assert (rij.aan, rij.punten, rij.get_rol_display()) == (w.czv_collega, ["personeel"], "jurist")
    [item] = [i for i in werkvoorraad(w.czv_collega, OP) if i.wat.startswith("Deeladvies")]
    assert (item.wat, item.uiterlijk, item.url) == ("Deeladvies geven als jurist", dt.date(2025, 4, 10), adres(w, "deeladvies", pk=rij.pk))
    assert Bericht.objects.get(soort="deeladvies_gevraagd").aan == w.czv_collega.gebruiker
    for door in (w.czv, w.tweede):
        assert [i for i in werkvoorraad(door, OP) if i.wat.startswith("Deeladvies")] == []


def test_zonder_punten_gaat_het_over_alle(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    als(w.czv).post(adres(w, "team"), gegevens(w, punten=[]))
    assert Adviesverzoek.objects.get().punten == [p.code for p in w.ronde.punten]


@pytest.mark.parametrize(
    ("anders", "veld", "zin"),
    [
        ({"aan": ""}, "aan", "Kies een collega."),
        ({"aan": "onzin"}, "aan", "Kies een beoordelaar van uw eigen organisatie."),
        ({"rol": "tovenaar"}, "rol", "Kies een rol uit de lijst."),
        ({"punten": ["verzonnen"]}, "punten", "Kies punten uit de lijst."),
        ({"vraag": "  "}, "vraag", "Schrijf wat u wilt weten."),
        ({"uiterlijk_op": "2025-04-06"}, "uiterlijk_op", "Kies een dag die nog komt."),
        ({"uiterlijk_op": "gisteren"}, "uiterlijk_op", "Dit is geen bestaande dag."),
    ],
)
def test_foute_invoer_geeft_een_zin_bij_het_veld(w: Speelveld, anders: dict[str, object], veld: str, zin: str) -> None:
    opzet.dien_toets_in(w)
    antwoord = als(w.czv).post(adres(w, "team"), gegevens(w, **anders))
    assert antwoord.status_code == 422
    assert zin in antwoord.context["form"].errors[veld][0]
    assert not Adviesverzoek.objects.exists()


def test_wie_voor_een_indiener_werkt_wordt_niet_gevraagd_en_de_reden_staat_bij_het_veld(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    bevangen = lid(Rol.BEOORDELAAR, w.cz, "Bea Bevangen")
    Lidmaatschap.objects.create(gebruiker=bevangen.gebruiker, organisatie=w.ziekenhuis, rol=Rol.PLANMAKER, van=dt.date(2020, 1, 1))
    antwoord = als(w.czv).post(adres(w, "team"), gegevens(w, aan=str(bevangen.pk)))
    assert antwoord.status_code == 422
    assert antwoord.context["form"].errors["aan"] == [
        "Bea Bevangen werkt of werkte ook voor een indiener van dit plan en kan dus niet meekijken (1c.2)."
    ]


def test_iemand_van_een_ander_of_van_vroeger_kan_niet(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    weg = lid(Rol.BEOORDELAAR, w.cz, "Wim Weg")
    Lidmaatschap.objects.filter(pk=weg.pk).update(van=dt.date(2020, 1, 1), tot=dt.date(2025, 4, 1))
    for aan in (w.tweede, weg, w.planmaker, w.czv):
        antwoord = als(w.czv).post(adres(w, "team"), gegevens(w, aan=str(aan.pk)))
        assert antwoord.status_code == 422
        assert antwoord.context["form"].errors["aan"]
    assert not Adviesverzoek.objects.exists()


def test_het_advies_staat_naast_het_punt_voor_de_eigen_verzekeraar_alleen(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    rij = verzoek(w)
    url = adres(w, "deeladvies", pk=rij.pk)
    assert "Karakter: opschaling" in als(w.czv_collega).get(url).text
    leeg = als(w.czv_collega).post(url, {"tekst_personeel": " ", "klaar": "1"})
    assert leeg.status_code == 422
    assert als(w.czv_collega).post(url, {"tekst_personeel": "Nog niet af."}).status_code == 302
    blad = f"{adres(w, 'beoordelen')}?punt=personeel"
    assert "Nog niet af." not in als(w.czv).get(blad).text
    assert "Nog niet af." not in als(w.czv).get(url).text
    assert als(w.czv_collega).post(url, {"tekst_personeel": "Dit mag niet zo.", "klaar": "1"}).status_code == 302
    assert "Dit mag niet zo." in als(w.czv).get(blad).text
    assert Adviesverzoek.objects.get().gegeven_op == OP
    for door in (w.tweede, w.beslisser):
        for plek in (blad, w.dossier.get_absolute_url(), reverse("geschiedenis", kwargs={"kenmerk": w.dossier.kenmerk})):
            tekst = als(door).get(plek).text
            assert "Dit mag niet zo." not in tekst
            assert "eeladvies" not in tekst
    assert als(w.tweede).get(url).status_code == 404
    assert als(w.beslisser).get(url).status_code == 403
    assert als(w.planmaker).get(url).status_code == 404
    assert als(w.planmaker).get(adres(w, "team")).status_code == 404
    assert als(w.beslisser).get(adres(w, "team")).status_code == 403


def test_alleen_wie_gevraagd_is_geeft_het_advies(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    rij = verzoek(w)
    for door, status in ((w.czv, 403), (w.tweede, 404), (w.planmaker, 404)):
        assert als(door).post(adres(w, "deeladvies", pk=rij.pk), {"tekst_personeel": "Vals.", "klaar": "1"}).status_code == status
    assert not Deeladvies.objects.exists()


def test_herinneren_kan_eens_per_dag_en_intrekken_haalt_het_weg(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    rij = verzoek(w)
    herinner, trek_in = (adres(w, "deeladvies-volg", pk=rij.pk, hoe=hoe) for hoe in ("herinner", "trek-in"))
    assert als(w.czv).post(herinner).status_code == 409
    with time_machine.travel(dt.datetime(2025, 4, 8, 8, tzinfo=dt.UTC), tick=False):
        assert als(w.czv).post(herinner).status_code == 302
        assert als(w.czv).post(herinner).status_code == 409
    assert Bericht.objects.filter(soort="deeladvies_herinnering").count() == 1
    assert als(w.tweede).post(trek_in).status_code == 404
    assert als(w.czv).post(adres(w, "deeladvies-volg", pk=rij.pk, hoe="onzin")).status_code == 404
    assert als(w.czv).post(trek_in).status_code == 302
    assert [i for i in werkvoorraad(w.czv_collega, OP) if i.wat.startswith("Deeladvies")] == []
    antwoord = als(w.czv_collega).post(adres(w, "deeladvies", pk=rij.pk), {"tekst_personeel": "Mijn tekst.", "klaar": "1"})
    assert antwoord.status_code == 409
    assert "Mijn tekst." in antwoord.text


def test_twee_keer_hetzelfde_vragen_geeft_een_zin(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    verzoek(w)
    antwoord = als(w.czv).post(adres(w, "team"), gegevens(w))
    assert antwoord.context["form"].errors["aan"] == ["U wacht al op een deeladvies van Cees Collega in deze rol."]


def test_na_het_besluit_vraagt_niemand_meer(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    opzet.stel_vast(w, op=OP)
    voer_uit(w.herlees().snelle_toets, "wijs_af", door=w.czv, op=OP, motivering="Nee.")
    assert als(w.czv).post(adres(w, "team"), gegevens(w)).status_code == 409


@pytest.mark.parametrize("aantal", [1, 3])
def test_de_teambladzijde_vraagt_even_veel_met_een_als_met_drie(w: Speelveld, aantal: int, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    opzet.dien_toets_in(w)
    for i in range(aantal):
        verzoek(w, aan=lid(Rol.BEOORDELAAR, w.cz, f"Collega {i}"))
    client = als(w.czv)
    with django_assert_num_queries(14):
        assert client.get(adres(w, "team")).status_code == 200


# --- standing in -----------------------------------------------------------------------------------------------


def vervanger(w: Speelveld, *, van: dt.date = OP, tot: dt.date = OP + dt.timedelta(days=5)) -> Lidmaatschap:
    collega = lid(Rol.BEOORDELAAR, w.cz, "Vera Vervanger")
    Vervanging.objects.create(lidmaatschap=w.czv_collega, vervanger=collega, van=van, tot=tot)
    return collega


def vandaag(door: Lidmaatschap, op: dt.date = OP) -> Lidmaatschap:
    return Lidmaatschap.objects.voor_dag(op).select_related("gebruiker", "organisatie").get(pk=door.pk)


def gevraagd_aan(door: Lidmaatschap, op: dt.date = OP) -> list[str]:
    return [i.toelichting for i in werkvoorraad(vandaag(door, op), op) if i.wat.startswith("Deeladvies")]


def test_de_vervanger_ziet_de_deelvraag_geeft_het_advies_en_staat_erbij(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    collega = vervanger(w)
    url = adres(w, "deeladvies", pk=verzoek(w).pk)
    assert set(Bericht.objects.filter(soort="deeladvies_gevraagd").values_list("aan__naam", flat=True)) == {
        "Cees Collega",
        "Vera Vervanger",
    }
    assert gevraagd_aan(collega) == ["gevraagd door Carla Coördinator, ter vervanging van Cees Collega"]
    assert gevraagd_aan(w.czv_collega) == ["gevraagd door Carla Coördinator"]
    assert "U geeft dit advies ter vervanging van Cees Collega." in als(collega).get(url).text
    assert "Geef dit deeladvies" in als(collega).get(adres(w, "team")).text
    assert als(collega).post(url, {"tekst_personeel": "Dit mag.", "klaar": "1"}).status_code == 302
    rij = Adviesverzoek.objects.get()
    assert (rij.gegeven_op, rij.gegeven_door) == (OP, collega.gebruiker)
    assert "Vera Vervanger, ter vervanging van Cees Collega gaf" in Bericht.objects.get(soort="deeladvies_gegeven").tekst
    assert "Vera Vervanger, ter vervanging van Cees Collega" in als(w.czv).get(f"{adres(w, 'beoordelen')}?punt=personeel").text
    assert "gegeven door Vera Vervanger" in als(w.czv).get(adres(w, "team")).text
    assert gevraagd_aan(collega) == gevraagd_aan(w.czv_collega) == []


def test_voor_en_na_de_vervanging_is_het_niet_aan_de_collega(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    collega = vervanger(w, van=OP + dt.timedelta(days=1), tot=OP + dt.timedelta(days=1))
    url = adres(w, "deeladvies", pk=verzoek(w).pk)
    assert [len(gevraagd_aan(collega, OP + dt.timedelta(days=d))) for d in (0, 1, 2)] == [0, 1, 0]
    assert "Uw advies per punt" not in als(collega).get(url).text
    assert als(collega).post(url, {"tekst_personeel": "Vals.", "klaar": "1"}).status_code == 403
    assert not Deeladvies.objects.exists()


def test_wie_het_vroeg_of_ook_voor_een_indiener_werkt_geeft_het_advies_niet_als_vervanger(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    url = adres(w, "deeladvies", pk=verzoek(w).pk)
    bevangen = vervanger(w)
    Lidmaatschap.objects.create(gebruiker=bevangen.gebruiker, organisatie=w.ziekenhuis, rol=Rol.PLANMAKER, van=dt.date(2020, 1, 1))
    Vervanging.objects.create(lidmaatschap=w.czv_collega, vervanger=w.czv, van=OP, tot=OP)
    for door in (w.czv, bevangen):
        assert gevraagd_aan(door) == []
        assert als(door).post(url, {"tekst_personeel": "Vals.", "klaar": "1"}).status_code == 403
    assert not Deeladvies.objects.exists()
