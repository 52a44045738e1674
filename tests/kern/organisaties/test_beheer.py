"""The pages of beheer: who may come in, what they change, and that every change is in the journaal."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from kern.basis import datums
from kern.berichten.models import Bericht
from kern.gebruikers.models import Gebruiker
from kern.journaal.models import Journaalregel
from kern.organisaties.models import Contactpersoon, Lidmaatschap, Organisatie
from kern.organisaties.services import basisgegevens, boek
from kern.organisaties.urls import urlpatterns
from kern.termijnen.models import Klokronde, VrijeDag
from tests.fabrieken.organisaties import (
    ConcernFactory,
    ContactpersoonFactory,
    GebruikerFactory,
    GemeenteFactory,
    GemeenteInRegioFactory,
    LidmaatschapFactory,
    MandaatregioFactory,
    VerzekeraarFactory,
    VerzekeraarsInRegioFactory,
    ZorgaanbiederFactory,
    ZorgkantoorregioFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.kern.organisaties.adressen")]
EIND_MAART, APRIL = dt.date(2025, 3, 31), dt.date(2025, 4, 1)


def adres(naam, rij=None, *meer):
    return reverse(naam, args=[rij.pk, *meer] if rij is not None else [])


def fouten(antwoord):
    return {veld: list(zinnen) for veld, zinnen in antwoord.context["form"].errors.items()}


def journaal():
    return list(Journaalregel.objects.filter(zaak=boek.REFERENTIE).values_list("soort", "stap").order_by("volgnummer"))


# Who may come in


@pytest.mark.parametrize("pad", [p for p in urlpatterns if not str(p.pattern).startswith("contacten/")], ids=lambda p: p.name)
def test_wie_geen_beheer_is_komt_er_niet_in(planmaker, client, pad):
    args = [uuid.uuid4()] if "pk" in str(pad.pattern) else []
    args += ["mandaatregio"] if "soort" in str(pad.pattern) else []
    url = reverse(pad.name, args=args)
    antwoord = planmaker.get(url)
    assert antwoord.status_code == 403
    assert "Deze bladzijde is alleen voor beheer." in antwoord.content.decode()
    assert planmaker.post(url).status_code == 403
    assert client.get(url).status_code == 302


def test_wie_ook_een_andere_rol_heeft_komt_er_alleen_in_als_beheer(scherm, lid):
    ander = LidmaatschapFactory(gebruiker=lid.gebruiker)
    sessie = scherm.session
    sessie["lidmaatschap"] = str(ander.pk)
    sessie.save()
    assert scherm.get(adres("beheer")).status_code == 403


# Insurers per region


def test_nieuwe_verzekeraars_beginnen_een_periode_en_sluiten_de_vorige(stuur, lid):
    oud = VerzekeraarsInRegioFactory()
    eerste, tweede = VerzekeraarFactory(), VerzekeraarFactory()
    antwoord = stuur(adres("beheer-paar-nieuw", oud.regio), eerste=eerste, tweede=tweede, van="2025-04-01", bron="afspraak")
    assert antwoord.status_code == 302
    oud.refresh_from_db()
    nieuw = oud.regio.verzekeraars.get(van=APRIL)
    assert (oud.tot, nieuw.eerste, nieuw.tot, nieuw.bron) == (EIND_MAART, eerste, None, "afspraak")
    assert journaal() == [("organisaties.verzekeraarsinregio", "wijzig"), ("organisaties.verzekeraarsinregio", "voeg_toe")]
    regel = Journaalregel.objects.get(stap="wijzig")
    assert (regel.gebruiker, regel.organisatie, regel.rol) == (lid.gebruiker, lid.organisatie, "beheer")
    assert regel.feiten == {"velden": ["tot"], "was": {"tot": None}, "wordt": {"tot": "2025-03-31"}}


def test_twee_verzekeraars_van_een_concern_worden_geweigerd_bij_het_veld(stuur):
    achmea = ConcernFactory(naam="Achmea")
    zk, friesland = VerzekeraarFactory(naam="Zilveren Kruis", concern=achmea), VerzekeraarFactory(naam="De Friesland", concern=achmea)
    zin = "De Friesland en Zilveren Kruis zijn hetzelfde concern (Achmea). Kies een andere tweede verzekeraar. (1c.1)"
    antwoord = stuur(adres("beheer-paar-nieuw", ZorgkantoorregioFactory()), eerste=zk, tweede=friesland, van="2025-04-01", bron="x")
    assert fouten(antwoord) == {"tweede": [zin]}
    paar = VerzekeraarsInRegioFactory(eerste=zk)
    assert fouten(stuur(adres("beheer-paar", paar), tweede=friesland)) == {"tweede": [zin]}
    assert "Fout:" in antwoord.content.decode()


def test_een_nieuwe_periode_begint_niet_voor_een_periode_die_er_al_is(stuur):
    paar = VerzekeraarsInRegioFactory(van=APRIL)
    antwoord = stuur(adres("beheer-paar-nieuw", paar.regio), eerste=paar.eerste, tweede=paar.tweede, van="2025-04-01", bron="x")
    assert fouten(antwoord) == {"van": ["Er is al een periode die op 1 april 2025 begint. Verbeter die, of kies een latere eerste dag."]}


def test_een_verbeterde_periode_overlapt_niet(stuur):
    eerder = VerzekeraarsInRegioFactory(tot=EIND_MAART)
    later = VerzekeraarsInRegioFactory(regio=eerder.regio, van=APRIL)
    assert fouten(stuur(adres("beheer-paar", later), van="2025-03-31")) == {
        "van": ["Deze periode overlapt met die van 1 januari 2020 tot en met 31 maart 2025."]
    }
    assert fouten(stuur(adres("beheer-paar", later), tot="2025-03-01")) == {"tot": ["De laatste dag ligt voor de eerste dag."]}


def test_een_mandaatregio_krijgt_geen_verzekeraars(scherm):
    assert scherm.get(adres("beheer-paar-nieuw", MandaatregioFactory())).status_code == 404


# Gemeenten in regions


def test_een_gemeente_verhuist_en_de_geschiedenis_blijft(stuur):
    plaats, nieuw = GemeenteInRegioFactory(), MandaatregioFactory()
    antwoord = stuur(adres("beheer-indeling-nieuw", plaats.gemeente, "mandaatregio"), regio=nieuw, van="2025-04-01", bron="besluit")
    assert antwoord.status_code == 302
    assert list(plaats.gemeente.indelingen.order_by("van").values_list("regio", "van", "tot")) == [
        (plaats.regio_id, dt.date(2020, 1, 1), EIND_MAART),
        (nieuw.pk, APRIL, None),
    ]


def test_een_gemeente_kan_alleen_naar_een_regio_van_dezelfde_indeling(stuur):
    plaats = GemeenteInRegioFactory()
    url = adres("beheer-indeling-nieuw", plaats.gemeente, "mandaatregio")
    assert list(fouten(stuur(url, regio=ZorgkantoorregioFactory(), van="2025-04-01", bron="x"))) == ["regio"]


def test_een_onzekere_rij_verdwijnt_van_de_lijst_als_beheer_haar_bevestigt(scherm, stuur):
    plaats = GemeenteInRegioFactory(is_onzeker=True)
    assert str(plaats.gemeente) in scherm.get(adres("beheer-onzeker")).content.decode()
    assert stuur(adres("beheer-indeling", plaats), is_onzeker=False, bron="gemeente, 3 april 2025").status_code == 302
    assert str(plaats.gemeente) not in scherm.get(adres("beheer-onzeker")).content.decode()


def test_een_twijfelachtige_regio_wordt_met_een_bedrag_verbeterd(stuur):
    regio = MandaatregioFactory(is_twijfelachtig=True, spuk_2025=5407422)
    antwoord = stuur(
        adres("beheer-regio-wijzig", regio), mandaathouder=regio.mandaathouder.naam, spuk_2025="1.250,50", is_twijfelachtig=False
    )
    assert antwoord.status_code == 302
    regio.refresh_from_db()
    assert (str(regio.spuk_2025), regio.is_twijfelachtig) == ("1250.50", False)
    assert fouten(stuur(adres("beheer-regio-wijzig", regio), mandaathouder="Bestaat niet", spuk_2026="veel")) == {
        "mandaathouder": ["Deze naam staat niet in de lijst. Kies een organisatie uit de lijst."],
        "spuk_2026": ["Dit is geen bedrag. Schrijf bijvoorbeeld 1.250,50 of 8400000."],
    }


# Organisations and contact persons


def test_een_organisatie_toevoegen_vraagt_wat_bij_haar_soort_hoort(stuur):
    url = adres("beheer-organisatie-nieuw")
    assert fouten(stuur(url, naam="Zorggroep Oost", soort="zorgaanbieder", gemeentecode="GM0034")) == {
        "gemeentecode": ["Dit hoort niet bij een zorgaanbieder. Laat het leeg."],
        "sector": ["Kies de sector van de zorgaanbieder."],
    }
    assert stuur(url, naam="Zorggroep Oost", soort="zorgaanbieder", sector="ggz", grootte="klein").status_code == 302
    assert Organisatie.objects.get(naam="Zorggroep Oost").grootte == "klein"
    assert fouten(stuur(url, naam="Zorggroep Oost", soort="zorgaanbieder", sector="ggz")) == {
        "naam": ["Er is al een organisatie met deze naam."]
    }


def test_de_soort_van_een_organisatie_ligt_vast(scherm):
    assert "soort" not in scherm.get(adres("beheer-organisatie-wijzig", ZorgaanbiederFactory())).context["form"].fields


def test_een_ander_wijzigde_intussen_en_dat_wordt_een_keer_gezegd(scherm):
    organisatie = ZorgaanbiederFactory(naam="Zorggroep Oost", grootte="groot")
    url = adres("beheer-organisatie-wijzig", organisatie)
    gezien = scherm.get(url).context["form"]["gezien"].value()
    Organisatie.objects.filter(pk=organisatie.pk).update(grootte="klein")
    velden = {"naam": "Zorggroep West", "sector": "ggz", "grootte": "groot"}
    antwoord = scherm.post(url, {**velden, "gezien": gezien})
    assert "Dit is intussen gewijzigd." in fouten(antwoord)["__all__"][0]
    assert "Zorggroep West" in antwoord.content.decode()
    assert scherm.post(url, {**velden, "gezien": antwoord.context["form"]["gezien"].value()}).status_code == 302


def test_contactpersonen_staan_per_niveau_en_komen_zonder_naam_in_het_journaal(scherm, stuur):
    verzekeraar = VerzekeraarFactory()
    url = adres("beheer-contactpersoon-nieuw", verzekeraar)
    assert stuur(url, niveau="bestuur", naam="Anna de Wit", email="anna@test.example", gecontroleerd_op="2025-04-01").status_code == 302
    contact = Contactpersoon.objects.get()
    assert stuur(adres("beheer-contactpersoon", contact), telefoon="0612345678").status_code == 302
    assert scherm.post(adres("beheer-contactpersoon-weg", contact)).status_code == 302
    assert not Contactpersoon.objects.exists()
    assert [r.feiten for r in Journaalregel.objects.order_by("volgnummer")] == [{}, {"velden": ["telefoon"], "was": {}, "wordt": {}}, {}]


# People and roles


def test_een_nieuwe_gebruiker_krijgt_bericht_en_kiest_zelf_een_wachtwoord(stuur, client, mailoutbox):
    assert stuur(adres("beheer-gebruiker-nieuw"), naam="Anna de Wit", email="Anna@Test.example").status_code == 302
    anna = Gebruiker.objects.get(email="anna@test.example")
    assert not anna.has_usable_password()
    assert list(Bericht.objects.values_list("aan", "soort")) == [(anna.pk, "account")]
    client.post(reverse("account_reset_password"), {"email": anna.email})
    assert [m.to for m in mailoutbox] == [[anna.email]]


def test_een_emailadres_bestaat_maar_een_keer_ook_met_hoofdletters(stuur):
    GebruikerFactory(email="anna@test.example")
    assert fouten(stuur(adres("beheer-gebruiker-nieuw"), naam="Anna", email="ANNA@test.example")) == {
        "email": ["Er is al een gebruiker met dit e-mailadres."]
    }


def test_een_rol_past_bij_de_soort_organisatie(stuur):
    mens, ziekenhuis, verzekeraar = GebruikerFactory(), ZorgaanbiederFactory(naam="Ziekenhuis"), VerzekeraarFactory(naam="Zeker")
    url = adres("beheer-lidmaatschap-nieuw", mens)
    assert fouten(stuur(url, organisatie=ziekenhuis.naam, rol="beoordelaar", van="2025-04-01")) == {
        "rol": ["De rol beoordelaar past alleen bij een zorgverzekeraar; Ziekenhuis is een zorgaanbieder."]
    }
    assert stuur(url, organisatie=verzekeraar.naam, rol="beoordelaar", mag_tekenen="on", van="2025-04-01").status_code == 302
    assert Lidmaatschap.objects.get(gebruiker=mens).mag_tekenen is True
    assert fouten(stuur(url, organisatie=verzekeraar.naam, rol="beoordelaar", van="2025-05-01")) == {
        "van": [f"{mens} heeft deze rol bij Zeker al in deze periode."]
    }


def test_een_beeindigde_rol_geldt_tot_en_met_de_laatste_dag(stuur):
    rol = LidmaatschapFactory()
    assert stuur(adres("beheer-lidmaatschap", rol), tot="2025-03-31").status_code == 302
    rol.refresh_from_db()
    assert (rol.is_geldig_op(EIND_MAART), rol.is_geldig_op(APRIL)) == (True, False)
    assert fouten(stuur(adres("beheer-lidmaatschap", rol), tot="2019-12-31")) == {"tot": ["De laatste dag ligt voor de eerste dag."]}


def test_er_blijft_altijd_iemand_met_de_rol_beheer(stuur, lid):
    zin = "Dit is het laatste lidmaatschap met de rol beheer. Geef eerst een ander deze rol."
    assert fouten(stuur(adres("beheer-lidmaatschap", lid), tot="2030-01-01")) == {"tot": [zin]}
    ander = LidmaatschapFactory(beheer=True, gebruiker__is_active=False)
    assert fouten(stuur(adres("beheer-lidmaatschap", lid), tot="2030-01-01")) == {"tot": [zin]}
    Gebruiker.objects.filter(pk=ander.gebruiker_id).update(is_active=True)
    assert stuur(adres("beheer-lidmaatschap", lid), tot="2030-01-01").status_code == 302


def test_niemand_zet_het_eigen_account_uit(stuur, lid):
    LidmaatschapFactory(beheer=True)
    assert fouten(stuur(adres("beheer-gebruiker-wijzig", lid.gebruiker), is_active=False)) == {
        "is_active": ["U kunt uw eigen account niet uitzetten."]
    }
    ander = GebruikerFactory()
    assert stuur(adres("beheer-gebruiker-wijzig", ander), is_active=False).status_code == 302
    assert not Gebruiker.objects.get(pk=ander.pk).is_active


# Days, and the start of beheer


def test_gelijkgestelde_dagen_toevoegen_en_verwijderen(scherm, stuur):
    url = adres("beheer-dag-nieuw")
    assert fouten(stuur(url, datum="2029-05-12", bron="besluit")) == {"datum": ["Deze dag valt in het weekend en is al vrij."]}
    assert fouten(stuur(url, datum="2029-02-30", bron="besluit")) == {
        "datum": ["Dit is geen bestaande dag. Schrijf bijvoorbeeld 21-03-2025."]
    }
    assert fouten(stuur(url, datum="0029-02-01", bron="besluit")) == {
        "datum": ["Kies een datum tussen 1 januari 2000 en 31 december 2099."]
    }
    assert stuur(url, datum="2029-05-11", bron="besluit").status_code == 302
    assert fouten(stuur(url, datum="2029-05-11", bron="besluit")) == {"datum": ["Deze dag staat al in de lijst."]}
    dag = VrijeDag.objects.get(datum=dt.date(2029, 5, 11))
    assert "vr 11 mei 2029" in scherm.get(adres("beheer-dagen")).content.decode()
    assert scherm.get(adres("beheer-dag-weg", dag)).status_code == 200
    assert VrijeDag.objects.filter(pk=dag.pk).exists()
    assert scherm.post(adres("beheer-dag-weg", dag)).status_code == 302
    assert not VrijeDag.objects.filter(pk=dag.pk).exists()


def test_beheer_ziet_of_de_ronde_langs_de_termijnen_loopt(scherm):
    assert "staat stil" in scherm.get(adres("beheer")).content.decode()
    nu = dt.datetime.now(dt.UTC)
    Klokronde.objects.create(peildatum=nu.date(), klaar_op=nu, aantal=3)
    assert "staat stil" not in scherm.get(adres("beheer")).content.decode()


def test_wat_niets_wijzigt_komt_niet_in_het_journaal(stuur):
    assert stuur(adres("beheer-organisatie-wijzig", ZorgaanbiederFactory())).status_code == 302
    assert journaal() == []


def test_twee_keer_versturen_voegt_een_keer_toe(scherm):
    sleutel = str(uuid.uuid4())
    gegevens = {
        "niveau": "bestuur",
        "naam": "Anna",
        "email": "a@test.example",
        "gecontroleerd_op": "2025-04-01",
        "formuliersleutel": sleutel,
    }
    url = adres("beheer-contactpersoon-nieuw", VerzekeraarFactory())
    assert [scherm.post(url, gegevens).status_code for _ in range(2)] == [302, 302]
    assert Contactpersoon.objects.count() == 1


# Lists


def test_zoeken_vindt_zonder_tekens_en_een_vreemd_teken_stoort_niet(scherm):
    GemeenteFactory(naam="Gemeente Súdwest-Fryslân")
    GemeenteFactory(naam="Gemeente Almere")
    rijen = scherm.get(adres("beheer-gemeenten"), {"zoek": "sudwest"}).context["bladzijde"].object_list
    assert [str(r) for r in rijen] == ["Gemeente Súdwest-Fryslân"]
    for lijst in ("beheer-gemeenten", "beheer-organisaties", "beheer-gebruikers", "beheer-regios", "contacten"):
        assert scherm.get(adres(lijst), {"zoek": "a\x00b", "pagina": "x", "sorteer": "-wachtwoord", "soort": "?"}).status_code == 200


@pytest.mark.parametrize("aantal", [1, 3])
@pytest.mark.parametrize(
    ("lijst", "vragen"),
    [
        ("beheer", 10),
        ("beheer-onzeker", 7),
        ("beheer-regios", 7),
        ("beheer-gemeenten", 7),
        ("beheer-organisaties", 6),
        ("beheer-gebruikers", 7),
        ("beheer-dagen", 6),
        ("contacten", 9),
    ],
)
def test_een_lijst_kost_een_vast_aantal_vragen(scherm, django_assert_num_queries, lijst, vragen, aantal):
    for n in range(aantal):
        paar = VerzekeraarsInRegioFactory(bron="voorbeeld")
        GemeenteInRegioFactory(is_onzeker=True, regio=paar.regio)
        ContactpersoonFactory(organisatie=paar.eerste)
        ContactpersoonFactory(organisatie=paar.tweede)
        LidmaatschapFactory(beoordelaar=True, organisatie=paar.eerste)
        MandaatregioFactory(is_twijfelachtig=True)
        VrijeDag.objects.create(datum=dt.date(2030, 1, 7 + n), bron="x")
        Klokronde.objects.create(peildatum=APRIL)
    with django_assert_num_queries(vragen):
        assert scherm.get(adres(lijst)).status_code == 200


def test_geen_bladzijde_van_beheer_is_te_groot(scherm):
    basisgegevens.laad(op=APRIL)
    for verzekeraar in Organisatie.objects.filter(soort="zorgverzekeraar"):
        for niveau in Contactpersoon.Niveau.values:
            ContactpersoonFactory(organisatie=verzekeraar, niveau=niveau, functie="manager zorginkoop", telefoon="030 123 45 67")
    paden = [p for p in urlpatterns if "pk" not in str(p.pattern) and p.name != "contacten-kloppen"]
    groottes = {p.name: len(scherm.get(reverse(p.name)).content) for p in paden}
    groottes["rol geven"] = len(scherm.get(adres("beheer-lidmaatschap-nieuw", GebruikerFactory())).content)
    assert {naam: grootte for naam, grootte in groottes.items() if grootte > 120_000} == {}


# The contact list


def test_iedereen_ziet_de_contacten_en_wat_oud_is_valt_op(planmaker, client):
    paar = VerzekeraarsInRegioFactory(regio__naam="Flevoland", eerste__naam="Zilveren Kruis")
    GemeenteInRegioFactory(gemeente__naam="Gemeente Almere", regio=paar.regio)
    vandaag = datums.vandaag()
    ContactpersoonFactory(organisatie=paar.eerste, naam="Recent", gecontroleerd_op=vandaag - dt.timedelta(days=183))
    ContactpersoonFactory(organisatie=paar.tweede, naam="Verouderd", gecontroleerd_op=vandaag - dt.timedelta(days=184))
    html = planmaker.get(adres("contacten"), {"zoek": "almere"}).content.decode()
    assert ("Flevoland" in html, "Recent" in html, "Verouderd" in html) == (True, True, True)
    assert html.count("langer dan een half jaar geleden") == 1
    assert "Geen regio gevonden" in planmaker.get(adres("contacten"), {"zoek": "elders"}).content.decode()
    assert client.get(adres("contacten")).status_code == 302


def test_een_verzekeraar_die_elders_de_eerste_is_valt_ook_als_tweede_op(planmaker):
    paar = VerzekeraarsInRegioFactory()
    VerzekeraarsInRegioFactory(eerste=paar.tweede)
    ContactpersoonFactory(organisatie=paar.tweede, gecontroleerd_op=dt.date(2020, 1, 1))
    assert planmaker.get(adres("contacten")).content.decode().count("langer dan een half jaar geleden") == 2
