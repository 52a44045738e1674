"""What a submission knows about its own clocks."""

import uuid
from functools import cached_property

from kern.termijnen.models import Termijn


class Klokhouder:
    """A row with clocks in kern.termijnen, found by its key."""

    pk: uuid.UUID
    klok_besluit_soort: str
    regel_besluit: str

    @cached_property
    def klokken(self) -> dict[str, Termijn]:
        """The latest clock per kind."""
        return {t.soort_termijn: t for t in Termijn.objects.van(self.pk).order_by("start_op", "vastgelegd_op")}

    @property
    def klok_besluit(self) -> Termijn | None:
        return self.klokken.get(self.klok_besluit_soort)

    @property
    def klok_indienen(self) -> Termijn | None:
        return self.klokken.get("indienen_transformatieplan")
