"""Logging in, and what only the demo offers."""

import base64
import hmac
import re
import struct
import time
from typing import Any

import pytest
from django.conf import settings as instellingen
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client, override_settings

from kern.gebruikers import adapters, checks
from kern.gebruikers.voorbeeld import VOORBEELDACCOUNTS, WACHTWOORD, is_voorbeeldadres
from tests.fabrieken.organisaties import WACHTWOORD as TESTWACHTWOORD
from tests.fabrieken.organisaties import GebruikerFactory, LidmaatschapFactory

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ENGELS = re.compile(
    r"\b(Sign In|Sign Out|Password|Email|Please|Your|Forgot|Remember|Confirm|Change|Authenticator|Recovery|Invalid|Messages|Menu:)\b"
)


@pytest.fixture
def klant(client: Client) -> Client:
    client.force_login(LidmaatschapFactory().gebruiker, backend=BACKEND)
    return client


def totp_code(geheim: str) -> str:
    """The six digits an app shows now (RFC 6238)."""
    afdruk = hmac.digest(base64.b32decode(geheim), struct.pack(">Q", int(time.time()) // 30), "sha1")
    begin = afdruk[-1] & 15
    return f"{(struct.unpack('>I', afdruk[begin : begin + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"


def inloggen(client: Client, email: str, wachtwoord: str = TESTWACHTWOORD) -> int:
    return client.post("/account/login/", {"login": email, "password": wachtwoord}).status_code


@override_settings(LOGIN_REDIRECT_URL="/account/")
def test_met_adres_en_wachtwoord_komt_u_binnen_ook_met_een_hoofdletter(client: Client) -> None:
    GebruikerFactory(email="noor@test.example")
    assert inloggen(client, "Noor@test.example") == 302
    assert client.get("/account/").status_code == 200


def test_een_fout_wachtwoord_en_een_onbekend_adres_klinken_hetzelfde(client: Client) -> None:
    GebruikerFactory(email="noor@test.example")
    zinnen = [
        re.search(
            r"<li>(.*?)</li>", client.post("/account/login/", {"login": adres, "password": "x"}).content.decode().split("foutoverzicht")[1]
        )
        for adres in ("noor@test.example", "niemand@test.example")
    ]
    assert [z.group(1) for z in zinnen if z] == [
        "Dit e-mailadres en wachtwoord horen niet bij elkaar. Controleer ze en probeer het opnieuw."
    ] * 2


def test_wie_niet_is_ingelogd_komt_op_de_inlogbladzijde(client: Client) -> None:
    assert client.get("/regels/").url == "/account/login/?next=/regels/"


def test_niemand_meldt_zichzelf_aan(client: Client) -> None:
    antwoord = client.post("/account/signup/", {"email": "x@test.example", "password1": "langgenoeg-123", "password2": "langgenoeg-123"})
    assert "niet zelf aanmelden" in antwoord.content.decode()


@pytest.mark.parametrize("pad", ["email/", "confirm-email/", "confirm-email/abc/", "password/set/", "login/code/confirm/"])
def test_wat_wij_niet_aanbieden_is_er_niet(klant: Client, pad: str) -> None:
    assert klant.get(f"/account/{pad}").status_code == 404


def test_uitloggen_vraagt_een_post(klant: Client) -> None:
    assert "Blijf ingelogd" in klant.get("/account/logout/").content.decode()
    assert klant.get("/account/").status_code == 200
    klant.post("/account/logout/")
    assert klant.get("/account/").status_code == 302


@override_settings(AXES_ENABLED=True, AXES_FAILURE_LIMIT=3)
def test_na_te_veel_fouten_is_er_een_rustige_pauze(client: Client) -> None:
    GebruikerFactory(email="noor@test.example")
    statussen = [inloggen(client, "noor@test.example", "fout") for _ in range(4)]
    assert statussen == [200, 200, 429, 429]
    assert inloggen(client, "noor@test.example") == 429
    antwoord = client.post("/account/login/", {"login": "noor@test.example", "password": "fout"})
    assert "Even wachten" in antwoord.content.decode()


def test_een_nieuw_wachtwoord_komt_met_een_nederlandse_brief(client: Client) -> None:
    GebruikerFactory(email="noor@test.example")
    client.post("/account/password/reset/", {"email": "noor@test.example"})
    brief = mail.outbox[0]
    assert brief.subject == "Kies een nieuw wachtwoord voor Transformatieplan"
    pad = re.search(r"http://testserver(\S+)", brief.body).group(1)
    assert "Kies een nieuw wachtwoord" in client.get(pad, follow=True).content.decode()


def test_een_onbekend_adres_krijgt_geen_brief_en_hetzelfde_antwoord(client: Client) -> None:
    antwoord = client.post("/account/password/reset/", {"email": "niemand@test.example"})
    assert (antwoord.status_code, mail.outbox) == (302, [])


@pytest.mark.parametrize(
    "pad",
    [
        "",
        "rol/",
        "password/change/",
        "logout/",
        "2fa/",
        "reauthenticate/",
        "inactive/",
        "signup/",
        "password/reset/done/",
        "password/reset/key/done/",
    ],
)
def test_elke_accountbladzijde_is_nederlands_en_draagt_onze_schil(klant: Client, settings: Any, pad: str) -> None:
    settings.LOGIN_REDIRECT_URL = "/account/"
    html = klant.get(f"/account/{pad}", follow=True).content.decode()
    assert ENGELS.findall(re.sub(r"<[^>]+>", " ", html)) == []
    assert "css/thema.css" in html


def test_de_tweede_stap_aan_en_weer_uit(client: Client) -> None:
    lid = LidmaatschapFactory(gebruiker__email="noor@test.example")
    with override_settings(LOGIN_REDIRECT_URL="/account/"):
        inloggen(client, lid.gebruiker.email)
        assert "Vul daarom eerst uw wachtwoord in" in client.get("/account/2fa/totp/activate/", follow=True).content.decode()
        client.post("/account/reauthenticate/", {"password": TESTWACHTWOORD})
        html = client.get("/account/2fa/totp/activate/").content.decode()
        geheim = re.search(r'id="sleutel"[^>]*value="(\w+)"', html).group(1)
        client.post("/account/2fa/totp/activate/", {"code": totp_code(geheim)})
        assert "staat aan" in client.get("/account/2fa/").content.decode()
        assert "Elke code werkt één keer" in client.get("/account/2fa/recovery-codes/").content.decode()
        client.post("/account/logout/")
        assert client.post("/account/login/", {"login": lid.gebruiker.email, "password": TESTWACHTWOORD}).url.startswith(
            "/account/2fa/authenticate/"
        )
        bladzijde = client.get("/account/2fa/authenticate/").content.decode()
    assert "De tweede stap" in bladzijde
    assert ENGELS.findall(re.sub(r"<[^>]+>", " ", bladzijde)) == []


class TestVoorbeeldaccounts:
    def test_elk_account_heeft_een_eigen_adres_van_de_demo(self) -> None:
        assert len({a.email for a in VOORBEELDACCOUNTS}) == len(VOORBEELDACCOUNTS) >= 10
        assert all(is_voorbeeldadres(a.email) for a in VOORBEELDACCOUNTS)

    def test_buiten_de_demo_staat_er_geen_wachtwoord_op_de_bladzijde(self, client: Client) -> None:
        assert WACHTWOORD not in client.get("/account/login/").content.decode()

    @override_settings(DEMO=True)
    def test_in_de_demo_bent_u_met_een_klik_binnen(self, client: Client) -> None:
        html = client.get("/account/login/").content.decode()
        assert [a.email in html for a in VOORBEELDACCOUNTS] == [True] * len(VOORBEELDACCOUNTS)
        assert html.count(f'name="password" value="{WACHTWOORD}"') == len(VOORBEELDACCOUNTS)

    def test_de_opdracht_noemt_ze_alleen_in_de_demo(self, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(CommandError, match="alleen in de demo"):
            call_command("voorbeeldaccounts")
        with override_settings(DEMO=True):
            call_command("voorbeeldaccounts")
        regels = capsys.readouterr().out.splitlines()
        assert [r.split()[0] for r in regels[:-1]] == [a.email for a in VOORBEELDACCOUNTS]
        assert regels[-1].endswith(WACHTWOORD)

    def test_de_demo_in_productie_is_een_fout(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with override_settings(DEMO=True):
            assert checks.geen_demo_in_productie() == []
            monkeypatch.setattr(instellingen, "SETTINGS_MODULE", "config.settings.production")
            assert [f.id for f in checks.geen_demo_in_productie()] == ["gebruikers.E001"]

    @override_settings(LOGIN_REDIRECT_URL="/account/")
    def test_in_productie_komt_een_voorbeeldadres_er_nooit_in(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        GebruikerFactory(email="planmaker@voorbeeld.example")
        monkeypatch.setattr(adapters, "is_productie", lambda: True)
        assert inloggen(client, "planmaker@voorbeeld.example") == 200
        monkeypatch.setattr(adapters, "is_productie", lambda: False)
        assert inloggen(client, "planmaker@voorbeeld.example") == 302


class TestRol:
    def test_wisselen_geldt_voor_deze_sessie(self, client: Client) -> None:
        een = LidmaatschapFactory()
        twee = LidmaatschapFactory(gebruiker=een.gebruiker, beslisser=True)
        client.force_login(een.gebruiker, backend=BACKEND)
        assert client.get("/regels/").context["namens"] == een
        assert client.post("/account/rol/", {"lidmaatschap": twee.pk, "terug": "/regels/"}).url == "/regels/"
        assert client.get("/regels/").context["namens"] == twee

    def test_andermans_rol_kiezen_kan_niet(self, klant: Client) -> None:
        vreemd = LidmaatschapFactory()
        antwoord = klant.post("/account/rol/", {"lidmaatschap": vreemd.pk}, follow=True)
        assert "Deze rol hebt u niet meer" in antwoord.content.decode()
        assert antwoord.context["namens"] != vreemd

    def test_na_het_wisselen_gaat_u_nooit_naar_een_vreemd_adres(self, klant: Client) -> None:
        eigen = klant.get("/account/rol/").context["namens"]
        assert klant.post("/account/rol/", {"lidmaatschap": eigen.pk, "terug": "https://kwaad.example/"}).url == "/"

    def test_sneltoetsen_uitzetten_blijft(self, klant: Client) -> None:
        assert 'data-sneltoetsen="aan"' in klant.get("/account/").content.decode()
        klant.post("/account/", {})
        assert "data-sneltoetsen" not in klant.get("/account/").content.decode()
