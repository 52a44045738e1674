"""1f.1: guideline lengths with a counter; a longer text is not refused."""

import pytest
from django.conf import settings

from tests.transformatie.views.opzet import BEGIN, Opzet
from transformatie.forms.afspraken import KpiForm, KpiMotiveringForm
from transformatie.forms.concept import ConceptForm
from transformatie.models import Transformatieplan
from transformatie.services import versies


@pytest.fixture
def wereld(db: None) -> Opzet:
    return Opzet()


def test_elk_tekstveld_van_snelle_toets_en_plan_telt_mee_met_een_richtlengte(wereld: Opzet) -> None:
    dossier = wereld.dossier()
    versie = versies.eerste_versie(Transformatieplan.objects.create(dossier=dossier), op=BEGIN)
    for stuk in (dossier.snelle_toets, versie):
        form = ConceptForm(stuk=stuk)
        richtlengtes = {form.fields[v.sleutel].widget.attrs["data-richtlengte"] for v in stuk.format.velden}
        assert richtlengtes <= {str(v.lengte) for v in stuk.format.velden}
        assert str(settings.RICHTLENGTE_VELD) in richtlengtes


def test_een_langere_tekst_wordt_niet_geweigerd(wereld: Opzet) -> None:
    stuk = wereld.dossier().snelle_toets
    veld = stuk.format.velden[0]
    form = ConceptForm({veld.sleutel: "a" * (veld.lengte + 500)}, stuk=stuk)
    form.is_valid()
    assert veld.sleutel not in form.errors


def test_ook_een_kpi_en_de_motivering_tellen_mee(wereld: Opzet) -> None:
    versie = versies.eerste_versie(Transformatieplan.objects.create(dossier=wereld.dossier()), op=BEGIN)
    velden = KpiForm(versie=versie).fields
    assert [velden[v].widget.attrs["data-richtlengte"] for v in ("omschrijving", "indicator")] == ["300", "200"]
    assert KpiMotiveringForm().fields["motivering"].widget.attrs["data-richtlengte"] == "1500"
