"""The main job from startgesprek to paid KPI, with what must be true along the way."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

from django.db.models import Sum

from config.voorbeeld.levensloop import Levensloop
from config.voorbeeld.wereld import Wereld
from kern.berichten.models import Bericht
from kern.documenten.models import Brief
from kern.journaal.models import Journaalregel
from kern.journaal.services import BEGIN, bereken_hash
from kern.termijnen.models import Termijn
from kern.toestanden.register import machines
from verantwoording.controle import bevindingen
from verantwoording.models import Boekingsregel, Rekening, Uitbetaling
from verantwoording.selectors import saldi

Afwijking = str
Schrijf = Callable[[str], object]
D = dt.date
BRIEVEN = [
    "beschikkingsaanvraag",
    "besluit_snelle_toets",
    "besluit_transformatieplan",
    *["ontvangstbevestiging"] * 2,
    "overeenkomst",
    "uitbetalingsbesluit",
    *["uitnodiging"] * 2,
    "uitnodiging_regiocoordinator",
]
"""Every letter of the walk, by kind."""


class Verslag:
    """Prints one line for every new row of the journaal: date, step, who, state, rules."""

    def __init__(self, schrijf: Schrijf) -> None:
        self.schrijf, self.gezien = schrijf, 0

    def bij(self, loop: Levensloop) -> None:
        nieuw = (
            Journaalregel.objects.filter(zaak=loop.dossier.pk, volgnummer__gt=self.gezien)
            .select_related("organisatie")
            .order_by("volgnummer")
        )
        for regel in nieuw:
            self.gezien = regel.volgnummer
            model = machines().get(regel.soort)
            toestand = dict(model.Status.choices).get(regel.naar, "") if model else ""  # type: ignore[attr-defined]  # every machine names its states in Status
            wie = f"{regel.wie} ({regel.rol})"
            self.schrijf(f"{regel.op}  {regel.stap_in_woorden:<60.60}  {wie:<44.44}  {toestand:<28.28}  {' '.join(regel.regels)}".rstrip())


class Controle:
    """Collects everything that differs from what the rules say."""

    def __init__(self) -> None:
        self.afwijkingen: list[Afwijking] = []

    def gelijk(self, wat: str, verwacht: object, gekregen: object) -> None:
        if verwacht != gekregen:
            self.afwijkingen.append(f"{wat}: verwacht {verwacht}, gekregen {gekregen}")


def loop_hoofdtaak(wereld: Wereld, schrijf: Schrijf) -> list[Afwijking]:
    """Take the dossier of 1 April 2025 to a paid KPI and check dates, states, money, letters and journaal."""
    verslag, controle = Verslag(schrijf), Controle()
    houder: list[Levensloop] = []
    loop = Levensloop(wereld, begin=D(2025, 3, 20), na_elke_stap=lambda: verslag.bij(houder[0]) if houder else None)
    houder.append(loop)
    _startgesprek_en_toets(loop, controle)
    _plan(loop, controle)
    _geld(loop, controle)
    _boekhouding(loop, controle)
    return controle.afwijkingen


def _klok(loop: Levensloop, soort: str) -> Termijn:
    return Termijn.objects.filter(zaak_id=loop.dossier.pk, soort_termijn=soort).latest("start_op", "vastgelegd_op")


def _startgesprek_en_toets(loop: Levensloop, c: Controle) -> None:
    loop.nodig_partijen_uit().naar(D(2025, 3, 24)).plan_startgesprek(D(2025, 4, 1))
    loop.naar(D(2025, 4, 1)).houd_startgesprek()
    loop.naar(D(2025, 4, 2)).schrijf_toets().bevestig_karakter()
    loop.naar(D(2025, 4, 8)).dien_toets_in().naar(D(2025, 4, 10)).toets_compleet()
    c.gelijk("1e.1 laatste dag besluit snelle toets", D(2025, 5, 6), _klok(loop, "besluit_snelle_toets").einde_op)
    loop.naar(D(2025, 4, 11)).wijs_regiocoordinator_toe().naar(D(2025, 4, 25)).beoordeel()
    loop.naar(D(2025, 4, 29)).stel_terugkoppeling_op().naar(D(2025, 5, 1)).tweede_stemt_in()
    loop.naar(D(2025, 5, 6)).keur_toets_goed()
    c.gelijk("snelle toets", "goedgekeurd", loop.toets.status)
    c.gelijk("1e.1 op tijd", "gehaald", _klok(loop, "besluit_snelle_toets").status)
    c.gelijk("1e.2 laatste dag indienen", D(2025, 9, 6), _klok(loop, "indienen_transformatieplan").einde_op)


def _plan(loop: Levensloop, c: Controle) -> None:
    loop.naar(D(2025, 6, 10)).schrijf_plan().naar(D(2025, 9, 4)).dien_plan_in().naar(D(2025, 9, 8)).plan_compleet()
    c.gelijk("1e.2 op tijd", "gehaald", _klok(loop, "indienen_transformatieplan").status)
    c.gelijk("1e.3 laatste dag besluit plan", D(2025, 10, 30), _klok(loop, "besluit_transformatieplan").einde_op)
    loop.naar(D(2025, 9, 26)).geef_commitment().naar(D(2025, 10, 10)).beoordeel()
    loop.naar(D(2025, 10, 20)).stel_terugkoppeling_op().naar(D(2025, 10, 23)).tweede_stemt_in()
    loop.naar(D(2025, 10, 30)).keur_plan_goed()
    c.gelijk("transformatieplan", "goedgekeurd", loop.plan.status)
    c.gelijk("1e.3 op tijd", "gehaald", _klok(loop, "besluit_transformatieplan").status)


def _geld(loop: Levensloop, c: Controle) -> None:
    loop.naar(D(2025, 11, 6)).reserveer().naar(D(2025, 11, 27)).teken().naar(D(2025, 12, 18)).beschik()
    loop.naar(D(2026, 1, 5)).spreek_kostenvorm_af().naar(D(2026, 1, 12)).start_uitvoering()
    loop.naar(D(2026, 4, 2)).leg_voortgang_vast().naar(D(2026, 6, 15)).dien_bewijs_in(1)
    loop.naar(D(2026, 6, 29)).beoordeel_kpi(1).naar(D(2026, 7, 2)).ken_toe(1).naar(D(2026, 7, 3)).betaal_uit(1)
    c.gelijk("KPI 1", "betaald", loop.kpi(1).status)
    c.gelijk("toekenning", "in_uitvoering", loop.toekenning.status)
    c.gelijk("dossier", ("uitvoering", "in uitvoering"), (loop.dossier.fase, loop.dossier.stand))


def _boekhouding(loop: Levensloop, c: Controle) -> None:
    kpi_1 = Decimal("1260000")
    verwacht = dict.fromkeys(Rekening.values, Decimal(0)) | {
        Rekening.POT: -loop.bedrag,
        Rekening.TOEGEZEGD: loop.bedrag - kpi_1,
        Rekening.UITBETAALD: kpi_1,
    }
    c.gelijk("saldi van het grootboek", verwacht, saldi(loop.dossier.pk))
    c.gelijk("het hele grootboek nagerekend", [], list(bevindingen()))
    c.gelijk("som van alle boekingsregels", Decimal(0), Boekingsregel.objects.filter(dossier=loop.dossier).aggregate(s=Sum("bedrag"))["s"])
    betaald = Uitbetaling.objects.filter(toekenning=loop.toekenning).aggregate(s=Sum("bedrag"))["s"]
    c.gelijk("uitbetaald volgens de uitbetalingen", saldi(loop.dossier.pk)[Rekening.UITBETAALD], betaald)
    soorten = sorted(Brief.objects.filter(zaak=loop.dossier.pk).values_list("soort", flat=True))
    c.gelijk("brieven", BRIEVEN, soorten)
    c.gelijk("berichten in de uitbak", True, Bericht.objects.filter(zaak=loop.dossier.pk).exists())
    vorige = BEGIN
    for regel in Journaalregel.objects.filter(zaak=loop.dossier.pk).order_by("volgnummer"):
        c.gelijk(f"journaal {regel.volgnummer}", (vorige, bereken_hash(regel)), (regel.vorige_hash, regel.hash))
        vorige = regel.hash
