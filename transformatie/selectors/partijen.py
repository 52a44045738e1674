"""Which parties a dossier still misses, and whom one can invite."""

from dataclasses import dataclass

from kern.organisaties.models import Organisatie
from transformatie.models import Domein, Dossier, Partijrol


@dataclass(frozen=True)
class Ontbreekt:
    """A financier that must still be invited (1a.1); without `organisatie` nobody is known for it."""

    waarom: str
    organisatie: Organisatie | None
    rol: Partijrol

    @property
    def naam(self) -> str:
        return self.organisatie.naam if self.organisatie else ""


def ontbrekende_partijen(dossier: Dossier) -> list[Ontbreekt]:
    """Every domain outside the Zvw asks for its own financier (1a.1). Two queries."""
    genodigd = {(p.organisatie_id, p.rol) for p in dossier.deelnemende_partijen}
    gevonden = []
    if Domein.WLZ in dossier.domeinen:
        for regio in dossier.regios.select_related("zorgkantoor"):
            if regio.zorgkantoor is None or (regio.zorgkantoor_id, Partijrol.FINANCIER) not in genodigd:
                waarom = f"Dit plan raakt de langdurige zorg in {regio.naam}."
                gevonden.append(Ontbreekt(waarom, regio.zorgkantoor, Partijrol.FINANCIER))
    if Domein.SOCIAAL in dossier.domeinen:
        gevonden += [
            Ontbreekt("Dit plan raakt het sociaal domein.", gemeente, Partijrol.GEMEENTE)
            for gemeente in dossier.gemeenten.all()
            if (gemeente.pk, Partijrol.GEMEENTE) not in genodigd
        ]
    return gevonden


def uitnodigbare_organisaties() -> list[str]:
    """The names one can choose from; insurers come along by themselves. One query."""
    rijen = Organisatie.objects.exclude(soort=Organisatie.Soort.ZORGVERZEKERAAR).order_by("naam")
    return list(rijen.values_list("naam", flat=True)[:1000])
