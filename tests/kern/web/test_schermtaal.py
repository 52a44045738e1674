"""The screen's words and components."""

import datetime as dt
import uuid
from types import SimpleNamespace

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory, override_settings
from django.urls import path

from kern.regels.register import Belet
from kern.termijnen.klokbalk import Klokbalk, Strook
from kern.web.onderdelen import Fase
from kern.web.templatetags.schermtaal import dag_kort, met_kleine_letter, nog, sinds, urgentie

VANDAAG = dt.date(2025, 10, 18)
DAG = dt.timedelta(days=1)
urlpatterns = [path("stap/<str:soort>/<uuid:pk>/<str:stap>/", lambda r: None, name="stap")]


def teken(sjabloon: str, adres: str = "/", **wat: object) -> str:
    return Template(sjabloon).render(Context({"request": RequestFactory().get(adres), **wat}))


@pytest.mark.parametrize(
    ("dagen", "woorden"),
    [(12, "nog 12 dagen"), (2, "nog 2 dagen"), (1, "morgen"), (0, "vandaag"), (-1, "gisteren"), (-2, "2 dagen te laat")],
)
def test_de_dagen_die_resten_in_woorden(dagen: int, woorden: str) -> None:
    assert nog(VANDAAG + dagen * DAG, VANDAAG) == woorden


def test_zonder_einddatum_blijft_het_stil() -> None:
    assert (nog(None, VANDAAG), sinds(None, VANDAAG), urgentie(None, VANDAAG), dag_kort(None)) == ("", "", "", "")


@pytest.mark.parametrize(
    ("dagen", "woorden"), [(0, "sinds vandaag"), (1, "sinds gisteren"), (3, "sinds 3 dagen"), (13, "sinds 13 dagen"), (21, "sinds 3 weken")]
)
def test_hoe_lang_iets_al_wacht(dagen: int, woorden: str) -> None:
    assert sinds(VANDAAG - dagen * DAG, VANDAAG) == woorden


@pytest.mark.parametrize(("dagen", "klasse"), [(15, ""), (14, "let"), (0, "let"), (-1, "laat")])
def test_een_rij_kleurt_in_de_laatste_twee_weken_en_erna(dagen: int, klasse: str) -> None:
    assert urgentie(VANDAAG + dagen * DAG, VANDAAG) == klasse


def test_een_korte_dag_noemt_maart_mrt() -> None:
    assert dag_kort(dt.date(2026, 3, 9)) == "ma 9 mrt 2026"


def test_een_label_in_een_zin_houdt_zijn_afkorting() -> None:
    assert (met_kleine_letter("Keur goed"), met_kleine_letter("KPI beoordelen"), met_kleine_letter("")) == (
        "keur goed", "KPI beoordelen", "",
    )  # fmt: skip


def test_een_regelmerk_is_een_link_naar_de_afspraak() -> None:
    assert 'href="/regels/#1b.1"' in teken('{% regelmerk "1b.1" %}')
    assert 'hx-get="/regels/1b.1/"' in teken('{% regelmerk "1b.1" %}')


def test_een_onbekend_nummer_is_geen_link() -> None:
    assert "<a" not in teken('{% regelmerk "9z.9" %}')


@override_settings(ROOT_URLCONF=__name__)
def test_een_stap_met_belet_blijft_zichtbaar_en_zegt_waarom_en_de_hoofdstap_staat_voorop() -> None:
    rij = SimpleNamespace(pk=uuid.uuid4(), soort=lambda: "app.plan")
    vraag = SimpleNamespace(rij=rij, naam="vraag", label="Vraag aanpassing", hoofd=False, beletselen=[], kan=True)
    keur = SimpleNamespace(
        rij=rij, naam="keur_goed", label="Keur goed", hoofd=True, beletselen=[Belet("Gemeente wacht.", "1b.1")], kan=False
    )
    html = teken("{% stappen m %}", m=[vraag, keur])

    assert html.index("Keur goed") < html.index("Vraag aanpassing")
    assert f'aria-disabled="true" aria-describedby="belet-{rij.pk}-keur_goed"' in html
    assert f'id="belet-{rij.pk}-keur_goed"' in html
    assert "‘Keur goed’ kan nog niet:" in html
    assert "Gemeente wacht." in html
    assert f'href="/stap/app.plan/{rij.pk}/vraag/"' in html


def test_wie_niets_kan_ziet_geen_lege_rij_knoppen() -> None:
    assert teken("{% stappen m %}", m=[]).strip() == ""


def test_de_fasebalk_zegt_ook_in_woorden_waar_het_dossier_staat() -> None:
    html = teken("{% fasebalk f %}", f=[Fase("Startgesprek", "klaar", "1 april"), Fase("Snelle toets", "bezig"), Fase("Plan", "later")])
    assert html.count('aria-current="step"') == 1
    assert [woord in html for woord in ("klaar</span>", "nu bezig</span>", "komt nog</span>", "1 april")] == [True] * 4


def test_de_klokbalk_tekent_met_attributen_en_staat_er_ook_in_woorden() -> None:
    klok = Klokbalk(
        naam="besluit", regel="1e.3", start_op=dt.date(2025, 9, 4), ruw_op=dt.date(2025, 10, 30), einde_op=dt.date(2025, 10, 30),
        peildag=VANDAAG, verstreken=79, stroken=(Strook(20, 10, "stond stil"),), verlenging=None, toestand="krap", nog="nog 12 dagen",
        reden="8 weken.",
    )  # fmt: skip
    html = teken("{% klokbalk k %}", k=klok)
    assert 'width="79%"' in html
    assert 'x1="20%" x2="30%"' in html
    assert "style=" not in html
    assert "za 18 okt 2025, nog 12 dagen" in html
    assert f'aria-label="{klok.in_woorden}"' in html


class Vorm(forms.Form):
    titel = forms.CharField(label="Titel")
    soort = forms.ChoiceField(label="Soort", choices=[("a", "a")], widget=forms.RadioSelect)

    def clean(self) -> None:
        raise forms.ValidationError("Samen klopt het niet.")


def test_het_foutoverzicht_linkt_naar_elk_veld_en_noemt_ook_wat_nergens_bij_hoort() -> None:
    html = teken("{% foutoverzicht vorm %}", vorm=Vorm({}))
    assert "Er zijn nog 3 dingen niet goed" in html
    assert '<a href="#id_titel">Titel: Dit veld is verplicht.</a>' in html
    assert 'href="#id_soort_0"' in html
    assert "<li>Samen klopt het niet.</li>" in html


def test_een_vorm_zonder_fouten_of_die_al_sprak_geeft_niets() -> None:
    vorm = Vorm({})
    teken("{% foutoverzicht vorm %}", vorm=vorm)
    assert teken("{% foutoverzicht vorm %}", vorm=vorm).strip() == ""
    assert teken("{% foutoverzicht vorm %}", vorm=Vorm()).strip() == ""


def test_bladeren_houdt_de_filters_in_het_adres() -> None:
    blad = Paginator(range(120), 50).page(2)
    html = teken("{% paginering blad 'dossiers' %}", "/x/?regio=Zeeland&pagina=2", blad=blad)
    assert "51 tot en met 100 van 120 dossiers" in html
    assert 'href="?regio=Zeeland&amp;pagina=3"' in html
    assert '<span aria-current="page">2</span>' in html


def test_een_kolomkop_keert_bij_de_tweede_keer_om_en_begint_weer_op_bladzijde_een() -> None:
    kop = "{% kolomkop 'Titel' 'titel' %}"
    assert 'aria-sort="none"><a class="kolomkop" href="?q=a&amp;sorteer=titel"' in teken(kop, "/x/?q=a&pagina=3")
    assert 'aria-sort="ascending"><a class="kolomkop" href="?sorteer=-titel"' in teken(kop, "/x/?sorteer=titel")
    assert 'aria-sort="descending"><a class="kolomkop" href="?sorteer=titel"' in teken(kop, "/x/?sorteer=-titel")


def test_wat_iemand_typt_komt_nergens_als_html_terug() -> None:
    assert "<script>" not in teken('{% pil t "rood" %}{% lege_staat t t %}{% kerncijfer t t %}', t="<script>")
