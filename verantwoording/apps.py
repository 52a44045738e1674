from django.apps import AppConfig


class VerantwoordingConfig(AppConfig):
    """The money: toekenning, overeenkomst, KPI's, payouts, ledger."""

    name = "verantwoording"
    verbose_name = "Verantwoording"

    def ready(self) -> None:
        from verantwoording import aanzet, panelen, receivers, regels, werkvoorraad, zicht
        from verantwoording.forms import stappen
        from verantwoording.services import kpi, toekenning

        self.geladen = (regels, toekenning, kpi, receivers, stappen, aanzet, panelen, werkvoorraad, zicht)
        self.laad_pot()
        self.laad_kosten()
        self.laad_rechtmatigheid()
        self.laad_uitbetaling()
        self.laad_bijstelling()
        self.laad_overeenkomst()
        self.laad_bijsturing()

    def laad_uitbetaling(self) -> None:
        """Payment orders, advances, the division by the kassier, and what each party holds."""
        from kern.web.menu import menupunt, voor_rollen
        from verantwoording import betaalcontroles, rekeningoverzicht, uitbetalingwerk
        from verantwoording.services import betaalopdracht, verdeling, voorschot

        self.geladen_uitbetaling = (betaalopdracht, voorschot, verdeling, uitbetalingwerk, rekeningoverzicht, betaalcontroles)
        menupunt("Uitbetalingen", "uitbetalingen", 40, zichtbaar=voor_rollen("beoordelaar"))

    def laad_pot(self) -> None:
        """The pots, the queue and the checks on the ledger."""
        from kern.web.menu import menupunt
        from verantwoording import grootboekcontroles, spelregels
        from verantwoording.potblad import ziet_potten
        from verantwoording.services import potbeheer, wachtrij

        self.geladen_pot = (grootboekcontroles, spelregels, potbeheer, wachtrij)
        menupunt("Potten", "potten", 40, zichtbaar=ziet_potten)
        menupunt("Wachtrij", "wachtrij", 41, zichtbaar=lambda namens: namens is not None)

    def laad_overeenkomst(self) -> None:
        """The agreement with its signatures, and the application to the NZa."""
        from verantwoording import overeenkomst_laden

        self.geladen_overeenkomst = (overeenkomst_laden,)

    def laad_bijstelling(self) -> None:
        """Adjusting a plan, and its financieringsplan."""
        from verantwoording import bijstellingswerk, financieringspanelen
        from verantwoording.forms import bijstelling as bijstellingsformulieren
        from verantwoording.services import bijstelling, financiering

        self.geladen_bijstelling = (bijstelling, bijstellingsformulieren, bijstellingswerk, financiering, financieringspanelen)

    def laad_rechtmatigheid(self) -> None:
        """The rechtmatigheidsdossier, and the judgement of the NZa on it."""
        from verantwoording import rechtmatigheid_laden

        self.geladen_rechtmatigheid = (rechtmatigheid_laden,)

    def laad_kosten(self) -> None:
        """The budget and the statements of costs."""
        from kern.web.menu import menupunt, voor_rollen
        from verantwoording import kostenberichten, kostenpanelen, kostenwerk
        from verantwoording.forms import kosten as kostenforms
        from verantwoording.services import kosten, kosten_begroting, kostenupload

        self.geladen_kosten = (kostenberichten, kostenpanelen, kostenwerk, kostenforms, kosten, kosten_begroting, kostenupload)
        menupunt("Achterstand kosten", "kosten-achterstand", 46, zichtbaar=voor_rollen("beoordelaar", "nza"))

    def laad_bijsturing(self) -> None:
        """Bijsturing with its outcomes, claims, the ledger of a plan, and the final account."""
        from verantwoording import bijsturing_brieven, bijsturing_controle, bijsturing_regels, bijsturing_werk
        from verantwoording.forms import bijsturing as bijsturingsformulieren
        from verantwoording.forms import grootboekblad as correctieformulieren
        from verantwoording.forms import terugbetaling as terugbetalingsformulieren
        from verantwoording.services import bijsturing, bijsturing_uitkomsten, grootboekblad, terugbetaling

        self.geladen_bijsturing = (bijsturing, bijsturing_uitkomsten, terugbetaling, grootboekblad, bijsturing_regels)
        self.geladen_bijsturing_schermen = (bijsturing_brieven, bijsturing_controle, bijsturing_werk)
        self.geladen_bijsturing_forms = (bijsturingsformulieren, terugbetalingsformulieren, correctieformulieren)
