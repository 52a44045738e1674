"""Mail that came back: read the report, note it at the notice, and stop mailing an address that keeps failing."""

import datetime as dt
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from enum import Enum
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from kern.berichten.mail import een_regel
from kern.berichten.models import Bericht, Retouradres
from kern.berichten.soorten import kiesbare_namen

KENMERK = re.compile(r"<?([0-9a-f]{40})@[^>\s]+>?")
REDENEN = {
    "1": "Het e-mailadres bestaat niet.",
    "2": "De mailbox van de ontvanger is vol of afgesloten.",
    "3": "De mailserver van de ontvanger kan het bericht niet verwerken.",
    "4": "De mailserver van de ontvanger is niet bereikbaar.",
    "7": "De mailserver van de ontvanger laat onze e-mail niet toe.",
}  # by the middle figure of the status code (RFC 3463)
GEWEIGERD = "De mailserver van de ontvanger weigerde het bericht."


class Uitkomst(Enum):
    """What came of one message from the box for returned mail."""

    VERWERKT = "verwerkt"
    AL_BEKEND = "al eerder verwerkt"
    ONBEKEND = "hoort bij geen van onze berichten"
    GEEN_RETOUR = "is geen melding van mislukte bezorging"


@dataclass(frozen=True)
class Melding:
    """What a report says of one of our mails: which one, and why it did not arrive."""

    kenmerken: list[str]
    reden: str


def lees_melding(mail: Message) -> Melding | None:
    """What this report says (RFC 3464); None when it is no report, or one about mere delay."""
    if mail.get_content_type() != "multipart/report" or mail.get_param("report-type", "") not in ("delivery-status", ""):
        return None
    for deel in mail.walk():
        if deel.get_content_type() == "message/delivery-status":
            for velden in _ontvangers(deel):
                if str(velden.get("Action", "")).strip().lower() == "failed":
                    return Melding(list(_kenmerken(mail)), _reden(velden))
    return None


def verwerk(mail: Message) -> Uitkomst:
    """Note at the notice that its mail came back; the address in the report itself is never trusted."""
    melding = lees_melding(mail)
    if melding is None:
        return Uitkomst.GEEN_RETOUR
    with transaction.atomic():
        rijen = Bericht.objects.filter(mailkenmerk__in=melding.kenmerken).select_for_update(of=("self",))
        bericht = rijen.select_related("aan").order_by("pk").first()
        if bericht is None:
            return Uitkomst.ONBEKEND
        if bericht.status != Bericht.Status.VERSTUURD:
            return Uitkomst.AL_BEKEND
        bericht.status, bericht.fout = Bericht.Status.TERUGGEKOMEN, melding.reden[:300]
        bericht.save(update_fields=["status", "fout"])
        tel_retour(bericht, melding.reden, adres=bericht.verstuurd_aan)
    return Uitkomst.VERWERKT


def tel_retour(bericht: Bericht, reden: str, *, adres: str) -> None:
    """Flag the address where this notice did not arrive, stop at the RETOUREN_VOOR_STOP-th time, and tell the person in the application."""
    nu = timezone.now()
    with transaction.atomic():
        rij, is_nieuw = Retouradres.objects.select_for_update().get_or_create(
            adres=adres.lower(), defaults={"aantal": 1, "laatst_op": nu, "reden": reden[:300]}
        )
        if not is_nieuw:
            rij.aantal, rij.laatst_op, rij.reden = rij.aantal + 1, nu, reden[:300]
        if rij.aantal >= settings.RETOUREN_VOOR_STOP and rij.gestopt_op is None:
            rij.gestopt_op = nu
        rij.save()
        if rij.aantal == 1 or rij.gestopt_op == nu:
            _zeg_het(bericht.aan_id, rij, nu)


def _zeg_het(persoon: uuid.UUID, rij: Retouradres, nu: dt.datetime) -> None:
    gestopt = " De toepassing stuurt er daarom geen e-mail meer heen." if rij.gestopt_op else ""
    Bericht.objects.create(
        sleutel=f"mailadres:{rij.pk}:{nu.isoformat()}:{persoon}",
        soort="mailadres",
        aan_id=persoon,
        onderwerp="E-mail aan u komt niet aan",
        tekst=f"Een e-mail aan {rij.adres} kwam terug. {rij.reden}{gestopt}\n"
        "Uw berichten blijven hier in de toepassing staan. Vraag beheer om uw e-mailadres na te kijken.",
        adres="/berichten/instellingen/",
        op=timezone.localdate(nu),
        status=Bericht.Status.ALLEEN_HIER,
    )


def is_gestopt(adres: str) -> bool:
    """Whether nothing is mailed to this address until beheer clears it."""
    return Retouradres.objects.filter(adres=adres.lower(), gestopt_op__isnull=False).exists()


def retouradres_van(adres: str) -> Retouradres | None:
    """The flag on this address, when mail to it came back and beheer has not cleared it."""
    return Retouradres.objects.filter(adres=adres.lower(), aantal__gt=0).first()


def geef_vrij(pk: uuid.UUID) -> bool:
    """Beheer says the address works (again): mail may go there, and what was held goes after all."""
    return bool(Retouradres.objects.filter(pk=pk, aantal__gt=0).update(aantal=0, gestopt_op=None))


def laat_los() -> int:
    """Let go what was held for an address that is free again (or was changed): what always goes at once, the rest in the next digest."""
    gestopt = Retouradres.objects.filter(gestopt_op__isnull=False).values("adres")
    vrij = Bericht.objects.filter(status=Bericht.Status.AANGEHOUDEN).exclude(aan__email__in=gestopt)
    schoon: dict[str, Any] = {"pogingen": 0, "fout": "", "volgende_poging_op": None}
    kiesbaar = vrij.filter(soort__in=kiesbare_namen()).update(status=Bericht.Status.SPAART, **schoon)
    return kiesbaar + vrij.update(status=Bericht.Status.WACHT, **schoon)


def _ontvangers(deel: Message) -> Iterator[Message]:
    """The groups of fields per recipient; the first group is about the message."""
    inhoud = deel.get_payload()
    if isinstance(inhoud, list):
        yield from (velden for velden in inhoud if isinstance(velden, Message))


def _kenmerken(mail: Message) -> Iterator[str]:
    """Every Message-ID the report names: of the mail that is enclosed (whole or its headers), or that it answers."""
    for deel in mail.walk():
        if deel is not mail and deel["Message-ID"]:
            yield from KENMERK.findall(str(deel["Message-ID"]))
        if deel.get_content_type() == "text/rfc822-headers":
            kop = re.search(r"^Message-ID:\s*(\S+)", _tekst(deel), re.IGNORECASE | re.MULTILINE)
            yield from KENMERK.findall(kop[1] if kop else "")
    for verwijzing in ("In-Reply-To", "References"):
        yield from KENMERK.findall(str(mail.get(verwijzing, "")))


def _tekst(deel: Message) -> str:
    inhoud = deel.get_payload(decode=True)
    return inhoud.decode("utf-8", "replace") if isinstance(inhoud, bytes) else ""


def _reden(velden: Message) -> str:
    """In a Dutch sentence, with the code and the words of the other server for who has to mend it."""
    code = re.search(r"\b[45]\.(\d{1,3})\.\d{1,3}\b", str(velden.get("Status", "")))
    zin = REDENEN.get(code[1][:1] if code and len(code[1]) == 1 else "", GEWEIGERD)
    diagnose = een_regel(str(velden.get("Diagnostic-Code", "")).partition(";")[2])
    toevoeging = " ".join(deel for deel in (code[0] if code else "", diagnose[:200]) if deel)
    return f"{zin} ({toevoeging})" if toevoeging else zin
