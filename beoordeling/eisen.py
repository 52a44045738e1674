"""Plain requirements of the assessment that are no numbered rule."""

from collections.abc import Iterator

from django.conf import settings

from kern.basis.datums import toon_datum
from kern.regels.register import Belet, geldt_vanaf
from kern.termijnen.kalender import werkdagen_na
from kern.termijnen.services import gelijkgestelde_dagen
from kern.toestanden.stap import Stap

KIES_SAMEN = "[kies samen:"


def eigen_oordeel_is_af(stap: Stap) -> Iterator[str]:
    """Who drafts on behalf of both has finished its own assessment."""
    ronde = stap.zaak
    plaatsen = getattr(ronde, "alle_beoordelingen", None) or ronde.beoordelingen.all()
    eigen = next((b for b in plaatsen if b.rol == "coordinerend"), None)
    if eigen is None or eigen.afgerond_op is None:
        yield "Rond eerst uw eigen beoordeling af."


def geen_open_keuze(stap: Stap) -> Iterator[Belet]:
    """Where the insurers differ, they choose what they say together before the text lies before the second one (1c.2)."""
    for regel in str(stap.gegevens.get("terugkoppeling", "")).splitlines():
        if KIES_SAMEN in regel:
            over = regel.split(KIES_SAMEN)[0].strip().rstrip(":") or "een punt"
            yield Belet(f"In de tekst staat bij {over} nog een open keuze. Schrijf daar wat u samen zegt.", "1c.2", "terugkoppeling")


def standpunt_gegeven(stap: Stap) -> Iterator[Belet]:
    """A differing opinion says what it is."""
    if stap.gegevens and not stap.gegevens.get("afwijkend_standpunt"):
        yield Belet("Beschrijf uw afwijkende standpunt.", veld="afwijkend_standpunt")


def tekst_is_gelezen(stap: Stap) -> Iterator[Belet]:
    """Who agrees or differs speaks about the text that was read, not about one that came meanwhile (1c.2)."""
    if stap.gegevens.get("leesmerk") not in (None, stap.zaak.leesmerk):
        yield Belet("De coördinerende verzekeraar heeft de terugkoppeling intussen aangepast. Lees eerst de nieuwe tekst.", "1c.2")


def stilte_duurde_lang_genoeg(stap: Stap) -> Iterator[Belet]:
    """Silence counts only after five working days (ours, 1c.2)."""
    laatste_dag = werkdagen_na(stap.zaak.opgesteld_op, settings.WERKDAGEN_STILTE_TWEEDE, gelijkgestelde_dagen())
    if stap.op <= laatste_dag:
        yield Belet(f"De tweede verzekeraar heeft nog tot en met {toon_datum(laatste_dag)}.", "1c.2")


def medebeoordeling_bestaat_al(stap: Stap) -> Iterator[Belet]:
    """Before its first day there is no external reviewer to assign (1b.3)."""
    if stap.op < geldt_vanaf("1b.3"):
        yield Belet(f"De beoordeling door een externe regiocoördinator geldt vanaf {toon_datum(geldt_vanaf('1b.3'))}.", "1b.3")


def reden_gegeven(stap: Stap) -> Iterator[Belet]:
    """A refusal says why."""
    if stap.gegevens and not stap.gegevens.get("reden"):
        yield Belet("Geef een reden.", veld="reden")


def naam_en_functie_gegeven(stap: Stap) -> Iterator[Belet]:
    """Commitment is more than a tick: name and function (1b.1)."""
    for veld, label in (("naam", "uw naam"), ("functie", "uw functie")):
        if stap.gegevens and not str(stap.gegevens.get(veld, "")).strip():
            yield Belet(f"Vul {label} in.", "1b.1", veld)


def over_het_plan_is_niet_besloten(stap: Stap) -> Iterator[Belet]:
    """Consent is given or taken back as long as the plan lies before the insurers (1b.1)."""
    plan = stap.zaak.versie.plan
    if plan.status not in ("ingediend", "incompleet", "in_beoordeling", "in_aanpassing"):
        yield Belet(f"Dit transformatieplan is {plan.get_status_display()}. Daaraan verandert uw antwoord niets meer.", "1b.1")


def versie_is_de_laatste(stap: Stap) -> Iterator[Belet]:
    """One commits to the version that was read, under its hash (1b.1)."""
    rij = stap.zaak
    if stap.gegevens and stap.gegevens.get("sha256") not in (None, rij.versie.sha256):
        yield Belet("Er is intussen een nieuwe versie van het plan. Lees die eerst.", "1b.1")
