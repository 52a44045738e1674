"""Assigning the external regiocoordinator, or waiving one (1b.3)."""

import datetime as dt

from beoordeling.eisen import medebeoordeling_bestaat_al
from beoordeling.models import Afziening, Beoordelaarsrol, Toewijzing
from beoordeling.rechten import GEMEENTE_DIE_MEEDOET
from beoordeling.selectors import lopende_toewijzing, redenen_niet, ronde_in_behandeling
from beoordeling.services.rondes import vul_aan
from kern.organisaties.models import Lidmaatschap
from kern.regels.register import Belet, Voldoet, voldoet_aan
from kern.termijnen import services as termijnen
from kern.toestanden.register import benoem
from kern.toestanden.stap import SYSTEEM, Eis, StapBelet, eis
from kern.toestanden.uitvoeren import handeling
from transformatie import rechten
from transformatie.models import Dossier
from transformatie.services.meldingen import meld

VOOR_TOEWIJZEN: list[Voldoet | Eis] = [voldoet_aan("1b.3", "wijs regiocoordinator toe"), eis(medebeoordeling_bestaat_al)]

benoem("transformatie.dossier", "wijs_regiocoordinator_toe", "Regiocoördinator toegewezen")
benoem("transformatie.dossier", "beeindig_toewijzing", "Toewijzing van de regiocoördinator beëindigd")
benoem("transformatie.dossier", "zie_af", "Gemeente ziet af van externe medebeoordeling")


def wijs_toe(dossier: Dossier, lidmaatschap: Lidmaatschap, *, door: Lidmaatschap, op: dt.date) -> Toewijzing:
    """The coordinating insurer assigns a regiocoordinator from outside (1b.3)."""
    with handeling(
        dossier,
        "wijs_regiocoordinator_toe",
        recht=rechten.COORDINERENDE,
        door=door,
        op=op,
        voorwaarden=VOOR_TOEWIJZEN,
        feiten={"organisatie": lidmaatschap.organisatie.naam},
        lidmaatschap=lidmaatschap,
    ):
        if (huidig := lopende_toewijzing(dossier)) and huidig.lidmaatschap_id == lidmaatschap.pk:
            raise StapBelet([Belet("Deze regiocoördinator is al toegewezen.", "1b.3", "lidmaatschap")])
        _maak_plaats(dossier, op)
        toewijzing = Toewijzing.objects.create(dossier=dossier, lidmaatschap=lidmaatschap, op=op)
        if ronde := ronde_in_behandeling(dossier):
            vul_aan(ronde, op=op)
        meld(
            dossier,
            [lidmaatschap.organisatie],
            soort="toegewezen",
            sleutel=str(toewijzing.pk),
            op=op,
            onderwerp="u bent gevraagd als externe regiocoördinator",
            tekst="U beoordeelt dit plan mee als derde beoordelaar (1b.3).",
        )
    return toewijzing


def beeindig_als_niet_meer_van_buiten(dossier: Dossier, *, op: dt.date) -> None:
    """A gemeente of the regiocoordinator's own region joined: somebody else must assess (1b.3)."""
    huidig = lopende_toewijzing(dossier)
    if huidig is None or not redenen_niet(dossier, huidig.lidmaatschap, op):
        return
    with handeling(
        dossier, "beeindig_toewijzing", recht=SYSTEEM, door=None, op=op, feiten={"organisatie": huidig.lidmaatschap.organisatie.naam}
    ):
        _maak_plaats(dossier, op)
    meld(
        dossier,
        [dossier.coordinerend, huidig.lidmaatschap.organisatie],
        soort="toewijzing_beeindigd",
        sleutel=str(huidig.pk),
        op=op,
        onderwerp="er is een andere regiocoördinator nodig",
        tekst=f"{huidig.lidmaatschap.organisatie.aan_het_begin} kan dit plan niet meer als externe beoordelen: "
        "er doet nu een gemeente uit dezelfde mandaatregio mee (1b.3).",
    )


def _maak_plaats(dossier: Dossier, op: dt.date) -> None:
    """End the present assignment; an opinion that was begun stays on record, an empty place goes."""
    Toewijzing.objects.filter(dossier=dossier, beeindigd_op=None).update(beeindigd_op=op)
    if ronde := ronde_in_behandeling(dossier):
        ronde.beoordelingen.filter(rol=Beoordelaarsrol.REGIOCOORDINATOR, afgerond_op=None, oordelen=None).delete()
        termijnen.laat_vervallen(ronde.pk, op, "oordeel_regiocoordinator")


def zie_af(dossier: Dossier, *, naam: str, functie: str, reden: str, door: Lidmaatschap, op: dt.date) -> Afziening:
    """A gemeente that applies for SPUK waives the external reviewer; nobody else can (1b.3)."""
    with handeling(dossier, "zie_af", recht=GEMEENTE_DIE_MEEDOET, door=door, op=op):
        eigen = [p for p in dossier.deelnemende_gemeenten if p.organisatie_id == door.organisatie_id]
        if not any(p.vraagt_spuk_aan for p in eigen):
            raise StapBelet([Belet("Alleen een gemeente die (mede) SPUK aanvraagt kan afzien van de externe regiocoördinator.", "1b.3")])
        for veld, waarde, tekst in (("naam", naam, "Vul uw naam in."), ("reden", reden, "Geef een reden.")):
            if not waarde.strip():
                raise StapBelet([Belet(tekst, "1b.3", veld)])
        afziening, _ = Afziening.objects.update_or_create(
            dossier=dossier, organisatie=door.organisatie, defaults={"naam": naam, "functie": functie, "reden": reden, "op": op}
        )
    return afziening
