import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import kern.basis.models
import kern.toestanden.models
from kern.basis.databank import achter_de_deur, alleen_bijschrijven


class Migration(migrations.Migration):
    """The SPUK of a gemeente: application, decision, SiSa per year, settlement."""

    dependencies = [
        ("organisaties", "0006_contactpersoon_per_zaak"),
        ("transformatie", "0008_kpi_delen"),
        ("verantwoording", "0010_bijsturing"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Spukaanvraag",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("vastgelegd_op", models.DateTimeField(auto_now_add=True, verbose_name="vastgelegd op")),
                (
                    "status",
                    kern.toestanden.models.ToestandField(
                        choices=[
                            ("aangevraagd", "aangevraagd"),
                            ("verleend", "verleend"),
                            ("vastgesteld", "vastgesteld"),
                            ("afgehandeld", "afgehandeld"),
                            ("afgewezen", "afgewezen"),
                            ("ingetrokken", "ingetrokken"),
                        ],
                        default="aangevraagd",
                        max_length=40,
                        protected=True,
                    ),
                ),
                ("aangevraagd_op", models.DateField(verbose_name="aangevraagd op")),
                ("bedrag_gevraagd", kern.basis.models.BedragField(decimal_places=2, max_digits=14, verbose_name="gevraagd bedrag")),
                ("kenmerk", models.CharField(blank=True, max_length=60, verbose_name="beschikkingsnummer")),
                (
                    "bedrag_verleend",
                    kern.basis.models.BedragField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="verleend bedrag, als voorschot uitbetaald"
                    ),
                ),
                ("verleend_op", models.DateField(blank=True, null=True, verbose_name="verleend op")),
                (
                    "bedrag_vastgesteld",
                    kern.basis.models.BedragField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="vastgesteld bedrag"
                    ),
                ),
                ("vastgesteld_op", models.DateField(blank=True, null=True, verbose_name="vastgesteld op")),
                ("toelichting", models.TextField(blank=True, max_length=3000, verbose_name="toelichting bij de vaststelling")),
                ("terugbetaald_op", models.DateField(blank=True, null=True, verbose_name="terugbetaald op")),
                ("reden", models.TextField(blank=True, max_length=3000, verbose_name="reden")),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="spukaanvragen", to="transformatie.dossier"
                    ),
                ),
                (
                    "organisatie",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="spukaanvragen",
                        to="organisaties.organisatie",
                        verbose_name="gemeente",
                    ),
                ),
            ],
            options={
                "verbose_name": "SPUK-aanvraag",
                "verbose_name_plural": "SPUK-aanvragen",
                "ordering": ["aangevraagd_op", "vastgelegd_op"],
            },
        ),
        migrations.CreateModel(
            name="Spukbegroting",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("vastgelegd_op", models.DateTimeField(auto_now_add=True, verbose_name="vastgelegd op")),
                ("jaar", models.PositiveSmallIntegerField(verbose_name="jaar")),
                ("bedrag", kern.basis.models.BedragField(decimal_places=2, max_digits=14, verbose_name="bedrag")),
                (
                    "aanvraag",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="begroting", to="verantwoording.spukaanvraag"
                    ),
                ),
            ],
            options={
                "verbose_name": "begroot bedrag per jaar",
                "verbose_name_plural": "begrote bedragen per jaar",
                "ordering": ["jaar"],
            },
        ),
        migrations.CreateModel(
            name="Spukmijlpaal",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("vastgelegd_op", models.DateTimeField(auto_now_add=True, verbose_name="vastgelegd op")),
                ("nummer", models.PositiveSmallIntegerField(verbose_name="nummer")),
                ("sleutel", models.UUIDField(verbose_name="sleutel van de KPI")),
                ("omschrijving", models.CharField(max_length=300, verbose_name="omschrijving")),
                ("bedrag", kern.basis.models.BedragField(decimal_places=2, max_digits=14, verbose_name="bedrag")),
                ("is_gerealiseerd", models.BooleanField(null=True, verbose_name="gerealiseerd volgens de coördinerende zorgverzekeraar")),
                ("beoordeeld_op", models.DateField(blank=True, null=True, verbose_name="beoordeeld op")),
                ("onderbouwing", models.TextField(blank=True, max_length=3000, verbose_name="onderbouwing")),
                (
                    "aanvraag",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="mijlpalen", to="verantwoording.spukaanvraag"
                    ),
                ),
                (
                    "beoordeeld_door",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "SPUK-mijlpaal",
                "verbose_name_plural": "SPUK-mijlpalen",
                "ordering": ["nummer"],
            },
        ),
        migrations.CreateModel(
            name="Spukverantwoording",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("vastgelegd_op", models.DateTimeField(auto_now_add=True, verbose_name="vastgelegd op")),
                ("jaar", models.PositiveSmallIntegerField(verbose_name="jaar")),
                ("bedrag_besteed", kern.basis.models.BedragField(decimal_places=2, max_digits=14, verbose_name="besteding in het jaar")),
                (
                    "bedrag_correctie",
                    kern.basis.models.BedragField(decimal_places=2, max_digits=14, verbose_name="correctie op het jaar ervoor"),
                ),
                (
                    "bedrag_niet_gerealiseerd",
                    kern.basis.models.BedragField(
                        decimal_places=2, max_digits=14, verbose_name="cumulatieve besteding aan niet-gerealiseerde mijlpalen"
                    ),
                ),
                (
                    "mijlpalen_gerealiseerd",
                    models.BooleanField(verbose_name="mijlpalen gerealiseerd volgens de coördinerende zorgverzekeraar"),
                ),
                ("is_eind", models.BooleanField(verbose_name="eindverantwoording")),
                ("op", models.DateField(verbose_name="ingediend op")),
                (
                    "aanvraag",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="verantwoordingen", to="verantwoording.spukaanvraag"
                    ),
                ),
                ("door", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "verbose_name": "SiSa-verantwoording",
                "verbose_name_plural": "SiSa-verantwoordingen",
                "ordering": ["jaar"],
            },
        ),
        migrations.AddConstraint(
            model_name="spukaanvraag",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["aangevraagd", "verleend", "vastgesteld", "afgehandeld", "afgewezen", "ingetrokken"])),
                name="spukaanvraag_geldige_toestand",
            ),
        ),
        migrations.AddConstraint(
            model_name="spukaanvraag",
            constraint=models.CheckConstraint(condition=models.Q(("bedrag_gevraagd__gt", 0)), name="spuk_gevraagd_positief"),
        ),
        migrations.AddConstraint(
            model_name="spukaanvraag",
            constraint=models.CheckConstraint(
                condition=models.Q(("bedrag_verleend", None), ("bedrag_verleend__lte", models.F("bedrag_gevraagd")), _connector="OR"),
                name="spuk_verleend_binnen_gevraagd",
            ),
        ),
        migrations.AddConstraint(
            model_name="spukaanvraag",
            constraint=models.CheckConstraint(
                condition=models.Q(("bedrag_vastgesteld", None), ("bedrag_vastgesteld__lte", models.F("bedrag_verleend")), _connector="OR"),
                name="spuk_vastgesteld_binnen_verleend",
            ),
        ),
        migrations.AddConstraint(
            model_name="spukaanvraag",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status__in", ["afgewezen", "ingetrokken"]), _negated=True),
                fields=("dossier", "organisatie"),
                name="een_spukaanvraag_per_gemeente_en_plan",
            ),
        ),
        migrations.AddConstraint(
            model_name="spukaanvraag",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kenmerk", ""), _negated=True), fields=("kenmerk",), name="spuk_kenmerk_uniek"
            ),
        ),
        migrations.AddConstraint(
            model_name="spukbegroting",
            constraint=models.UniqueConstraint(fields=("aanvraag", "jaar"), name="een_begroot_bedrag_per_jaar"),
        ),
        migrations.AddConstraint(
            model_name="spukmijlpaal",
            constraint=models.UniqueConstraint(fields=("aanvraag", "nummer"), name="spukmijlpaal_nummer_uniek"),
        ),
        migrations.AddConstraint(
            model_name="spukverantwoording",
            constraint=models.UniqueConstraint(fields=("aanvraag", "jaar"), name="een_sisa_per_jaar"),
        ),
        migrations.AddConstraint(
            model_name="spukverantwoording",
            constraint=models.UniqueConstraint(condition=models.Q(("is_eind", True)), fields=("aanvraag",), name="een_eindverantwoording"),
        ),
        migrations.AddConstraint(
            model_name="spukverantwoording",
            constraint=models.CheckConstraint(condition=models.Q(("bedrag_besteed__gte", 0)), name="sisa_besteed_niet_negatief"),
        ),
        achter_de_deur("verantwoording_spukaanvraag", "aangevraagd"),
        alleen_bijschrijven("verantwoording_spukbegroting"),
        alleen_bijschrijven("verantwoording_spukverantwoording"),
    ]
