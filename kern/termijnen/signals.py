"""What the clocks tell the rest of the house."""

from django.dispatch import Signal

termijn_overschreden = Signal()
"""Sent inside the transaction in which a term passes: sender=Termijn, termijn, op (the first day after its end)."""
