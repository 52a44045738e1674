"""The field of a state, on real models and on the models of migrations."""

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.models.signals import class_prepared

from transformatie.models import SnelleToets


@pytest.mark.django_db
def test_modellen_van_migraties_laten_geen_luisteraars_achter() -> None:
    """Elke luisteraar hoort elk volgend model; met duizenden ervan duurt een nieuwe databank minuten."""
    eerder = len(class_prepared.receivers)
    toets = MigrationLoader(connection).project_state().apps.get_model("transformatie", "SnelleToets")
    assert (toets.__module__, len(class_prepared.receivers)) == ("__fake__", eerder)


def test_op_een_echt_model_is_de_toestand_beschermd() -> None:
    toets = SnelleToets()
    with pytest.raises(AttributeError):
        toets.status = "ingediend"
