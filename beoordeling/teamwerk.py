"""Deeladviezen that wait on a person, riding on the query that reads the rondes of the werkvoorraad."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q
from django.db.models.functions import JSONObject
from django.urls import reverse

from beoordeling.models import Adviesverzoek, Teamrol
from kern.organisaties.models import Lidmaatschap
from kern.web.panelen import Werkitem


def gevraagde_deeladviezen(namens: Lidmaatschap) -> ArraySubquery:
    """What colleagues of the own insurer ask this person, or who this person stands in for, about the outer ronde and is open."""
    rijen = Adviesverzoek.objects.filter(
        Q(aan__gebruiker=namens.gebruiker_id) | (Q(aan__in=namens.vervangt_ids) & ~Q(gevraagd_door=namens.gebruiker_id)),
        beoordeling__ronde=OuterRef("pk"),
        aan__organisatie=namens.organisatie_id,
        aan__rol=namens.rol,
        gegeven_op=None,
        ingetrokken_op=None,
    )
    velden = JSONObject(
        pk="pk",
        rol="rol",
        uiterlijk="uiterlijk_op",
        sinds="gevraagd_op",
        wie=F("gevraagd_door__naam"),
        aan=F("aan__gebruiker"),
        aan_naam=F("aan__gebruiker__naam"),
    )
    return ArraySubquery(rijen.order_by("uiterlijk_op").values(j=velden))


def deeladviezen(ronde: Any, namens: Lidmaatschap) -> Iterator[Werkitem]:
    """The items of one ronde that was read with `verzoeken`."""
    dossier = ronde.dossier
    for v in ronde.verzoeken:
        voor_een_ander = "" if v["aan"] == str(namens.gebruiker_id) else f", ter vervanging van {v['aan_naam']}"
        yield Werkitem(
            wat=f"Deeladvies geven als {Teamrol(v['rol']).label}",
            toelichting=f"gevraagd door {v['wie']}{voor_een_ander}",
            dossier_kenmerk=dossier.kenmerk,
            dossier_titel=dossier.titel,
            dossier_url=dossier.get_absolute_url(),
            uiterlijk=dt.date.fromisoformat(v["uiterlijk"]),
            url=reverse("deeladvies", kwargs={"kenmerk": dossier.kenmerk, "pk": v["pk"]}),
            knop="Geef advies",
            sinds=dt.date.fromisoformat(v["sinds"]),
        )
