"""The nouns of a transformatieplan, from first contact to approved plan."""

from transformatie.models.afspraken import Financieringsstroom, Kpi, Mijlpaal
from transformatie.models.concept import Conceptveld
from transformatie.models.dossier import Domein, Domeininstemming, Dossier, Fase, Partij, Partijrol
from transformatie.models.escalatie import Escalatie, Escalatiegesprek, EscalatieStatus, Zijspoor
from transformatie.models.plan import PlanStatus, Planversie, Transformatieplan
from transformatie.models.snelle_toets import Karakter, SnelleToets, ToetsStatus
from transformatie.models.startgesprek import Startgesprek, StartgesprekStatus

__all__ = [
    "Conceptveld",
    "Domein",
    "Domeininstemming",
    "Dossier",
    "Escalatie",
    "EscalatieStatus",
    "Escalatiegesprek",
    "Fase",
    "Financieringsstroom",
    "Karakter",
    "Kpi",
    "Mijlpaal",
    "Partij",
    "Partijrol",
    "PlanStatus",
    "Planversie",
    "SnelleToets",
    "Startgesprek",
    "StartgesprekStatus",
    "ToetsStatus",
    "Transformatieplan",
    "Zijspoor",
]
