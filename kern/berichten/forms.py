"""The form on which a person chooses how each kind of notice reaches them."""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField

from kern.berichten.models import Berichtvoorkeur
from kern.berichten.soorten import Berichtsoort, kiesbare_soorten

Wijze = Berichtvoorkeur.Wijze
KIES = {"required": "Kies hoe u deze berichten wilt krijgen.", "invalid_choice": "Kies een van de drie mogelijkheden."}


@dataclass(frozen=True)
class Keuzeregel:
    """One row of the table: a kind, and its three choices."""

    soort: Berichtsoort
    veld: BoundField

    @property
    def keuzes(self) -> list[dict[str, Any]]:
        """The three radio buttons, each with a name that says kind and choice to who hears the page."""
        return [
            {"waarde": waarde, "woord": woord, "naam": f"{self.soort.woorden}: {woord.lower()}", "is_gekozen": self.veld.value() == waarde}
            for waarde, woord in Wijze.choices
        ]


class InstellingenForm(forms.Form):
    """One choice per kind about which one may choose; what always goes at once is not in it."""

    def __init__(self, *args: Any, gebruiker_id: uuid.UUID, rollen: Iterable[str] = (), **kwargs: Any) -> None:
        gekozen = dict(Berichtvoorkeur.objects.filter(gebruiker=gebruiker_id).values_list("soort", "wijze"))
        super().__init__(*args, **kwargs)
        self.soorten = kiesbare_soorten(rollen)
        for soort in self.soorten:
            self.fields[soort.naam] = forms.ChoiceField(
                label=soort.woorden,
                choices=Wijze.choices,
                widget=forms.RadioSelect,
                initial=gekozen.get(soort.naam, Wijze.METEEN),
                error_messages=KIES,
            )

    def regels(self) -> Iterator[Keuzeregel]:
        for soort in self.soorten:
            yield Keuzeregel(soort, self[soort.naam])
