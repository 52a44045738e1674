"""1a.3: everyone involved is invited to a meeting; leaving one out takes a reason, and the dossier shows it."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from config.voorbeeld.levensloop import Levensloop
from config.voorbeeld.wereld import Wereld
from kern.berichten.models import Bericht
from kern.organisaties.models import Organisatie, Rol
from kern.toestanden.stap import StapBelet
from kern.toestanden.uitvoeren import voer_uit
from tests.fabrieken.wereld import nieuw
from tests.regels.hulp import belet
from transformatie.models import Overleg, Uitnodiging
from transformatie.services import dossiers
from transformatie.services import overleg as overleggen

MOMENT = dt.datetime(2025, 4, 8, 8, 30, tzinfo=dt.UTC)
GEWEIGERD = "Gemeente Wijchen is niet uitgenodigd. Nodig haar uit of geef een reden."


@pytest.fixture
def loop(wereld: Wereld) -> Levensloop:
    return nieuw(wereld, gemeenten=("Gemeente Nijmegen", "Gemeente Wijchen"))


@pytest.fixture
def wijchen(loop: Levensloop) -> Organisatie:
    return loop.wereld.organisatie("Gemeente Wijchen")


def beleg(loop: Levensloop) -> Overleg:
    return overleggen.begin_overleg(
        loop.dossier, organisator=loop.planmaker.organisatie, onderwerp="Begroting", door=loop.planmaker, op=loop.op
    )


def verstuur(loop: Levensloop, rij: Overleg, **gegevens: Any) -> Overleg:
    return voer_uit(rij, "verstuur_uitnodiging", door=loop.planmaker, op=loop.op, moment=MOMENT, plaats="zaal 2", **gegevens)


def test_een_partij_weglaten_zonder_reden_wordt_geweigerd_bij_haar_veld(loop: Levensloop, wijchen: Organisatie) -> None:
    rij = beleg(loop)
    with pytest.raises(StapBelet) as fout:
        verstuur(loop, rij, weggelaten={wijchen.pk: "  "})
    assert [(b.tekst, b.regel, b.veld) for b in fout.value.beletselen] == [(GEWEIGERD, "1a.3", f"reden_{wijchen.pk.hex}")]
    assert not Uitnodiging.objects.exists()


def test_het_startgesprek_wordt_op_dezelfde_grond_geweigerd(loop: Levensloop, wijchen: Organisatie) -> None:
    gegevens = {"moment": MOMENT, "plaats": "zaal 2", "weggelaten": {wijchen.pk: ""}}
    assert belet(lambda: loop.zet(loop.dossier.startgesprek, "plan", loop.czv, **gegevens)) == [GEWEIGERD]
    loop.zet(loop.dossier.startgesprek, "plan", loop.czv, moment=MOMENT, plaats="zaal 2", weggelaten={wijchen.pk: "Zij vroeg erom."})
    rij = Overleg.objects.get(soort_overleg="startgesprek")
    assert rij.uitnodigingen.get(organisatie=wijchen).weggelaten_om == "Zij vroeg erom."


def test_zonder_meer_is_elke_betrokken_partij_uitgenodigd(loop: Levensloop) -> None:
    rij = verstuur(loop, beleg(loop))
    uitgenodigd = {u.organisatie for u in rij.uitnodigingen.all() if u.is_uitgenodigd}
    assert uitgenodigd == set(loop.dossier.betrokken_organisaties)


def test_wie_met_reden_is_weggelaten_krijgt_niets_en_de_reden_blijft_staan(loop: Levensloop, wijchen: Organisatie) -> None:
    lid = loop.beslisser(wijchen)
    rij = verstuur(loop, beleg(loop), weggelaten={wijchen.pk: "Het gaat alleen over de inkoop."})
    uitnodiging = rij.uitnodigingen.get(organisatie=wijchen)
    assert (uitnodiging.is_uitgenodigd, uitnodiging.weggelaten_om) == (False, "Het gaat alleen over de inkoop.")
    assert not Bericht.objects.filter(soort="overleg_uitnodiging", aan=lid.gebruiker).exists()
    assert Bericht.objects.filter(soort="overleg_uitnodiging", aan=loop.czv.gebruiker).exists()


def test_de_databank_kent_geen_weglating_zonder_reden(loop: Levensloop, wijchen: Organisatie) -> None:
    rij = beleg(loop)
    with pytest.raises(IntegrityError, match="uitgenodigd_of_reden"), transaction.atomic():
        Uitnodiging.objects.create(overleg=rij, organisatie=wijchen)


def test_wie_later_aan_tafel_komt_hoort_bij_een_overleg_dat_nog_komt(loop: Levensloop) -> None:
    komt = verstuur(loop, beleg(loop))
    geweest = verstuur(loop, beleg(loop))
    loop.naar(dt.date(2025, 4, 8))
    voer_uit(geweest, "houd", door=loop.planmaker, op=loop.op)
    nieuwkomer = loop.wereld.organisatie("Gemeente Apeldoorn")
    lid = loop.wereld.lid(nieuwkomer, Rol.GEMEENTELIJK_BESLISSER)
    dossiers.nodig_uit(loop.dossier, nieuwkomer, "gemeente", door=loop.czv, op=loop.op)
    assert komt.uitnodigingen.get(organisatie=nieuwkomer).uitgenodigd_op == loop.op
    assert not geweest.uitnodigingen.filter(organisatie=nieuwkomer).exists()
    bericht = Bericht.objects.get(soort="overleg_uitnodiging", aan=lid.gebruiker)
    assert "Wanneer: di 8 april 2025, 10.30 uur tot 11.30 uur\nWaar: zaal 2" in bericht.tekst


def test_alleen_met_zichzelf_overleggen_kan_niet(loop: Levensloop) -> None:
    weg = {o.pk: "Niet nodig." for o in loop.dossier.betrokken_organisaties if o != loop.planmaker.organisatie}
    assert belet(lambda: verstuur(loop, beleg(loop), weggelaten=weg)) == ["Nodig ten minste een andere partij uit."]
    zelf = {loop.planmaker.organisatie.pk: "Ik kan niet."}
    assert belet(lambda: verstuur(loop, beleg(loop), weggelaten=zelf)) == ["Ziekenhuis Waalstad belegt dit overleg en is er zelf bij."]


def test_wie_het_dossier_verlaat_gaat_ook_van_het_overleg_af_en_komt_er_bij_terugkeer_weer_bij(
    loop: Levensloop, wijchen: Organisatie
) -> None:
    lid = loop.beslisser(wijchen)
    rij = verstuur(loop, beleg(loop))
    dossiers.laat_uitgaan(
        loop.dossier, loop.dossier.partijen.get(organisatie=wijchen), reden="Ander plan.", door=loop.planmaker, op=loop.op
    )
    assert rij.uitnodigingen.get(organisatie=wijchen).weggelaten_om == "Doet niet meer mee."
    afgezegd = Bericht.objects.get(soort="overleg_afgezegd")
    assert (afgezegd.aan, afgezegd.ics_methode) == (lid.gebruiker, "CANCEL")
    dossiers.nodig_uit(loop.dossier, wijchen, "gemeente", door=loop.czv, op=loop.op)
    assert rij.uitnodigingen.get(organisatie=wijchen).is_uitgenodigd
