"""Production starts only with a complete and safe environment."""

import runpy
from pathlib import Path
from typing import Any

import pytest

from config.env import OmgevingOnvolledig

PRODUCTIE = Path(__file__).resolve().parents[2] / "config" / "settings" / "production.py"
SLEUTEL = "k7Vw2-pQz9_LmXr4TbY8sNd1HfGj6Ac3EuRo5WiPqZxCvBnMlKj0"
GOED = {
    "SECRET_KEY": SLEUTEL,
    "ALLOWED_HOSTS": "plan.example, www.plan.example",
    "DATABASE_URL": "postgres://tp:wachtwoord@databank:5432/tp",
    "MEDIA_ROOT": "/srv/media",
    "MAIL_SERVER": "mail.example",
    "MAIL_AFZENDER": "Transformatieplan <nieten@plan.example>",
    "CELERY_BROKER_URL": "redis://wachtrij:6379/0",
}
OVERIG = ["DEMO", "CSRF_TRUSTED_ORIGINS", "BASIS_ADRES", "HSTS_SECONDEN", "HSTS_SUBDOMEINEN", "MAIL_POORT", "MAIL_TLS", "LOGNIVEAU"]


def start(monkeypatch: pytest.MonkeyPatch, **anders: str | None) -> dict[str, Any]:
    """The settings of production in this environment; None takes a variable away."""
    for naam in [*GOED, *OVERIG]:
        monkeypatch.delenv(naam, raising=False)
    for naam, waarde in {**GOED, **anders}.items():
        if waarde is not None:
            monkeypatch.setenv(naam, waarde)
    return runpy.run_path(str(PRODUCTIE))


def test_een_volledige_omgeving_start(monkeypatch):
    instellingen = start(monkeypatch)
    assert (instellingen["DEBUG"], instellingen["DEMO"]) == (False, False)
    assert instellingen["ALLOWED_HOSTS"] == ["plan.example", "www.plan.example"]
    assert instellingen["CSRF_TRUSTED_ORIGINS"] == ["https://plan.example", "https://www.plan.example"]
    assert instellingen["BASIS_ADRES"] == "https://plan.example"
    assert instellingen["DATABASES"]["default"]["HOST"] == "databank"
    assert instellingen["STORAGES"]["staticfiles"]["BACKEND"] == "whitenoise.storage.CompressedManifestStaticFilesStorage"


def test_cookies_en_kopregels_zijn_veilig(monkeypatch):
    instellingen = start(monkeypatch)
    namen = ["SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS"]
    assert [instellingen[naam] for naam in namen] == [True, True, True, True, 31536000]
    assert instellingen["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")


@pytest.mark.parametrize("naam", list(GOED))
@pytest.mark.parametrize("waarde", [None, "", "   "])
def test_wat_ontbreekt_of_leeg_is_wordt_geweigerd(monkeypatch, naam, waarde):
    with pytest.raises(OmgevingOnvolledig, match=naam):
        start(monkeypatch, **{naam: waarde})


@pytest.mark.parametrize(
    "sleutel",
    [
        "alleen-voor-een-enkele-machine",
        "kort",
        SLEUTEL[:49],
        "a" * 60,
        "abababababababababababababababababababababababababababab",
        "django-insecure-" + SLEUTEL,
        "change-me-" + SLEUTEL,
        "tests",
    ],
)
def test_een_standaard_of_zwakke_sleutel_wordt_geweigerd(monkeypatch, sleutel):
    with pytest.raises(OmgevingOnvolledig, match="SECRET_KEY"):
        start(monkeypatch, SECRET_KEY=sleutel)


@pytest.mark.parametrize("waarde", ["ja", "1", "true", "JA", " yes "])
def test_de_demo_kan_in_productie_niet_aan(monkeypatch, waarde):
    with pytest.raises(OmgevingOnvolledig, match="demo"):
        start(monkeypatch, DEMO=waarde)


def test_een_typefout_in_ja_of_nee_wordt_niet_stil_nee(monkeypatch):
    with pytest.raises(OmgevingOnvolledig, match="MAIL_TLS is ja of nee"):
        start(monkeypatch, MAIL_TLS="jaa")


@pytest.mark.parametrize(
    ("naam", "waarde"),
    [
        ("ALLOWED_HOSTS", "*"),
        ("ALLOWED_HOSTS", "plan.example,*"),
        ("ALLOWED_HOSTS", "https://plan.example"),
        ("CSRF_TRUSTED_ORIGINS", "http://plan.example"),
        ("CSRF_TRUSTED_ORIGINS", "plan.example"),
        ("BASIS_ADRES", "http://plan.example"),
        ("BASIS_ADRES", "https://plan.example/map"),
        ("DATABASE_URL", "sqlite:///db.sqlite3"),
        ("CELERY_BROKER_URL", "filesystem://"),
        ("CELERY_BROKER_URL", "memory://"),
        ("MAIL_POORT", "vijf"),
        ("HSTS_SECONDEN", "-1"),
    ],
)
def test_een_onveilige_of_onzinnige_waarde_wordt_geweigerd(monkeypatch, naam, waarde):
    with pytest.raises(OmgevingOnvolledig, match=naam):
        start(monkeypatch, **{naam: waarde})
