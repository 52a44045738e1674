"""The forms around paying: the key, a payment that was made, the division by the kassier."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms

from kern.basis.forms import BedragFormField, DatumField, Vorm
from kern.organisaties.models import Organisatie
from transformatie.models import Dossier
from verantwoording.models import Betaalopdrachtregel
from verantwoording.services.betaalopdracht import toon_procent

HONDERD = Decimal(100)


class ProcentField(forms.CharField):
    """A share as people write it: 62,5 and 62.5 and 62,5% are the same."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 12)
        kwargs.setdefault("error_messages", {"required": "Vul een percentage in; 0 mag ook."})
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return toon_procent(value) if isinstance(value, Decimal) else value

    def clean(self, value: Any) -> Decimal:
        """The share in percent with at most two decimals."""
        kaal = str(super().clean(value)).replace("%", "").replace(" ", "").replace("\u00a0", "").replace(",", ".")
        if not kaal.replace(".", "", 1).isdecimal() or not kaal.isascii():
            raise forms.ValidationError("Dit is geen percentage. Schrijf bijvoorbeeld 62,5.", code="geen_procent")
        procent = Decimal(kaal)
        if procent > HONDERD:
            raise forms.ValidationError("Een aandeel is hoogstens 100 procent.", code="te_groot")
        if procent != procent.quantize(Decimal("0.01")):
            raise forms.ValidationError("Gebruik hoogstens twee cijfers achter de komma.", code="te_precies")
        return procent


class SleutelForm(Vorm):
    """The shares of the two insurers of a plan, together 100."""

    coordinerend = ProcentField()
    tweede = ProcentField()

    def __init__(self, *args: Any, dossier: Dossier, sleutel: list[tuple[Organisatie, Decimal]], **kwargs: Any) -> None:
        self.dossier = dossier
        aandeel = dict(sleutel)
        begin = {"coordinerend": aandeel.get(dossier.coordinerend, Decimal(0))}
        if dossier.tweede is not None:
            begin["tweede"] = aandeel.get(dossier.tweede, Decimal(0))
        kwargs.setdefault("initial", begin)
        super().__init__(*args, **kwargs)
        self.fields["coordinerend"].label = f"Aandeel van {dossier.coordinerend} in procenten"
        if dossier.tweede is None:
            del self.fields["tweede"]
        else:
            self.fields["tweede"].label = f"Aandeel van {dossier.tweede} in procenten"

    def delen(self) -> dict[Organisatie, Decimal]:
        g = self.cleaned_data
        delen = {self.dossier.coordinerend: g["coordinerend"]}
        if self.dossier.tweede is not None:
            delen[self.dossier.tweede] = g["tweede"]
        return delen


class BetaaldForm(Vorm):
    """When a line was paid, and under which reference of the bank."""

    betaald_op = DatumField(label="Betaald op")
    referentie = forms.CharField(
        label="Kenmerk van de betaling",
        max_length=60,
        help_text="Zoals het op uw bankafschrift staat.",
        error_messages={"required": "Vul het kenmerk in waaronder u betaalde."},
    )

    def __init__(self, *args: Any, regel: Betaalopdrachtregel, op: dt.date, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"betaald_op": op, "referentie": regel.opdracht.kenmerk})
        kwargs.setdefault("prefix", str(regel.pk))
        super().__init__(*args, **kwargs)


def _deelveld(organisatie: Organisatie) -> str:
    """The field of one party, by its key: who is invited or leaves meanwhile moves no amount to somebody else."""
    return f"deel_{organisatie.pk.hex}"


class VerdelingForm(Vorm):
    """What each party got of one payment."""

    def __init__(self, *args: Any, partijen: list[Organisatie], delen: dict[Any, Decimal], wijzigt: bool, **kwargs: Any) -> None:
        self.partijen = partijen
        kwargs.setdefault("initial", {_deelveld(o): delen.get(o.pk) for o in partijen})
        super().__init__(*args, **kwargs)
        for organisatie in partijen:
            self.fields[_deelveld(organisatie)] = BedragFormField(label=organisatie.naam, required=False)
        if wijzigt:
            self.fields["reden"] = forms.CharField(
                label="Waarom wordt de verdeling anders?",
                max_length=400,
                error_messages={"required": "Schrijf op waarom de verdeling anders wordt."},
            )
        self.vertaal_meldingen()

    def delen(self) -> dict[Organisatie, Decimal]:
        g = self.cleaned_data
        return {o: g[_deelveld(o)] for o in self.partijen if g[_deelveld(o)]}
