"""Failed log-ins are counted per visitor, not per proxy."""

import pytest
from django.test import RequestFactory

from config.bezoeker import bezoekersadres


@pytest.mark.parametrize(
    ("kop", "adres"),
    [
        ({}, "127.0.0.1"),
        ({"X-Forwarded-For": "203.0.113.7"}, "203.0.113.7"),
        ({"X-Forwarded-For": "10.9.9.9, 203.0.113.7"}, "203.0.113.7"),
        ({"X-Forwarded-For": "2001:db8::1"}, "2001:db8::1"),
        ({"X-Forwarded-For": "203.0.113.7, onzin"}, "127.0.0.1"),
    ],
    ids=["zonder proxy", "een proxy", "wat de bezoeker zelf voorzette telt niet", "ipv6", "onzin"],
)
def test_het_adres_is_wat_de_eigen_proxy_opschreef(rf: RequestFactory, kop, adres):
    assert bezoekersadres(rf.get("/", headers=kop)) == adres
