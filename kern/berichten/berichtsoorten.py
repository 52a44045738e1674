"""The kinds of notices that kern itself writes; every other app has its own file of this name."""

from kern.berichten.soorten import berichtsoort

berichtsoort(
    "te_laat",
    "Overschreden termijnen",
    "Een termijn is voorbij zonder dat gedaan is wat moest.",
    altijd="Een overschreden termijn heeft gevolgen waar u meteen van moet weten.",
    volgorde=30,
    namen=("termijn_overschreden",),
)
berichtsoort(
    "account",
    "Uw account",
    "U krijgt een account, of er is iets met uw e-mailadres.",
    altijd="Zonder dit bericht kunt u niet inloggen of niet bereikt worden.",
    volgorde=40,
    namen=("mailadres",),
)
berichtsoort(
    "herinnering",
    "Herinneringen aan termijnen",
    "De laatste dag van een termijn komt dichterbij: twee weken, een week en een dag van tevoren.",
    volgorde=10,
    namen=("termijn_herinnering",),
)
