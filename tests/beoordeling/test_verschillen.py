"""Where the two insurers differ: it stands out, is settled together, and stays out of the submitters' sight (1c.2)."""

import datetime as dt

import pytest
from django.http import HttpResponse
from django.urls import URLPattern, get_resolver, reverse

from beoordeling.models import RondeStatus
from beoordeling.services import rondes, team, vragen
from kern.organisaties.models import Lidmaatschap
from kern.toestanden.stap import StapBelet
from kern.toestanden.uitvoeren import voer_uit
from tests.beoordeling import opzet
from tests.beoordeling.opzet import Speelveld, als

OP = dt.date(2025, 4, 7)
MERK = "Zwaluwstaart"
pytestmark = pytest.mark.usefixtures("op_zeven_april")


def beoordeel(w: Speelveld, door: Lidmaatschap, tekst: str, **anders: str) -> None:
    """Every point judged the same, but for those named."""
    plaats = rondes.mijn_beoordeling(w.ronde, door)
    assert plaats is not None
    for punt in w.ronde.punten:
        waardering = anders.get(punt.code, "voldoende")
        rondes.bewaar_oordeel(plaats, punt.code, waardering=waardering, onderbouwing=f"{tekst} {punt.code}", versie=0, door=door)
    rondes.rond_af(plaats, conclusie="positief", toelichting=f"{tekst} toelichting", door=door, op=OP)


def oneens(w: Speelveld) -> None:
    """CZ and VGZ differ on personeel and vastgoed."""
    opzet.dien_toets_in(w)
    beoordeel(w, w.czv, "CZ zegt", personeel="substantieel", vastgoed="nvt")
    beoordeel(w, w.tweede, "VGZ zegt", personeel="onvoldoende")


def stel_op(w: Speelveld, **gegevens: str) -> HttpResponse:
    url = reverse("stap", kwargs={"soort": w.ronde.soort(), "pk": w.ronde.pk, "stap": "stel_op"})
    return als(w.czv).post(url, {"verwacht": w.ronde.status, "advies": "positief", **gegevens})  # type: ignore[return-value]


def test_de_verschillen_zijn_geteld_en_apart_te_zien_met_de_onderbouwingen_naast_elkaar(w: Speelveld) -> None:
    oneens(w)
    url = reverse("beoordelen", kwargs={"kenmerk": w.dossier.kenmerk})
    alles = als(w.czv).get(url)
    assert (alles.context["aantal_verschillen"], len(alles.context["tabel"])) == (2, len(w.ronde.punten))
    assert "2 verschillen" in alles.text
    apart = als(w.tweede).get(url, {"verschillen": "1"})
    assert [r.punt.code for r in apart.context["tabel"]] == ["personeel", "vastgoed"]
    for tekst in ("CZ zegt personeel", "VGZ zegt personeel", "Toon alle punten"):
        assert tekst in apart.text
    assert "2 verschillen" in als(w.tweede).get(w.dossier.get_absolute_url()).text


def test_zonder_verschil_toont_het_filter_gewoon_alles(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    beoordeel(w, w.czv, "CZ zegt")
    beoordeel(w, w.tweede, "VGZ zegt")
    antwoord = als(w.czv).get(reverse("beoordelen", kwargs={"kenmerk": w.dossier.kenmerk}), {"verschillen": "1"})
    assert len(antwoord.context["tabel"]) == len(w.ronde.punten)


def test_elkaars_werk_is_te_zien_terwijl_het_groeit_en_heet_dan_in_bewerking(w: Speelveld) -> None:
    opzet.dien_toets_in(w)
    plaats = rondes.mijn_beoordeling(w.ronde, w.beslisser)
    assert plaats is not None
    rondes.bewaar_oordeel(plaats, "personeel", waardering="voldoende", onderbouwing="Wijchen denkt na.", versie=0, door=w.beslisser)
    for door in (w.czv, w.tweede):
        tekst = als(door).get(reverse("beoordelen", kwargs={"kenmerk": w.dossier.kenmerk}), {"punt": "personeel"}).text
        assert "Wijchen denkt na." in tekst
        assert "in bewerking" in tekst


def test_een_open_keuze_in_de_tekst_wordt_geweigerd_ook_langs_de_dienst(w: Speelveld) -> None:
    oneens(w)
    with pytest.raises(StapBelet, match="In de tekst staat bij Inzet van personeel nog een open keuze") as fout:
        voer_uit(w.ronde, "stel_op", door=w.czv, op=OP, terugkoppeling="Inzet van personeel: [kies samen: a of b]", advies="positief")
    assert [(b.regel, b.veld) for b in fout.value.beletselen] == [("1c.2", "terugkoppeling")]
    assert w.ronde.status == RondeStatus.OPEN


def test_elk_verschil_vraagt_wat_beiden_samen_zeggen_en_dat_komt_in_de_tekst(w: Speelveld) -> None:
    oneens(w)
    url = reverse("stap", kwargs={"soort": w.ronde.soort(), "pk": w.ronde.pk, "stap": "stel_op"})
    pagina = als(w.czv).get(url)
    voorstel = pagina.context["form"]["terugkoppeling"].value()
    assert "Inzet van personeel: [kies samen: substantieel of onvoldoende]" in voorstel
    assert "CZ zegt personeel" not in voorstel
    assert "CZ zegt personeel" in pagina.text
    leeg = stel_op(w, terugkoppeling=voorstel, samen_personeel="Getypt over personeel.", samen_vastgoed=" ")
    assert leeg.status_code == 422
    assert "Schrijf wat u samen zegt over Omvang van het zorgvastgoed." in leeg.text
    assert "Getypt over personeel." in leeg.text
    goed = stel_op(w, terugkoppeling=voorstel, samen_personeel="Wij vinden de inzet nog te vaag.", samen_vastgoed="Niet aan de orde.")
    assert goed.status_code == 302
    tekst = w.ronde.terugkoppeling
    assert "Inzet van personeel: Wij vinden de inzet nog te vaag." in tekst
    assert "Omvang van het zorgvastgoed: Niet aan de orde." in tekst
    assert "kies samen" not in tekst
    assert w.ronde.samen == {"personeel": "Wij vinden de inzet nog te vaag.", "vastgoed": "Niet aan de orde."}


def test_opnieuw_opstellen_vervangt_de_vorige_woorden_en_verdubbelt_niets(w: Speelveld) -> None:
    oneens(w)
    stel_op(w, terugkoppeling="Inzet van personeel: [kies samen: x]", samen_personeel="Eerst zo.", samen_vastgoed="Niets.")
    stel_op(w, terugkoppeling=w.ronde.terugkoppeling, samen_personeel="Nu anders.", samen_vastgoed="Niets.")
    tekst = w.ronde.terugkoppeling
    assert (tekst.count("Nu anders."), tekst.count("Eerst zo."), tekst.count("Niets.")) == (1, 0, 1)


def _adressen(w: Speelveld) -> list[str]:
    """Every address of the application that takes nothing but the dossier, or nothing at all."""
    gevonden = []

    def loop(patronen: list[object]) -> None:
        for p in patronen:
            if isinstance(p, URLPattern):
                soorten = set(p.pattern.converters)
                if p.name and soorten <= {"kenmerk"}:
                    gevonden.append(p.name)
            else:
                loop(p.url_patterns)  # type: ignore[attr-defined]

    loop(get_resolver().url_patterns)
    uit = []
    for naam in gevonden:
        for gegevens in ({"kenmerk": w.dossier.kenmerk}, {}):
            try:
                uit.append(reverse(naam, kwargs=gegevens))
                break
            except Exception:  # a name inside a namespace, or one that takes something else
                continue
    return sorted({u for u in uit if "uitloggen" not in u and "logout" not in u})


def test_geen_bladzijde_van_een_indiener_toont_iets_van_de_beoordeling(w: Speelveld) -> None:
    opzet.dien_plan_in(w)
    beoordeel(w, w.czv, MERK, personeel="onvoldoende")
    beoordeel(w, w.tweede, MERK)
    beoordeel(w, w.beslisser, MERK)
    for door in (w.czv, w.beslisser):
        plaats = rondes.mijn_beoordeling(w.ronde, door)
        assert plaats is not None
        vragen.stel(plaats, punt="personeel", tekst=f"{MERK} vraag?", door=door)
    plaats = rondes.mijn_beoordeling(w.ronde, w.czv)
    assert plaats is not None
    verzoek = team.vraag_advies(
        plaats, aan=w.czv_collega, rol="jurist", punten=["personeel"], vraag=f"{MERK} team", uiterlijk_op=OP, door=w.czv, op=OP
    )
    team.geef(verzoek, {"personeel": f"{MERK} advies"}, door=w.czv_collega, op=OP, is_klaar=True)
    voer_uit(
        w.ronde, "stel_op", door=w.czv, op=OP, terugkoppeling=f"{MERK} concept", advies="positief", samen={"personeel": f"{MERK} samen"}
    )
    voer_uit(w.ronde, "wijk_af", door=w.tweede, op=OP, afwijkend_standpunt=f"{MERK} standpunt")
    bladen = _adressen(w)
    assert len(bladen) > 25
    for door in (w.planmaker, w.deelnemer):
        client = als(door)
        gezien = [(u, client.get(u)) for u in bladen]
        assert [u for u, a in gezien if MERK in getattr(a, "text", "") and a.status_code == 200] == []
        assert sum(a.status_code == 200 for _, a in gezien) > 10
    assert MERK in als(w.tweede).get(reverse("beoordelen", kwargs={"kenmerk": w.dossier.kenmerk})).text
