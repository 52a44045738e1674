"""Hostile and clumsy use through the real addresses: a clear Dutch answer, and nothing stored by half."""

import re
import uuid
from html import unescape
from typing import Any

import pytest
from django.db.models import Model
from django.urls import reverse

from beoordeling.models import Commitment, GemeentelijkAkkoord, Oordeel, Toewijzing
from beoordeling.selectors import akkoorden_per_gemeente, commitments_per_organisatie, lopende_ronde
from config.rechten.spelers import SINDS
from config.rechten.toneel import Toneel
from config.voorbeeld.levensloop import Levensloop
from kern.gebruikers.models import Gebruiker
from kern.journaal.models import Journaalregel
from kern.organisaties.models import Lidmaatschap, Organisatie, Rol
from kern.toestanden.rechtenmatrix import Onderwerp
from tests.fabrieken.toneel import Browsers
from transformatie.models import Dossier, Escalatie

SCRIPT = "<script>alert('x')</script><b>vet</b>"
GETEKEND = {"naam": "Kees Vos", "functie": "bestuurder"}


@pytest.fixture
def loop(tonelen: list[Toneel]) -> Levensloop:
    """A dossier whose plan is about to be decided on."""
    return tonelen[1].loop


def stap_van(rij: Any, stap: str) -> str:
    return reverse("stap", args=[rij.soort(), rij.pk, stap])


def tekst(antwoord: Any) -> str:
    """What stands on the page, tags and spaces left out."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", antwoord.content.decode())))


def op(loop: Levensloop, naam: str, **delen: Any) -> str:
    return reverse(naam, kwargs={"kenmerk": loop.dossier.kenmerk, **delen})


def gevraagd(rij: Any) -> Any:
    """The row, put back to where it is still asked for."""
    return Onderwerp("", rij).in_stand("gevraagd")


def stand(rij: Model) -> tuple[Any, ...]:
    """Everything stored of a row, and how many steps are on record."""
    return (*type(rij)._base_manager.filter(pk=rij.pk).values_list().get(), Journaalregel.objects.count())


@pytest.fixture
def commitment(loop: Levensloop) -> Commitment:
    rij: Commitment = gevraagd(commitments_per_organisatie(loop.plan)[loop.planmaker.organisatie_id])
    return rij


@pytest.fixture
def akkoord(loop: Levensloop) -> GemeentelijkAkkoord:
    rij: GemeentelijkAkkoord = gevraagd(akkoorden_per_gemeente(loop.plan)[loop.gemeenten[0].pk])
    return rij


# --- in somebody else's name ------------------------------------------------------------------------------------------


def test_een_regiocoordinator_uit_de_eigen_mandaatregio_wordt_niet_toegewezen_ook_niet_met_een_vervalst_veld(
    loop: Levensloop, browsers: Browsers
) -> None:
    eigen = loop.wereld.lid(loop.gemeenten[0], Rol.REGIOCOORDINATOR)
    voor = list(Toewijzing.objects.values_list("pk", "beeindigd_op"))
    antwoord = browsers.van(loop.czv).post(op(loop, "regiocoordinator"), {"lidmaatschap": str(eigen.pk)})
    assert (antwoord.status_code, list(Toewijzing.objects.values_list("pk", "beeindigd_op"))) == (422, voor)
    assert "1b.3" in tekst(antwoord)


@pytest.mark.parametrize("sleutel", ["penvoerder", "planmaker-elders", str(uuid.UUID(int=1)), "geen-sleutel", "", "1 OR 1=1"])
def test_wie_geen_regiocoordinator_is_of_niet_bestaat_wordt_niet_toegewezen(loop: Levensloop, browsers: Browsers, sleutel: str) -> None:
    wie = {"penvoerder": loop.planmaker.pk, "planmaker-elders": loop.nza.pk}.get(sleutel, sleutel)
    voor = list(Toewijzing.objects.values_list("pk", "beeindigd_op"))
    antwoord = browsers.van(loop.czv).post(op(loop, "regiocoordinator"), {"lidmaatschap": str(wie)})
    assert (antwoord.status_code, list(Toewijzing.objects.values_list("pk", "beeindigd_op"))) == (422, voor)


@pytest.mark.parametrize("stap", ["keur_goed", "weiger"])
def test_een_gemeente_keurt_niet_goed_of_af_voor_een_andere(
    loop: Levensloop, akkoord: GemeentelijkAkkoord, browsers: Browsers, stap: str
) -> None:
    wijchen = Organisatie.objects.get(naam="Gemeente Wijchen")
    loop.dossier.partijen.create(organisatie=wijchen, rol="gemeente", uitgenodigd_op=loop.op, aanvaard_op=loop.op)
    voor = stand(akkoord)
    gegevens = {**GETEKEND, "reden": "Nee.", "sha256": akkoord.versie.sha256, "organisatie": str(wijchen.pk)}
    antwoord = browsers.van(loop.beslisser(wijchen)).post(stap_van(akkoord, stap), gegevens)
    assert (antwoord.status_code, stand(akkoord)) == (403, voor)
    assert "Dit kan alleen een gemeentelijk beslisser van deze gemeente" in tekst(antwoord)


def test_wie_niet_mag_tekenen_bindt_zijn_organisatie_niet_en_houdt_wat_hij_typte(
    loop: Levensloop, commitment: Commitment, browsers: Browsers
) -> None:
    gebruiker = Gebruiker.objects.create(email="stagiair@test.example", naam="Stan Stagiair")
    lid = Lidmaatschap.objects.create(gebruiker=gebruiker, organisatie=commitment.organisatie, rol=Rol.PLANMAKER, van=SINDS)
    voor = stand(commitment)
    antwoord = browsers.van(lid).post(stap_van(commitment, "geef"), {**GETEKEND, "sha256": commitment.versie.sha256, "mag_tekenen": "on"})
    assert (antwoord.status_code, stand(commitment)) == (403, voor)
    assert "Dit kan alleen iemand die voor deze partij mag tekenen" in tekst(antwoord)
    assert "Kees Vos" in tekst(antwoord)


def test_wie_is_uitgelogd_of_wiens_lidmaatschap_eindigde_zet_geen_stap(
    loop: Levensloop, commitment: Commitment, browsers: Browsers
) -> None:
    gebruiker = Gebruiker.objects.create(email="vertrokken@test.example", naam="Vera Vertrokken")
    lid = Lidmaatschap.objects.create(
        gebruiker=gebruiker, organisatie=commitment.organisatie, rol=Rol.PLANMAKER, van=SINDS, tot=SINDS, mag_tekenen=True
    )
    assert browsers.van(lid).post(stap_van(commitment, "geef"), GETEKEND).status_code == 404
    gebruiker.is_active = False
    gebruiker.save()
    assert browsers.van(lid).post(stap_van(commitment, "geef"), GETEKEND).status_code == 302


def test_een_rij_van_een_ander_dossier_is_onder_dit_dossier_niet_te_vinden(tonelen: list[Toneel], browsers: Browsers) -> None:
    hier, daar = tonelen[1].loop, tonelen[0].loop
    elders = Escalatie.objects.filter(dossier=daar.dossier).first()
    assert elders is not None
    paden = [
        op(hier, "escalatie", pk=elders.pk),
        op(hier, "plan-versie", nummer=99),
        reverse("dossier", args=["TP-2025-9999"]),
        reverse("stap", args=["transformatie.bestaatniet", elders.pk, "los_op"]),
        reverse("stap", args=[elders.soort(), elders.pk, "keur_goed"]),
        reverse("stap", args=[elders.soort(), elders.pk, "delete"]),
        reverse("stap", args=[elders.soort(), uuid.uuid4(), "los_op"]),
    ]
    client = browsers.van(hier.planmaker)
    assert [(client.get(p).status_code, client.post(p, {}).status_code) for p in paden] == [
        (404, 405),
        (404, 405),
        (404, 405),
        *[(404, 404)] * 4,
    ]


def test_een_andere_rol_kiezen_dan_men_heeft_geeft_geen_rechten(loop: Levensloop, browsers: Browsers) -> None:
    client = browsers.van(loop.planmaker)
    client.post(reverse("wissel-rol"), {"lidmaatschap": str(loop.czv.pk)})
    assert client.get(stap_van(loop.plan, "keur_goed")).status_code == 403


# --- hidden fields and old pages --------------------------------------------------------------------------------------


def test_een_andere_versie_dan_men_las_bindt_niemand(commitment: Commitment, loop: Levensloop, browsers: Browsers) -> None:
    voor = stand(commitment)
    for merk in ("0" * 64, "", "x" * 64, "'; --"):
        antwoord = browsers.van(loop.planmaker).post(stap_van(commitment, "geef"), {**GETEKEND, "sha256": merk})
        assert (antwoord.status_code, stand(commitment)) == (422, voor)
        assert "Kees Vos" in antwoord.content.decode()


def test_wie_instemt_met_een_tekst_die_intussen_anders_is_ziet_eerst_de_nieuwe(loop: Levensloop, browsers: Browsers) -> None:
    ronde: Any = Onderwerp("", lopende_ronde(loop.dossier)).in_stand("concept")  # type: ignore[arg-type]
    voor = stand(ronde)
    antwoord = browsers.van(loop.tweede).post(stap_van(ronde, "stem_in"), {"verwacht": "concept", "leesmerk": "0" * 16})
    assert (antwoord.status_code, stand(ronde)) == (422, voor)
    assert ronde.leesmerk in antwoord.content.decode()


@pytest.mark.parametrize("verwacht", ["ingediend", "bestaat_niet", "' OR 1=1"])
def test_op_een_oude_bladzijde_gaat_de_stap_niet_door_en_blijft_staan_wat_men_typte(
    loop: Levensloop, browsers: Browsers, verwacht: str
) -> None:
    voor = stand(loop.plan)
    gegevens = {"verwacht": verwacht, "motivering": "Een lange en zorgvuldige motivering.", "bedrag_toegekend": "8.400.000"}
    antwoord = browsers.van(loop.czv).post(stap_van(loop.plan, "wijs_af"), gegevens)
    assert (antwoord.status_code, stand(loop.plan)) == (409, voor)
    assert "intussen gewijzigd" in tekst(antwoord)
    assert "Een lange en zorgvuldige motivering." in tekst(antwoord)


def test_tweemaal_versturen_met_dezelfde_sleutel_zet_een_stap_en_met_een_andere_zegt_het_wie_haar_zette(
    commitment: Commitment, loop: Levensloop, browsers: Browsers
) -> None:
    client, sleutel = browsers.van(loop.planmaker), str(uuid.uuid4())
    gegevens = {**GETEKEND, "sha256": commitment.versie.sha256, "verwacht": "gevraagd", "formuliersleutel": sleutel}
    voor = Journaalregel.objects.filter(onderwerp=commitment.pk, stap="geef").count()
    codes = [client.post(stap_van(commitment, "geef"), gegevens).status_code for _ in range(2)]
    ander = client.post(stap_van(commitment, "geef"), {**gegevens, "formuliersleutel": str(uuid.uuid4())})
    assert [*codes, ander.status_code] == [302, 302, 409]
    assert Journaalregel.objects.filter(onderwerp=commitment.pk, stap="geef").count() == voor + 1
    assert f"{loop.planmaker.gebruiker} zette op" in tekst(ander)


def test_twee_beoordelaars_van_een_organisatie_bewaren_hetzelfde_punt_en_niets_gaat_verloren(loop: Levensloop, browsers: Browsers) -> None:
    ronde: Any = Onderwerp("", lopende_ronde(loop.dossier)).in_stand("open")  # type: ignore[arg-type]
    punt = ronde.punten[0].code
    oordeel = Oordeel.objects.get(beoordeling__ronde=ronde, beoordeling__rol="coordinerend", punt=punt)
    pad, versie = f"{op(loop, 'beoordelen')}?punt={punt}", oordeel.versie
    teksten = {loop.czv: "De eerste onderbouwing.", loop.tweede_persoon: "De tweede onderbouwing."}
    antwoorden = [
        browsers.van(lid).post(pad, {"waardering": "voldoende", "onderbouwing": wat, "versie": versie}) for lid, wat in teksten.items()
    ]
    oordeel.refresh_from_db()
    assert ([a.status_code for a in antwoorden], oordeel.onderbouwing) == ([302, 409], "De eerste onderbouwing.")
    assert all(wat in tekst(antwoorden[1]) for wat in teksten.values())
    assert str(loop.czv.gebruiker) in tekst(antwoorden[1])


@pytest.mark.parametrize("versie", ["", "-1", "x", "99999999999999999999"])
def test_een_geknoeide_versie_van_een_oordeel_bewaart_niets(loop: Levensloop, browsers: Browsers, versie: str) -> None:
    ronde: Any = Onderwerp("", lopende_ronde(loop.dossier)).in_stand("open")  # type: ignore[arg-type]
    pad = f"{op(loop, 'beoordelen')}?punt={ronde.punten[0].code}"
    voor = list(Oordeel.objects.order_by("pk").values())
    antwoord = browsers.van(loop.czv).post(pad, {"waardering": "voldoende", "onderbouwing": "Mijn tekst.", "versie": versie})
    assert (antwoord.status_code, list(Oordeel.objects.order_by("pk").values())) == (422, voor)
    assert "Mijn tekst." in tekst(antwoord)


# --- keys that are none -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sleutel", [str(uuid.UUID(int=1)), "geen-sleutel", "1' OR '1'='1"])
def test_een_organisatie_regio_of_gemeente_die_niet_bestaat_is_een_foute_keuze_bij_haar_veld(
    loop: Levensloop, browsers: Browsers, sleutel: str
) -> None:
    client, aantal = browsers.van(loop.planmaker), Dossier.objects.count()
    gegevens = {"titel": "Nieuw plan", "hoofdregio": sleutel, "regios": sleutel, "gemeenten": sleutel, "domeinen": "zvw", "sectoren": "msz"}
    antwoord = client.post(reverse("dossier-nieuw"), gegevens)
    assert (antwoord.status_code, Dossier.objects.count()) == (422, aantal)
    assert "Kies een regio uit de lijst." in tekst(antwoord)
    assert "Nieuw plan" in antwoord.content.decode()
    assert (
        client.get(reverse("dossiers"), {"regio": sleutel, "coordinerend": sleutel, "fase": sleutel, "pagina": sleutel}).status_code == 200
    )
    voor = loop.dossier.partijen.count()
    codes = [
        client.post(op(loop, "partijen"), {"actie": "nodig_uit", "organisatie": sleutel, "rol": "deelnemer"}).status_code,
        client.post(op(loop, "partijen"), {"actie": "laat_uitgaan", "partij": sleutel}).status_code,
        client.post(op(loop, "partijen"), {"actie": "bestaat_niet"}).status_code,
    ]
    assert (codes, loop.dossier.partijen.count()) == ([422, 404, 404], voor)


# --- text -------------------------------------------------------------------------------------------------------------


def test_een_tekst_van_een_megabyte_wordt_met_een_zin_geweigerd_en_niet_bewaard(loop: Levensloop, browsers: Browsers) -> None:
    aantal, veel = Escalatie.objects.count(), "knel " * 200_000
    antwoord = browsers.van(loop.planmaker).post(op(loop, "escalatie-nieuw"), {"knelpunt": veel})
    assert (antwoord.status_code, Escalatie.objects.count()) == (422, aantal)
    assert re.search(r"hoogstens 3\.?000 tekens", tekst(antwoord))
    voor = stand(loop.plan)
    antwoord = browsers.van(loop.czv).post(stap_van(loop.plan, "wijs_af"), {"motivering": veel, "verwacht": "in_beoordeling"})
    assert (antwoord.status_code, stand(loop.plan)) == (422, voor)
    assert "Deze tekst is te lang" in tekst(antwoord)


@pytest.mark.parametrize("teken", ["\x00", "\x00\x01\x02\x1b[31m", "\ud83d"])
def test_een_onzichtbaar_teken_geeft_een_zin_en_nooit_een_storing(loop: Levensloop, browsers: Browsers, teken: str) -> None:
    client, aantal = browsers.van(loop.planmaker), Escalatie.objects.count()
    kwaad = f"Kapot{teken}einde".encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    antwoord = client.post(op(loop, "escalatie-nieuw"), {"knelpunt": kwaad})
    if "\x00" in kwaad:
        assert (antwoord.status_code, Escalatie.objects.count()) == (422, aantal)
        assert "onzichtbaar teken" in tekst(antwoord)
    else:
        assert antwoord.status_code == 302


@pytest.mark.parametrize("plek", ["dossiers", "termijnen", "contacten", "werkvoorraad", "monitor", "berichten", "beheer-organisaties"])
def test_een_onzichtbaar_teken_in_een_adres_geeft_nooit_een_storing(tonelen: list[Toneel], browsers: Browsers, plek: str) -> None:
    lid = tonelen[0].speler("beheer" if plek in ("monitor", "beheer-organisaties") else "planmaker", "geen")
    namen = ("zoek", "q", "regio", "fase", "sector", "pagina", "van", "naar", "dossier", "status", "soort", "terug", "org", "sorteer")
    antwoord = browsers.van(lid).get(reverse(plek), dict.fromkeys(namen, "\x00<b>' OR 1=1"))
    assert antwoord.status_code in (200, 400)


def test_opmaak_en_script_in_elk_vrij_veld_staan_als_gewone_letters_op_elke_bladzijde(loop: Levensloop, browsers: Browsers) -> None:
    """Title, summary, knelpunt, reasons, judgements, minutes: nothing that was typed becomes a part of the page."""
    dossier = loop.dossier
    Dossier.objects.filter(pk=dossier.pk).update(titel=f"Plan {SCRIPT}", samenvatting=SCRIPT)
    Oordeel.objects.filter(beoordeling__ronde__dossier=dossier).update(onderbouwing=SCRIPT)
    dossier.startgesprek.__class__.objects.filter(pk=dossier.startgesprek.pk).update(uitkomst=SCRIPT, reden=SCRIPT)
    dossier.snelle_toets.__class__.objects.filter(pk=loop.toets.pk).update(
        motivering=SCRIPT, wat_ontbreekt=SCRIPT, experimenteerruimte=SCRIPT, inhoud=dict.fromkeys(loop.toets.inhoud, SCRIPT)
    )
    loop.plan.__class__.objects.filter(pk=loop.plan.pk).update(gevraagde_aanpassing=SCRIPT, wat_ontbreekt=SCRIPT)
    for rij in commitments_per_organisatie(loop.plan).values():
        type(rij).objects.filter(pk=rij.pk).update(naam=SCRIPT, functie=SCRIPT, reden=SCRIPT)
    type(loop.plan.laatste_versie.kpi_lijst[0]).objects.filter(versie__plan=loop.plan, versie__bevroren_op=None).update(omschrijving=SCRIPT)
    ronde = lopende_ronde(dossier)
    type(ronde).objects.filter(pk=ronde.pk).update(terugkoppeling=SCRIPT, afwijkend_standpunt=SCRIPT)  # type: ignore[union-attr]
    client = browsers.van(loop.planmaker)
    client.post(op(loop, "escalatie-nieuw"), {"knelpunt": SCRIPT})
    escalatie = Escalatie.objects.filter(dossier=dossier).earliest("-vastgelegd_op")
    namen = ["dossier", "geschiedenis", "partijen", "snelle-toets", "plan", "instemmingen", "beoordelen", "regiocoordinator", "overleggen"]
    paden = [op(loop, naam) for naam in namen] + [op(loop, "escalatie", pk=escalatie.pk), "/", reverse("dossiers"), reverse("termijnen")]
    paden += [stap_van(loop.plan, "keur_goed"), stap_van(loop.plan, "trek_in"), reverse("berichten")]
    gezien = 0
    for lid in (loop.planmaker, loop.czv, loop.tweede, loop.beslisser(loop.gemeenten[0]), loop.regiocoordinator):
        for pad in paden:
            inhoud = browsers.van(lid).get(pad).content.decode()
            assert "<script>alert" not in inhoud, (pad, lid.rol)
            assert "<b>vet" not in inhoud, (pad, lid.rol)
            gezien += "&lt;script&gt;alert" in inhoud
    assert gezien > 20


@pytest.mark.parametrize("terug", ["https://kwaad.example/", "//kwaad.example/", "javascript:alert(1)", "/\\kwaad.example"])
def test_een_vervalst_adres_om_naar_terug_te_gaan_leidt_nergens_anders_heen(
    commitment: Commitment, loop: Levensloop, browsers: Browsers, terug: str
) -> None:
    gegevens = {**GETEKEND, "sha256": commitment.versie.sha256, "verwacht": "gevraagd", "terug": terug}
    antwoord = browsers.van(loop.planmaker).post(stap_van(commitment, "geef"), gegevens)
    assert antwoord.status_code == 302
    assert antwoord.url == loop.dossier.get_absolute_url()
