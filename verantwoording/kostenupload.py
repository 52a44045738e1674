"""What a file with costs would do, before anything is stored: the columns, each line with its outcome, the totals per post (3a.1)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from django.core.exceptions import ValidationError

from kern.basis.geld import lees_bedrag, toon_bedrag
from verantwoording.kostentabel import Cel, Tabel
from verantwoording.models import Begrotingspost, Kostenregel

NUL = Decimal(0)
POST, GEREALISEERD, PROGNOSE, TOELICHTING = "post", "gerealiseerd", "prognose", "toelichting"
BETEKENISSEN = {
    POST: "Begrotingspost, rekening of kostenplaats",
    GEREALISEERD: "Gerealiseerd tot en met dit kwartaal",
    PROGNOSE: "Prognose tot het einde",
    TOELICHTING: "Toelichting",
}
NODIG = (POST, GEREALISEERD)
WOORDEN = {
    POST: (
        "begrotingspost",
        "post",
        "kostenplaats",
        "grootboekrekening",
        "grootboek",
        "rekening",
        "code",
        "omschrijving",
        "naam",
        "nummer",
        "nr",
    ),
    GEREALISEERD: (
        "gerealiseerd",
        "gerealiseerd tot nu",
        "realisatie",
        "werkelijk",
        "werkelijke kosten",
        "geboekt",
        "kosten",
        "uitgaven",
        "bedrag",
    ),
    PROGNOSE: ("prognose", "prognose tot het einde", "verwacht", "verwachting", "raming", "forecast"),
    TOELICHTING: ("toelichting", "opmerking", "opmerkingen", "uitleg"),
}
UREN = re.compile(r"^(man|werk|aantal)?(uren|uur)(registratie|tarief|staat|verantwoording|prijs)?$|^hours?$|^tijdschrijven$")
TOTAAL = re.compile(r"^(sub|eind)?tota(al|len)\b|^(grand |sub)?total\b|^som\b|^samen\b|^saldo\b", re.IGNORECASE)
EINDTOTAAL = re.compile(r"^(eind)?totaal\W*$|^(grand )?total\W*$|^som\W*$|^samen\W*$", re.IGNORECASE)
Uitkomst = Literal["neemt over", "telt op", "slaat over", "fout"]


@dataclass(frozen=True)
class Uploadregel:
    """One line of the file and what will happen with it."""

    nummer: int
    post: str
    gerealiseerd: Decimal | None
    prognose: Decimal | None
    uitkomst: Uitkomst
    wat: str
    fouten: tuple[str, ...] = ()


@dataclass(frozen=True)
class Gevolg:
    """What a post becomes when the file is taken over, and what it was."""

    post: Begrotingspost
    gerealiseerd: Decimal
    prognose: Decimal
    toelichting: str
    was: Kostenregel | None
    met_prognose: bool


@dataclass
class Voorbeeld:
    """The file as it would be taken over; nothing is stored while `fouten` or `ontbrekend` says something."""

    tabel: Tabel
    kolommen: dict[str, int]
    regels: list[Uploadregel] = field(default_factory=list)
    gevolgen: list[Gevolg] = field(default_factory=list)
    ontbrekend: list[str] = field(default_factory=list)

    @property
    def fouten(self) -> list[str]:
        return [f"Regel {r.nummer}: {fout}" for r in self.regels for fout in r.fouten]

    @property
    def kan(self) -> bool:
        return not self.ontbrekend and not self.fouten and bool(self.gevolgen)

    @property
    def totaal(self) -> Decimal:
        return sum((g.gerealiseerd for g in self.gevolgen), NUL)


def weiger_uren(kop: Sequence[str]) -> None:
    """A column with hours is sent back: nobody asks for hours (3a.3)."""
    for naam in kop:
        if any(UREN.match(woord) for woord in re.findall(r"[a-z]+", naam.lower())):
            raise ValidationError(
                f"De kolom ‘{naam}’ gaat over uren. Wij vragen niet om uren: totalen per post zijn genoeg (3a.3). Haal deze kolom weg.",
                code="uren",
            )


def raad_kolommen(kop: Sequence[str]) -> dict[str, int]:
    """Which column means what, by its name; a meaning whose column is not recognised is left out."""
    namen = [" ".join(re.findall(r"[a-z]+", n.lower())) for n in kop]
    gevonden: dict[str, int] = {}
    for betekenis, woorden in WOORDEN.items():
        for woord in woorden:
            if betekenis not in gevonden and woord in namen:
                gevonden[betekenis] = namen.index(woord)
    return gevonden


def bekijk(
    tabel: Tabel, kolommen: Mapping[str, int], posten: Sequence[Begrotingspost], huidig: Mapping[Begrotingspost, Kostenregel]
) -> Voorbeeld:
    """What every line does, and what each post becomes."""
    geldig = {k: i for k, i in kolommen.items() if k in BETEKENISSEN and 0 <= i < len(tabel.kop)}
    voorbeeld = Voorbeeld(tabel, geldig, ontbrekend=[BETEKENISSEN[k] for k in NODIG if k not in geldig])
    if voorbeeld.ontbrekend:
        return voorbeeld
    teller = _Teller(geldig, posten)
    voorbeeld.regels = [teller.lees(nummer, cellen) for nummer, cellen in tabel.rijen]
    voorbeeld.gevolgen = [_gevolg(p, delen, geldig, huidig.get(p)) for p, delen in teller.per_post.items()]
    return voorbeeld


@dataclass(frozen=True)
class _Deel:
    gerealiseerd: Decimal
    prognose: Decimal | None
    toelichting: str


def _gevolg(post: Begrotingspost, delen: list[_Deel], kolommen: Mapping[str, int], was: Kostenregel | None) -> Gevolg:
    """Lines on one post are added up; without a column for it the forecast stays, or is the budget."""
    gerealiseerd = sum((d.gerealiseerd for d in delen), NUL)
    teksten = [d.toelichting for d in delen if d.toelichting]
    if PROGNOSE in kolommen:
        prognose = sum((d.prognose or NUL for d in delen), NUL)
    else:
        prognose = max(was.prognose if was else post.bedrag, gerealiseerd)
    toelichting = " ".join(dict.fromkeys(teksten))[:500] if TOELICHTING in kolommen else (was.toelichting if was else "")
    return Gevolg(post, gerealiseerd, prognose, toelichting, was, PROGNOSE in kolommen)


class _Teller:
    """Reads line after line, and knows what went before it."""

    def __init__(self, kolommen: Mapping[str, int], posten: Sequence[Begrotingspost]) -> None:
        self.kolommen = kolommen
        self.op_naam = {_sleutel(p.naam): p for p in posten} | {_sleutel(str(p)): p for p in posten}
        self.op_code = {_sleutel(p.code): p for p in posten if p.code}
        self.op_nummer = {str(p.nummer): p for p in posten}
        self.per_post: dict[Begrotingspost, list[_Deel]] = {}
        self.som = {GEREALISEERD: NUL, PROGNOSE: NUL}
        self.aantal, self.is_fout = 0, False

    def cel(self, cellen: Sequence[Cel], betekenis: str) -> Cel | None:
        plaats = self.kolommen.get(betekenis)
        return cellen[plaats] if plaats is not None and plaats < len(cellen) else None

    def lees(self, nummer: int, cellen: Sequence[Cel]) -> Uploadregel:
        wie = self.cel(cellen, POST)
        tekst = wie.tekst if wie else ""
        post = self.vind(tekst)
        fouten = [wie.bezwaar] if wie and wie.bezwaar and not wie.tekst else []
        g = self.bedrag(cellen, GEREALISEERD, nummer, fouten)
        p = self.bedrag(cellen, PROGNOSE, nummer, fouten) if PROGNOSE in self.kolommen else None
        if post is None and not fouten and self.is_totaal(tekst, g):
            return self.totaal(nummer, tekst, g, p)
        fouten = fouten or self.bezwaren(tekst, post, g, p)
        if fouten or post is None or g is None:
            self.is_fout = True
            return Uploadregel(nummer, tekst, g, p, "fout", "Deze regel kan niet worden overgenomen.", tuple(fouten))
        return self.neem(nummer, tekst, post, g, p, cellen)

    def vind(self, tekst: str) -> Begrotingspost | None:
        sleutel = _sleutel(tekst)
        return self.op_naam.get(sleutel) or self.op_code.get(sleutel) or self.op_nummer.get(sleutel.rstrip("."))

    def bedrag(self, cellen: Sequence[Cel], betekenis: str, nummer: int, fouten: list[str]) -> Decimal | None:
        cel = self.cel(cellen, betekenis)
        if cel is None or cel.is_leeg:
            return None
        if cel.bezwaar:
            fouten.append(cel.bezwaar)
            return None
        if cel.getal is not None:
            if cel.getal < 0:
                fouten.append(f"Cel {cel.plek}: een bedrag kan niet negatief zijn.")
            return cel.getal if cel.getal >= 0 else None
        try:
            return lees_bedrag(cel.tekst)
        except ValidationError as fout:
            zin = fout.messages[0]
            fouten.append(f"Cel {cel.plek} (‘{cel.tekst[:40]}’): {zin[0].lower()}{zin[1:]}")
            return None

    def bezwaren(self, tekst: str, post: Begrotingspost | None, g: Decimal | None, p: Decimal | None) -> list[str]:
        if not tekst:
            return ["Er staat geen begrotingspost op deze regel."]
        if post is None:
            return [f"‘{tekst[:60]}’ is geen post van de vastgestelde begroting."]
        leeg = [wat for wat, bedrag in ((GEREALISEERD, g), (PROGNOSE, p)) if bedrag is None and wat in self.kolommen]
        return [f"Er staat geen bedrag in de kolom ‘{BETEKENISSEN[wat]}’." for wat in leeg]

    def is_totaal(self, tekst: str, g: Decimal | None) -> bool:
        """Named as a total, or without a name and just what stood above it."""
        return bool(TOTAAL.match(tekst)) or (not tekst and self.aantal > 1 and g is not None and g == self.som[GEREALISEERD])

    def totaal(self, nummer: int, tekst: str, g: Decimal | None, p: Decimal | None) -> Uploadregel:
        fouten = []
        if not self.is_fout and (not tekst or EINDTOTAAL.match(tekst)):
            fouten = [
                f"De totaalregel zegt bij {wat} {toon_bedrag(bedrag)}, maar de regels erboven tellen op tot {toon_bedrag(self.som[wat])}."
                for wat, bedrag in ((GEREALISEERD, g), (PROGNOSE, p))
                if bedrag is not None and bedrag != self.som[wat]
            ]
        uitkomst: Uitkomst = "fout" if fouten else "slaat over"
        return Uploadregel(nummer, tekst, g, p, uitkomst, "Dit is een totaalregel; zij telt niet mee.", tuple(fouten))

    def neem(self, nummer: int, tekst: str, post: Begrotingspost, g: Decimal, p: Decimal | None, cellen: Sequence[Cel]) -> Uploadregel:
        uitleg = self.cel(cellen, TOELICHTING)
        eerder = self.per_post.setdefault(post, [])
        wat, uitkomst = (f"Telt op bij post {post.nummer}.", "telt op") if eerder else (f"Gaat naar post {post.nummer}.", "neemt over")
        eerder.append(_Deel(g, p, uitleg.tekst if uitleg else ""))
        self.aantal += 1
        self.som[GEREALISEERD] += g
        self.som[PROGNOSE] += p or NUL
        return Uploadregel(nummer, tekst, g, p, uitkomst, wat)  # type: ignore[arg-type]  # one of the two words above


def _sleutel(tekst: str) -> str:
    return " ".join(tekst.casefold().split())
