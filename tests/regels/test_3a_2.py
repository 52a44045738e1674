"""3a.2: also in the account few KPI's and little to fill in: one statement per quarter, totals per post, no KPI of its own for costs."""

import datetime as dt

import pytest
from django.conf import settings

from kern.termijnen.ronde import loop_klokken
from tests.verantwoording import kostenspel, opzet
from tests.verantwoording.opzet import Mensen
from verantwoording.forms.kosten import KostenForm
from verantwoording.models import Kostenstand, KpiVerantwoording
from verantwoording.services.kosten_begroting import MEESTE_POSTEN


@pytest.fixture
def m(db: None) -> Mensen:
    return opzet.maak_mensen()


def test_de_verantwoording_volgt_de_kpis_van_het_plan_en_voegt_er_geen_toe(m: Mensen) -> None:
    t = kostenspel.lopend(m)
    versie = t.plan.ingediende_versie
    assert versie is not None
    assert KpiVerantwoording.objects.filter(toekenning=t).count() == len(versie.kpi_lijst) <= settings.RICHTAANTAL_KPIS


def test_per_kwartaal_volstaan_een_stand_en_twee_bedragen_per_post(m: Mensen) -> None:
    t = kostenspel.lopend(m)
    for dag in (dt.date(2025, 10, 1), dt.date(2025, 11, 1), dt.date(2025, 12, 1)):
        loop_klokken(dag)
    assert Kostenstand.objects.filter(toekenning=t).count() == 1
    begroting = kostenspel.stand(t).geldende_begroting
    assert begroting is not None
    form = KostenForm(posten=list(begroting.posten.all()), regels={})
    assert [n for n in form.fields if n.endswith("_1")] == ["gerealiseerd_1", "prognose_1", "toelichting_1"]
    assert MEESTE_POSTEN == 60
