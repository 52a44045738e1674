"""Digests made and sent by a real worker and beat, also when the worker is killed halfway."""

import datetime as dt

import pytest
from django.utils import timezone

from kern.berichten import services
from kern.berichten.mail import message_id
from kern.berichten.models import Bericht
from tests.config.test_werker import Werkplaats, wacht_tot, werkplaats
from tests.fabrieken.organisaties import GebruikerFactory
from tests.kern.berichten.schrijven import schrijf

__all__ = ["werkplaats"]
pytestmark = pytest.mark.django_db(transaction=True)
AANTAL = 40


def test_iedereen_krijgt_een_dagoverzicht_ook_als_de_werker_halverwege_sterft(werkplaats: Werkplaats) -> None:
    mensen = [GebruikerFactory() for _ in range(AANTAL)]
    for gebruiker in mensen:
        services.kies(gebruiker_id=gebruiker.pk, keuzes={"indiening": "dagoverzicht"})
        schrijf(gebruiker)
        schrijf(gebruiker)
    Bericht.objects.update(vastgelegd_op=timezone.now() - dt.timedelta(days=2))

    werkplaats.start_beat()  # nobody listens yet: what beat asks for is lost, and must not matter
    werkplaats.start_werker()
    wacht_tot(lambda: werkplaats.mails(), "het eerste dagoverzicht", elke=0.01)
    werkplaats.sla_dood("worker")
    onderweg = len(werkplaats.mails())
    werkplaats.start_werker()
    wacht_tot(lambda: not Bericht.objects.filter(status__in=["spaart", "wacht"]).exists(), "alle dagoverzichten verstuurd")

    overzichten = Bericht.objects.filter(soort="dagoverzicht")
    assert (overzichten.count(), Bericht.objects.filter(status="in_overzicht").count()) == (AANTAL, 2 * AANTAL)
    assert onderweg < AANTAL, "de worker was al klaar voor hij stierf"
    gestuurd = werkplaats.mails()
    assert set(gestuurd) == {message_id(sleutel) for sleutel in overzichten.values_list("sleutel", flat=True)}
    assert len(gestuurd) <= AANTAL + 1  # the one in hand at the kill may go again, under the same Message-ID
