"""Input about the parties at the table: answering an invitation, and leaving."""

from kern.basis.forms import TekstField, Vorm

TE_LANG = "Deze reden is te lang: gebruik ten hoogste %(limit_value)d tekens (u heeft er %(show_value)d)."


class RedenForm(Vorm):
    """Why a party does not take part (any more); who is at the table reads it."""

    reden = TekstField(
        label="Reden",
        max_length=1000,
        rijen=3,
        help_text="De penvoerder en de coördinerende zorgverzekeraar krijgen uw reden; de andere partijen kunnen haar lezen.",
        error_messages={"required": "Geef een reden.", "max_length": TE_LANG},
    )


class LaatGaanForm(RedenForm):
    """Why the penvoerder takes a party off the table."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields[
            "reden"
        ].help_text = "De partij zelf en de coördinerende zorgverzekeraar krijgen uw reden; de andere partijen kunnen haar lezen."
