"""The rechtmatigheidsdossier of one plan: what proves and what misses, the judgement of the NZa, its questions (3a.5)."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from pytest_django import DjangoAssertNumQueries

from kern.berichten.models import Bericht
from kern.organisaties.models import Lidmaatschap, Rol
from kern.toestanden.stap import StapBelet, StapNietToegestaan
from kern.web.panelen import werkvoorraad
from tests.fabrieken.organisaties import LidmaatschapFactory, VerzekeraarsInRegioFactory
from tests.verantwoording import kostenspel, opzet
from tests.verantwoording.conftest import Inloggen
from tests.verantwoording.opzet import NU, Mensen
from transformatie.models import Partij
from verantwoording.models import Rechtmatigheidsoordeel, Rechtmatigheidsvraag, Toekenning
from verantwoording.rechtmatigheid import Leverancier
from verantwoording.rechtmatigheidsblad import Rechtmatigheidsblad
from verantwoording.rechtmatigheidsfeiten import delen_van, ontbrekende
from verantwoording.services import kosten as diensten_kosten
from verantwoording.services import rechtmatigheid as diensten


def adres(t: Toekenning) -> str:
    return f"/dossiers/{t.dossier.kenmerk}/rechtmatigheid/"


def met_bewijs(m: Mensen, **kwargs: Any) -> Toekenning:
    t = opzet.lopend(m, **kwargs)
    opzet.toegekend(m, opzet.kpi(t, 1))
    return Toekenning.objects.get(pk=t.pk)


def missend(t: Toekenning, op: dt.date = NU) -> list[int]:
    return ontbrekende(delen_van([t], op)[t.pk])


def oordeel(m: Mensen, t: Toekenning, **anders: Any) -> Rechtmatigheidsoordeel:
    gegevens: dict[str, Any] = {
        "uitkomst": "positief",
        "onderbouwing": "De vier onderdelen zijn aangetoond.",
        "door": m.nza,
        "op": NU,
    } | anders
    return diensten.oordeel(t, **gegevens)


def vraag(m: Mensen, t: Toekenning, aan: Leverancier = Leverancier.PENVOERDER) -> Rechtmatigheidsvraag:
    oordeel(m, t, uitkomst="meer_nodig", onderbouwing="Ik mis iets.", onderdeel=3, aan=aan.value, vraag="Waar is de meting?")
    return Rechtmatigheidsvraag.objects.latest("vastgelegd_op")


def test_op_elk_moment_zegt_het_dossier_wat_er_toen_was(m: Mensen) -> None:
    t = met_bewijs(m)
    dagen = {dt.date(2025, 7, 9): [1, 2, 3, 4], dt.date(2025, 7, 10): [2, 3, 4], dt.date(2025, 8, 1): [3, 4], opzet.GESTART: [3], NU: []}
    assert {dag: missend(t, dag) for dag in dagen} == dagen


def test_op_een_eerdere_dag_telt_de_kostenstand_die_toen_gold(m: Mensen) -> None:
    t = kostenspel.lopend(m)
    later = NU + dt.timedelta(days=5)
    diensten_kosten.verbeter(kostenspel.ingediend(m, t, (100, 600), (0, 400)), door=m.penvoerder, op=later)
    kostenspel.ingediend(m, t, (150, 600), (0, 400), op=later)

    def standen(op: dt.date) -> list[dt.date]:
        return [b.op for b in delen_van([t], op)[t.pk][3].bewijs if b.wat == "Kostenstand van het 3e kwartaal 2025"]

    assert (standen(NU - dt.timedelta(days=1)), standen(NU), standen(later)) == ([], [NU], [later])


def test_wat_ontbreekt_noemt_wie_het_levert(m: Mensen) -> None:
    t = opzet.getekend(m, opzet.gereserveerd(m, opzet.toekenning(m)))
    gemis = [(d.nummer, g.tekst, g.wie.value) for d in delen_van([t], NU)[t.pk] for g in d.gemis]
    assert gemis == [
        (2, "Er is nog geen betaalbeschikking van de NZa.", "nza"),
        (3, "De vorm van de kostenregistratie is nog niet afgesproken.", "penvoerder"),
        (3, "Er is nog geen bewijs van een behaalde KPI.", "penvoerder"),
        (4, "Er is nog geen voortgangsmoment vastgelegd waarin de kosten en de voortgang zijn besproken.", "penvoerder"),
    ]


def test_het_bewijs_van_de_overeenkomst_noemt_elke_handtekening_en_de_hash_van_het_plan(m: Mensen) -> None:
    t = met_bewijs(m)
    bewijs = Rechtmatigheidsblad(t.dossier, t, NU, m.nza).delen[0].bewijs
    assert bewijs[0].sha256 == getattr(t.plan.ingediende_versie, "sha256", None)
    assert len(bewijs[0].sha256) == 64
    tekenaars = {b.door for b in bewijs if b.wat.startswith("Handtekening")}
    assert tekenaars == {str(lid.organisatie) for lid in (m.czv, m.tweede, m.penvoerder, m.deelnemer)}


def test_het_geld_op_de_bladzijde_is_dat_van_het_grootboek(m: Mensen) -> None:
    t = met_bewijs(m)
    blad = Rechtmatigheidsblad(t.dossier, t, NU, m.nza)
    assert blad.geld_totaal == t.bedrag
    assert sum((k.toegekend for k in blad.kpis), Decimal(0)) == dict(blad.geldregels)["toegekend per KPI, te betalen"]


def test_de_nza_oordeelt_positief_als_de_vier_onderdelen_compleet_zijn(m: Mensen) -> None:
    t = met_bewijs(m)
    rij = oordeel(m, t)
    assert (rij.uitkomst, rij.door, rij.op) == ("positief", m.nza.gebruiker, NU)
    gemeld = set(Bericht.objects.filter(soort="rechtmatigheidsoordeel").values_list("aan", flat=True))
    assert gemeld == {lid.gebruiker_id for lid in (m.czv, m.tweede_persoon, m.penvoerder)}


def test_een_positief_oordeel_zonder_vier_onderdelen_wordt_geweigerd_met_wat_er_mist(m: Mensen) -> None:
    t = opzet.lopend(m)
    with pytest.raises(StapBelet) as fout:
        oordeel(m, t)
    tekst = "Een positief oordeel vraagt dat onderdeel 3 compleet is. Er is nog geen bewijs van een behaalde KPI."
    assert [(b.tekst, b.regel, b.veld) for b in fout.value.beletselen] == [(tekst, "3a.5", "uitkomst")]
    assert not Rechtmatigheidsoordeel.objects.exists()
    assert oordeel(m, t, uitkomst="negatief", onderbouwing="Er is niets gemeten.").uitkomst == "negatief"


def test_alleen_de_nza_oordeelt(m: Mensen) -> None:
    t = met_bewijs(m)
    for lid in (m.czv, m.tweede, m.penvoerder, m.deelnemer):
        with pytest.raises(StapNietToegestaan):
            oordeel(m, t, door=lid)


def test_wie_ook_voor_een_indiener_werkt_oordeelt_niet_namens_de_nza(m: Mensen) -> None:
    t = met_bewijs(m)
    LidmaatschapFactory(gebruiker=m.nza.gebruiker, organisatie=m.deelnemer.organisatie)
    with pytest.raises(StapNietToegestaan):
        oordeel(m, t, door=Lidmaatschap.objects.get(pk=m.nza.pk))


@pytest.mark.parametrize(
    ("gegevens", "velden"),
    [
        ({"uitkomst": "meer_nodig"}, {"onderdeel", "aan", "vraag"}),
        ({"uitkomst": "meer_nodig", "onderdeel": 9, "aan": "nza", "vraag": " "}, {"onderdeel", "aan", "vraag"}),
        ({"uitkomst": "negatief", "onderbouwing": "  "}, {"onderbouwing"}),
    ],
)
def test_een_onvolledige_vraag_of_een_oordeel_zonder_grond_zegt_wat_er_mist(m: Mensen, gegevens: dict[str, Any], velden: set[str]) -> None:
    t = opzet.lopend(m)
    with pytest.raises(StapBelet) as fout:
        oordeel(m, t, **gegevens)
    assert {b.veld for b in fout.value.beletselen} == velden


def test_een_vraag_staat_in_de_werkvoorraad_van_wie_haar_moet_beantwoorden_en_daarna_bij_de_nza(m: Mensen) -> None:
    t = met_bewijs(m)
    v = vraag(m, t)
    wat = "Beantwoord de vraag van de NZa over de rechtmatigheid"

    def wacht_bij() -> list[str]:
        wie = {"penvoerder": m.penvoerder, "deelnemer": m.deelnemer, "czv": m.czv, "nza": m.nza}
        return [n for n, lid in wie.items() for i in werkvoorraad(lid, NU) if i.wat in (wat, "Oordeel opnieuw over de rechtmatigheid")]

    assert wacht_bij() == ["penvoerder"]
    with pytest.raises(StapNietToegestaan):
        diensten.beantwoord(v, antwoord="Hier.", door=m.czv, op=NU)
    diensten.beantwoord(v, antwoord="De meting zit bij KPI 1.", door=m.penvoerder, op=NU)
    assert wacht_bij() == ["nza"]
    assert Bericht.objects.filter(soort="rechtmatigheidsantwoord").values_list("aan", flat=True).get() == m.nza.gebruiker_id
    with pytest.raises(StapBelet):
        diensten.beantwoord(v, antwoord="Nog eens.", door=m.penvoerder, op=NU)
    oordeel(m, t)
    assert wacht_bij() == []


def test_een_oordeel_sluit_wat_nog_openstond(m: Mensen) -> None:
    t = met_bewijs(m)
    v = vraag(m, t, Leverancier.VERZEKERAAR)
    oordeel(m, t)
    v.refresh_from_db()
    assert (v.vervallen_op, v.is_open, v.organisatie) == (NU, False, m.czv.organisatie)
    with pytest.raises(StapBelet):
        diensten.beantwoord(v, antwoord="Te laat.", door=m.czv, op=NU)


def test_een_oordeel_en_een_antwoord_veranderen_niet_meer(m: Mensen) -> None:
    t = met_bewijs(m)
    v = diensten.beantwoord(vraag(m, t), antwoord="De meting zit bij KPI 1.", door=m.penvoerder, op=NU)
    for rijen, anders in (
        (Rechtmatigheidsoordeel.objects.all(), {"uitkomst": "positief"}),
        (Rechtmatigheidsvraag.objects.filter(pk=v.pk), {"antwoord": "Iets anders."}),
        (Rechtmatigheidsvraag.objects.filter(pk=v.pk), {"vraag": "Iets anders."}),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            rijen.update(**anders)
    with pytest.raises(DatabaseError), transaction.atomic():
        Rechtmatigheidsoordeel.objects.all().delete()


# de bladzijde


def test_de_bladzijde_op_een_dag_en_op_vandaag(m: Mensen, als: Inloggen) -> None:
    t = met_bewijs(m)
    client = als(m.nza)
    nu, toen = (client.get(adres(t) + zoek).content.decode() for zoek in ("", "?op=2025-08-01"))
    assert ("vier onderdelen compleet" in nu, "2 van de 4 onderdelen compleet" in toen) == (True, True)
    assert ("Geef een oordeel" in nu, "Geef een oordeel" in toen) == (True, False)
    for onzin, zin in (("2031-01-01", "Kies een dag tot en met vandaag."), ("gisteren", "Dit is geen bestaande dag.")):
        antwoord = client.get(adres(t), {"op": onzin})
        assert (antwoord.status_code, zin in antwoord.content.decode()) == (200, True)


def test_wie_niet_tekent_ziet_de_prijzen_niet(m: Mensen, als: Inloggen) -> None:
    """Other providers, other insurers and gemeenten get nothing; the deelnemer and both insurers do (domein 9)."""
    t = met_bewijs(m)
    ander = VerzekeraarsInRegioFactory().eerste
    gemeente = LidmaatschapFactory(rol=Rol.GEMEENTELIJK_BESLISSER)
    Partij.objects.create(dossier=t.dossier, organisatie=gemeente.organisatie, rol="gemeente", uitgenodigd_op=NU)
    vreemd: list[Any] = [LidmaatschapFactory(organisatie=ander, rol=Rol.BEOORDELAAR), LidmaatschapFactory(), gemeente]
    eigen = [m.nza, m.czv, m.tweede, m.penvoerder, m.deelnemer]
    assert [als(lid).get(adres(t)).status_code for lid in (*vreemd, *eigen)] == [404] * 3 + [200] * 5


def test_een_los_oordeel_staat_niet_in_het_dossier(m: Mensen, als: Inloggen) -> None:
    t = opzet.lopend(m)
    opzet.beoordeeld(m, opzet.kpi(t, 1))
    html = als(m.nza).get(adres(t)).content.decode()
    assert "Gezien." not in html
    assert "behaald</" not in html


def test_oordelen_en_antwoorden_in_de_browser(m: Mensen, als: Inloggen) -> None:
    t = opzet.lopend(m)
    client = als(m.nza)
    fout = client.post(adres(t), {"actie": "oordeel", "uitkomst": "positief", "onderbouwing": "Alles is er, zei men."})
    html = fout.content.decode()
    assert (fout.status_code, "onderdeel 3 compleet is" in html, "Alles is er, zei men." in html) == (422, True, True)
    goed = {
        "actie": "oordeel",
        "uitkomst": "meer_nodig",
        "onderbouwing": "Ik mis de meting.",
        "onderdeel": "3",
        "aan": "penvoerder",
        "vraag": "Waar?",
    }
    assert client.post(adres(t), goed).status_code == 302
    v = Rechtmatigheidsvraag.objects.get()
    leeg = als(m.penvoerder).post(adres(t), {"actie": "antwoord", "vraag": str(v.pk), f"{v.pk}-antwoord": ""})
    assert (leeg.status_code, "Schrijf uw antwoord op." in leeg.content.decode()) == (422, True)
    assert als(m.penvoerder).post(adres(t), {"actie": "antwoord", "vraag": str(v.pk), f"{v.pk}-antwoord": "Bij KPI 1."}).status_code == 302
    assert "Bij KPI 1." in client.get(adres(t)).content.decode()
    assert als(m.czv).post(adres(t), goed).status_code == 403
    assert als(m.czv).post(adres(t), {"actie": "iets"}).status_code == 404


@pytest.mark.parametrize("aantal", [1, 3])
def test_de_bladzijde_heeft_een_vast_aantal_vragen(
    m: Mensen, als: Inloggen, aantal: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    t = opzet.lopend(m, bedragen=[100] * aantal)
    for nummer in range(1, aantal + 1):
        opzet.toegekend(m, opzet.kpi(t, nummer))
        vraag(m, t)
    client = als(m.nza)
    client.get(adres(t))
    with django_assert_num_queries(21):
        client.get(adres(t))
