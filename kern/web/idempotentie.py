"""A form that is sent twice is carried out once.

A form carries `{% formuliersleutel %}`; its view stands under `@eenmalig`.  The first submit writes the key in
the view's own transaction; a second one waits for it (the unique constraint makes it wait, also over two
servers) and is then led to where the first one went.  A submit that was refused leaves no key behind.
"""

import datetime as dt
import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from kern.web.models import Formuliersleutel

VELD = "formuliersleutel"
AL_VERSTUURD = "Dit formulier was al verstuurd."

View = Callable[..., HttpResponse]


def gelezen_sleutel(request: HttpRequest) -> uuid.UUID | None:
    """The key of the form that was sent; an unreadable one counts as none."""
    try:
        return uuid.UUID(request.POST.get(VELD, ""))
    except ValueError:
        return None


def leg_vast(gebruiker_id: uuid.UUID, sleutel: uuid.UUID) -> Formuliersleutel | None:
    """Write the key, waiting for another submit that holds it; None when that one went through."""
    nieuw = uuid.uuid4()
    tabel = connection.ops.quote_name(Formuliersleutel._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {tabel} (id, vastgelegd_op, gebruiker_id, sleutel, uitkomst) VALUES (%s, %s, %s, %s, '') "  # noqa: S608
            "ON CONFLICT (gebruiker_id, sleutel) DO NOTHING",
            [nieuw, timezone.now(), gebruiker_id, sleutel],
        )
        geschreven = cursor.rowcount == 1
    return Formuliersleutel.objects.get(pk=nieuw) if geschreven else None


def eenmalig(view: View) -> View:
    """Carry out a POST once per form key; the view answers a success with a redirect."""

    @wraps(view)
    def eens(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        sleutel = gelezen_sleutel(request) if request.method == "POST" else None
        wie = request.user.pk
        if sleutel is None or wie is None:
            return view(request, *args, **kwargs)
        with transaction.atomic():
            rij = leg_vast(wie, sleutel)
            if rij is None:
                return _naar_de_eerste(request, wie, sleutel)
            antwoord = view(request, *args, **kwargs)
            if isinstance(antwoord, HttpResponseRedirect):
                Formuliersleutel.objects.filter(pk=rij.pk).update(uitkomst=antwoord.url[:500])
            else:
                rij.delete()
            return antwoord

    return eens


def _naar_de_eerste(request: HttpRequest, wie: uuid.UUID, sleutel: uuid.UUID) -> HttpResponse:
    eerste = Formuliersleutel.objects.get(gebruiker_id=wie, sleutel=sleutel)
    messages.info(request, AL_VERSTUURD)
    veilig = url_has_allowed_host_and_scheme(eerste.uitkomst, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(eerste.uitkomst if veilig else "/")


def ruim_op(voor: dt.datetime) -> int:
    """Forget keys from before this moment; a form that old is no longer open on a screen."""
    return Formuliersleutel.objects.filter(vastgelegd_op__lt=voor).delete()[0]
