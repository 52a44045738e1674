"""The money of a plan of twenty million in a real browser, until ledger, statement, payment sheet and rechtmatigheidsdossier agree."""

import io
import json
import re
import zipfile
from decimal import Decimal

import pytest
from django.core.management import call_command

from kern.basis.datums import vandaag
from tests.browser import been_verantwoording as been
from tests.browser.rol import Toneel
from verantwoording.models import Rechtmatigheidsarchief
from verantwoording.tasks import maak_rechtmatigheidsarchieven

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_twintig_miljoen_twaalf_kpis_en_alles_sluit_op_de_cent(toneel: Toneel) -> None:
    op = vandaag()
    loop = been.naar_vandaag(been.zet_plan_klaar(toneel, op), op)
    been.geef_voorschot_bij_kpi_1(toneel)
    been.betaal(toneel, 1)
    been.besluit_go(toneel)
    loop.dien_bewijs_in(2)
    been.ken_kpi_2_deels_toe(toneel)
    been.betaal(toneel, 2)
    loop.ververs()
    loop.houd_kosten_bij(115)
    been.stuur_bij_met_terugbetaling(toneel)
    been.ontvang_terugbetaling(toneel)
    betaald = been.DEEL + been.DEELS
    sluit(toneel, betaald)
    assert been.betaald_volgens_de_opdrachten(loop) == betaald
    been.oordeel_positief(toneel)
    archief_zegt_hetzelfde(toneel, betaald)
    assert toneel.fouten == [], "\n" + "\n".join(toneel.fouten)
    call_command("controleer_journaal")
    call_command("controleer_grootboek")


def sluit(t: Toneel, betaald: Decimal) -> None:
    """Four pages, one truth."""
    czv = t.als("beoordelaar")
    stand = been.grootboek(czv, t)
    assert stand == been.rechtmatigheid(t.als("nza"), t)
    terug = stand["terugbetaald aan het Zvw-fonds"]
    assert (terug, stand["uitbetaald"] + terug, been.samen_betaald(czv, t)) == (been.TERUG, betaald, betaald)
    assert (been.open_op_het_betaalblad(czv), been.open_op_het_betaalblad(t.als("tweede"))) == (Decimal(0), Decimal(0))


def archief_zegt_hetzelfde(t: Toneel, betaald: Decimal) -> None:
    """The archive the NZa takes along holds the same amounts."""
    nza = t.als("nza")
    been.naar(nza, t, "rechtmatigheid")
    nza.druk(re.compile("^Maak het archief"))
    nza.is_gelukt()
    assert maak_rechtmatigheidsarchieven() == 1
    archief = Rechtmatigheidsarchief.objects.get()
    assert archief.document is not None
    with archief.document.bestand.open("rb") as bestand, zipfile.ZipFile(io.BytesIO(bestand.read())) as inhoud:
        gegevens = json.loads(inhoud.read("gegevens.json"))
    assert sum((Decimal(b["bedrag"]) for b in gegevens["betalingen"]), Decimal(0)) == betaald
    assert Decimal(gegevens["saldi"]["zvw_fonds"]) == been.TERUG
