"""The joint application to the NZa: both sides confirm once, then it is sent; a refused one begins anew."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kern.berichten.models import Bericht
from kern.documenten.models import Brief, Document
from kern.documenten.tasks import maak_brieven
from kern.journaal.models import Journaalregel
from kern.organisaties.models import Lidmaatschap
from kern.toestanden.stap import StapBelet, StapNietToegestaan
from kern.toestanden.uitvoeren import mogelijkheden, voer_uit
from tests.kern.documenten.bestanden import pdf
from tests.verantwoording import opzet
from tests.verantwoording.conftest import Inloggen
from tests.verantwoording.opzet import NU, Mensen
from verantwoording.models import Beschikkingsaanvraag, Betaalbeschikking, Toekenning
from verantwoording.overeenkomstwerk import overeenkomst as tekenwerk
from verantwoording.services.beschikkingsaanvraag import bevestig_aanvraag
from verantwoording.werkvoorraad import geld

OP = dt.date(2025, 7, 10)


def getekend(m: Mensen) -> Toekenning:
    """A signed agreement whose application nobody confirmed yet."""
    return voer_uit(opzet.onderteken(m, opzet.gereserveerd(m, opzet.toekenning(m))), "teken", door=m.czv, op=OP)


def werk(lid: Lidmaatschap) -> list[tuple[str, bool]]:
    vers = Lidmaatschap.objects.get(pk=lid.pk)
    return [(i.wat, i.is_aan_zet) for i in [*geld(vers, NU), *tekenwerk(vers, NU)]]


def test_pas_als_beide_kanten_bevestigden_gaat_de_aanvraag_naar_de_nza(m: Mensen) -> None:
    t = getekend(m)
    assert (werk(m.czv), werk(m.penvoerder), werk(m.nza)) == ([("Bevestig de aanvraag bij de NZa", True)],) * 2 + ([],)
    een = bevestig_aanvraag(t, door=m.czv, op=OP)
    assert (een.verzekeraar_op, een.penvoerder_op, een.verzonden_op, een.brief) == (OP, None, None, None)
    assert werk(m.czv) == [("De penvoerder bevestigt de aanvraag bij de NZa", False)]
    twee = bevestig_aanvraag(t, door=m.penvoerder, op=OP)
    assert (twee.penvoerder_op, twee.verzonden_op, twee.bedrag) == (OP, OP, t.bedrag)
    assert (werk(m.penvoerder), werk(m.nza)) == ([], [("Leg de betaalbeschikking vast", True)])
    assert list(Journaalregel.objects.filter(zaak=t.zaak).order_by("-volgnummer").values_list("stap", flat=True)[:3]) == [
        "verstuur_aanvraag",
        "bevestig_aanvraag",
        "bevestig_aanvraag",
    ]
    assert m.nza.gebruiker_id in set(Bericht.objects.filter(soort="verstuur_aanvraag").values_list("aan", flat=True))


def test_de_nza_beschikt_niet_voordat_beide_kanten_bevestigden(m: Mensen) -> None:
    t = getekend(m)
    with pytest.raises(StapBelet) as fout:
        voer_uit(t, "beschik", door=m.nza, op=OP, kenmerk="X", afgegeven_op=OP, bedrag=t.bedrag)
    assert [(b.tekst, b.regel) for b in fout.value.beletselen] == [
        ("De coördinerende zorgverzekeraar heeft de aanvraag nog niet bevestigd.", "3a.5"),
        ("De penvoerder heeft de aanvraag nog niet bevestigd.", "3a.5"),
    ]
    bevestig_aanvraag(t, door=m.penvoerder, op=OP)
    stap = next(s for s in mogelijkheden(Toekenning.objects.get(pk=t.pk), door=m.nza, op=OP) if s.naam == "beschik")
    assert [b.tekst for b in stap.beletselen] == ["De coördinerende zorgverzekeraar heeft de aanvraag nog niet bevestigd."]


def test_een_kant_bevestigt_een_keer_en_niemand_bevestigt_voor_een_ander(m: Mensen) -> None:
    t = getekend(m)
    bevestig_aanvraag(t, door=m.czv, op=OP)
    with pytest.raises(StapBelet, match="Uw kant heeft deze aanvraag al bevestigd"):
        bevestig_aanvraag(t, door=m.tweede_persoon, op=OP)
    for lid in (m.tweede, m.deelnemer, m.nza):
        with pytest.raises(StapNietToegestaan):
            bevestig_aanvraag(t, door=lid, op=OP)
    assert Beschikkingsaanvraag.objects.get().verzonden_op is None


def test_voor_het_tekenen_valt_er_niets_te_bevestigen(m: Mensen) -> None:
    t = opzet.onderteken(m, opzet.gereserveerd(m, opzet.toekenning(m)))
    with pytest.raises(StapBelet, match="nadat alle partijen de overeenkomst hebben getekend"):
        bevestig_aanvraag(t, door=m.czv, op=OP)


def test_de_aanvraag_noemt_het_plan_de_overeenkomst_de_handtekeningen_en_de_kpis(m: Mensen) -> None:
    t = getekend(m)
    maak_brieven()
    t = Toekenning.objects.get(pk=t.pk)
    for lid in (m.penvoerder, m.czv):
        bevestig_aanvraag(t, door=lid, op=OP)
    gegevens = Brief.objects.get(soort="beschikkingsaanvraag").gegevens
    versie = t.plan.ingediende_versie
    assert versie is not None
    document = Document.objects.get(soort="overeenkomst")
    assert [(s["wat"], s["sha256"]) for s in gegevens["stukken"][:2]] == [
        ("Goedgekeurd transformatieplan, versie 1", versie.sha256),
        ("Overeenkomst met KPI-bijlage, versie 1", document.sha256),
    ]
    assert (len(gegevens["stukken"]), [k["bedrag"] for k in gegevens["kpis"]], gegevens["bedrag"]) == (6, ["600.00", "400.00"], "1000.00")
    maak_brieven()
    assert Document.objects.get(soort="beschikkingsaanvraag").inhoudstype == "application/pdf"


def test_na_een_weigering_van_de_nza_begint_de_aanvraag_opnieuw(m: Mensen) -> None:
    t = opzet.getekend(m, opzet.gereserveerd(m, opzet.toekenning(m)))
    later = OP + dt.timedelta(days=20)
    voer_uit(t, "weiger_beschikking", door=m.nza, op=later, reden="De KPI's zijn niet meetbaar.")
    voer_uit(opzet.onderteken(m, t, op=later), "teken", door=m.czv, op=later)
    aanvraag = Beschikkingsaanvraag.objects.get()
    assert (aanvraag.ronde, aanvraag.verzekeraar_op, aanvraag.penvoerder_op, aanvraag.verzonden_op) == (2, None, None, None)
    for lid in (m.penvoerder, m.czv):
        bevestig_aanvraag(t, door=lid, op=later)
    assert Brief.objects.filter(soort="beschikkingsaanvraag").count() == 2


def test_bevestigen_op_het_scherm_en_een_tweede_keer_zegt_dat_het_al_gedaan_is(m: Mensen, als: Inloggen) -> None:
    t = getekend(m)
    adres = f"/dossiers/{t.dossier.kenmerk}/overeenkomst/"
    planmaker, czv = als(m.penvoerder), als(m.czv)
    assert planmaker.get(adres).content.decode().count('value="bevestig"') == 1
    assert 'value="bevestig"' not in als(m.deelnemer).get(adres).content.decode()
    assert planmaker.post(adres, {"actie": "bevestig"}).status_code == 302
    weer = planmaker.post(adres, {"actie": "bevestig"})
    assert (weer.status_code, "Uw kant heeft deze aanvraag al bevestigd." in weer.content.decode()) == (422, True)
    assert czv.post(adres, {"actie": "bevestig"}).status_code == 302
    assert "De aanvraag is verstuurd aan de NZa." in czv.get(adres).content.decode()
    assert als(m.deelnemer).post(adres, {"actie": "bevestig"}).status_code == 403


def test_de_betaalbeschikking_komt_als_pdf_in_het_dossier_en_iets_anders_niet(m: Mensen, als: Inloggen) -> None:
    t = opzet.getekend(m, opzet.gereserveerd(m, opzet.toekenning(m)))
    client, stap = als(m.nza), f"/stap/verantwoording.toekenning/{t.pk}/beschik/"
    goed = {"verwacht": "getekend", "kenmerk": "TB/1", "afgegeven_op": "2025-10-01", "bedrag": "1000", "toelichting": ""}
    assert "Voeg de betaalbeschikking toe." in client.post(stap, goed).content.decode()
    fout = client.post(stap, {**goed, "document": SimpleUploadedFile("x.pdf", b"geen pdf")})
    assert (fout.status_code, Betaalbeschikking.objects.count()) == (422, 0)
    assert client.post(stap, {**goed, "document": SimpleUploadedFile("tb.pdf", pdf())}).status_code == 302
    document = Document.objects.get(soort="betaalbeschikking")
    assert (document.titel, document.onderwerp) == ("Betaalbeschikking TB/1", Betaalbeschikking.objects.get().pk)
    for lid in (m.czv, m.tweede, m.penvoerder, m.nza):
        antwoord = als(lid).get(f"/documenten/{document.pk}/")
        assert (antwoord.status_code, antwoord.getvalue()[:5]) == (200, b"%PDF-")
        assert "Betaalbeschikking TB/1 (pdf)" in als(lid).get(f"/dossiers/{t.dossier.kenmerk}/overeenkomst/").content.decode()
