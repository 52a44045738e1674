"""The joint application for the betaalbeschikking: ready once the agreement is signed, sent once both sides confirmed (3a.5)."""

import datetime as dt
from typing import Any

from django.db import transaction

from kern.documenten import brieven
from kern.documenten.brieven import Briefhoofd
from kern.documenten.models import Document
from kern.journaal import services as journaal
from kern.organisaties.models import Lidmaatschap, Organisatie, Rol
from kern.regels.register import Belet
from kern.toestanden.register import benoem
from kern.toestanden.signals import na
from kern.toestanden.stap import StapBelet
from kern.toestanden.uitvoeren import handeling
from transformatie.services.meldingen import indieners, meld
from verantwoording import rechten
from verantwoording.brieven_overeenkomst import Beschikkingsaanvraagbrief, Stuk, Totaal
from verantwoording.models import Beschikkingsaanvraag, Ondertekening, Tekenwijze, Toekenning, ToekenningStatus

benoem("verantwoording.toekenning", "bevestig_aanvraag", "Aanvraag van de betaalbeschikking bevestigd")
benoem("verantwoording.toekenning", "verstuur_aanvraag", "Betaalbeschikking aangevraagd bij de NZa")


@na(Toekenning, "teken")
def leg_aanvraag_klaar(toekenning: Toekenning, *, op: dt.date, **_: Any) -> None:
    """A signed agreement asks for its betaalbeschikking; after a refusal the application begins anew."""
    vorige = Beschikkingsaanvraag.objects.filter(toekenning=toekenning).first()
    Beschikkingsaanvraag.objects.update_or_create(
        toekenning=toekenning,
        defaults={
            "ronde": vorige.ronde + 1 if vorige else 1,
            "bedrag": toekenning.overeenkomst.bedrag,
            "opgesteld_op": op,
            "verzekeraar_op": None,
            "verzekeraar_door": None,
            "penvoerder_op": None,
            "penvoerder_door": None,
            "verzonden_op": None,
            "brief": None,
        },
    )


@transaction.atomic
def bevestig_aanvraag(toekenning: Toekenning, *, door: Lidmaatschap, op: dt.date) -> Beschikkingsaanvraag:
    """One side confirms the joint file; the second confirmation sends it to the NZa."""
    kant = "verzekeraar" if door.rol == Rol.BEOORDELAAR else "penvoerder"
    feiten = {"kant": kant}
    with handeling(toekenning, "bevestig_aanvraag", recht=rechten.PENVOERDER_OF_COORDINERENDE, door=door, op=op, feiten=feiten):
        toekenning.refresh_from_db()
        aanvraag = Beschikkingsaanvraag.objects.select_for_update().filter(toekenning=toekenning).first()
        if toekenning.status != ToekenningStatus.GETEKEND or aanvraag is None:
            raise StapBelet([Belet("De aanvraag bevestigt u nadat alle partijen de overeenkomst hebben getekend.", "3a.5")])
        if getattr(aanvraag, f"{kant}_op") is not None:
            raise StapBelet([Belet("Uw kant heeft deze aanvraag al bevestigd.", "3a.5")])
        setattr(aanvraag, f"{kant}_op", op)
        setattr(aanvraag, f"{kant}_door", door.gebruiker)
        aanvraag.save()
    if aanvraag.verzekeraar_op and aanvraag.penvoerder_op:
        _verstuur(aanvraag, door, op)
    return aanvraag


def _verstuur(aanvraag: Beschikkingsaanvraag, door: Lidmaatschap, op: dt.date) -> None:
    """Both sides confirmed: the letter is ordered, the NZa hears of it, and the journaal says so."""
    toekenning, dossier = aanvraag.toekenning, aanvraag.dossier
    aanvraag.verzonden_op = op
    aanvraag.brief = brieven.bestel(
        gegevens=aanvraagbrief(aanvraag, op=op),
        zaak=aanvraag.zaak,
        onderwerp=aanvraag.pk,
        op=op,
        sleutel=f"beschikkingsaanvraag:{aanvraag.pk}:{aanvraag.ronde}",
    )
    aanvraag.save()
    journaal.schrijf(
        zaak=aanvraag.zaak,
        soort="verantwoording.toekenning",
        onderwerp=toekenning.pk,
        stap="verstuur_aanvraag",
        door=door,
        op=op,
        regels=["3a.5"],
        feiten={"ronde": aanvraag.ronde, "bedrag": str(aanvraag.bedrag)},
    )
    meld(
        dossier,
        [*Organisatie.objects.filter(lidmaatschappen__rol=Rol.NZA).distinct(), dossier.coordinerend, dossier.tweede, *indieners(dossier)],
        soort="verstuur_aanvraag",
        sleutel=f"{aanvraag.pk}:{aanvraag.ronde}",
        onderwerp="betaalbeschikking aangevraagd",
        tekst="De zorgverzekeraars en de aanbieders vroegen samen de betaalbeschikking aan bij de NZa. De stukken staan bij de overeenkomst.",
        op=op,
        adres=toekenning.get_absolute_url(),
    )


def aanvraagbrief(aanvraag: Beschikkingsaanvraag, *, op: dt.date) -> Beschikkingsaanvraagbrief:
    """What the application says, with the list of the joint file."""
    toekenning, dossier = aanvraag.toekenning, aanvraag.dossier
    versie, overeenkomst = toekenning.plan.ingediende_versie, toekenning.overeenkomst
    assert versie is not None, "Een goedgekeurd plan heeft een bevroren versie."
    return Beschikkingsaanvraagbrief(
        hoofd=Briefhoofd(
            kenmerk=dossier.kenmerk,
            datum=op,
            afzender=dossier.coordinerend.naam,
            geadresseerden=("Nederlandse Zorgautoriteit",),
            plan=dossier.titel,
        ),
        ronde=aanvraag.ronde,
        bedrag=aanvraag.bedrag,
        penvoerder=dossier.penvoerder.naam,
        tweede_verzekeraar=str(dossier.tweede or ""),
        aanbieders=tuple(o.naam for o in indieners(dossier)),
        kassier=str(overeenkomst.kassier or dossier.penvoerder),
        stukken=tuple(stukken_van(toekenning)),
        kpis=tuple(Totaal(f"{k.nummer}. {k.omschrijving}", k.bedrag) for k in versie.kpi_lijst),
        verzekeraar_op=aanvraag.verzekeraar_op or op,
        penvoerder_op=aanvraag.penvoerder_op or op,
    )


def stukken_van(toekenning: Toekenning) -> list[Stuk]:
    """The joint file: the approved plan, the agreement with its KPI annex, and who signed which document. Two queries at most."""
    versie, overeenkomst = toekenning.plan.ingediende_versie, toekenning.overeenkomst
    assert versie is not None, "Een goedgekeurd plan heeft een bevroren versie."
    document: Document | None = overeenkomst.document
    besluit_op = toekenning.plan.besloten_op or overeenkomst.opgesteld_op
    return [
        Stuk(f"Goedgekeurd transformatieplan, versie {versie.nummer}", besluit_op, versie.sha256),
        Stuk(
            f"Overeenkomst met KPI-bijlage, versie {overeenkomst.versie}",
            overeenkomst.opgesteld_op,
            document.sha256 if document else "",
        ),
        *(_handtekening(o) for o in overeenkomst.ondertekeningen.filter(vervallen_op=None).select_related("organisatie")),
    ]


def _handtekening(rij: Ondertekening) -> Stuk:
    hoe = "ondertekend exemplaar van" if rij.wijze == Tekenwijze.GEUPLOAD else "handtekening van"
    return Stuk(f"{hoe[0].upper()}{hoe[1:]} {rij.organisatie.in_zin}", rij.op, rij.sha256)
