"""The nouns of a transformatieplan, from first contact to approved plan."""

from transformatie.models.afspraken import Financieringsstroom, Kpi, KpiDeel, Mijlpaal, Verdeeldeel
from transformatie.models.concept import Conceptveld
from transformatie.models.dossier import Domein, Domeininstemming, Dossier, Fase, Partij, Partijrol, Vertrek
from transformatie.models.escalatie import Escalatie, Escalatiegesprek, EscalatieStatus
from transformatie.models.overleg import Actiepunt, Antwoord, Momentvoorstel, Overleg, Overlegsoort, OverlegStatus, Uitnodiging, Voorkeur
from transformatie.models.plan import PlanStatus, Planversie, Transformatieplan
from transformatie.models.snelle_toets import Karakter, SnelleToets, ToetsStatus
from transformatie.models.startgesprek import Startgesprek, StartgesprekStatus
from transformatie.models.zijspoor import Brigadelid, Zijspoor

__all__ = [
    "Actiepunt",
    "Antwoord",
    "Brigadelid",
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
    "KpiDeel",
    "Mijlpaal",
    "Momentvoorstel",
    "Overleg",
    "OverlegStatus",
    "Overlegsoort",
    "Partij",
    "Partijrol",
    "PlanStatus",
    "Planversie",
    "SnelleToets",
    "Startgesprek",
    "StartgesprekStatus",
    "ToetsStatus",
    "Transformatieplan",
    "Uitnodiging",
    "Verdeeldeel",
    "Vertrek",
    "Voorkeur",
    "Zijspoor",
]
