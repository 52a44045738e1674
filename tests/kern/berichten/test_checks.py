"""A mail server that keeps silent may not hold the worker."""

import pytest

from kern.berichten.checks import SMTP, mailserver_krijgt_een_grens


@pytest.mark.parametrize(("seconden", "gaat"), [(10, True), (60, True), (None, False), (0, False), (61, False)])
def test_zonder_grens_op_het_wachten_start_de_toepassing_niet(settings: object, seconden: int | None, gaat: bool) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_TIMEOUT = SMTP, seconden
    assert [fout.id for fout in mailserver_krijgt_een_grens()] == ([] if gaat else ["berichten.E001"])


def test_zonder_smtp_hoeft_er_geen_grens_te_zijn(settings: object) -> None:
    settings.EMAIL_TIMEOUT = None
    assert mailserver_krijgt_een_grens() == []
