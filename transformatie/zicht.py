"""What a person may see inside a dossier: documents, steps and terms.

Who acts for a submitting party sees no part of the assessment before it is sent (1c.2); so for them only what is
known to be open is shown, and a higher app names its own open steps with `open_voor_indieners`.
"""

from kern.documenten.models import Document
from kern.documenten.zicht import geeft_zicht
from kern.journaal.models import Journaalregel
from kern.organisaties.models import Lidmaatschap, Rol
from kern.termijnen.models import Termijn
from kern.termijnen.soorten import BESLUIT_SPUK, INSTEMMING_TWEEDE, OORDEEL_REGIOCOORDINATOR, VASTSTELLING_SPUK
from transformatie import rechten
from transformatie.models import Dossier
from transformatie.models.dossier import INDIENEND, Partijrol

INTERNE_TERMIJNEN = {INSTEMMING_TWEEDE, OORDEEL_REGIOCOORDINATOR, BESLUIT_SPUK, VASTSTELLING_SPUK}
BEOORDELEND = {Rol.BEOORDELAAR, Rol.GEMEENTELIJK_BESLISSER, Rol.REGIOCOORDINATOR}

_open_soorten: set[str] = {"documenten.document", "termijnen.termijn"}
_open_stappen: set[tuple[str, str]] = set()


def open_voor_indieners(soort: str, *stappen: str) -> None:
    """Show these journaled steps (or all steps of this kind) to who acts for a submitting party too."""
    if stappen:
        _open_stappen.update((soort, stap) for stap in stappen)
    else:
        _open_soorten.add(soort)


def is_van_indiener(door: Lidmaatschap, dossier: Dossier) -> bool:
    """Whether this person acts for a submitting party, in whatever role."""
    return bool(rechten.handelt_voor_indiener.test(door, dossier))


def mag_concept_lezen(door: Lidmaatschap, dossier: Dossier) -> bool:
    """A text that was not handed in yet is for who write it and for the gemeenten who take part; the insurers wait for it."""
    mee = {p.rol for p in dossier.deelnemende_partijen if p.organisatie_id == door.organisatie_id and not p.is_genodigd}
    return (door.rol == Rol.PLANMAKER and bool(mee & set(INDIENEND))) or (
        door.rol == Rol.GEMEENTELIJK_BESLISSER and bool(mee & {*INDIENEND, Partijrol.GEMEENTE})
    )


def mag_stap_zien(regel: Journaalregel, van_indiener: bool) -> bool:
    """Whether a step of the history is shown; the assessment stays closed to the submitters."""
    if not van_indiener:
        return True
    if regel.soort == "termijnen.termijn" and regel.feiten.get("soort") in INTERNE_TERMIJNEN:
        return False
    return regel.soort.startswith("transformatie.") or regel.soort in _open_soorten or (regel.soort, regel.stap) in _open_stappen


def mag_termijn_zien(termijn: Termijn, van_indiener: bool) -> bool:
    """Terms between the reviewers among themselves are not for the submitters."""
    return not (van_indiener and termijn.soort_termijn in INTERNE_TERMIJNEN)


def mag_lezen(voor: str, dossier: Dossier, door: Lidmaatschap) -> bool:
    """Whether who sees this dossier may read something that is meant for `voor`."""
    if voor == Document.Voor.IEDEREEN:
        return True
    if voor == Document.Voor.BEOORDELAARS:
        return door.rol in BEOORDELEND and not is_van_indiener(door, dossier)
    return bool(rechten.is_coordinerende.test(door, dossier) or rechten.is_indiener.test(door, dossier))


@geeft_zicht
def document_van_een_zichtbaar_dossier(document: Document, door: Lidmaatschap) -> bool:
    """One reads a document of a dossier one sees, when it is meant for one's side or one's own organisation gave it."""
    dossier = Dossier.objects.zichtbaar_voor(door).filter(pk=document.zaak).first()
    if dossier is None:
        return False
    return document.organisatie_id == door.organisatie_id or mag_lezen(document.voor, dossier, door)
