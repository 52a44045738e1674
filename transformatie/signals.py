"""What this floor tells the floors above, inside the transaction."""

from django.dispatch import Signal

versie_ingediend = Signal()
"""A plan version was frozen: plan, versie, op.  The floor above asks for commitments and opens a ronde."""

domein_toegevoegd = Signal()
"""A dossier proved to touch another domain: dossier, op."""

partij_uitgenodigd = Signal()
"""An organisation joined the table: partij, op."""

partij_vertrokken = Signal()
"""An organisation left the table in a role: partij, op."""

verzekeraar_gekozen = Signal()
"""Another second insurer was settled: dossier, op."""
