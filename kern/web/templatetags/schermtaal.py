"""The screen's own words: amounts, dates."""

from django import template

from kern.basis.datums import toon_dag, toon_datum
from kern.basis.geld import toon_bedrag

register = template.Library()
register.filter("bedrag", toon_bedrag)
register.filter("datum", toon_datum)
register.filter("dag", toon_dag)
