"""The one door: three refusals in their order, everything or nothing, and no way around it."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django_fsm import TransitionNotAllowed

from config.voorbeeld.levensloop import Levensloop
from config.voorbeeld.wereld import Wereld
from kern.berichten.models import Bericht
from kern.journaal.models import Journaalregel
from kern.organisaties.models import Rol
from kern.regels import register
from kern.termijnen.models import Termijn
from kern.toestanden.signals import stap_gezet
from kern.toestanden.stap import StapBelet, StapNietMogelijk, StapNietToegestaan
from kern.toestanden.uitvoeren import handeling, mogelijkheden, voer_uit
from tests.fabrieken.wereld import nieuw, toets_klaar_om_in_te_dienen
from transformatie import rechten
from transformatie.models import SnelleToets, Startgesprek

OP = dt.date(2025, 4, 8)
NIET_DOOR_DE_DEUR = "De toestand van transformatie_snelletoets verandert alleen door voer_uit."


@pytest.fixture
def loop(wereld: Wereld) -> Levensloop:
    return toets_klaar_om_in_te_dienen(wereld).naar(OP)


def rijen(loop: Levensloop) -> tuple[int, int, int, str]:
    """Everything one step writes."""
    zaak = loop.dossier.pk
    return (
        Journaalregel.objects.filter(zaak=zaak).count(),
        Bericht.objects.filter(zaak=zaak).count(),
        Termijn.objects.filter(zaak_id=zaak).count(),
        SnelleToets.objects.get(dossier_id=zaak).status,
    )


# --- three refusals ---------------------------------------------------------------------------------------------


def test_de_toestand_gaat_voor_het_recht_en_het_recht_voor_de_beletselen(loop: Levensloop) -> None:
    toets = loop.toets
    buiten = loop.wereld.lid(loop.wereld.organisatie("GGZ Noorderkwartier"), Rol.PLANMAKER)
    with pytest.raises(StapNietMogelijk):
        voer_uit(toets, "verklaar_compleet", door=buiten, op=OP)
    toets.inhoud = {}
    toets.save()
    with pytest.raises(StapNietToegestaan) as geweigerd:
        voer_uit(toets, "dien_in", door=buiten, op=OP)
    assert (geweigerd.value.status, geweigerd.value.tekst) == (403, "Dit kan alleen de penvoerder.")
    with pytest.raises(StapBelet) as belet:
        voer_uit(toets, "dien_in", door=loop.planmaker, op=OP)
    assert belet.value.status == 422


def test_een_belet_noemt_alles_tegelijk_met_nummer(wereld: Wereld) -> None:
    loop = Levensloop(wereld, begin=OP, raakt_wlz=True)
    with pytest.raises(StapBelet) as fout:
        voer_uit(loop.toets, "dien_in", door=loop.planmaker, op=OP)
    assert [b.regel for b in fout.value.beletselen] == ["1a.1", "1a.1", "1h.1", "1h.1", "1a.2", "", "2b.1", ""]
    assert "Dit plan raakt de langdurige zorg. Nodig eerst het zorgkantoor van Nijmegen uit. (1a.1)" in fout.value.tekst


def test_wie_een_oude_stand_zag_leest_wie_intussen_wat_deed(loop: Levensloop) -> None:
    oud = SnelleToets.objects.get(pk=loop.toets.pk)
    loop.dien_toets_in()
    with pytest.raises(StapNietMogelijk) as fout:
        voer_uit(oud, "trek_in", door=loop.planmaker, op=OP, verwacht="concept", reden="Bij nader inzien.")
    assert (fout.value.status, fout.value.tekst) == (
        409,
        "Dit is intussen gewijzigd: Noor van Dijk zette op 8 april 2025 de stap 'Snelle toets ingediend'. "
        "De stand is nu 'ingediend'. Wat u typte is bewaard.",
    )
    assert loop.toets.status == "ingediend"


def test_zonder_verwachte_stand_telt_de_stand_van_nu(loop: Levensloop) -> None:
    oud = SnelleToets.objects.get(pk=loop.toets.pk)
    loop.dien_toets_in()
    assert voer_uit(oud, "trek_in", door=loop.planmaker, op=OP, reden="Bij nader inzien.").status == "ingetrokken"


def test_een_rij_zonder_geschiedenis_noemt_alleen_haar_stand(wereld: Wereld) -> None:
    loop = nieuw(wereld)
    with pytest.raises(StapNietMogelijk) as fout:
        voer_uit(loop.toets, "vul_aan", door=loop.planmaker, op=OP)
    assert fout.value.tekst == "Dit kan niet vanuit de stand 'concept'."


def test_een_stap_die_niet_bestaat_is_een_fout_van_ons(loop: Levensloop) -> None:
    with pytest.raises(LookupError, match="SnelleToets kent geen stap dien_nooit_in"):
        voer_uit(loop.toets, "dien_nooit_in", door=loop.planmaker, op=OP)


def test_een_regel_die_niemand_toetst_houdt_de_stap_dicht(loop: Levensloop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(register._toetsen, ("1h.1", "dien snelle toets in"))
    with pytest.raises(StapBelet) as fout:
        voer_uit(loop.toets, "dien_in", door=loop.planmaker, op=OP)
    assert [(b.tekst, b.regel) for b in fout.value.beletselen] == [("Deze regel wordt nog nergens getoetst; de stap blijft dicht.", "1h.1")]


def test_het_scherm_noemt_dezelfde_beletselen_als_de_deur(loop: Levensloop) -> None:
    toets = loop.toets
    toets.inhoud = {**toets.inhoud, "knelpunten": " "}
    toets.save()
    [stap] = [m for m in mogelijkheden(toets, door=loop.planmaker, op=OP) if m.naam == "dien_in"]
    with pytest.raises(StapBelet) as fout:
        voer_uit(toets, "dien_in", door=loop.planmaker, op=OP)
    assert stap.beletselen == fout.value.beletselen
    assert len(stap.beletselen) == 1


# --- everything or nothing --------------------------------------------------------------------------------------


def test_een_stap_schrijft_toestand_journaal_klok_en_bericht_samen(loop: Levensloop) -> None:
    regels, berichten, klokken, _ = rijen(loop)
    loop.dien_toets_in()
    na = rijen(loop)
    assert (na[0] > regels, na[1] > berichten, na[2] - klokken, na[3]) == (True, True, 2, "ingediend")
    regel = Journaalregel.objects.get(onderwerp=loop.toets.pk, stap="dien_in")
    assert (regel.van, regel.naar, regel.op, regel.wie, regel.rol, regel.gebruiker_id) == (
        "concept",
        "ingediend",
        OP,
        "Ziekenhuis Waalstad",
        "planmaker",
        loop.planmaker.gebruiker_id,
    )
    assert regel.regels == ["1a.1", "1c.1", "1h.1"]


@contextmanager
def struikelt(naam_van_stap: str) -> Iterator[None]:
    """The last receiver of a step fails."""

    def val(sender: type, naam: str, **_: Any) -> None:
        if naam == naam_van_stap:
            raise ZeroDivisionError

    stap_gezet.connect(val)
    try:
        yield
    finally:
        stap_gezet.disconnect(val)


def test_struikelt_een_ontvanger_dan_is_er_niets_gebeurd(loop: Levensloop) -> None:
    voor = rijen(loop)
    with struikelt("dien_in"), pytest.raises(ZeroDivisionError):
        voer_uit(loop.toets, "dien_in", door=loop.planmaker, op=OP)
    assert rijen(loop) == voor
    loop.dien_toets_in()
    assert rijen(loop)[3] == "ingediend"


def test_een_geweigerde_stap_laat_geen_spoor_na(loop: Levensloop) -> None:
    voor = rijen(loop)
    for stap, fout in (("verklaar_compleet", StapNietMogelijk), ("bevestig_karakter", StapNietToegestaan)):
        with pytest.raises(fout):
            voer_uit(loop.toets, stap, door=loop.tweede, op=OP, karakter="innovatie")
    with pytest.raises(StapBelet):
        voer_uit(loop.toets, "trek_in", door=loop.planmaker, op=OP, reden="")
    assert rijen(loop) == voor


def test_een_handeling_die_misgaat_schrijft_niets_in_het_journaal(loop: Levensloop) -> None:
    voor = rijen(loop)
    with pytest.raises(ZeroDivisionError), handeling(loop.dossier, "nodig_uit", recht=rechten.PENVOERDER, door=loop.planmaker, op=OP):
        raise ZeroDivisionError
    assert rijen(loop) == voor


# --- no way around ----------------------------------------------------------------------------------------------


def test_een_overgang_buiten_de_deur_om_wordt_geweigerd(loop: Levensloop) -> None:
    toets = loop.toets
    with pytest.raises(TransitionNotAllowed):
        toets.dien_in(op=OP)
    assert (toets.status, loop.toets.status) == ("concept", "concept")


def test_de_toestand_toekennen_in_python_wordt_geweigerd(loop: Levensloop) -> None:
    with pytest.raises(AttributeError):
        loop.toets.status = "goedgekeurd"


def test_een_update_in_de_databank_wordt_geweigerd(loop: Levensloop) -> None:
    with pytest.raises(IntegrityError, match=NIET_DOOR_DE_DEUR), transaction.atomic():
        SnelleToets.objects.filter(pk=loop.toets.pk).update(status="goedgekeurd")
    assert loop.toets.status == "concept"


def test_na_een_stap_is_de_deur_weer_dicht(loop: Levensloop) -> None:
    loop.dien_toets_in()
    with pytest.raises(IntegrityError, match=NIET_DOOR_DE_DEUR), transaction.atomic():
        SnelleToets.objects.filter(pk=loop.toets.pk).update(status="goedgekeurd")


def test_een_nieuwe_rij_begint_vooraan(wereld: Wereld) -> None:
    loop = nieuw(wereld)
    Startgesprek.objects.filter(dossier=loop.dossier).delete()
    with pytest.raises(IntegrityError, match="Een nieuwe rij in transformatie_startgesprek begint als aangevraagd"), transaction.atomic():
        Startgesprek.objects.create(dossier=loop.dossier, aangevraagd_op=OP, status="gehouden")
    assert Startgesprek.objects.create(dossier=loop.dossier, aangevraagd_op=OP).status == "aangevraagd"


def test_een_toestand_die_niet_bestaat_weigert_de_databank_ook_achter_de_deur(loop: Levensloop) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('transformatieplan.deur', %s, true)", [str(loop.toets.pk)])
    with pytest.raises(IntegrityError, match="snelle_toets_geldige_toestand"), transaction.atomic():
        SnelleToets.objects.filter(pk=loop.toets.pk).update(status="bijna goedgekeurd")


def test_opnieuw_lezen_van_een_verwijderde_rij_laat_de_bescherming_staan(loop: Levensloop) -> None:
    gesprek = loop.dossier.startgesprek
    Startgesprek.objects.filter(pk=gesprek.pk).delete()
    with pytest.raises(Startgesprek.DoesNotExist):
        gesprek.refresh_from_db()
    assert gesprek.status == "gehouden"
    with pytest.raises(AttributeError):
        gesprek.status = "aangevraagd"
