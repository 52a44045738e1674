"""What the example submissions say."""

TOETS = {
    "knelpunten": "Patiënten met hartfalen komen te vaak ongepland op de spoedeisende hulp. De wachttijd voor de polikliniek is veertien weken.",
    "passende_zorg": "Controles verhuizen naar huis en naar de huisarts, met het ziekenhuis op afstand. De patiënt beslist mee over de eigen grenswaarden.",
    "langetermijn": "Over vijf jaar volgt zeven op de tien patiënten de zorg thuis, betaald uit de reguliere contracten.",
    "criterium_zorggebruik": "Achttien procent minder ligdagen en een kwart minder herhaalbezoeken, gemeten over de hele populatie van de regio.",
    "criterium_personeel": "Twaalf fte verpleegkundigen komt vrij van de polikliniek en blijft in de regio werken.",
    "regioplan": "Sluit aan bij de opgave 'chronische zorg dichtbij' in het regioplan.",
    "urgentie": "De raden van bestuur en de huisartsencoöperatie tekenden een gezamenlijke verklaring.",
    "gemeenten": "De gemeente doet mee met leefstijl en welzijn en wil daarvoor SPUK aanvragen.",
    "mededinging": "Alleen samen ontstaat één meldkamer en één dossier; prijzen zijn geen onderwerp van gesprek.",
}
PLAN = {
    "doel": "Eind volgend jaar krijgen 2.400 patiënten hun controles thuis. De afspraken per kwartaal staan bij de KPI's.",
    "fasering": "Fase 1 inrichten (zes maanden), fase 2 opschalen in de stad, fase 3 opschalen in de regio.",
    "verantwoordelijkheden": "Het ziekenhuis richt de meldkamer in, de huisartsen nemen de controles over, de gemeente verzorgt leefstijl en welzijn.",
    "transitiedoelen": "T1: twaalf fte minder inzet in het ziekenhuis. T2: de wachttijd daalt van veertien naar vier weken.",
    "impact_burgers": "Minder reizen, sneller contact en een vast aanspreekpunt.",
    "impact_aanbieders": "Nieuwe roosters, een gedeeld dossier en één poli minder in het gebouw.",
    "impact_keten": "De huisarts krijgt een consult op afstand binnen vier uur. Welzijn neemt het groepsaanbod over.",
    "businesscase": "De eenmalige kosten verdienen zich in vier jaar terug door minder ligdagen.",
    "executiekracht": "Een programmabureau van vier mensen; de raden van bestuur en het MSB stemden in.",
    "middelen": "De aanloopkosten zijn eenmalig en passen niet in de reguliere tarieven. Er is geen andere financiering.",
    "duurzaamheid": "Minder reisbewegingen en een kleinere poli.",
    "mededinging": "Getoetst; er worden geen prijzen of contracten gedeeld.",
}
KPIS = [
    ("Meldkamer voor thuismeten is ingericht", "meldkamer in gebruik", "nee", "ja"),
    ("Patiënten volgen hun zorg thuis", "aantal patiënten", "0", "1.200"),
    ("Leefstijlprogramma draait in de wijken", "deelnemers per jaar", "0", "400"),
    ("Ligdagen voor hartfalen dalen", "ligdagen per jaar", "9.100", "7.460"),
]
OORDEEL = "Overtuigend onderbouwd, met cijfers uit de regio en een realistische fasering."
TERUGKOPPELING = (
    "Wij zijn positief over de impact op zorggebruik en personeel. Let bij de uitwerking op de borging na afloop en op het aantal KPI's."
)
EXPERIMENTEERRUIMTE = "Bewezen aanpak uit een andere regio; ruimte om de rol van de huisarts per wijk anders in te vullen."
VOORNEMEN = {
    "richting": "goedkeuren",
    "doelen": "Patiënten herstellen na de intensive care sneller en dichter bij huis.",
    "afspraken": "Het ziekenhuis en de huisartsen richten samen nazorg in, met een vast aanspreekpunt in de eerste drie maanden.",
    "contact": "Samira, team transformatie, 024 000 00 00",
}
VOLGERSVRAAG = "Nemen de huisartsen ook patiënten aan die bij ons verzekerd zijn?"
VOLGERSANTWOORD = "Ja. De nazorg is er voor alle patiënten van de regio, wie hun verzekeraar ook is."
