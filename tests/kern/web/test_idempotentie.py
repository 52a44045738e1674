"""A form that is sent twice is carried out once."""

import threading
import uuid
from collections.abc import Callable

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.test import RequestFactory

from kern.gebruikers.models import Gebruiker
from kern.organisaties.models import Concern
from kern.web.idempotentie import AL_VERSTUURD, VELD, eenmalig
from kern.web.models import Formuliersleutel
from tests.fabrieken.organisaties import GebruikerFactory


def verzoek(gebruiker: Gebruiker, sleutel: object, **velden: str) -> HttpRequest:
    request = RequestFactory().post("/", {VELD: str(sleutel), **velden})
    request.user = gebruiker
    request.session = {}
    request._messages = FallbackStorage(request)
    return request


@eenmalig
def maak(request: HttpRequest) -> HttpResponse:
    if request.POST.get("fout") == "vorm":
        return HttpResponse("nog eens", status=422)
    concern = Concern.objects.create(naam=f"C{uuid.uuid4()}")
    if request.POST.get("fout") == "stuk":
        raise RuntimeError("stuk")
    return redirect(f"/concern/{concern.pk}/")


@pytest.mark.django_db
def test_de_tweede_keer_brengt_u_naar_de_uitkomst_van_de_eerste_en_zegt_dat() -> None:
    gebruiker, sleutel = GebruikerFactory(), uuid.uuid4()
    eerste = maak(verzoek(gebruiker, sleutel))
    opnieuw = verzoek(gebruiker, sleutel)
    tweede = maak(opnieuw)
    assert tweede.url == eerste.url
    assert [str(m) for m in get_messages(opnieuw)] == [AL_VERSTUURD]
    assert Concern.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("fout", ["vorm", "stuk"])
def test_een_geweigerde_keer_verbruikt_de_sleutel_niet(fout: str) -> None:
    gebruiker, sleutel = GebruikerFactory(), uuid.uuid4()
    if fout == "stuk":
        with pytest.raises(RuntimeError):
            maak(verzoek(gebruiker, sleutel, fout=fout))
    else:
        assert maak(verzoek(gebruiker, sleutel, fout=fout)).status_code == 422
    assert (Concern.objects.count(), Formuliersleutel.objects.count()) == (0, 0)
    assert maak(verzoek(gebruiker, sleutel)).status_code == 302


@pytest.mark.django_db
def test_de_sleutel_van_een_ander_staat_niemand_in_de_weg() -> None:
    sleutel = uuid.uuid4()
    maak(verzoek(GebruikerFactory(), sleutel))
    maak(verzoek(GebruikerFactory(), sleutel))
    assert Concern.objects.count() == 2


@pytest.mark.django_db
def test_een_onleesbare_sleutel_is_geen_sleutel() -> None:
    assert maak(verzoek(GebruikerFactory(), "geen-uuid")).status_code == 302
    assert Formuliersleutel.objects.count() == 0


def tegelijk(doe: Callable[[], HttpResponse]) -> list[HttpResponse]:
    antwoorden: list[HttpResponse] = []

    def op_eigen_verbinding() -> None:
        try:
            antwoorden.append(doe())
        finally:
            connection.close()

    draden = [threading.Thread(target=op_eigen_verbinding) for _ in range(2)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join(20)
    return antwoorden


@pytest.mark.django_db(transaction=True)
def test_twee_verbindingen_tegelijk_doen_het_samen_een_keer() -> None:
    gebruiker, sleutel = GebruikerFactory(), uuid.uuid4()
    bezig = threading.Barrier(2, timeout=2)

    @eenmalig
    def langzaam(request: HttpRequest) -> HttpResponse:
        concern = Concern.objects.create(naam=f"C{uuid.uuid4()}")
        with pytest.raises(threading.BrokenBarrierError):
            bezig.wait()  # the other one never gets here while we are busy
        return redirect(f"/concern/{concern.pk}/")

    antwoorden = tegelijk(lambda: langzaam(verzoek(gebruiker, sleutel)))
    assert [a.url for a in antwoorden] == [f"/concern/{Concern.objects.get().pk}/"] * 2
