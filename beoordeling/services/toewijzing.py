"""Assigning the external regiocoordinator, or waiving one (1b.3)."""

import datetime as dt

from beoordeling.models import Afziening, Toewijzing
from beoordeling.rechten import GEMEENTE_DIE_MEEDOET
from beoordeling.selectors import lopende_ronde
from beoordeling.services.rondes import vul_aan
from kern.organisaties.models import Lidmaatschap
from kern.regels.register import Belet, voldoet_aan
from kern.toestanden.register import benoem
from kern.toestanden.stap import StapBelet
from kern.toestanden.uitvoeren import handeling
from transformatie import rechten
from transformatie.models import Dossier
from transformatie.services.meldingen import meld

benoem("transformatie.dossier", "wijs_regiocoordinator_toe", "Regiocoördinator toegewezen")
benoem("transformatie.dossier", "zie_af", "Gemeente ziet af van externe medebeoordeling")


def wijs_toe(dossier: Dossier, lidmaatschap: Lidmaatschap, *, door: Lidmaatschap, op: dt.date) -> Toewijzing:
    """The coordinating insurer assigns a regiocoordinator from outside (1b.3)."""
    with handeling(
        dossier, "wijs_regiocoordinator_toe", recht=rechten.COORDINERENDE, door=door, op=op,
        voorwaarden=[voldoet_aan("1b.3", "wijs regiocoordinator toe")], feiten={"organisatie": lidmaatschap.organisatie.naam},
        lidmaatschap=lidmaatschap,
    ):
        Toewijzing.objects.filter(dossier=dossier, beeindigd_op=None).update(beeindigd_op=op)
        toewijzing = Toewijzing.objects.create(dossier=dossier, lidmaatschap=lidmaatschap, op=op)
        if ronde := lopende_ronde(dossier):
            ronde.beoordelingen.filter(rol="regiocoordinator", afgerond_op=None).delete()
            vul_aan(ronde, op=op)
        meld(
            dossier, [lidmaatschap.organisatie], soort="toegewezen", sleutel=str(toewijzing.pk), op=op,
            onderwerp="u bent gevraagd als externe regiocoördinator", tekst="U beoordeelt dit plan mee als derde beoordelaar (1b.3).",
        )
    return toewijzing


def zie_af(dossier: Dossier, *, naam: str, functie: str, reden: str, door: Lidmaatschap, op: dt.date) -> Afziening:
    """A gemeente that applies for SPUK waives the external reviewer; nobody else can (1b.3)."""
    with handeling(dossier, "zie_af", recht=GEMEENTE_DIE_MEEDOET, door=door, op=op):
        eigen = [p for p in dossier.deelnemende_gemeenten if p.organisatie_id == door.organisatie_id]
        if not any(p.vraagt_spuk_aan for p in eigen):
            raise StapBelet([Belet("Alleen een gemeente die (mede) SPUK aanvraagt kan afzien van de externe regiocoördinator.", "1b.3")])
        if not reden.strip():
            raise StapBelet([Belet("Geef een reden.", "1b.3", "reden")])
        afziening, _ = Afziening.objects.update_or_create(
            dossier=dossier, organisatie=door.organisatie, defaults={"naam": naam, "functie": functie, "reden": reden, "op": op}
        )
    return afziening
