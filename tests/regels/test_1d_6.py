"""1d.6: the Vliegende Brigade reads one dossier for some weeks, sees what the parties share and nothing else, and stops."""

import datetime as dt

import pytest

from config.voorbeeld.levensloop import Levensloop
from config.voorbeeld.wereld import Wereld
from kern.berichten.models import Bericht
from kern.organisaties.models import Lidmaatschap, Organisatie, Rol
from kern.toestanden.stap import StapNietToegestaan
from kern.web.panelen import werkvoorraad
from tests.fabrieken.organisaties import LidmaatschapFactory
from tests.regels import ladder as trap
from tests.regels.hulp import belet, belet_met_plek
from transformatie.meelezen import meelezend
from transformatie.models import Dossier, Zijspoor
from transformatie.selectors.zijspoor import brigadekandidaten
from transformatie.services import zijspoor

BRIGADE = Zijspoor.Soort.VLIEGENDE_BRIGADE
DAGEN = dt.timedelta(days=28)


@pytest.fixture
def loop(wereld: Wereld) -> Levensloop:
    return trap.ingediend(wereld)


@pytest.fixture
def igj(loop: Levensloop) -> Lidmaatschap:
    return loop.wereld.lid(loop.wereld.organisatie("IGJ"), Rol.BRIGADE)


@pytest.fixture
def spoor(loop: Levensloop) -> Zijspoor:
    return zijspoor.schakel_in(trap.tot_stap(loop, 1), BRIGADE, generiek="Wie wacht op wie?", door=loop.planmaker, op=loop.op)


def leest(door: Lidmaatschap, op: dt.date) -> list[str]:
    return [d.kenmerk for d in Dossier.objects.filter(meelezend(door, op))]


def test_de_vraag_legt_een_taak_bij_de_nza_die_mensen_noemt(loop: Levensloop, spoor: Zijspoor) -> None:
    assert "Noem mensen voor de Vliegende Brigade" in [i.wat for i in werkvoorraad(loop.nza, loop.op)]
    assert set(Bericht.objects.filter(soort="brigade_gevraagd").values_list("aan_id", flat=True)) == {loop.nza.gebruiker_id}
    zijspoor.noem_brigade(spoor, [loop.nza], door=loop.nza, op=loop.op)
    assert "Noem mensen voor de Vliegende Brigade" not in [i.wat for i in werkvoorraad(loop.nza, loop.op)]


def test_wie_genoemd_is_leest_achtentwintig_dagen_dit_ene_dossier(loop: Levensloop, spoor: Zijspoor, igj: Lidmaatschap) -> None:
    trap.ingediend(loop.wereld)
    assert leest(igj, loop.op) == []
    tot = zijspoor.noem_brigade(spoor, [igj], door=loop.nza, op=loop.op)
    assert tot == loop.op + DAGEN
    assert leest(igj, loop.op) == leest(igj, tot) == [loop.dossier.kenmerk]
    assert leest(igj, loop.op - dt.timedelta(days=1)) == leest(igj, tot + dt.timedelta(days=1)) == []
    assert [(i.wat, i.uiterlijk) for i in werkvoorraad(igj, loop.op)] == [("Duid het knelpunt voor de Vliegende Brigade", tot)]
    assert werkvoorraad(igj, tot + dt.timedelta(days=1)) == []


def test_meelezen_is_geen_zicht_op_lijsten_cijfers_en_stukken(loop: Levensloop, spoor: Zijspoor, igj: Lidmaatschap) -> None:
    menzis = loop.wereld.lid(loop.wereld.organisatie("Menzis"), Rol.BEOORDELAAR)
    zijspoor.noem_brigade(spoor, [igj, menzis, loop.nza], door=loop.nza, op=loop.op)
    for door in (igj, menzis, loop.nza):
        assert not Dossier.objects.zichtbaar_voor(door).exists()


def test_de_termijn_is_een_instelling(loop: Levensloop, spoor: Zijspoor, igj: Lidmaatschap, settings: object) -> None:
    settings.DAGEN_LEESTOEGANG_BRIGADE = 3  # type: ignore[attr-defined]
    assert zijspoor.noem_brigade(spoor, [igj], door=loop.nza, op=loop.op) == loop.op + dt.timedelta(days=3)


def test_alleen_wie_er_buiten_staat_kan_worden_genoemd(loop: Levensloop, spoor: Zijspoor, igj: Lidmaatschap) -> None:
    wereld = loop.wereld
    menzis = wereld.lid(wereld.organisatie("Menzis"), Rol.BEOORDELAAR)
    dubbel = LidmaatschapFactory(gebruiker=loop.planmaker.gebruiker, organisatie=wereld.organisatie("IGJ"), rol=Rol.BRIGADE)
    groepslid = LidmaatschapFactory(gebruiker=wereld.accounts["groep"].gebruiker, organisatie=wereld.organisatie("VWS"), rol=Rol.BRIGADE)
    zuster = Organisatie.objects.create(naam="Zusje", soort="zorgverzekeraar", concern=loop.dossier.coordinerend.concern)
    anders = [dubbel, groepslid, loop.czv, loop.tweede, loop.planmaker, wereld.accounts["groep"], wereld.accounts["beheer"]]
    if zuster.concern_id:
        anders.append(wereld.lid(zuster, Rol.BEOORDELAAR))
    kan = set(brigadekandidaten(spoor, loop.op))
    assert {igj, menzis, loop.nza} <= kan
    assert kan.isdisjoint(anders)
    for door in anders:
        [(zin, regel, veld)] = belet_met_plek(lambda door=door: zijspoor.noem_brigade(spoor, [door], door=loop.nza, op=loop.op))
        assert (zin.startswith("Kies mensen van de lijst"), regel, veld) == (True, "1d.6", "leden")
    assert not spoor.leden.exists()


def test_alleen_de_nza_noemt_verlengt_en_haalt_af(loop: Levensloop, spoor: Zijspoor, igj: Lidmaatschap) -> None:
    zijspoor.noem_brigade(spoor, [igj], door=loop.nza, op=loop.op)
    lid = spoor.leden.get()
    for door in (loop.planmaker, loop.czv, igj, loop.wereld.accounts["groep"]):
        with pytest.raises(StapNietToegestaan):
            zijspoor.noem_brigade(spoor, [loop.nza], door=door, op=loop.op)
        with pytest.raises(StapNietToegestaan):
            zijspoor.verleng_brigade(spoor, reden="Meer tijd.", door=door, op=loop.op)
        with pytest.raises(StapNietToegestaan):
            zijspoor.haal_van_brigade(spoor, lid, door=door, op=loop.op)
    zijspoor.haal_van_brigade(spoor, lid, door=loop.nza, op=loop.op)
    assert leest(igj, loop.op) == []


def test_verlengen_kan_een_keer_met_een_reden(loop: Levensloop, spoor: Zijspoor, igj: Lidmaatschap) -> None:
    assert belet(lambda: zijspoor.verleng_brigade(spoor, reden="Meer tijd.", door=loop.nza, op=loop.op)) == [
        "Er leest nog niemand mee. Noem eerst de mensen."
    ]
    tot = zijspoor.noem_brigade(spoor, [igj], door=loop.nza, op=loop.op)
    assert belet(lambda: zijspoor.verleng_brigade(spoor, reden=" ", door=loop.nza, op=loop.op)) == ["Geef een reden voor de verlenging."]
    assert zijspoor.verleng_brigade(spoor, reden="De cijfers komen later.", door=loop.nza, op=loop.op) == tot + DAGEN
    assert leest(igj, tot + DAGEN) == [loop.dossier.kenmerk]
    assert "al een keer verlengd" in belet(lambda: zijspoor.verleng_brigade(spoor, reden="Nog meer.", door=loop.nza, op=loop.op))[0]


def test_afronden_geeft_de_duiding_aan_iedereen_en_sluit_de_toegang_meteen(loop: Levensloop, spoor: Zijspoor, igj: Lidmaatschap) -> None:
    zijspoor.noem_brigade(spoor, [igj, loop.nza], door=loop.nza, op=loop.op)
    assert belet_met_plek(lambda: zijspoor.rond_brigade_af(spoor, duiding=" ", door=igj, op=loop.op)) == [
        ("Beschrijf hoe u het probleem ziet.", "1d.6", "duiding")
    ]
    zijspoor.leg_duiding_vast(spoor, duiding="Eerste indruk.", door=igj, op=loop.op)
    zijspoor.rond_brigade_af(spoor, duiding="De koppeling wacht op de leverancier.", door=igj, op=loop.op)
    spoor.refresh_from_db()
    assert (spoor.duiding, spoor.afgerond_op) == ("De koppeling wacht op de leverancier.", loop.op)
    assert leest(igj, loop.op) == leest(loop.nza, loop.op) == []
    aan = set(Bericht.objects.filter(soort="brigade_klaar").values_list("aan_id", flat=True))
    assert {loop.planmaker.gebruiker_id, loop.czv.gebruiker_id, loop.tweede.gebruiker_id} <= aan
    assert igj.gebruiker_id not in aan
    assert "al afgerond" in belet(lambda: zijspoor.rond_brigade_af(spoor, duiding="Nog eens.", door=igj, op=loop.op))[0]


def test_wie_te_laat_is_schrijft_niet_meer_en_de_nza_rondt_af(loop: Levensloop, spoor: Zijspoor, igj: Lidmaatschap) -> None:
    tot = zijspoor.noem_brigade(spoor, [igj], door=loop.nza, op=loop.op)
    na = tot + dt.timedelta(days=1)
    for doe in (zijspoor.leg_duiding_vast, zijspoor.rond_brigade_af):
        assert "Uw leestoegang is voorbij" in belet(lambda doe=doe: doe(spoor, duiding="Te laat.", door=igj, op=na))[0]
    zijspoor.rond_brigade_af(spoor, duiding="Zie de brief van de IGJ.", door=loop.nza, op=na)
    spoor.refresh_from_db()
    assert spoor.afgerond_op == na


def test_eindigt_de_ladder_dan_stopt_het_meelezen(loop: Levensloop, spoor: Zijspoor, igj: Lidmaatschap) -> None:
    zijspoor.noem_brigade(spoor, [igj], door=loop.nza, op=loop.op)
    loop.zet(spoor.escalatie, "los_op", loop.planmaker, uitkomst="Opgelost.")
    assert leest(igj, loop.op) == []


def test_een_lidmaatschap_dat_eindigt_neemt_de_toegang_mee(loop: Levensloop, spoor: Zijspoor, igj: Lidmaatschap) -> None:
    zijspoor.noem_brigade(spoor, [igj], door=loop.nza, op=loop.op)
    igj.tot = loop.op
    igj.save()
    assert leest(igj, loop.op) == [loop.dossier.kenmerk]
    assert leest(igj, loop.op + dt.timedelta(days=1)) == []
