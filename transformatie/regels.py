"""The rules a dossier answers to up to the decision, as far as its own facts suffice."""

from collections.abc import Iterator

from kern.basis.datums import toon_datum
from kern.basis.geld import toon_bedrag
from kern.organisaties.models import Organisatie
from kern.regels.register import Belet, toetst
from kern.toestanden.stap import Stap
from transformatie.models import Domein, Dossier, Partijrol, Vertrek
from transformatie.selectors.partijen import ontbrekende_partijen

VROUWELIJK = {Organisatie.Soort.GEMEENTE, Organisatie.Soort.ZORGVERZEKERAAR, Organisatie.Soort.GEMEENSCHAPPELIJKE_REGELING}


@toetst("1a.1", "plan startgesprek", "dien snelle toets in")
def andere_financiers_zijn_uitgenodigd(stap: Stap) -> Iterator[str]:
    """The other financiers join from the first contact (1a.1)."""
    for ontbreekt in ontbrekende_partijen(stap.zaak.dossier):
        yield ontbreekt.belet


@toetst("1a.3", "verstuur uitnodiging")
def iedereen_uitgenodigd_of_met_reden(stap: Stap) -> Iterator[Belet]:
    """Everyone involved is invited; leaving one out takes a reason (1a.3)."""
    weggelaten = stap.gegevens.get("weggelaten") or {}
    for organisatie in stap.zaak.dossier.betrokken_organisaties:
        if organisatie.pk in weggelaten and not weggelaten[organisatie.pk].strip():
            wie = "haar" if organisatie.soort in VROUWELIJK else "deze partij"
            tekst = f"{organisatie.aan_het_begin} is niet uitgenodigd. Nodig {wie} uit of geef een reden."
            yield Belet(tekst, "1a.3", f"reden_{organisatie.pk.hex}")


@toetst("1c.1", "dien snelle toets in")
def tweede_verzekeraar_is_betrokken(stap: Stap) -> Iterator[str]:
    """There is a second insurer, and it is of another concern (1c.1)."""
    dossier: Dossier = stap.zaak.dossier
    eerste, tweede = dossier.coordinerend, dossier.tweede
    if tweede is None:
        yield "Er is nog geen tweede zorgverzekeraar vastgelegd."
    elif eerste.concern_id is not None and eerste.concern_id == tweede.concern_id:
        yield f"{tweede} en {eerste} zijn hetzelfde concern ({eerste.concern}). Kies een andere tweede verzekeraar."


@toetst("1h.1", "dien snelle toets in")
def karakter_is_door_beide_kanten_bevestigd(stap: Stap) -> Iterator[str]:
    """Planmakers and insurer settled the character together, beforehand (1h.1)."""
    toets = stap.zaak
    karakter = f" ({toets.karakter})" if toets.karakter else ""
    if not toets.karakter_indieners_op:
        yield f"De indieners hebben het karakter{karakter} nog niet bevestigd."
    if not toets.karakter_verzekeraar_op:
        yield f"De coördinerende zorgverzekeraar heeft het karakter{karakter} nog niet bevestigd."


@toetst("1e.2", "dien transformatieplan in")
def vier_maanden_zijn_niet_voorbij(stap: Stap) -> Iterator[str]:
    """The plan comes within four months, or after an extension (1e.2)."""
    klok = stap.zaak.klok_indienen
    if klok is not None and klok.is_open and stap.op > klok.einde_op:
        wat = "De verlengde termijn eindigde" if klok.verlengd_tot else "De vier maanden eindigden"
        yield f"{wat} op {toon_datum(klok.einde_op)}. Vraag de coördinerende zorgverzekeraar om verlenging."


@toetst("1f.3", "dien transformatieplan in")
def kpis_tellen_op_tot_gevraagd(stap: Stap) -> Iterator[str]:
    """KPI amounts add up to what is asked (1f.3)."""
    versie = stap.zaak.laatste_versie
    gevraagd, totaal = versie.bedrag_gevraagd or 0, versie.kpi_totaal
    if not versie.kpi_lijst:
        yield "Er zijn nog geen KPI's. Leg ten minste een KPI met een bedrag vast."
    elif totaal != gevraagd:
        yield f"De KPI's tellen op tot {toon_bedrag(totaal)}; gevraagd is {toon_bedrag(gevraagd)}."


@toetst("1f.3", "keur transformatieplan goed")
def kpis_tellen_op_tot_toegekend(stap: Stap) -> Iterator[Belet]:
    """KPI amounts of the frozen version add up to what is granted (1f.3)."""
    versie = stap.zaak.ingediende_versie
    toegekend = stap.gegevens.get("bedrag_toegekend", versie.bedrag_gevraagd)
    if versie.kpi_totaal != toegekend:
        tekst = f"De KPI's tellen op tot {toon_bedrag(versie.kpi_totaal)}; toegekend wordt {toon_bedrag(toegekend)}. Vraag om een aangepaste versie."
        yield Belet(tekst, "1f.3", "bedrag_toegekend")


@toetst("2b.1", "dien transformatieplan in")
def impact_is_beschreven(stap: Stap) -> Iterator[str]:
    """At least one of the four criteria, and always the transitiedoelen and the regioplan (2b.1)."""
    plan = stap.zaak
    inhoud = plan.inhoud_nu

    def leeg(sleutel: str) -> bool:
        return not str(inhoud.get(sleutel, "")).strip()

    if all(leeg(v.sleutel) for v in plan.format.criteria):
        yield "Beschrijf de impact op ten minste een van de vier criteria."
    if leeg("transitiedoelen"):
        yield "Beschrijf de impact op de transitiedoelen."
    if leeg("regioplan"):
        yield "Beschrijf de impact op het regioplan."


@toetst("1b.2", "haal domein weg")
def gemeenten_stemmen_in_met_weghalen(stap: Stap) -> Iterator[str]:
    """After submission the social domain goes only with the consent of the gemeenten that were there (1b.2).

    Who left since by its own act, or after it refused its parts, is not asked; who was let go otherwise still is.
    """
    dossier: Dossier = stap.zaak.dossier
    if stap.gegevens.get("domein") != Domein.SOCIAAL or dossier.snelle_toets.status == "concept":
        return
    ingestemd = set(dossier.domeininstemmingen.values_list("organisatie_id", flat=True))
    rijen = dossier.partijen.filter(rol=Partijrol.GEMEENTE).select_related("organisatie").order_by("uitgenodigd_op", "vastgelegd_op")
    for partij in {p.organisatie_id: p for p in rijen}.values():
        if partij.organisatie_id in ingestemd:
            continue
        if partij.uit_op is None:
            yield f"{partij.organisatie.aan_het_begin} heeft nog niet ingestemd met het weghalen van het sociaal domein."
        elif partij.vertrek == Vertrek.LOSGELATEN and partij.uit_op >= (dossier.snelle_toets.ingediend_op or partij.uit_op):
            yield (
                f"{partij.organisatie.aan_het_begin} is na het indienen van het dossier gehaald en stemde niet in met het weghalen "
                "van het sociaal domein. Nodig haar opnieuw uit en vraag haar instemming."
            )


@toetst("1d.1", "ga naar stap 2")
def bilateraal_overleg_is_vastgelegd(stap: Stap) -> Iterator[str]:
    """Step 1 is on record before step 2 begins (1d.1)."""
    gesprek = stap.zaak.gesprekken.filter(stap=1).first()
    if gesprek is None or not gesprek.uitkomst or gesprek.gesproken_op is None:
        yield "Leg eerst vast wie er in stap 1 met elkaar spraken en wat eruit kwam."


@toetst("1d.2", "ga naar stap 3")
def overleg_met_alle_partijen_is_gehouden(stap: Stap) -> Iterator[str]:
    """The meeting of all parties took place before step 3 begins (1d.2)."""
    gesprek = stap.zaak.gesprekken.filter(stap=2).first()
    if gesprek is None or not gesprek.uitkomst or gesprek.gesproken_op is None:
        yield "Het overleg met alle partijen is nog niet gehouden."
