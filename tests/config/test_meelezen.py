"""Who reads along for the Vliegende Brigade walks every address around one approved plan: no amounts, no separate opinions (1d.6)."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from beoordeling.models import Beoordeling, Beoordelingsronde, Oordeel
from config.rechten.spelers import ALTIJD
from config.rechten.toneel import Toneel
from kern.basis.geld import toon_bedrag
from kern.documenten.models import Document
from kern.documenten.services import bewaar
from kern.organisaties.models import Lidmaatschap, Rol
from tests.config.test_alle_adressen import Sleutelbos, Verwijzingen, adressen
from tests.fabrieken.toneel import Browsers
from transformatie.meelezen import BLADEN
from transformatie.models import Brigadelid, Kpi, Planversie

MERK = "alleen-voor-beoordelaars"
VOOR_IEDEREEN = ("regels", "monitor")  # an amount as an example in a rule; sums over all dossiers, which reading along does not change
OPEN = {"dossier", "snelle-toets", "plan", "contacten-dossier"}


@pytest.fixture(params=[(Rol.BRIGADE, "leest mee"), (Rol.BEOORDELAAR, "geen")], ids=["brigade", "andere verzekeraar"])
def lezer(request: pytest.FixtureRequest, toneel: Toneel) -> Lidmaatschap:
    """Somebody of the brigade, and somebody of another insurer who was named for it."""
    rol, naam = request.param
    lid = toneel.speler(rol.label, naam)
    if rol != Rol.BRIGADE:
        plek = Brigadelid.objects.filter(tot=ALTIJD).first()
        assert plek is not None
        Brigadelid.objects.create(zijspoor=plek.zijspoor, lidmaatschap=lid, van=plek.van, tot=plek.tot)
    return lid


@pytest.fixture
def geheimen(toneel: Toneel, settings: Any, tmp_path: Any) -> list[str]:
    """What who reads along never reads: every amount of the plan and its KPI's, and a mark in every opinion."""
    settings.MEDIA_ROOT = str(tmp_path)
    dossier, loop = toneel.loop.dossier, toneel.loop
    Oordeel.objects.filter(beoordeling__ronde__dossier=dossier).update(onderbouwing=MERK)
    Beoordeling.objects.filter(ronde__dossier=dossier).update(toelichting=MERK)
    Beoordelingsronde.objects.filter(dossier=dossier).update(afwijkend_standpunt=MERK)
    bedragen = {
        *Kpi.objects.filter(versie__plan__dossier=dossier).values_list("bedrag", flat=True),
        *Planversie.objects.filter(plan__dossier=dossier).values_list("bedrag_gevraagd", flat=True),
        loop.toets.bedrag_gevraagd,
        loop.plan.bedrag_toegekend,
    } - {None}
    assert len(bedragen) > 3
    return [MERK, *sorted(toon_bedrag(b).removeprefix("€\u00a0") for b in bedragen), *sorted(f"{b:.2f}" for b in bedragen)]


def lees(client: Client, pad: str) -> tuple[int, str]:
    """The answer to this person, with what stands in it when it is a page or a file."""
    antwoord: HttpResponse = client.get(pad)
    gelezen = antwoord.getvalue().decode("utf-8", "replace") if antwoord.status_code == 200 else ""
    return antwoord.status_code, gelezen


def verraden(gelezen: str, geheimen: list[str]) -> list[str]:
    """The secrets that stand in this text, as whole numbers."""
    return [g for g in geheimen if re.search(rf"(?<![\d.]){re.escape(g)}(?![\d]|\.\d)", gelezen)]


def paden(client: Client, toneel: Toneel, bos: Sleutelbos) -> Iterator[str]:
    """Every address of the project with keys that exist, and every link on the pages that open."""
    alle = {bos.adres(a) for a in adressen()} - {reverse(naam) for naam in VOOR_IEDEREEN}
    bladen = [toneel.loop.dossier.get_absolute_url(), *(bos.adres(a) for a in adressen() if a.naam in BLADEN)]
    for blad in bladen:
        alle |= {p for p in Verwijzingen(lees(client, blad)[1]).paden if "uitloggen" not in p and p not in map(reverse, VOOR_IEDEREEN)}
    yield from sorted(alle)


def test_geen_bladzijde_stuk_of_lijst_verraadt_een_bedrag_of_een_los_oordeel(
    toneel: Toneel, browsers: Browsers, lezer: Lidmaatschap, geheimen: list[str]
) -> None:
    dossier, client, bos = toneel.loop.dossier, browsers.van(lezer), Sleutelbos(toneel, browsers)
    alle = list(paden(client, toneel, bos))
    for voor in Document.Voor.values:
        bewaar(
            zaak=dossier.pk,
            soort="bijlage",
            titel=f"Stuk {voor}",
            door=toneel.loop.czv,
            op=toneel.loop.op,
            inhoud=voor.encode(),
            bestandsnaam="x.txt",
            voor=voor,
        )
    for soort in ("besluit_plan", "overeenkomst"):
        bewaar(
            zaak=dossier.pk, soort=soort, titel=soort, door=toneel.loop.czv, op=toneel.loop.op, inhoud=MERK.encode(), bestandsnaam="b.pdf"
        )
    alle += [f"/documenten/{pk}/" for pk in Document.objects.filter(zaak=dossier.pk).values_list("pk", flat=True)]
    antwoorden = {pad: lees(client, pad) for pad in alle}
    assert {pad: gevonden for pad, (_, gelezen) in antwoorden.items() if (gevonden := verraden(gelezen, geheimen))} == {}
    stukken = [pad for pad, (code, _) in antwoorden.items() if pad.startswith("/documenten/") and code == 200]
    assert [Document.objects.get(pk=p.split("/")[2]).titel for p in stukken] == ["Stuk iedereen"]
    binnen = {a.naam for a in adressen() if a.route.startswith("dossiers/<slug:kenmerk>/") and antwoorden[bos.adres(a)][0] == 200}
    assert OPEN <= binnen <= BLADEN
    assert dossier.titel not in lees(client, reverse("dossiers"))[1]


def test_de_penvoerder_leest_die_bedragen_wel_en_een_beoordelaar_de_oordelen(
    toneel: Toneel, browsers: Browsers, geheimen: list[str]
) -> None:
    """So that the test above looks for what is really there."""
    plan = reverse("plan", kwargs={"kenmerk": toneel.loop.dossier.kenmerk})
    assert len(verraden(lees(browsers.van(toneel.loop.planmaker), plan)[1], geheimen)) > 3
    beoordelen = reverse("beoordelen", kwargs={"kenmerk": toneel.loop.dossier.kenmerk})
    assert MERK in verraden(lees(browsers.van(toneel.loop.czv), beoordelen)[1], geheimen)
