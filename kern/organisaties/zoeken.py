"""Searching by name without accents or capitals; no database extension is needed for it."""

from collections.abc import Mapping

from django.db.models import CharField, Func, Value
from django.db.models.functions import Lower

MET_TEKEN = "áàâäãåéèêëíìîïóòôöõúùûüçñýÿ’‘ʼ"
ZONDER = "aaaaaaeeeeiiiiooooouuuucnyy'''"
_TABEL = str.maketrans(MET_TEKEN, ZONDER)


def normaliseer(tekst: str) -> str:
    """What someone typed, as the column `zoeknaam` holds names: 'Súdwest' becomes 'sudwest'."""
    return " ".join(tekst.lower().translate(_TABEL).split())


def zonder_tekens(veld: str) -> Func:
    """The same in the database, as the expression of a generated column."""
    return Func(Lower(veld), Value(MET_TEKEN), Value(ZONDER), function="TRANSLATE", output_field=CharField())


def zoekterm(vragen: Mapping[str, str], naam: str = "zoek") -> str:
    """What was typed in a search box, without what no database can hold and not endless."""
    return vragen.get(naam, "").replace("\x00", "").strip()[:100]
