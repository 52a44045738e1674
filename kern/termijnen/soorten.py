"""The kinds of terms: how long, under which rule, and what follows when one passes (domein.md chapter 4)."""

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True)
class Soort:
    """One kind of term.

    `naam` completes 'nog 12 dagen voor het …'.  `instelling` names the setting that fills in the length of a term
    that is our own choice and not agreed (ons).  `schuift` is the calendar regime: None means as the length says.
    """

    sleutel: str
    naam: str
    duur_patroon: str
    regel: str
    opent_escalatie: bool = True
    instelling: str = ""
    schuift: bool | None = None

    @property
    def duur(self) -> str:
        """The default length, like '4w'; empty when the last day itself is set."""
        return self.duur_patroon.format(getattr(settings, self.instelling) if self.instelling else "")

    @property
    def is_ons(self) -> bool:
        """Our own value rather than an agreement of the werkinstructie; the screen says so."""
        return bool(self.instelling)


BESLUIT_SNELLE_TOETS = "besluit_snelle_toets"
INDIENEN_TRANSFORMATIEPLAN = "indienen_transformatieplan"
BESLUIT_TRANSFORMATIEPLAN = "besluit_transformatieplan"
BESTUURLIJK_GESPREK = "bestuurlijk_gesprek"
ESCALATIESTAP_1 = "escalatiestap_1"
ESCALATIESTAP_2 = "escalatiestap_2"
OORDEEL_REGIOCOORDINATOR = "oordeel_regiocoordinator"
COMPLEETHEID = "compleetheid"
INSTEMMING_TWEEDE = "instemming_tweede"
TERUGBETALING = "terugbetaling"
KOSTENSTAND = "kostenstand"
BESLUIT_SPUK = "besluit_spuk"
VASTSTELLING_SPUK = "vaststelling_spuk"

SOORTEN = {
    s.sleutel: s
    for s in (
        Soort(BESLUIT_SNELLE_TOETS, "besluit op de snelle toets", "4w", "1e.1"),
        Soort(INDIENEN_TRANSFORMATIEPLAN, "indienen van het transformatieplan", "4m", "1e.2"),
        Soort(BESLUIT_TRANSFORMATIEPLAN, "besluit op het transformatieplan", "8w", "1e.3"),
        Soort(BESTUURLIJK_GESPREK, "bestuurlijk gesprek", "2w", "1d.3", opent_escalatie=False),
        Soort(ESCALATIESTAP_1, "overleg in escalatiestap 1", "{}d", "1d.1", opent_escalatie=False, instelling="DAGEN_ESCALATIESTAP"),
        Soort(ESCALATIESTAP_2, "overleg in escalatiestap 2", "{}d", "1d.2", opent_escalatie=False, instelling="DAGEN_ESCALATIESTAP"),
        Soort(
            OORDEEL_REGIOCOORDINATOR,
            "oordeel van de regiocoördinator",
            "",
            "1b.3",
            opent_escalatie=False,
            instelling="DAGEN_BINNENTERMIJN_REGIOCOORDINATOR",
        ),
        Soort(COMPLEETHEID, "oordeel over de compleetheid", "{}wd", "1e.1", opent_escalatie=False, instelling="WERKDAGEN_COMPLEETHEID"),
        Soort(TERUGBETALING, "terugbetalen aan het Zvw-fonds", "", "3a.4", opent_escalatie=False),
        Soort(
            INSTEMMING_TWEEDE,
            "instemming van de tweede verzekeraar",
            "{}wd",
            "1c.2",
            opent_escalatie=False,
            instelling="WERKDAGEN_STILTE_TWEEDE",
        ),
        Soort(KOSTENSTAND, "indienen van de kostenstand", "{}d", "3a.1", opent_escalatie=False, instelling="DAGEN_KOSTENSTAND"),
        Soort(BESLUIT_SPUK, "besluit van het ministerie op de SPUK-aanvraag", "13w", "1b.1", opent_escalatie=False),
        Soort(VASTSTELLING_SPUK, "vaststelling van de SPUK", "37w", "1b.1", opent_escalatie=False),
    )
}


def soort_van(sleutel: str) -> Soort:
    """The kind by its key; a key that stands in no table is a mistake in the code."""
    try:
        return SOORTEN[sleutel]
    except KeyError as fout:
        raise LookupError(f"Er is geen termijnsoort {sleutel}.") from fout
