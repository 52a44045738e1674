"""A file to add to a dossier."""

from typing import Any

from django import forms

from kern.basis.forms import Vorm
from kern.documenten.forms import DocumentField
from kern.documenten.models import Document
from kern.organisaties.models import Lidmaatschap
from transformatie.models import Dossier
from transformatie.zicht import mag_lezen


class DocumentForm(Vorm):
    """What it is, the file, and who may read it; one can only choose readers one belongs to."""

    titel = forms.CharField(label="Wat is dit voor document?", max_length=200, error_messages={"required": "Geef het document een titel."})
    bestand = DocumentField(label="Bestand")
    voor = forms.ChoiceField(label="Wie mag dit lezen?", widget=forms.RadioSelect, error_messages={"required": "Kies wie dit mag lezen."})

    def __init__(self, *args: Any, dossier: Dossier, door: Lidmaatschap, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"voor": Document.Voor.IEDEREEN})
        super().__init__(*args, **kwargs)
        keuzes = [(v.value, v.label) for v in Document.Voor if mag_lezen(v, dossier, door)]
        self.fields["voor"].choices = keuzes  # type: ignore[attr-defined]  # a form's fields are typed as the base class
