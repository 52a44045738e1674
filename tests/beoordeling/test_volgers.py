"""The other insurers: a voorgenomen besluit in brief, two weeks for questions, and nothing else (framework of 2023)."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from django.urls import reverse

from beoordeling.kaders import geldend_kader
from beoordeling.models import Volgersvraag, Voornemen
from beoordeling.services import volgers
from beoordeling.volgers import voornemens
from kern.berichten.models import Bericht
from kern.documenten.services import bewaar
from kern.organisaties.models import Lidmaatschap, Rol
from kern.termijnen.models import Termijn
from kern.toestanden.stap import StapBelet, StapNietToegestaan
from tests.beoordeling import opzet
from tests.beoordeling.opzet import Speelveld, als, lid
from tests.fabrieken.organisaties import LidmaatschapFactory, VerzekeraarFactory

BEGIN, OP = dt.date(2024, 4, 1), dt.date(2024, 4, 9)
LAATSTE = dt.date(2024, 4, 23)
VELDEN = {"richting": "goedkeuren", "doelen": "Zorg dichtbij.", "afspraken": "Thuismeten waar het kan.", "contact": "Carla, 024 000 00 00"}


@pytest.fixture(autouse=True)
def _op_negen_april() -> Iterator[None]:
    with time_machine.travel(dt.datetime(2024, 4, 9, 8, tzinfo=dt.UTC), tick=False):
        yield


@pytest.fixture
def menzis(w: Speelveld) -> Lidmaatschap:
    return lid(Rol.BEOORDELAAR, VerzekeraarFactory(naam="Menzis"), "Mia Menzis")


def adres(w: Speelveld) -> str:
    return reverse("leg-voornemen-voor", kwargs={"kenmerk": w.dossier.kenmerk})


def voor_besluit(w: Speelveld) -> None:
    opzet.dien_toets_in(w, op=BEGIN, sociaal=False, gemeenten=False)
    opzet.stel_vast(w, op=OP)


def voornemen(w: Speelveld) -> Voornemen:
    voor_besluit(w)
    return volgers.leg_voor(w.dossier, door=w.czv, op=OP, **VELDEN)


def test_het_kader_zegt_of_er_inzage_is() -> None:
    assert [geldend_kader(d).weken_inzage_overige for d in (dt.date(2024, 12, 31), dt.date(2025, 1, 1))] == [2, 0]
    assert geldend_kader(dt.date(2025, 6, 1)).punten == geldend_kader(OP).punten


def test_voorleggen_geeft_twee_weken_en_vertelt_het_alleen_de_andere_verzekeraars(w: Speelveld, menzis: Lidmaatschap) -> None:
    voor_besluit(w)
    klok = Termijn.objects.get(soort_termijn="besluit_snelle_toets")
    assert "Leg voor" in als(w.czv).get(reverse("dossier", kwargs={"kenmerk": w.dossier.kenmerk})).text
    assert als(w.czv).post(adres(w), VELDEN).status_code == 302
    rij = Voornemen.objects.get()
    assert (rij.gepubliceerd_op, rij.inzage_tot) == (OP, LAATSTE)
    assert [b.aan for b in Bericht.objects.filter(soort="voornemen")] == [menzis.gebruiker]
    opnieuw = Termijn.objects.get(pk=klok.pk)
    assert (opnieuw.status, opnieuw.einde_op) == (klok.status, klok.einde_op)


def test_de_andere_verzekeraar_leest_de_hoofdlijnen_en_geen_bedrag_of_dossier(w: Speelveld, menzis: Lidmaatschap) -> None:
    rij = voornemen(w)
    tekst = als(menzis).get(rij.get_absolute_url()).text
    for zin in ("Zorg dichtbij.", "Thuismeten waar het kan.", "Ziekenhuis Waalstad", "Nijmegen", "Carla, 024"):
        assert zin in tekst
    for geheim in ("8.400.000", "Wij zijn samen positief", "Tekst over", w.dossier.get_absolute_url()):
        assert geheim not in tekst
    assert "Hartzorg dichtbij" in als(menzis).get(reverse("voornemens")).text


def test_het_dossier_en_elk_stuk_blijven_voor_de_andere_verzekeraar_404(
    w: Speelveld, menzis: Lidmaatschap, settings: object, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = str(tmp_path)  # type: ignore[attr-defined]
    rij = voornemen(w)
    stuk = bewaar(zaak=w.dossier.pk, soort="bijlage", titel="Businesscase", door=w.planmaker, op=OP, inhoud=b"x", bestandsnaam="x.txt")
    klant, kenmerk = als(menzis), {"kenmerk": w.dossier.kenmerk}
    namen = ("dossier", "beoordelen", "regiocoordinator", "instemmingen", "leg-voornemen-voor", "partijen")
    paden = [*(reverse(n, kwargs=kenmerk) for n in namen), f"/documenten/{stuk.pk}/"]
    assert {pad: klant.get(pad).status_code for pad in paden} == dict.fromkeys(paden, 404)
    assert klant.post(adres(w), VELDEN).status_code == 404
    assert klant.get(rij.get_absolute_url()).status_code == 200


def test_wie_geen_verzekeraar_is_vindt_de_bladzijden_niet(w: Speelveld) -> None:
    rij = voornemen(w)
    for door in (w.planmaker, w.beslisser, w.coordinator):
        klant = als(door)
        assert [klant.get(u).status_code for u in (reverse("voornemens"), rij.get_absolute_url())] == [404, 404]
        assert klant.post(rij.get_absolute_url(), {"tekst": "x"}).status_code == 404
        assert "Voorgenomen besluiten" not in klant.get("/account/").text
    assert "Voorgenomen besluiten" in als(w.tweede).get("/account/").text


def test_een_vraag_en_het_antwoord(w: Speelveld, menzis: Lidmaatschap) -> None:
    rij = voornemen(w)
    assert als(menzis).post(rij.get_absolute_url(), {"tekst": "Wat gebeurt er met de spoedzorg?"}).status_code == 302
    vraag = Volgersvraag.objects.get()
    assert set(Bericht.objects.filter(soort="volgersvraag").values_list("aan__naam", flat=True)) == {
        "Carla Coördinator",
        "Cees Collega",
        "Victor Tweede",
    }
    assert [i.wat for i in voornemens(w.tweede, OP)] == ["Vragen van andere zorgverzekeraars beantwoorden"]
    naar = reverse("volgersvraag-antwoord", kwargs={"pk": rij.pk, "vraag": vraag.pk})
    assert als(w.tweede).post(naar, {f"{vraag.pk}-antwoord": "Die blijft."}).status_code == 302
    assert "Die blijft." in als(menzis).get(rij.get_absolute_url()).text
    assert Bericht.objects.get(soort="volgersantwoord").aan == menzis.gebruiker
    assert voornemens(w.tweede, OP) == []


def test_een_tweede_antwoord_wordt_geweigerd_en_het_getypte_blijft(w: Speelveld, menzis: Lidmaatschap) -> None:
    rij = voornemen(w)
    vraag = volgers.stel_vraag(rij, tekst="Waarom?", door=menzis, op=OP)
    volgers.beantwoord(vraag, antwoord="Daarom.", door=w.czv, op=OP)
    naar = reverse("volgersvraag-antwoord", kwargs={"pk": rij.pk, "vraag": vraag.pk})
    antwoord = als(w.tweede).post(naar, {f"{vraag.pk}-antwoord": "Anders."})
    assert antwoord.status_code == 409
    assert "CZ beantwoordde deze vraag al op 9 april 2024." in antwoord.text
    vraag.refresh_from_db()
    assert vraag.antwoord == "Daarom."


def test_na_twee_weken_is_het_vanzelf_gesloten_en_blijft_het_getypte_staan(w: Speelveld, menzis: Lidmaatschap) -> None:
    rij = voornemen(w)
    assert len(voornemens(menzis, LAATSTE)) == 1
    assert voornemens(menzis, LAATSTE + dt.timedelta(days=1)) == []
    with time_machine.travel(dt.datetime(2024, 4, 23, 21, 59, tzinfo=dt.UTC), tick=False):
        assert als(menzis).post(rij.get_absolute_url(), {"tekst": "Net op tijd?"}).status_code == 302
    with time_machine.travel(dt.datetime(2024, 4, 23, 22, 0, tzinfo=dt.UTC), tick=False):
        antwoord = als(menzis).post(rij.get_absolute_url(), {"tekst": "Te laat?"})
    assert antwoord.status_code == 409
    assert "Vragen stellen kon tot en met 23 april 2024." in antwoord.text
    assert "Te laat?" in antwoord.text
    assert Volgersvraag.objects.count() == 1


@pytest.mark.parametrize(("tekst", "zin"), [("", "Typ uw vraag."), ("x" * 3001, "Gebruik ten hoogste 3.000 tekens.")])
def test_een_lege_of_te_lange_vraag_zegt_het_bij_het_veld(w: Speelveld, menzis: Lidmaatschap, tekst: str, zin: str) -> None:
    antwoord = als(menzis).post(voornemen(w).get_absolute_url(), {"tekst": tekst})
    assert antwoord.status_code == 422
    assert antwoord.context["foutform"].errors["tekst"] == [zin]


def test_de_twee_verzekeraars_vragen_niet_en_een_ander_antwoordt_niet(w: Speelveld, menzis: Lidmaatschap) -> None:
    rij = voornemen(w)
    vraag = volgers.stel_vraag(rij, tekst="Waarom?", door=menzis, op=OP)
    for door in (w.czv, w.tweede):
        assert als(door).post(rij.get_absolute_url(), {"tekst": "x"}).status_code == 403
    naar = reverse("volgersvraag-antwoord", kwargs={"pk": rij.pk, "vraag": vraag.pk})
    for gegevens in ({f"{vraag.pk}-antwoord": "x"}, {}):
        assert als(menzis).post(naar, gegevens).status_code == 403


def test_wie_ook_voor_een_indiener_werkt_stelt_geen_vraag(w: Speelveld, menzis: Lidmaatschap) -> None:
    rij = voornemen(w)
    LidmaatschapFactory(gebruiker=menzis.gebruiker, organisatie=w.ziekenhuis, rol=Rol.PLANMAKER)
    with pytest.raises(StapNietToegestaan):
        volgers.stel_vraag(rij, tekst="x", door=Lidmaatschap.objects.get(pk=menzis.pk), op=OP)


def test_alleen_de_coordinerende_legt_voor_en_maar_een_keer(w: Speelveld) -> None:
    voor_besluit(w)
    for door, status in ((w.tweede, 403), (w.planmaker, 404), (w.coordinator, 404)):
        assert als(door).post(adres(w), VELDEN).status_code == status
    klant = als(w.czv)
    assert [klant.post(adres(w), VELDEN).status_code for _ in range(2)] == [302, 409]
    assert Voornemen.objects.count() == 1


def test_zonder_vastgestelde_terugkoppeling_of_onder_het_kader_van_2025_kan_het_niet(w: Speelveld) -> None:
    opzet.dien_toets_in(w, op=BEGIN, sociaal=False, gemeenten=False)
    with pytest.raises(StapBelet, match="nog geen gezamenlijke terugkoppeling"):
        volgers.leg_voor(w.dossier, door=w.czv, op=OP, **VELDEN)
    opzet.dien_toets_in(w, op=dt.date(2025, 4, 1), sociaal=False, gemeenten=False)
    opzet.stel_vast(w, op=dt.date(2025, 4, 7))
    with pytest.raises(StapBelet, match="kent geen inzage"):
        volgers.leg_voor(w.dossier, door=w.czv, op=dt.date(2025, 4, 7), **VELDEN)
    assert "kent geen inzage" in als(w.czv).get(adres(w)).text


def test_onder_het_kader_van_2025_legt_de_bladzijde_uit_dat_er_geen_inzage_is(w: Speelveld) -> None:
    with time_machine.travel(dt.datetime(2025, 4, 7, 8, tzinfo=dt.UTC), tick=False):
        assert "Voor nieuwe indieningen is er geen inzage meer" in als(w.tweede).get(reverse("voornemens")).text


def test_de_lijst_vraagt_met_een_en_met_drie_rijen_even_vaak_de_databank(
    w: Speelveld, menzis: Lidmaatschap, django_assert_num_queries
) -> None:  # type: ignore[no-untyped-def]
    klant = als(menzis)
    voornemen(w)
    klant.get(reverse("voornemens"))
    with django_assert_num_queries(6):
        klant.get(reverse("voornemens"))
    for _ in range(2):
        voornemen(w)
    with django_assert_num_queries(6):
        klant.get(reverse("voornemens"))
