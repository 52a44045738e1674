"""Take in mail that came back: one message on standard input, or a whole Maildir or mbox."""

import logging
import mailbox
import sys
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kern.berichten.retour import verwerk

logboek = logging.getLogger(__name__)
ONLEESBAAR = "kon niet worden gelezen"
GROOTSTE = 10 * 1024 * 1024  # bytes on standard input


class Command(BaseCommand):
    """Note at each notice whose mail came back that it did; running it twice over one box changes nothing."""

    help = "Verwerkt meldingen van mislukte bezorging (RFC 3464): van standaardinvoer, of uit een Maildir of mbox."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("pad", nargs="?", help="een Maildir (map) of mbox (bestand); zonder pad één bericht van standaardinvoer")

    def handle(self, *args: Any, pad: str | None, **options: Any) -> None:
        telling = Counter(_probeer(mail) for mail in (_uit_bus(Path(pad)) if pad else _van_invoer()))
        for wat, aantal in sorted(telling.items()):
            self.stdout.write(f"{aantal} {wat}")
        if not telling:
            self.stdout.write("Er is geen retourmail.")


def _probeer(mail: Message) -> str:
    """What came of it; one message that cannot be read does not stop the rest."""
    try:
        return verwerk(mail).value
    except Exception:
        logboek.exception("een teruggekomen e-mail kan niet worden gelezen")
        return ONLEESBAAR


def _van_invoer() -> Iterator[Message]:
    if inhoud := sys.stdin.buffer.read(GROOTSTE):
        yield message_from_bytes(inhoud)


def _uit_bus(pad: Path) -> Iterator[Message]:
    """Every message of the box; in a Maildir only the new ones, which are marked as read when done."""
    if pad.is_file():
        with closing(mailbox.mbox(pad, create=False)) as bestand:
            yield from bestand
        return
    if not (pad / "new").is_dir():
        raise CommandError(f"{pad} is geen Maildir en geen mbox.")
    bus = mailbox.Maildir(pad, create=False)
    for sleutel in sorted(bus.keys()):
        mail = bus.get_message(sleutel)
        if mail.get_subdir() == "new":
            yield mail
            mail.set_subdir("cur")
            mail.add_flag("S")
            bus[sleutel] = mail
