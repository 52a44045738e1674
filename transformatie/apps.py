from django.apps import AppConfig


class TransformatieConfig(AppConfig):
    """See docs/architectuur.md."""

    name = "transformatie"
