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
    return re.compile(f"{core}(?:(?:{units})(?:/(?:{units}))?)?(?:{tails})?")  # 19微克/立方米


@lru_cache(maxsize=8)
def hanzi_number_pattern(tables: Tables) -> re.Pattern[str]:
    """Return the pattern of a number written in hanzi, with its unit: 一百四十二亿三千万元, 三分之一, 百分之五点三.

    Two numerals alone (千万, 八九) are left to the dictionary, save in 第三十二届. Group ``core`` is the number alone.
    """
    numerals = "零〇一二三四五六七八九十百千万亿两"
    units = "|".join(map(re.escape, tables.units))
    part = f"[{numerals}]+(?:点[{numerals}]+)?"
    return re.compile(
        f"(?P<core>{part}分之{part}|第[{numerals}]+|[{numerals}]{{2}}(?=届)|(?=[一二三四五六七八九两]*[十百千万亿])[{numerals}]{{3,}}[多余]?)(?:{units})?"
    )
