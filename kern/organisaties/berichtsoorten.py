"""The kinds of notices about people and their roles (see kern/berichten/soorten.py)."""

from kern.berichten.soorten import berichtsoort

berichtsoort("vervanging", "Vervanging", "Een collega wijst u aan als vervanger.", volgorde=60)
