"""Writes holidays-1990-2100.tsv from the PyPI package `holidays` (MIT licence), as an independent check of our tables.

    python3 -m venv venv && venv/bin/pip install holidays==0.109
    venv/bin/python make_holidays.py > holidays-1990-2100.tsv

One line a day: the place's code here, the date, the package's French name. The test lists every difference with its law.
"""
import holidays

PLACES = [
    ("fr", None),
    ("fr-alsace-moselle", "6AE"),
    ("fr-alsace-moselle-good-friday", "57"),
    ("fr-guadeloupe", "971"),
    ("fr-martinique", "972"),
    ("fr-guyane", "973"),
    ("fr-reunion", "974"),
    ("fr-mayotte", "976"),
]
print(f"# made by make_holidays.py with holidays {holidays.__version__}, years 1990 to 2100")
base = holidays.country_holidays("FR", years=range(1990, 2101), language="fr")
for code, subdiv in PLACES:
    days = holidays.country_holidays("FR", subdiv=subdiv, years=range(1990, 2101), language="fr")
    for day in sorted(days):
        # Places beside the first list only the days that they add, which keeps the file small.
        if subdiv is None or day not in base or base[day] != days[day]:
            print(f"{code}\t{day.isoformat()}\t{days[day]}")
    assert set(base) <= set(days)
