"""The examples: what has to be there for a screen that would otherwise stay empty."""

import datetime as dt
from decimal import Decimal

import pytest

from beoordeling.models import Voornemen
from config.voorbeeld import dossiers
from config.voorbeeld.wereld import Wereld


@pytest.mark.parametrize("vandaag", [dt.date(2025, 11, 3), dt.date(2026, 11, 22)])
def test_een_voorbeeld_loopt_onder_het_kader_van_2023_met_een_beantwoorde_vraag(wereld: Wereld, vandaag: dt.date) -> None:
    """Whenever the demo is filled, it was handed in before 2025, its two weeks are over and its dossier is closed."""
    voorbeeld = dossiers._onder_het_kader_van_2023(vandaag)
    begin = vandaag - dt.timedelta(days=voorbeeld.dagen_geleden + dossiers.DUUR[voorbeeld.stand])
    loop = voorbeeld.stand(wereld, begin, titel=voorbeeld.titel, bedrag=Decimal(voorbeeld.bedrag), **voorbeeld.opties)
    voorbeeld.verder(loop)
    rij = Voornemen.objects.select_related("ronde", "dossier").get()
    assert (rij.ronde.kaderversie, rij.gepubliceerd_op, rij.inzage_tot) == ("2023", dt.date(2024, 10, 10), dt.date(2024, 10, 24))
    assert (rij.dossier.is_gesloten, rij.is_open(vandaag)) == (True, False)
    vraag = rij.vragen.get()
    assert vraag.organisatie == wereld.accounts["verzekeraar"].organisatie
    assert vraag.antwoord
