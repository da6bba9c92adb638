"""The Overview's tiles: one number per promise of the house, the most decisive first."""

TILES = (
    ("contacts", "Contacts"), ("csat", "CSAT, top two boxes"), ("nps", "NPS"), ("ces", "Made it easy (CES)"),
    ("complaints", "Complaints"), ("resolution_time", "Half resolved within"),
)
