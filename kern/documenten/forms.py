"""The form field for one file."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from kern.documenten.controle import controleer_bestand
from kern.documenten.soorten import GRENZEN, SOORTEN


class DocumentInvoer(forms.FileInput):
    """A file chooser that offers only the kinds we take."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        aanvaard = ",".join(f".{extensie}" for soort in SOORTEN for extensie in soort.extensies)
        super().__init__({"accept": aanvaard, **(attrs or {})})


class DocumentField(forms.FileField):
    """One checked file; its limits stand beside it as a hint.  The form must be sent as multipart."""

    widget = DocumentInvoer
    default_error_messages = {
        "required": "Kies een bestand.",
        "invalid": "Er kwam geen bestand mee. Kies het opnieuw.",
        "missing": "Er kwam geen bestand mee. Kies het opnieuw.",
        "empty": "Dit bestand is leeg. Kies een ander bestand.",
        "max_length": "De naam van dit bestand is te lang. Geef het een kortere naam.",
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", GRENZEN)
        kwargs.setdefault("max_length", 200)
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        if isinstance(upload, UploadedFile):
            upload.gecontroleerd = controleer_bestand(upload)  # type: ignore[attr-defined]  # remembered on the object itself
        return upload
