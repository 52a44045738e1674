"""Abstract models every app builds on."""

import uuid
from typing import Any

from django.db import models


class BasisModel(models.Model):
    """A row with an unguessable key, so that an address gives nothing away."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    vastgelegd_op = models.DateTimeField("vastgelegd op", auto_now_add=True)

    class Meta:
        abstract = True


class BedragField(models.DecimalField):
    """An amount in euro with two decimals, at most 999 billion."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_digits", 14)
        kwargs.setdefault("decimal_places", 2)
        super().__init__(*args, **kwargs)
