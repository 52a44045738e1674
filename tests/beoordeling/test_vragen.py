"""Questions at their passage, sent together, answered together (1c.2)."""

import datetime as dt
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from beoordeling.models import Beoordelingsronde, Bundelvraag, Vraag, Vragenbundel
from beoordeling.services import rondes, vragen
from beoordeling.services.vragen import Gekozen
from kern.berichten.models import Bericht
from kern.journaal.models import Journaalregel
from kern.organisaties.models import Lidmaatschap
from kern.termijnen.models import Termijn
from kern.toestanden.stap import StapBelet, StapNietMogelijk, StapNietToegestaan
from kern.toestanden.uitvoeren import voer_uit
from kern.web.panelen import werkvoorraad
from tests.beoordeling import opzet
from tests.beoordeling.opzet import Speelveld, als

OP = dt.date(2025, 4, 7)
pytestmark = pytest.mark.usefixtures("op_zeven_april")
ZIN = "Tekst over inzet van personeel."


def adres(w: Speelveld, naam: str, **meer: object) -> str:
    return reverse(naam, kwargs={"kenmerk": w.dossier.kenmerk, **meer})


def stel(
    w: Speelveld, door: Lidmaatschap, tekst: str, *, punt: str = "personeel", veld: str = "criterium_personeel", citaat: str = ""
) -> Vraag:
    plaats = rondes.mijn_beoordeling(w.ronde, door)
    assert plaats is not None
    return vragen.stel(plaats, punt=punt, veld=veld, citaat=citaat, tekst=tekst, door=door)


def verstuur(w: Speelveld, *teksten: str, reden: str = "", op: dt.date = OP) -> Vragenbundel:
    gekozen = [Gekozen(t, (stel(w, w.czv, t).pk,)) for t in teksten]
    return vragen.verstuur(w.ronde, gekozen, door=w.czv, op=op, reden=reden)


def beantwoord(w: Speelveld, bundel: Vragenbundel, tekst: str = "Het programmabureau meet dit.") -> None:
    alle = {str(v.pk): tekst for v in bundel.vragen.all()}
    vragen.bewaar_antwoorden(bundel, alle, gelezen={k: vragen.merk("") for k in alle}, door=w.planmaker)
    vragen.verstuur_antwoorden(bundel, door=w.planmaker, op=OP)


# --- noting ------------------------------------------------------------------------------------------------------


def test_een_vraag_hangt_aan_punt_passage_en_zin_en_een_collega_beoordelaar_leest_haar(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    antwoord = als(w.czv).post(
        adres(w, "vraag-nieuw"),
        {"punt": "personeel", "veld": "criterium_personeel", "citaat": "inzet van  personeel", "tekst": "Wie meet dit?"},
    )
    assert antwoord.status_code == 302
    vraag = Vraag.objects.get()
    assert (vraag.punt, vraag.veld, vraag.citaat, vraag.tekst) == (
        "personeel",
        "criterium_personeel",
        "inzet van personeel",
        "Wie meet dit?",
    )
    for door in (w.tweede, w.beslisser):
        tekst = als(door).get(f"{adres(w, 'beoordelen')}?punt=personeel").text
        assert "Wie meet dit?" in tekst
        assert "Vraag van CZ" in tekst


@pytest.mark.parametrize(
    ("anders", "zin"),
    [
        ({"tekst": " "}, "Schrijf uw vraag."),
        ({"tekst": "x" * 1001}, "Een vraag is ten hoogste 1.000 tekens."),
        ({"citaat": "Dit staat er niet."}, "Deze zin staat niet zo in de passage."),
        ({"punt": "verzonnen"}, "Dit punt hoort niet bij het beoordelingskader"),
        ({"veld": "verzonnen"}, "Deze passage hoort niet bij deze indiening."),
    ],
)
def test_een_foute_vraag_geeft_een_zin_en_bewaart_niets_ook_met_htmx(w: Speelveld, anders: dict[str, str], zin: str) -> None:
    opzet.dien_toets_in(w)
    gegevens = {"punt": "personeel", "veld": "criterium_personeel", "citaat": "", "tekst": "Wie meet dit dan?", **anders}
    gewoon = als(w.czv).post(adres(w, "vraag-nieuw"), gegevens)
    assert gewoon.status_code == 422
    deel = als(w.czv).post(adres(w, "vraag-nieuw"), gegevens, headers={"hx-request": "true"})
    assert deel.status_code == 200
    assert zin in deel.text
    assert "<html" not in deel.text
    assert not Vraag.objects.exists()
    if "tekst" not in anders:
        assert "Wie meet dit dan?" in deel.text


def test_met_htmx_komt_alleen_de_hoek_van_de_passage_terug(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    gegevens = {"punt": "personeel", "veld": "criterium_personeel", "tekst": "Wie meet dit?"}
    antwoord = als(w.czv).post(adres(w, "vraag-nieuw"), gegevens, headers={"hx-request": "true"})
    assert 'id="vragen-criterium_personeel"' in antwoord.text
    assert "Wie meet dit?" in antwoord.text
    assert "<html" not in antwoord.text


def test_dezelfde_vraag_van_een_organisatie_staat_er_een_keer(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    assert stel(w, w.czv, "Wie meet dit?") == stel(w, w.czv_collega, " Wie  meet dit? ")
    stel(w, w.tweede, "Wie meet dit?")
    assert Vraag.objects.count() == 2


def test_een_vraag_haalt_alleen_de_eigen_organisatie_weg_en_alleen_voor_het_versturen(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    vraag = stel(w, w.czv, "Wie meet dit?")
    assert als(w.tweede).post(adres(w, "vraag-weg", pk=vraag.pk)).status_code == 403
    assert als(w.planmaker).post(adres(w, "vraag-weg", pk=vraag.pk)).status_code == 404
    verzonden = stel(w, w.czv, "Waarom?")
    vragen.verstuur(w.ronde, [Gekozen("Waarom?", (verzonden.pk,))], door=w.czv, op=OP)
    assert als(w.czv).post(adres(w, "vraag-weg", pk=verzonden.pk)).status_code == 409
    assert als(w.czv_collega).post(adres(w, "vraag-weg", pk=vraag.pk)).status_code == 302
    assert list(Vraag.objects.all()) == [verzonden]


# --- sending -----------------------------------------------------------------------------------------------------


def test_de_coordinerende_kiest_voegt_samen_en_verstuurt_in_een_keer_en_de_klok_loopt_door(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    eerste, dubbel, niet = stel(w, w.czv, "Wie meet dit?"), stel(w, w.tweede, "Wie gaat dit meten?"), stel(w, w.beslisser, "Hoe duur?")
    voor = list(Termijn.objects.order_by("pk").values_list("status", "einde_op"))
    assert "schort niets op" in als(w.czv).get(adres(w, "vragen-bundelen")).text
    antwoord = als(w.czv).post(
        adres(w, "vragen-bundelen"),
        {
            f"kies_{eerste.pk}": "on",
            f"tekst_{eerste.pk}": "Wie meet dit, en wanneer?",
            f"kies_{dubbel.pk}": "on",
            f"bij_{dubbel.pk}": str(eerste.pk),
        },
    )
    assert antwoord.status_code == 302
    gestuurd = Bundelvraag.objects.get()
    assert (gestuurd.tekst, gestuurd.veld, set(gestuurd.bronnen.all())) == (
        "Wie meet dit, en wanneer?",
        "criterium_personeel",
        {eerste, dubbel},
    )
    niet.refresh_from_db()
    assert niet.verstuurd_als is None
    assert list(Termijn.objects.order_by("pk").values_list("status", "einde_op")) == voor
    regel = Journaalregel.objects.get(stap="verstuur_vragen")
    assert (regel.soort, regel.feiten["aantal"]) == ("beoordeling.vragenbundel", 1)
    gehoord = set(Bericht.objects.filter(soort="vragen_gesteld").values_list("aan__naam", flat=True))
    assert gehoord == {"Petra Penvoerder", "Hugo Huisarts"}


def test_samenvoegen_met_een_vraag_die_niet_meegaat_geeft_een_zin_en_bewaart_wat_getypt_is(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    een, twee = stel(w, w.czv, "Een?"), stel(w, w.tweede, "Twee?")
    antwoord = als(w.czv).post(
        adres(w, "vragen-bundelen"), {f"kies_{een.pk}": "on", f"tekst_{een.pk}": "Zelf getypt?", f"bij_{een.pk}": str(twee.pk)}
    )
    assert antwoord.status_code == 422
    assert "Kies een vraag die u zelf ook meestuurt" in antwoord.text
    assert "Zelf getypt?" in antwoord.text
    assert not Vragenbundel.objects.exists()


@pytest.mark.parametrize("tekst", ["", "   ", "x" * 1001])
def test_een_lege_of_te_lange_vraag_gaat_niet_uit(w: Speelveld, tekst: str) -> None:
    opzet.dien_toets_in(w)
    vraag = stel(w, w.czv, "Een?")
    antwoord = als(w.czv).post(adres(w, "vragen-bundelen"), {f"kies_{vraag.pk}": "on", f"tekst_{vraag.pk}": tekst})
    assert antwoord.status_code == 422
    assert f"tekst_{vraag.pk}" in antwoord.context["form"].errors


def test_niets_kiezen_verstuurt_niets(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    stel(w, w.czv, "Een?")
    antwoord = als(w.czv).post(adres(w, "vragen-bundelen"), {})
    assert antwoord.status_code == 422
    assert "Kies ten minste één vraag." in antwoord.text


def test_alleen_de_coordinerende_verstuurt(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    vraag = stel(w, w.tweede, "Een?")
    gegevens = {f"kies_{vraag.pk}": "on", f"tekst_{vraag.pk}": "Een?"}
    for door, status in ((w.tweede, 403), (w.beslisser, 403), (w.planmaker, 404)):
        assert als(door).post(adres(w, "vragen-bundelen"), gegevens).status_code == status
    with pytest.raises(StapNietToegestaan):
        vragen.verstuur(w.ronde, [Gekozen("Een?", (vraag.pk,))], door=w.tweede, op=OP)
    assert not Vragenbundel.objects.exists()


def test_een_tweede_bundel_zegt_wat_er_nieuw_is_en_herhaalt_niets(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    verstuur(w, "Wie meet dit?")
    with pytest.raises(StapBelet, match="Schrijf wat er sindsdien nieuw is"):
        verstuur(w, "Hoe vaak?")
    herhaald = stel(w, w.tweede, "wie meet dit?")
    with pytest.raises(StapBelet, match="al gesteld op 7 april 2025"):
        vragen.verstuur(w.ronde, [Gekozen("Wie meet dit?", (herhaald.pk,))], door=w.czv, op=OP, reden="Nieuw.")
    assert verstuur(w, "Hoe vaak?", reden="Wij lazen het regioplan.").nummer == 2


def test_een_verstuurde_of_vreemde_vraag_gaat_niet_nog_eens_uit(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    vraag = stel(w, w.czv, "Een?")
    vragen.verstuur(w.ronde, [Gekozen("Een?", (vraag.pk,))], door=w.czv, op=OP)
    with pytest.raises(StapBelet, match="al verstuurd"):
        vragen.verstuur(w.ronde, [Gekozen("Anders?", (vraag.pk,))], door=w.czv, op=OP, reden="Nieuw.")
    with pytest.raises(StapBelet, match="ingetrokken"):
        vragen.verstuur(w.ronde, [Gekozen("Anders?", (uuid.uuid4(),))], door=w.czv, op=OP, reden="Nieuw.")


def test_na_het_besluit_vraagt_en_antwoordt_niemand_meer(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    bundel = verstuur(w, "Wie meet dit?")
    plaats = rondes.mijn_beoordeling(w.ronde, w.czv)
    ronde = w.ronde
    opzet.stel_vast(w, op=OP)
    voer_uit(w.herlees().snelle_toets, "wijs_af", door=w.czv, op=OP, motivering="Nee.")
    assert plaats is not None
    with pytest.raises(StapNietMogelijk):
        vragen.stel(plaats, punt="personeel", tekst="Nog een?", door=w.czv)
    with pytest.raises(StapNietMogelijk):
        vragen.verstuur(Beoordelingsronde.objects.get(pk=ronde.pk), [Gekozen("x", (uuid.uuid4(),))], door=w.czv, op=OP)
    vraag = bundel.vragen.get()
    antwoord = als(w.planmaker).post(
        adres(w, "antwoorden", pk=bundel.pk), {f"antwoord_{vraag.pk}": "Te laat getypt.", f"was_{vraag.pk}": vragen.merk("")}
    )
    assert antwoord.status_code == 409
    assert "Te laat getypt." in antwoord.text
    assert "Er is al besloten" in antwoord.text


# --- answering ---------------------------------------------------------------------------------------------------


def test_indieners_hebben_een_werkitem_en_lezen_niet_wie_de_vraag_bedacht(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    stel(w, w.beslisser, "Nog niet verstuurd?")
    verstuur(w, "Wie meet dit?", "Hoe vaak?")
    for door in (w.planmaker, w.deelnemer):
        items = [i for i in werkvoorraad(door, OP) if i.wat == "Vragen van de verzekeraars beantwoorden"]
        assert [(i.toelichting, i.url) for i in items] == [("2 vragen, de termijn voor het besluit loopt door", adres(w, "vragen"))]
        tekst = als(door).get(adres(w, "vragen")).text
        assert "Wie meet dit?" in tekst
        assert "Nog niet verstuurd?" not in tekst
        assert "Carla" not in tekst
        assert "Beantwoord de vragen" in als(door).get(w.dossier.get_absolute_url()).text


def test_antwoorden_bewaren_zichzelf_en_blijven_bij_de_indieners_tot_zij_ze_versturen(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    bundel = verstuur(w, "Wie meet dit?", "Hoe vaak?")
    een, twee = bundel.vragen.all()
    client = als(w.planmaker)
    stand = client.post(
        adres(w, "antwoorden-bewaar", pk=bundel.pk), {f"antwoord_{een.pk}": "Half antwoord", f"was_{een.pk}": vragen.merk("")}
    )
    assert "Bewaard om" in stand.text
    assert 'id="conceptstand"' in stand.text
    assert "Half antwoord" in als(w.deelnemer).get(adres(w, "vragen")).text
    for door in (w.czv, w.tweede, w.beslisser):
        assert "Half antwoord" not in als(door).get(adres(w, "vragen")).text
        assert "Half antwoord" not in als(door).get(f"{adres(w, 'beoordelen')}?punt=personeel").text
    een.refresh_from_db()
    gegevens = {f"antwoord_{een.pk}": "Het bureau.", f"was_{een.pk}": vragen.merk(een.antwoord), f"antwoord_{twee.pk}": "", "verstuur": "1"}
    leeg = client.post(adres(w, "antwoorden", pk=bundel.pk), gegevens)
    assert leeg.status_code == 422
    assert "Beantwoord ook deze vraag." in leeg.text
    een.refresh_from_db()
    gegevens = {
        f"antwoord_{een.pk}": een.antwoord,
        f"was_{een.pk}": vragen.merk(een.antwoord),
        f"antwoord_{twee.pk}": "Elk kwartaal.",
        f"was_{twee.pk}": vragen.merk(""),
        "verstuur": "1",
    }
    assert client.post(adres(w, "antwoorden", pk=bundel.pk), gegevens).status_code == 302
    bundel.refresh_from_db()
    assert (bundel.beantwoord_op, bundel.beantwoord_door, bundel.beantwoord_namens) == (OP, w.planmaker.gebruiker, w.ziekenhuis)
    for door in (w.czv, w.tweede, w.beslisser):
        tekst = als(door).get(f"{adres(w, 'beoordelen')}?punt=personeel").text
        assert "Elk kwartaal." in tekst
        assert "Antwoord van Ziekenhuis Waalstad" in tekst
    assert [i for i in werkvoorraad(w.planmaker, OP) if "Vragen van" in i.wat] == []
    assert client.post(adres(w, "antwoorden", pk=bundel.pk), gegevens).status_code == 409


def test_twee_indieners_tegelijk_in_een_antwoord_lezen_elkaars_tekst(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    bundel = verstuur(w, "Wie meet dit?")
    vraag = bundel.vragen.get()
    leeg = {f"was_{vraag.pk}": vragen.merk("")}
    assert als(w.planmaker).post(adres(w, "antwoorden", pk=bundel.pk), {f"antwoord_{vraag.pk}": "Van Petra.", **leeg}).status_code == 302
    botst = als(w.deelnemer).post(adres(w, "antwoorden", pk=bundel.pk), {f"antwoord_{vraag.pk}": "Van Hugo.", "verstuur": "1", **leeg})
    assert botst.status_code == 409
    for tekst in ("Van Petra.", "Van Hugo.", "Petra Penvoerder wijzigde dit antwoord intussen ook"):
        assert tekst in botst.text
    vraag.refresh_from_db()
    assert vraag.antwoord == "Van Petra."


def test_alleen_indieners_antwoorden_en_een_vreemde_bundel_bestaat_niet(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    bundel = verstuur(w, "Wie meet dit?")
    vraag = bundel.vragen.get()
    gegevens = {f"antwoord_{vraag.pk}": "Vals antwoord.", f"was_{vraag.pk}": vragen.merk("")}
    for door in (w.czv, w.tweede, w.beslisser):
        assert als(door).post(adres(w, "antwoorden", pk=bundel.pk), gegevens).status_code == 403
        assert "Vals antwoord." not in als(door).post(adres(w, "antwoorden-bewaar", pk=bundel.pk), gegevens).text
    assert als(w.planmaker).post(adres(w, "antwoorden", pk=uuid.uuid4()), gegevens).status_code == 404
    assert als(w.coordinator).get(adres(w, "vragen")).status_code == 404
    vraag.refresh_from_db()
    assert vraag.antwoord == ""
    assert Client().get(adres(w, "vragen")).status_code == 302


def test_de_terugkoppeling_stelt_alleen_voor_wat_nog_niet_is_gevraagd(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    verstuur(w, "Al gevraagd?")
    stel(w, w.beslisser, "Nog te vragen?")
    opzet.oordeel(w, w.czv, op=OP)
    tekst = als(w.czv).get(reverse("stap", kwargs={"soort": w.ronde.soort(), "pk": w.ronde.pk, "stap": "stel_op"})).context["form"]
    voorstel = tekst["terugkoppeling"].value()
    assert "Nog te vragen?" in voorstel
    assert "Al gevraagd?" not in voorstel


@pytest.mark.parametrize("aantal", [1, 3])
def test_de_bladzijden_vragen_even_veel_met_een_als_met_drie(w: Speelveld, aantal: int, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    opzet.dien_toets_in(w)
    verstuur(w, *[f"Vraag {i}?" for i in range(aantal)])
    for i in range(aantal):
        stel(w, w.tweede, f"Nog {i}?")
    for door, naam, grens in ((w.planmaker, "vragen", 11), (w.czv, "vragen", 11), (w.czv, "vragen-bundelen", 11)):
        client = als(door)
        with django_assert_num_queries(grens):
            assert client.get(adres(w, naam)).status_code == 200
