"""The address of a visitor, for counting failed log-ins per address."""

import ipaddress

from django.http import HttpRequest


def bezoekersadres(request: HttpRequest) -> str:
    """What our own proxy, the last in the row, wrote in X-Forwarded-For; without a usable value the address that called us."""
    laatste = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
    try:
        return str(ipaddress.ip_address(laatste))
    except ValueError:
        return str(request.META.get("REMOTE_ADDR", ""))
