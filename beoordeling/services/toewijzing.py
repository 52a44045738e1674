"""Assigning the external regiocoordinator, handing an assignment back, or waiving one (1b.3)."""

import datetime as dt
from collections.abc import Iterator

from beoordeling.eisen import medebeoordeling_bestaat_al
from beoordeling.models import Afziening, Beoordelaarsrol, Toewijzing, Toewijzingseinde
from beoordeling.rechten import GEMEENTE_DIE_MEEDOET, TOEGEWEZEN
from beoordeling.selectors import lopende_toewijzing, redenen_niet, ronde_in_behandeling
from beoordeling.services import brieven
from beoordeling.services.rondes import vul_aan
from kern.berichten import services as berichten
from kern.organisaties.models import Lidmaatschap
from kern.organisaties.selectors import vervangers_van
from kern.regels.register import Belet, Voldoet, voldoet_aan
from kern.termijnen import services as termijnen
from kern.termijnen.ronde import bij_ronde
from kern.toestanden.register import benoem
from kern.toestanden.stap import SYSTEEM, Eis, Stap, StapBelet, eis
from kern.toestanden.uitvoeren import handeling
from transformatie import rechten
from transformatie.models import Dossier
from transformatie.services.meldingen import meld

VOOR_TOEWIJZEN: list[Voldoet | Eis] = [voldoet_aan("1b.3", "wijs regiocoordinator toe"), eis(medebeoordeling_bestaat_al)]
EINDE = Toewijzingseinde

benoem("transformatie.dossier", "wijs_regiocoordinator_toe", "Regiocoördinator toegewezen")
benoem("transformatie.dossier", "beeindig_toewijzing", "Toewijzing van de regiocoördinator beëindigd")
benoem("transformatie.dossier", "geef_toewijzing_terug", "Toewijzing teruggegeven door de regiocoördinator")
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
        _maak_plaats(dossier, op, EINDE.VERVANGEN)
        toewijzing = Toewijzing.objects.create(dossier=dossier, lidmaatschap=lidmaatschap, op=op)
        if ronde := ronde_in_behandeling(dossier):
            vul_aan(ronde, op=op)
        brieven.nodig_regiocoordinator_uit(toewijzing, op=op)
        _vertel(toewijzing, op)
    return toewijzing


def _vertel(toewijzing: Toewijzing, op: dt.date) -> None:
    """It is asked of one person (and of who stands in); other people of that gemeente do not see the dossier."""
    dossier, lid = toewijzing.dossier, toewijzing.lidmaatschap
    berichten.schrijf(
        aan={lid.gebruiker_id, *(v.gebruiker_id for v in vervangers_van(lid, op))},
        soort="toegewezen",
        sleutel=f"toegewezen:{toewijzing.pk}",
        onderwerp=f"{dossier.kenmerk}: u bent gevraagd als externe regiocoördinator",
        tekst=f"{dossier.coordinerend} vraagt {lid.gebruiker} van {lid.organisatie.in_zin} dit plan mee te beoordelen als derde "
        "beoordelaar (1b.3). Kan dat niet, geef de toewijzing dan terug met een reden.",
        op=op,
        zaak=dossier.pk,
        adres=dossier.get_absolute_url(),
    )


def geef_terug(dossier: Dossier, *, reden: str, door: Lidmaatschap, op: dt.date) -> None:
    """The assigned regiocoordinator (or the deputy) cannot do it after all; another is needed (1b.3)."""
    huidig = lopende_toewijzing(dossier)
    feiten = {"organisatie": huidig.lidmaatschap.organisatie.naam} if huidig else {}
    with handeling(
        dossier, "geef_toewijzing_terug", recht=TOEGEWEZEN, door=door, op=op, voorwaarden=[eis(oordeel_is_nog_open)], feiten=feiten
    ):
        if not reden.strip():
            raise StapBelet([Belet("Geef een reden.", "1b.3", "reden")])
        _maak_plaats(dossier, op, EINDE.TERUGGEGEVEN, reden.strip())
    if huidig is not None:
        _vraag_een_ander(huidig, op, f"{huidig.lidmaatschap.organisatie.aan_het_begin} geeft de toewijzing terug")


def beeindig_als_niet_meer_van_buiten(dossier: Dossier, *, op: dt.date) -> None:
    """A gemeente of the regiocoordinator's own region joined: somebody else must assess (1b.3)."""
    huidig = lopende_toewijzing(dossier)
    if huidig is None or not redenen_niet(dossier, huidig.lidmaatschap, op):
        return
    naam = huidig.lidmaatschap.organisatie.aan_het_begin
    zin = f"{naam} kan dit plan niet meer als externe beoordelen: er doet nu een gemeente uit dezelfde mandaatregio mee"
    _beeindig(huidig, op, EINDE.NIET_VAN_BUITEN, zin)
    berichten.schrijf(
        aan=[huidig.lidmaatschap.gebruiker_id],
        soort="toewijzing_beeindigd",
        sleutel=f"toewijzing_beeindigd:{huidig.pk}",
        onderwerp=f"{dossier.kenmerk}: uw toewijzing is beëindigd",
        tekst=f"{zin} (1b.3). Wat u schreef blijft bewaard.",
        op=op,
        zaak=dossier.pk,
    )


@bij_ronde
def beeindig_wie_vertrok(peildatum: dt.date) -> None:
    """Who is a regiocoordinator no more, does not hold the place of the third assessor (1b.3); a finished opinion stays."""
    lopend = Toewijzing.objects.filter(beeindigd_op=None, dossier__is_gesloten=False)
    for toewijzing in lopend.select_related("dossier", "lidmaatschap__organisatie", "lidmaatschap__gebruiker"):
        if not toewijzing.telt_op(peildatum) and not _oordeel_is_gegeven(toewijzing):
            wie = toewijzing.lidmaatschap
            zin = f"{wie.gebruiker} van {wie.organisatie.in_zin} is geen regiocoördinator meer"
            _beeindig(toewijzing, peildatum, EINDE.GEEN_LID_MEER, zin)


def oordeel_is_nog_open(stap: Stap) -> Iterator[Belet]:
    """Who has finished the opinion has nothing left to hand back (1b.3)."""
    huidig = lopende_toewijzing(stap.zaak)
    if huidig is not None and _oordeel_is_gegeven(huidig):
        yield Belet("Uw oordeel is al afgerond. Er valt niets meer terug te geven.", "1b.3")


def _oordeel_is_gegeven(toewijzing: Toewijzing) -> bool:
    """Whether the opinion on what lies before the insurers was finished in time; then nobody else is needed for it."""
    ronde = ronde_in_behandeling(toewijzing.dossier)
    plaatsen = ronde.beoordelingen.filter(rol=Beoordelaarsrol.REGIOCOORDINATOR, afgerond_op__isnull=False) if ronde else None
    return plaatsen is not None and plaatsen.filter(organisatie=toewijzing.lidmaatschap.organisatie_id).exists()


def _beeindig(toewijzing: Toewijzing, op: dt.date, einde: str, waarom: str) -> None:
    """The application ends an assignment, and asks the coordinating insurer for another."""
    organisatie = toewijzing.lidmaatschap.organisatie
    feiten = {"organisatie": organisatie.naam, "waarom": einde}
    with handeling(toewijzing.dossier, "beeindig_toewijzing", recht=SYSTEEM, door=None, op=op, feiten=feiten):
        _maak_plaats(toewijzing.dossier, op, einde)
    _vraag_een_ander(toewijzing, op, waarom)


def _vraag_een_ander(toewijzing: Toewijzing, op: dt.date, waarom: str) -> None:
    meld(
        toewijzing.dossier,
        [toewijzing.dossier.coordinerend],
        soort="toewijzing_beeindigd",
        sleutel=str(toewijzing.pk),
        op=op,
        onderwerp="er is een andere regiocoördinator nodig",
        tekst=f"{waarom}. Wijs een ander toe (1b.3).",
    )


def _maak_plaats(dossier: Dossier, op: dt.date, einde: str, reden: str = "") -> None:
    """End the present assignment; an opinion that was begun stays on record, an empty place goes."""
    Toewijzing.objects.filter(dossier=dossier, beeindigd_op=None).update(beeindigd_op=op, einde=einde, reden_einde=reden)
    dossier.__dict__.pop("_toewijzing", None)
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
