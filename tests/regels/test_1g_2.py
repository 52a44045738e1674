"""1g.2: 'opleveren van een transformatieplan' only as first KPI, for at most the costs that were made."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from kern.toestanden.stap import StapBelet
from kern.toestanden.uitvoeren import voer_uit
from tests.regels.hulp import belet
from tests.verantwoording import opzet
from tests.verantwoording.opzet import Mensen
from transformatie.forms.afspraken import KpiForm
from transformatie.models import Kpi, Planversie, Transformatieplan
from verantwoording.services.bijstelling import bewaar_voorstel, start_bijstelling

OP = dt.date(2025, 6, 2)


@pytest.fixture
def m(db: None) -> Mensen:
    return opzet.maak_mensen()


@pytest.fixture
def versie(m: Mensen) -> Planversie:
    plan = opzet.plan_in_opstelling(m, opzet.snelle_toets(m))
    versie = plan.laatste_versie
    versie.inhoud = {v.sleutel: "Antwoord." for v in versie.format.velden}
    versie.bedrag_gevraagd = Decimal(1000)
    versie.save()
    return Planversie.objects.get(pk=versie.pk)


def kpi(m: Mensen, versie: Planversie, nummer: int, bedrag: int, kosten: int | None = None, stroom: str = "opleveren_plan") -> Kpi:
    return Kpi.objects.create(
        versie=versie,
        nummer=nummer,
        omschrijving="Plan opgeleverd",
        indicator="goedgekeurd plan",
        streefwaarde="ja",
        bedrag=bedrag,
        voorbereidingskosten=kosten,
        financieringsstroom=stroom,
        meten_op=dt.date(2026, 1, 1),
        organisatie=m.penvoerder.organisatie,
        sector="msz",
    )


def formulier(m: Mensen, versie: Planversie, **anders: Any) -> KpiForm:
    gegevens = {
        "omschrijving": "Plan opgeleverd",
        "indicator": "plan",
        "streefwaarde": "ja",
        "meten_op": "2026-01-01",
        "bedrag": "1000",
        "financieringsstroom": "opleveren_plan",
        "voorbereidingskosten": "1.200",
        "organisatie": str(m.penvoerder.organisatie_id),
        "sector": "msz",
    }
    return KpiForm(gegevens | anders, versie=versie)


def fouten(form: KpiForm) -> dict[str, str]:
    return {veld: str(fout[0]).replace("\u00a0", " ") for veld, fout in form.errors.items()}


def test_als_eerste_kpi_voor_ten_hoogste_de_gemaakte_kosten_mag_het(m: Mensen, versie: Planversie) -> None:
    assert fouten(formulier(m, versie)) == {}
    kpi(m, versie, 1, 1000, 1000)
    plan = Transformatieplan.objects.get(pk=versie.plan_id)
    assert voer_uit(plan, "dien_in", door=m.penvoerder, op=OP).status == "ingediend"


def test_meer_dan_de_gemaakte_kosten_wordt_geweigerd_bij_het_bedrag(m: Mensen, versie: Planversie) -> None:
    zin = "Voor het opleveren van het plan krijgt u ten hoogste de gemaakte kosten: € 900. (1g.2)"
    assert fouten(formulier(m, versie, voorbereidingskosten="900")) == {"bedrag": zin}


def test_zonder_gemaakte_kosten_wordt_het_geweigerd(m: Mensen, versie: Planversie) -> None:
    zin = "Vul in welke kosten u voor de voorbereiding maakte; het bedrag van de KPI is ten hoogste dat."
    assert fouten(formulier(m, versie, voorbereidingskosten="")) == {"voorbereidingskosten": zin}


def test_als_tweede_kpi_wordt_het_geweigerd(m: Mensen, versie: Planversie) -> None:
    kpi(m, versie, 1, 500, stroom="transformatiemiddelen")
    zin = "‘Opleveren van het transformatieplan’ kan alleen KPI 1 zijn. (1g.2)"
    assert fouten(formulier(m, versie)) == {"financieringsstroom": zin}


def test_kosten_bij_een_andere_kpi_worden_niet_bewaard(m: Mensen, versie: Planversie) -> None:
    form = formulier(m, versie, financieringsstroom="transformatiemiddelen")
    assert form.is_valid()
    assert form.save(commit=False).voorbereidingskosten is None


def test_buiten_het_scherm_om_wordt_het_bij_indienen_geweigerd(m: Mensen, versie: Planversie) -> None:
    kpi(m, versie, 1, 500, stroom="transformatiemiddelen")
    kpi(m, versie, 2, 500, 400)
    plan = Transformatieplan.objects.get(pk=versie.plan_id)
    assert belet(lambda: voer_uit(plan, "dien_in", door=m.penvoerder, op=OP), "1g.2") == [
        "‘Opleveren van het transformatieplan’ kan alleen KPI 1 zijn.",
        "Voor het opleveren van het plan krijgt u ten hoogste de gemaakte kosten: € 400.",
    ]


def test_uitbetalen_wacht_op_rechtmatigheid(m: Mensen) -> None:
    t = opzet.toekenning(m, [1000])
    t = opzet.in_uitvoering(m, opzet.beschikt(m, opzet.getekend(m, opzet.gereserveerd(m, t))), met_voortgang=False)
    k = opzet.toegekend(m, opzet.kpi(t))
    with pytest.raises(StapBelet) as fout:
        voer_uit(k, "betaal_uit", door=m.tweede_persoon, op=opzet.NU)
    assert "3a.5" in [b.regel for b in fout.value.beletselen]


def test_ook_een_bijstelling_brengt_het_opleveren_niet_boven_de_gemaakte_kosten(m: Mensen) -> None:
    t = opzet.lopend(m, [600, 400])
    with connection.cursor() as cursor:  # in the frozen version, as if it was handed in so
        cursor.execute("SELECT set_config('transformatieplan.onderhoud', 'ja', true)")
        Kpi.objects.filter(versie=t.plan.laatste_versie, nummer=1).update(
            financieringsstroom="opleveren_plan", voorbereidingskosten=Decimal(650)
        )
        cursor.execute("SELECT set_config('transformatieplan.onderhoud', '', true)")
    b = start_bijstelling(t, door=m.penvoerder, op=opzet.NU)

    def schrijf(*bedragen: int) -> None:
        kpis = {k.sleutel: {"bedrag": Decimal(n)} for k, n in zip(b.basis.kpi_lijst, bedragen, strict=True)}
        bewaar_voorstel(b, kpis=kpis, mijlpalen={}, toelichting="Duurder.", door=m.penvoerder, op=opzet.NU)

    schrijf(700, 300)
    assert belet(lambda: voer_uit(b, "leg_voor", door=m.penvoerder, op=opzet.NU), "1g.2") == [
        "Voor het opleveren van het plan krijgt u ten hoogste de gemaakte kosten: € 650."
    ]
    schrijf(650, 350)
    assert voer_uit(b, "leg_voor", door=m.penvoerder, op=opzet.NU).status == "voorgelegd"
