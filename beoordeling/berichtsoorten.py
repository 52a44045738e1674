"""The kinds of notices about assessing together (see kern/berichten/soorten.py)."""

from kern.berichten.soorten import berichtsoort, valt_onder

berichtsoort(
    "samen_beoordelen",
    "Samen beoordelen",
    "U wordt gevraagd mee te beoordelen of in te stemmen, of een partij geeft of weigert haar commitment.",
    volgorde=50,
    namen=("instemming_gevraagd", "instemming", "toegewezen", "toewijzing_beeindigd"),
)
valt_onder("samen_beoordelen", "voornemen", "volgersvraag", "volgersantwoord")
valt_onder("vraag", "terugkoppeling")
