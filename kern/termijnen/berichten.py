"""What people are told about a term: reminders and that it has passed."""

import datetime as dt

from kern.basis.datums import DAGEN, toon_datum
from kern.berichten import services as post
from kern.termijnen.models import Termijn, Termijnmelding
from kern.termijnen.omschrijvingen import Omschrijving, omschrijf

ONBEKEND = Omschrijving("", "een dossier", "")


def meld(termijn: Termijn, niveau: Termijnmelding.Niveau, *, op: dt.date) -> None:
    """Put one notice per member of the responsible organisation in the outbox."""
    dossier = omschrijf([termijn.zaak_id]).get(termijn.zaak_id, ONBEKEND)
    is_te_laat = niveau == Termijnmelding.Niveau.OVERSCHREDEN
    post.schrijf(
        aan=post.leden_van([termijn.verantwoordelijk_id], op=op),
        soort="termijn_overschreden" if is_te_laat else "termijn_herinnering",
        sleutel=f"termijn:{termijn.pk}:{niveau}:{termijn.einde_op}",
        onderwerp=f"{_kop(termijn, op)}: {termijn.naam} ({dossier.kenmerk or dossier.titel})",
        tekst=_tekst(termijn, dossier, op),
        op=op,
        zaak=termijn.zaak_id,
        adres=dossier.url,
    )


def nog(einde_op: dt.date, op: dt.date) -> str:
    """How far off a last day is: 'nog 12 dagen', 'nog 1 dag', 'vandaag is de laatste dag', '1 dag te laat'."""
    dagen = (einde_op - op).days
    if dagen == 0:
        return "vandaag is de laatste dag"
    hoeveel = f"{abs(dagen)} {'dag' if abs(dagen) == 1 else 'dagen'}"
    return f"nog {hoeveel}" if dagen > 0 else f"{hoeveel} te laat"


def _kop(termijn: Termijn, op: dt.date) -> str:
    if op > termijn.einde_op:
        return "Termijn overschreden"
    zin = nog(termijn.einde_op, op)
    return zin[0].upper() + zin[1:]


def _tekst(termijn: Termijn, dossier: Omschrijving, op: dt.date) -> str:
    laatste = f"{DAGEN[termijn.einde_op.weekday()]} {toon_datum(termijn.einde_op)}"
    werkwoord = "was" if op > termijn.einde_op else "is"
    regels = [
        f"Het gaat om: {termijn.naam}.",
        f"Dossier: {dossier.in_woorden}.",
        f"De laatste dag {werkwoord} {laatste}: {nog(termijn.einde_op, op)}.",
    ]
    if termijn.reden:
        regels.append(termijn.reden)
    if termijn.regel:
        regels.append(f"Dit volgt uit regel {termijn.regel}.")
    regels.append(f"U krijgt dit bericht omdat {termijn.verantwoordelijk.in_zin} aan zet is.")
    return "\n".join(regels)
