"""What a number is on a card: digits, magnitude, unit and tail as one piece (1.75万人次, 2021—2035年, 24°30′)."""

from __future__ import annotations

import re
from functools import lru_cache

from generator.typeset.tables import Tables


@lru_cache(maxsize=8)
def number_pattern(tables: Tables) -> re.Pattern[str]:
    """Return the pattern of a number with everything up to its unit and tail; group ``core`` is the number alone."""
    digits = r"[0-9０-９Ⅰ-Ⅻⅰ-ⅻ]+(?:[.,:．∶][0-9０-９]+)*"
    # 千 of 千瓦时 and 兆 of 兆瓦 belong to the unit: 12.8亿|千瓦时, not 12.8亿千|瓦
    begun = "|".join(re.escape(u) for u in tables.units if u[0] in "千兆" and len(u) > 1)
    magnitude = f"[{tables.about}]?(?:(?!{begun})[{tables.magnitudes}]){{0,3}}[{tables.about}]?"
    marks = f"[{re.escape(tables.marks)}]*"
    one = f"{digits}{magnitude}{marks}"
    units = "|".join(map(re.escape, tables.units))
    tails = "|".join(map(re.escape, tables.tails))
    middle = "|".join(map(re.escape, tables.mid_units))
    joiner = f"(?:(?:{units})?[{re.escape(tables.joiners)}]+|(?:{middle})|(?<=[°′]))"  # 24°30′
    core = f"(?P<core>{one}(?:{joiner}{one})*)"
    return re.compile(f"{core}(?:{units})?(?:{tails})?")
