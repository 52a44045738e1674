"""The questions of a ronde as pages show them: at their passage for reviewers, in their bundle for submitters."""

from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.urls import reverse

from beoordeling.forms.vragen import VraagForm
from beoordeling.models import Beoordeling, Beoordelingsronde, Bundelvraag, Vraag, Vragenbundel
from beoordeling.services.vragen import format_en_inhoud
from transformatie.models import Dossier


@dataclass(frozen=True)
class Vraagregel:
    """One noted question at its passage, with what was sent of it and what was answered."""

    vraag: Vraag
    mag_weg: bool
    dossier: Dossier

    @property
    def van(self) -> str:
        return str(self.vraag.beoordeling.organisatie)

    @property
    def verstuurd(self) -> Bundelvraag | None:
        return self.vraag.verstuurd_als

    @property
    def tekst(self) -> str:
        """The wording as it was sent, or else as it was noted."""
        return self.verstuurd.tekst if self.verstuurd else self.vraag.tekst

    @property
    def beantwoord(self) -> Vragenbundel | None:
        """The bundle, once its answers were sent; before that reviewers read no answer."""
        bundel = self.verstuurd.bundel if self.verstuurd else None
        return bundel if bundel and bundel.beantwoord_op else None

    @property
    def weg_url(self) -> str:
        return reverse("vraag-weg", kwargs={"kenmerk": self.dossier.kenmerk, "pk": self.vraag.pk})


@dataclass
class Vraagplek:
    """A passage (or, without one, the point as a whole) with its questions and the form to ask one more."""

    dossier: Dossier
    punt: str
    veld: str
    label: str
    regels: list[Vraagregel] = field(default_factory=list)
    form: VraagForm | None = None
    melding: str = ""

    @property
    def anker(self) -> str:
        return f"vragen-{self.veld or 'punt'}"

    @property
    def url(self) -> str:
        return reverse("vraag-nieuw", kwargs={"kenmerk": self.dossier.kenmerk})

    @property
    def is_open(self) -> bool:
        """Whether the form stands open: after a mistake, or after one question was noted."""
        return bool(self.form and self.form.is_bound) or bool(self.melding)


class Vraagblad:
    """All noted questions of one ronde, read once, and shown per passage. One query."""

    def __init__(self, ronde: Beoordelingsronde, plaats: Beoordeling | None, *, is_open: bool) -> None:
        self.ronde, self.plaats = ronde, plaats
        self.mag_vragen = plaats is not None and is_open
        self.vragen = list(vragen_van(ronde))

    def plek(self, punt: str, veld: str, label: str, *, form: VraagForm | None = None, melding: str = "") -> Vraagplek:
        """The questions of one passage at one point; a question that was sent stands at its passage at every point."""
        dossier, gezien, regels = self.ronde.dossier, set(), []
        for vraag in self.vragen:
            if vraag.veld != veld or (vraag.punt != punt and not (veld and vraag.verstuurd_als_id)):
                continue
            if vraag.verstuurd_als_id and vraag.verstuurd_als_id in gezien:
                continue
            gezien.add(vraag.verstuurd_als_id)
            eigen = self.mag_vragen and self.plaats is not None and vraag.beoordeling_id == self.plaats.pk
            regels.append(Vraagregel(vraag, eigen and vraag.verstuurd_als_id is None, dossier))
        if form is None and self.mag_vragen:
            form = VraagForm(initial={"punt": punt, "veld": veld}, plek=veld)
        return Vraagplek(dossier, punt, veld, label, regels, form if self.mag_vragen else None, melding)

    @property
    def nog_te_versturen(self) -> list[Vraag]:
        return open_vragen(self.ronde, self.vragen)


def vragen_van(ronde: Beoordelingsronde) -> QuerySet[Vraag]:
    """The noted questions of a ronde with who noted them and what became of them."""
    rijen = Vraag.objects.filter(beoordeling__ronde=ronde)
    return rijen.select_related("beoordeling__organisatie", "steller", "verstuurd_als__bundel__beantwoord_namens")


def open_vragen(ronde: Beoordelingsronde, vragen: list[Vraag] | None = None) -> list[Vraag]:
    """What was noted and not yet sent, in the order of the points and the passages."""
    punten = {p.code: i for i, p in enumerate(ronde.punten)}
    velden = {v.sleutel: i for i, v in enumerate(format_en_inhoud(ronde)[0].velden)}
    alle = list(vragen_van(ronde)) if vragen is None else vragen
    nog = [v for v in alle if v.verstuurd_als_id is None]
    return sorted(nog, key=lambda v: (punten.get(v.punt, 99), velden.get(v.veld, -1)))


def plaats_in_woorden(ronde: Beoordelingsronde, punt: str, veld: str) -> str:
    """Where a question hangs: the point, and the passage in the submission."""
    titel = next((p.titel for p in ronde.punten if p.code == punt), punt)
    passage = format_en_inhoud(ronde)[0].veld(veld)
    return f"{titel}, passage ‘{passage.label}’" if passage else titel


@dataclass(frozen=True)
class Verstuurd:
    """One question of a bundle with the place it is about."""

    vraag: Bundelvraag
    plaats: str


@dataclass(frozen=True)
class Bundelblad:
    """One bundle as submitters and reviewers read it."""

    bundel: Vragenbundel
    vragen: list[Verstuurd]


def bundels_van(dossier: Dossier) -> list[Bundelblad]:
    """All bundles of a dossier, the newest first. Two queries."""
    rijen = Vragenbundel.objects.filter(ronde__dossier=dossier).select_related(
        "ronde__versie__plan", "ronde__snelle_toets", "beantwoord_door", "beantwoord_namens"
    )
    bladen = []
    for bundel in rijen.prefetch_related("vragen__antwoord_door").order_by("-ronde__nummer", "-nummer"):
        bundel.ronde.dossier = dossier
        vragen = [Verstuurd(v, plaats_in_woorden(bundel.ronde, v.punt, v.veld)) for v in bundel.vragen.all()]
        bladen.append(Bundelblad(bundel, vragen))
    return bladen
