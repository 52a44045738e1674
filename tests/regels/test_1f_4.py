"""1f.4: a library of KPI examples, and an indicative signal on wording that may raise the risk of btw."""

import pytest

from kern.organisaties.models import Sector
from transformatie.btw import btw_signalen
from transformatie.kpivoorbeelden import voorbeelden, zoek

RISKANT = [
    ("Wij leveren een eindrapport op aan de zorgverzekeraar", ["iets leveren aan de verzekeraar"]),
    ("Een onderzoek voor VGZ", ["iets leveren aan de verzekeraar"]),
    ("Een advies over de inrichting van de spoedpost", ["iets leveren aan de verzekeraar"]),
    ("200 uren projectleiding", ["uren of diensten"]),
    ("Het ziekenhuis verleent diensten aan de huisartsen", ["uren of diensten"]),
    ("Detachering van verpleegkundigen", ["personeel voor anderen"]),
    ("Drie medewerkers inzetten bij andere deelnemers", ["personeel voor anderen"]),
    ("De kosten van ict worden doorbelast", ["doorbelasten"]),
    ("Exclusieve rechten op de software", ["rechten of licenties"]),
    ("Een licentie en 40 uren", ["uren of diensten", "rechten of licenties"]),
]
VEILIG = [
    "De wachttijd daalt van 14 naar 8 weken",
    "Open op avonduren en in het weekend",
    "Lichamelijk onderzoek vindt thuis plaats",
    "Het rapportcijfer van patiënten stijgt",
    "Een bureau voor planning in de eigen organisatie",
    "Verzekerden krijgen sneller hulp",
    "Geen detachering, zonder doorbelasting",
    "Meer adviesgesprekken met inwoners",
    "De spoeddienst en de dienstapotheek werken samen",
    "Zelfredzaamheid duurt langer",
]


@pytest.mark.parametrize(("zin", "soorten"), RISKANT)
def test_een_formulering_met_verhoogd_risico_geeft_een_signaal(zin: str, soorten: list[str]) -> None:
    assert [s.naam for s in btw_signalen(zin)] == soorten


@pytest.mark.parametrize("zin", VEILIG)
def test_een_gewone_formulering_geeft_geen_signaal(zin: str) -> None:
    assert btw_signalen(zin) == []


def test_het_signaal_noemt_de_woorden_en_wat_beter_is() -> None:
    (signaal,) = btw_signalen("Wij sturen een   Rapport naar u")
    assert (signaal.woorden, signaal.waarom) == (
        "rapport",
        "U levert iets aan of voor de verzekeraar. Beschrijf liever het resultaat van uw eigen transformatie.",
    )


def test_geen_enkel_voorbeeld_geeft_zelf_een_signaal() -> None:
    assert [v.sleutel for v in voorbeelden() if btw_signalen(v.omschrijving, v.indicator, v.streefwaarde, v.meetinstrument)] == []


def test_elk_voorbeeld_past_in_het_formulier_en_heeft_een_btw_opmerking() -> None:
    assert len({v.sleutel for v in voorbeelden()}) == len(voorbeelden()) == 12
    for v in voorbeelden():
        assert len(v.omschrijving) <= 300
        assert max(map(len, (v.uitgangswaarde, v.streefwaarde))) <= 80
        assert v.sector in Sector.values
        assert v.btw


def test_zoeken_op_woorden_en_sector() -> None:
    assert [v.sleutel for v in zoek("wachttijd")] == ["wachttijd"]
    assert [v.sleutel for v in zoek("", "ggz")] == ["ggz_wachtlijst", "verkennend_gesprek"]
    assert zoek("bestaat helemaal niet") == []
