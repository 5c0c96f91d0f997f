"""Names for the codes of states and kinds of office that the public lists use."""

from __future__ import annotations

# Postal code -> name.
STATES: dict[str, str] = {
    "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California", "CO": "Colorado",
    "CT": "Connecticut", "DE": "Delaware", "FL": "Florida", "GA": "Georgia", "HI": "Hawaii", "ID": "Idaho",
    "IL": "Illinois", "IN": "Indiana", "IA": "Iowa", "KS": "Kansas", "KY": "Kentucky", "LA": "Louisiana",
    "ME": "Maine", "MD": "Maryland", "MA": "Massachusetts", "MI": "Michigan", "MN": "Minnesota", "MS": "Mississippi",
    "MO": "Missouri", "MT": "Montana", "NE": "Nebraska", "NV": "Nevada", "NH": "New Hampshire", "NJ": "New Jersey",
    "NM": "New Mexico", "NY": "New York", "NC": "North Carolina", "ND": "North Dakota", "OH": "Ohio",
    "OK": "Oklahoma", "OR": "Oregon", "PA": "Pennsylvania", "RI": "Rhode Island", "SC": "South Carolina",
    "SD": "South Dakota", "TN": "Tennessee", "TX": "Texas", "UT": "Utah", "VT": "Vermont", "VA": "Virginia",
    "WA": "Washington", "WV": "West Virginia", "WI": "Wisconsin", "WY": "Wyoming", "DC": "District of Columbia",
    "PR": "Puerto Rico", "GU": "Guam", "VI": "Virgin Islands", "AS": "American Samoa",
    "MP": "Northern Mariana Islands",
}  # fmt: skip

# CAMEO role, the second group of three letters of a code -> what the person is.
OFFICES: dict[str, str] = {
    "GOV": "member of the government",
    "LEG": "legislator",
    "JUD": "judge",
    "MIL": "military officer",
    "SPY": "intelligence official",
    "COP": "police officer",
}

# CAMEO agent, the third group -> the field of a government office.
FIELDS: dict[str, str] = {
    "MIL": "defence", "BUS": "economy", "HLH": "health", "EDU": "education", "ENV": "environment", "AGR": "agriculture",
    "JUD": "justice", "DEV": "development", "MED": "information", "LAB": "labour", "REL": "religion", "COP": "police",
    "SPY": "intelligence", "HRI": "human rights", "REF": "refugees", "LEG": "parliament",
}  # fmt: skip

# First letters of a code -> the international organisation, where the list has its officers.
ORGANISATIONS: dict[str, str] = {
    "IGOUNO": "United Nations", "IGOWSTNAT": "NATO", "IGOEUREEC": "European Union", "IGOAFRAFU": "African Union",
    "IGOEUR": "European organisation", "IGOAFR": "African organisation",
}  # fmt: skip

# Adjectives that the lists lack or give after others.
ADJECTIVES: dict[str, tuple[str, ...]] = {
    "United Kingdom": ("British", "Britain", "UK", "U.K.", "English", "Scottish", "Welsh"),
    "United States": ("American", "US", "U.S."), "Ireland": ("Irish",), "Sweden": ("Swedish",), "Denmark": ("Danish",),
    "Iceland": ("Icelandic",), "South Africa": ("South African",), "Saudi Arabia": ("Saudi",), "Spain": ("Spanish",),
    "Finland": ("Finnish",), "Serbia": ("Serbian",), "Argentina": ("Argentinian",), "Philippines": ("Philippine",),
    "Czech Republic": ("Czech",), "Myanmar": ("Burmese", "Burma"), "Netherlands": ("Dutch",),
    "Soviet Union": ("Soviet",), "Turkey": ("Turkish",), "Slovakia": ("Slovak",), "Hong Kong": ("Hong Kong",),
}  # fmt: skip


def words(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())
