"""A small world in which one dossier is taken to any point of its assessment, through the real services."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from django.test import Client

from beoordeling.models import Beoordelingsronde
from beoordeling.selectors import lopende_ronde
from beoordeling.services import rondes, toewijzing
from kern.organisaties.models import Lidmaatschap, Organisatie, Regio, Rol, Sector
from kern.toestanden.uitvoeren import voer_uit
from tests.fabrieken.organisaties import (
    ConcernFactory,
    GemeenteFactory,
    GemeenteInRegioFactory,
    LidmaatschapFactory,
    MandaatregioFactory,
    OrganisatieFactory,
    VerzekeraarFactory,
    VerzekeraarsInRegioFactory,
    ZorgaanbiederFactory,
    ZorgkantoorregioFactory,
    bereikbaar,
)
from transformatie.models import Domein, Dossier, Kpi, Partijrol, Planversie
from transformatie.services import dossiers, partijen

START = dt.date(2025, 4, 1)


def lid(rol: str, organisatie: Organisatie, naam: str, *, mag_tekenen: bool = False) -> Lidmaatschap:
    """Somebody who acts for this organisation in this role."""
    return LidmaatschapFactory(
        rol=rol, organisatie=organisatie, gebruiker__naam=naam, gebruiker__functie="adviseur", mag_tekenen=mag_tekenen
    )


def als(door: Lidmaatschap) -> Client:
    """A browser in which this person is logged in and acts under this membership."""
    client = Client()
    client.force_login(door.gebruiker)
    sessie = client.session
    sessie["lidmaatschap"] = str(door.pk)
    sessie.save()
    return client


@dataclass
class Speelveld:
    """The organisations and the people; `dossier` is there after `begin`."""

    regio: Regio
    rijk_van_nijmegen: Regio
    flevoland: Regio
    cz: Organisatie
    vgz: Organisatie
    ziekenhuis: Organisatie
    huisartsen: Organisatie
    wijchen: Organisatie
    nijmegen: Organisatie
    almere: Organisatie
    planmaker: Lidmaatschap = field(init=False)
    deelnemer: Lidmaatschap = field(init=False)
    czv: Lidmaatschap = field(init=False)
    czv_collega: Lidmaatschap = field(init=False)
    tweede: Lidmaatschap = field(init=False)
    beslisser: Lidmaatschap = field(init=False)
    beslisser_nijmegen: Lidmaatschap = field(init=False)
    coordinator: Lidmaatschap = field(init=False)
    coordinator_eigen: Lidmaatschap = field(init=False)
    dossier: Dossier = field(init=False)

    def __post_init__(self) -> None:
        bereikbaar(self.cz, self.vgz, self.ziekenhuis, self.huisartsen, self.wijchen, self.nijmegen, self.almere)
        self.planmaker = lid(Rol.PLANMAKER, self.ziekenhuis, "Petra Penvoerder", mag_tekenen=True)
        self.deelnemer = lid(Rol.PLANMAKER, self.huisartsen, "Hugo Huisarts", mag_tekenen=True)
        self.czv = lid(Rol.BEOORDELAAR, self.cz, "Carla Coördinator")
        self.czv_collega = lid(Rol.BEOORDELAAR, self.cz, "Cees Collega")
        self.tweede = lid(Rol.BEOORDELAAR, self.vgz, "Victor Tweede")
        self.beslisser = lid(Rol.GEMEENTELIJK_BESLISSER, self.wijchen, "Wil Wethouder", mag_tekenen=True)
        self.beslisser_nijmegen = lid(Rol.GEMEENTELIJK_BESLISSER, self.nijmegen, "Nora Nijmegen", mag_tekenen=True)
        self.coordinator = lid(Rol.REGIOCOORDINATOR, self.almere, "Ali Almere")
        self.coordinator_eigen = lid(Rol.REGIOCOORDINATOR, self.nijmegen, "Ellen Eigen")

    def herlees(self) -> Dossier:
        """The dossier as it stands in the database."""
        self.dossier = Dossier.objects.get(pk=self.dossier.pk)
        return self.dossier

    @property
    def ronde(self) -> Beoordelingsronde:
        """The ronde that is going on."""
        ronde = lopende_ronde(self.dossier)
        assert ronde is not None
        return ronde


def speelveld() -> Speelveld:
    """CZ and VGZ in Nijmegen; gemeenten Wijchen and Nijmegen in one mandaatregio, Almere in another."""
    regio = ZorgkantoorregioFactory(naam="Nijmegen")
    cz = VerzekeraarFactory(naam="CZ", concern=ConcernFactory(naam="CZ"))
    vgz = VerzekeraarFactory(naam="VGZ", concern=ConcernFactory(naam="VGZ"))
    VerzekeraarsInRegioFactory(regio=regio, eerste=cz, tweede=vgz)
    nijmegen, almere = GemeenteFactory(naam="Gemeente Nijmegen"), GemeenteFactory(naam="Gemeente Almere")
    wijchen = GemeenteFactory(naam="Gemeente Wijchen")
    rijk = MandaatregioFactory(naam="Rijk van Nijmegen", mandaathouder=nijmegen)
    flevoland = MandaatregioFactory(naam="Flevoland", mandaathouder=almere)
    for gemeente, mandaatregio in ((wijchen, rijk), (nijmegen, rijk), (almere, flevoland)):
        GemeenteInRegioFactory(gemeente=gemeente, regio=mandaatregio)
    return Speelveld(
        regio=regio,
        rijk_van_nijmegen=rijk,
        flevoland=flevoland,
        cz=cz,
        vgz=vgz,
        ziekenhuis=ZorgaanbiederFactory(naam="Ziekenhuis Waalstad"),
        huisartsen=ZorgaanbiederFactory(naam="Huisartsencoöperatie Nijmegen", sector=Sector.HUISARTSEN),
        wijchen=wijchen,
        nijmegen=nijmegen,
        almere=almere,
    )


def begin(w: Speelveld, *, op: dt.date = START, sociaal: bool = True, gemeenten: bool = True, spuk: bool = False) -> Dossier:
    """A dossier with a filled-in concept of the snelle toets, its parties at the table and its character settled."""
    domeinen = [Domein.ZVW, Domein.SOCIAAL] if sociaal else [Domein.ZVW]
    w.dossier = dossiers.open_dossier(
        titel="Hartzorg dichtbij",
        regios=[w.regio],
        domeinen=domeinen,
        sectoren=[Sector.MSZ],
        door=w.planmaker,
        op=op,
        gemeenten=[w.wijchen] if gemeenten and sociaal else [],
    )
    deelnemer = dossiers.nodig_uit(w.dossier, w.huisartsen, Partijrol.DEELNEMER, door=w.planmaker, op=op)
    partijen.aanvaard(deelnemer, door=w.deelnemer, op=op)
    if gemeenten:
        gemeente = dossiers.nodig_uit(w.dossier, w.wijchen, Partijrol.GEMEENTE, door=w.planmaker, op=op, vraagt_spuk_aan=spuk)
        partijen.aanvaard(gemeente, door=w.beslisser, op=op)
    voer_uit(w.dossier.startgesprek, "sla_over", door=w.planmaker, op=op, reden="Wij spraken elkaar al.")
    toets = w.dossier.snelle_toets
    toets.inhoud = {v.sleutel: f"Tekst over {v.label.lower()}." for v in toets.format.velden}
    toets.bedrag_gevraagd = Decimal("8400000")
    toets.save()
    for door in (w.planmaker, w.czv):
        voer_uit(toets, "bevestig_karakter", door=door, op=op, karakter="opschaling", experimenteerruimte="Afwijken mag per kwartaal.")
    return w.herlees()


def dien_toets_in(w: Speelveld, *, op: dt.date = START, compleet: bool = True, **hoe: bool) -> Beoordelingsronde:
    """The snelle toets handed in (and found complete), with its ronde open."""
    begin(w, op=op, **hoe)
    voer_uit(w.dossier.snelle_toets, "dien_in", door=w.planmaker, op=op)
    if compleet:
        voer_uit(w.dossier.snelle_toets, "verklaar_compleet", door=w.czv, op=op)
    w.herlees()
    return w.ronde


def oordeel(w: Speelveld, door: Lidmaatschap, *, op: dt.date, waardering: str = "voldoende", conclusie: str = "positief") -> None:
    """This person judges every point and finishes."""
    ronde = w.herlees().rondes.exclude(status="vervallen").order_by("-nummer").first()
    eigen = rondes.mijn_beoordeling(ronde, door)
    assert eigen is not None
    for punt in ronde.punten:
        rondes.bewaar_oordeel(eigen, punt.code, waardering=waardering, onderbouwing=f"Over {punt.titel}.", vragen=[], versie=0, door=door)
    rondes.rond_af(eigen, conclusie=conclusie, toelichting="Samengevat.", door=door, op=op)


def stel_vast(w: Speelveld, *, op: dt.date) -> Beoordelingsronde:
    """Both insurers judged, and agreed on one terugkoppeling."""
    for door in (w.czv, w.tweede):
        oordeel(w, door, op=op)
    ronde = w.ronde
    voer_uit(ronde, "stel_op", door=w.czv, op=op, terugkoppeling="Wij zijn samen positief.", advies="positief")
    voer_uit(ronde, "stem_in", door=w.tweede, op=op)
    return w.ronde


def hoor_regiocoordinator(w: Speelveld, *, op: dt.date) -> None:
    """The regiocoordinator of Flevoland is assigned and gives an opinion."""
    toewijzing.wijs_toe(w.herlees(), w.coordinator, door=w.czv, op=op)
    oordeel(w, w.coordinator, op=op)


def keur_toets_goed(w: Speelveld, *, op: dt.date = START, **hoe: bool) -> Dossier:
    """The snelle toets approved; the plan is being written."""
    dien_toets_in(w, op=op, **hoe)
    stel_vast(w, op=op)
    if w.dossier.deelnemende_gemeenten:
        hoor_regiocoordinator(w, op=op)
    voer_uit(w.herlees().snelle_toets, "keur_goed", door=w.czv, op=op, motivering="Een goed begin.")
    return w.herlees()


def vul_versie(w: Speelveld, *, sociaal: bool = True) -> Planversie:
    """Every field of the version that is being written, and two KPI's that add up."""
    versie = w.dossier.plan.laatste_versie
    versie.inhoud = {v.sleutel: f"Plan over {v.label.lower()}." for v in versie.format.velden}
    versie.sociale_velden = ["impact_keten"] if sociaal else []
    versie.save()
    for nummer, (organisatie, bedrag) in enumerate(((w.ziekenhuis, "6000000"), (w.huisartsen, "2400000")), start=1):
        Kpi.objects.create(
            versie=versie,
            nummer=nummer,
            omschrijving=f"Minder opnamen {nummer}",
            indicator="opnamen per jaar",
            streefwaarde="-10%",
            meten_op=dt.date(2026, 6, 1),
            bedrag=Decimal(bedrag),
            organisatie=organisatie,
            sector=Sector.MSZ,
        )
    return versie


def dien_plan_in(w: Speelveld, *, op: dt.date = dt.date(2025, 5, 1), plan_sociaal: bool = True, **hoe: bool) -> Beoordelingsronde:
    """A first version of the plan, handed in and found complete."""
    keur_toets_goed(w, **hoe)
    vul_versie(w, sociaal=plan_sociaal)
    voer_uit(w.herlees().plan, "dien_in", door=w.planmaker, op=op)
    voer_uit(w.herlees().plan, "verklaar_compleet", door=w.czv, op=op)
    w.herlees()
    return w.ronde


def nieuwe_versie(w: Speelveld, *, op: dt.date) -> Planversie:
    """The insurers ask for an adjustment; the version being written is given back, still open."""
    stel_vast(w, op=op)
    voer_uit(w.herlees().plan, "vraag_aanpassing", door=w.czv, op=op, gevraagde_aanpassing="Maak KPI 1 scherper.")
    return w.herlees().plan.laatste_versie


def commitment(w: Speelveld, door: Lidmaatschap, *, op: dt.date) -> None:
    """This person commits the own organisation."""
    rij = w.dossier.commitments.get(organisatie=door.organisatie, status="gevraagd")
    voer_uit(rij, "geef", door=door, op=op, naam=door.gebruiker.naam, functie="bestuurder", sha256=rij.versie.sha256)


def alles_gegeven(w: Speelveld, *, op: dt.date) -> None:
    """Every party committed and the gemeente approved its parts."""
    for door in (w.planmaker, w.deelnemer, w.beslisser):
        if any(p.organisatie_id == door.organisatie_id for p in w.herlees().deelnemende_partijen):
            commitment(w, door, op=op)
    for akkoord in w.dossier.gemeentelijkakkoords.filter(status="gevraagd"):
        voer_uit(akkoord, "keur_goed", door=w.beslisser, op=op, naam="Wil Wethouder", functie="wethouder", sha256=akkoord.versie.sha256)


def klaar_voor_besluit(
    w: Speelveld, *, op: dt.date = dt.date(2025, 6, 2), ingediend: dt.date = dt.date(2025, 5, 1), **hoe: bool
) -> Dossier:
    """A plan on which only the decision is missing."""
    dien_plan_in(w, op=ingediend, **hoe)
    stel_vast(w, op=op)
    alles_gegeven(w, op=op)
    if w.dossier.deelnemende_gemeenten:
        oordeel(w, w.coordinator, op=op)
        if w.dossier.raakt_sociaal_domein:
            oordeel(w, w.beslisser, op=op)
    return w.herlees()


def gemeenschappelijke_regeling(regio: Regio) -> Organisatie:
    """A gemeenschappelijke regeling that is mandaathouder of this region."""
    twente = OrganisatieFactory(naam="SamenTwente", soort=Organisatie.Soort.GEMEENSCHAPPELIJKE_REGELING)
    regio.mandaathouder = twente
    regio.save()
    return twente
