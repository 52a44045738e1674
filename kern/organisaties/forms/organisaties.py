"""Forms for organisations, concerns and days."""

import re
from typing import Any

from kern.organisaties.forms.velden import BeheerForm
from kern.organisaties.models import Concern, Organisatie
from kern.termijnen.models import VrijeDag

Soort = Organisatie.Soort
CODE = re.compile(r"^GM\d{4}$")


class OrganisatieForm(BeheerForm):
    """What is kept of an organisation; its kind does not change once it exists."""

    class Meta:
        model = Organisatie
        fields = ["naam", "sector", "grootte", "concern", "gemeentecode", "provincie"]
        error_messages = {"naam": {"unique": "Er is al een organisatie met deze naam."}}
        help_texts = {
            "sector": "Voor een zorgaanbieder, en daar nodig. Laat het anders leeg.",
            "grootte": "Met de hand gezet; een criterium is niet afgesproken.",
            "concern": "Nodig bij een zorgverzekeraar, mag bij een zorgkantoor. "
            "Twee verzekeraars van een concern beoordelen nooit samen (1c.1).",
            "gemeentecode": "Alleen voor een gemeente, bijvoorbeeld GM0034.",
        }

    VAN_SOORT = {
        "sector": {Soort.ZORGAANBIEDER},
        "grootte": {Soort.ZORGAANBIEDER},
        "concern": {Soort.ZORGVERZEKERAAR, Soort.ZORGKANTOOR},
        "gemeentecode": {Soort.GEMEENTE},
        "provincie": {Soort.GEMEENTE},
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            for veld, soorten in self.VAN_SOORT.items():
                if self.instance.soort not in soorten:
                    del self.fields[veld]
                    self.helper.layout.fields.remove(veld)

    def clean(self) -> dict[str, Any]:
        """What belongs to one kind of organisation is filled in for that kind only."""
        gegevens = super().clean()
        soort = gegevens.get("soort") or self.instance.soort
        for veld, soorten in self.VAN_SOORT.items():
            if gegevens.get(veld) and soort not in soorten:
                self.add_error(veld, f"Dit hoort niet bij een {Soort(soort).label}. Laat het leeg.")
        if soort == Soort.ZORGAANBIEDER and "sector" in self.fields and not gegevens.get("sector"):
            self.add_error("sector", "Kies de sector van de zorgaanbieder.")
        if soort == Soort.ZORGVERZEKERAAR and "concern" in self.fields and not gegevens.get("concern"):
            self.add_error("concern", "Kies het concern van de zorgverzekeraar.")
        code = gegevens.get("gemeentecode")
        if code and not CODE.match(code):
            self.add_error("gemeentecode", "Een gemeentecode bestaat uit GM en vier cijfers, bijvoorbeeld GM0034.")
        return gegevens


class NieuweOrganisatieForm(OrganisatieForm):
    """A new organisation, with its kind."""

    class Meta(OrganisatieForm.Meta):
        fields = ["naam", "soort", "sector", "grootte", "concern", "gemeentecode", "provincie"]


class ConcernForm(BeheerForm):
    """A group of insurers."""

    class Meta:
        model = Concern
        fields = ["naam"]
        error_messages = {"naam": {"unique": "Er is al een concern met deze naam."}}


class VrijeDagForm(BeheerForm):
    """A day that a decree equates with a holiday."""

    class Meta:
        model = VrijeDag
        fields = ["datum", "bron"]
        error_messages = {"datum": {"unique": "Deze dag staat al in de lijst."}}
        help_texts = {"bron": "Het besluit, bijvoorbeeld: Staatsblad 2027, 123."}

    def clean(self) -> dict[str, Any]:
        """A Saturday or Sunday is free already."""
        gegevens = super().clean()
        datum = gegevens.get("datum")
        if datum and datum.weekday() >= 5:
            self.add_error("datum", "Deze dag valt in het weekend en is al vrij.")
        return gegevens
