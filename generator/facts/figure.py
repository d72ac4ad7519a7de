"""Text → the number phrases in it, each with its unit and qualifier.

A figure is found by form alone; whether it is a quantity or a trap is decided in `trap`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.facts.numeral import GROUPED, SCALES, chinese, fold, number_of, whole
from generator.facts.tables import Tables, Unit

_CN = "零〇○一二两三四五六七八九十百千万亿"
_ARABIC = rf"{GROUPED}|\d+(?:\.\d+)?"
_CHINESE = rf"[{_CN}]+(?:点[零〇○一二三四五六七八九]+[十百千万亿]*)?"
_ONE = rf"(?:{_ARABIC}|{_CHINESE})"
_TOKEN = re.compile(
    rf"(?P<ratio>\d+(?:\.\d+)?(?::\d+(?:\.\d+)?)+)"
    rf"|(?P<clock>(?=\d{{1,3}}个?[小时分秒年])(?:\d{{1,3}}年零\d{{1,2}}个?月|\d{{1,3}}个?小时零?\d{{1,2}}分钟?(?:\d{{1,2}}秒(?:\d{{1,3}})?)?|(?:\d{{1,2}}时)?\d{{1,3}}分钟?\d{{1,2}}秒(?:\d{{1,3}})?|\d{{1,2}}秒\d{{2}}(?!\d)))"
    rf"|(?P<part>[百千万]分之(?:{_ARABIC}|[{_CN}]+(?:点[零〇○一二三四五六七八九]+)?))"
    rf"|(?P<tenths>[一二三四五六七八九]成[一二三四五六七八九半](?![十百千万亿成个]))"
    rf"|(?P<fraction>[一二三四五六七八九十]{{1,3}}分之[一二两三四五六七八九十]{{1,3}})"
    rf"|(?P<slash>[1-9]/(?:[2-9]|10)(?![\d/年月日.]))"
    rf"|(?P<double>翻(?:了)?(?:(?P<times>[一两二三四五]|\d)(?:个)?)?番)"
    rf"|(?P<first>首位)"
    rf"|(?P<half>一半(?![天个边儿日月年])|半数|(?<=[近超逾])半(?![年天个小径导程空日月夜生辈百价晌边身路途]))"
    rf"|(?P<mixed>\d+(?:\.\d+)?[亿万]\d+(?:千万|百万|万|千|百))"
    rf"|(?P<arabic>{_ARABIC})"
    rf"|(?P<chinese>{_CHINESE})"
)
_RANGE = re.compile(rf"(?:-|—|–|~|～|至|到)(?P<to>(?:百分之)?{_ONE})")
_LINK = re.compile(r"[-—–~～至到]")
_SCALE = re.compile(r"[十百千]?(?:万亿|亿万|万|亿)|千(?![瓦米克伏卡帕赫])|百(?!分)|")
_SCALED = frozenset("十百千万亿余多几")
_LOOSE_ENDS = frozenset("余多")
_MIXED = re.compile(r"(\d+(?:\.\d+)?)([百千万亿]+)")
_BEFORE = frozenset("目当此以之提日年月眼先会赛")  # 目前300名 is no rank
_RATE = re.compile(r"/(?:10万|1?万|1?千|1?百)人?")  # 孕产妇死亡率8.6/10万
_LOOSE = "余多几"
_SHIFTS = {"前移", "前进", "后移", "提升", "跃升", "上升", "攀升", "晋升"}  # 排名前移3位
_DIGIT = re.compile(r"[0-9０-９零〇○一二两三四五六七八九十百千万亿番首半]")
_DEGREES = frozenset({"℃", "摄氏度", "度", "°C"})
_OPENS = re.compile(rf"[0-9{_CN}翻首半]")
_MINUS_AFTER = "为是达到至长降:：，,、 (（\t"


@dataclass(frozen=True, slots=True)
class Figure:
    """One number phrase. Offsets are into the text scanned; `start`:`end` covers qualifier to suffix.

    `form` is how it was written: arabic, chinese, part (百分之…), fraction, ratio, clock (2小时14分08秒), double (翻番),
    first (首位).
    """

    start: int
    end: int
    value_start: int
    value_end: int
    unit_end: int
    value: str
    unit: str
    number: int | float | None
    number_max: int | float | None
    qualifier: str | None
    qualifier_class: str
    word: Unit | None
    form: str

    @property
    def kind(self) -> str:
        """The metric kind, one of METRIC_KINDS."""
        if self.qualifier_class == "名次" or self.form == "first":
            return "rank"
        if self.form in {"ratio", "double", "fraction", "half"}:
            return "ratio"
        if self.form == "part":
            return "percent"
        if self.form == "clock":
            return "time"
        if self.unit == "位" and self.qualifier in _SHIFTS:
            return "rank"
        return self.word.kind if self.word else "count"

    @property
    def is_change(self) -> bool:
        """Whether this is a growth or a fall (增长6%), not a level."""
        return self.qualifier_class in {"增", "降"} or self.form == "double"


def scan(text: str, tables: Tables, start: int = 0) -> tuple[Figure, ...]:
    """Return every number phrase of `text` from `start` on, in order; time linear in the text."""
    if not _DIGIT.search(text):
        return ()
    folded = fold(text)
    figures: list[Figure] = []
    position = start  # a glued marker (12.31个省份) ends inside what would else be one token
    while opening := _OPENS.search(folded, position):  # a set of letters is found far sooner than a token
        match = _TOKEN.match(folded, opening.start())
        if match is None or (match[0] == "零" and folded.startswith("下", match.end())):
            position = opening.end()  # 零下9.6℃: the sign of what follows
            continue
        figure = _read(text, folded, match, tables, figures[-1].end if figures else start)
        figures.append(figure)
        position = max(figure.end, match.end())
    return tuple(figures)


def _read(text: str, folded: str, match: re.Match[str], tables: Tables, floor: int) -> Figure:
    form = str(match.lastgroup if match.lastgroup != "times" else "double")
    start, end = match.span()
    number, number_max, form = _value(match, form)
    hyphen = start > 0 and form == "arabic" and folded[start - 1] == "-"
    if hyphen and _has_minus(folded, start, end, _unit(folded, text, end, form, tables)[3]):
        start -= 1
        number = -number if number is not None else None
    unit_text, word, scale, unit_end = "", None, 1, end
    if form in {"first"}:
        end, unit_end, unit_text = end - 1, end, "位"
        word = tables.units.get("位")
    elif form in {"arabic", "chinese", "part"}:
        if match.lastgroup == "mixed":
            pass  # 1亿3千万: the scales stand inside
        elif form == "chinese":
            token = match[0]
            if token.endswith(("万千", "亿千")) and folded[end : end + 1] in "瓦米克伏":
                token = token[:-1]  # 一千五百万|千瓦
            end = _split_scale(token, start)
            number = number_of(match[0][: end - start])
        span = _range(folded, end, form, tables)
        if span is not None:
            end, number_max = span
        unit_end, unit_text, scale, word = _unit(folded, text, end, form, tables)
        if form == "part" and unit_text and word and word.kind != "percent":
            unit_end, unit_text, scale, word = end, "", 1, None
    if unit_text == "成":
        scale = 10  # 八成 is 80 percent
    if number is not None and match.lastgroup == "mixed" and scale > 1:
        number = _mixed(match[0] + unit_text[:1])  # 1亿3千多|万: 万 belongs to the last part alone
    elif number is not None and scale > 1:
        number = whole(number * scale)
    if number_max is not None:
        number_max = whole(number_max * scale)
    if unit_text in _DEGREES and start - floor >= 2 and text.startswith("零下", start - 2):
        start, number = start - 2, -number if number is not None else None
    tail, suffix, suffix_class = _suffix(folded, end, unit_end, unit_text, tables)
    head, qualifier, qualifier_class = _qualifier(text, start, floor, form, unit_text, tables)
    value_start = start
    if qualifier_class == "名次" and qualifier == "前" and not unit_text:
        value_start = head  # RULES: 前十 is the value as printed
    if qualifier is None or (suffix is not None and qualifier_class == "保持"):
        qualifier, qualifier_class = suffix, suffix_class  # 保持在30%左右: 左右 is what bounds the figure
    return Figure(
        head, tail, value_start, end, unit_end, text[value_start:end], unit_text, number, number_max,
        qualifier, qualifier_class, word, form,
    )  # fmt: skip


def _value(match: re.Match[str], form: str) -> tuple[int | float | None, int | float | None, str]:
    token = match[0]
    if form == "ratio":
        parts = [number_of(part) for part in token.split(":")]
        if len(parts) == 2 and parts[0] is not None and parts[1]:
            return (parts[0] if parts[1] == 1 else whole(parts[0] / parts[1])), None, form
        return None, None, form
    if form == "part":
        return number_of(token[3:]), None, form
    if form == "tenths":
        return (
            10 * int(number_of(token[0]) or 0) + (5 if token[2] == "半" else int(number_of(token[2]) or 0)),
            None,
            "part",
        )
    if form == "clock":
        return None, None, form  # hours, minutes and seconds make no single number
    if form == "slash":
        above, _, below = token.partition("/")
        return whole(int(above) / int(below)), None, "fraction"
    if form == "fraction":
        below, _, above = token.partition("分之")
        low, high = number_of(below), number_of(above)
        return (whole(high / low) if low and high is not None else None), None, form
    if form == "double":
        times = number_of(match["times"]) if match["times"] else 1
        return 2 ** int(times or 1), None, form
    if form == "first":
        return 1, None, form
    if form == "half":
        return 0.5, None, form
    if form == "mixed":
        return _mixed(token), None, "chinese"
    return number_of(token), None, form


def _mixed(token: str) -> int | float:
    """Return the number of ``1亿3千万``."""
    total = 0.0
    for digits, scales in _MIXED.findall(token):
        part = float(digits)
        for letter in scales:
            part *= SCALES[letter]
        total += part
    return whole(total)


def _has_minus(folded: str, start: int, end: int, word: Unit | None) -> bool:
    if start == 1 or folded[start - 2] in _MINUS_AFTER:
        return True
    if "一" <= folded[start - 2] <= "鿿" and word is not None and word.kind in {"money", "percent"}:
        return True  # 利润-3.5亿元; but 歼-20, 长征-5
    # 增速-3.2%: a hyphen before a percentage is a minus, before anything else part of a model's name
    return folded[end : end + 1] in {"%", "‰", "℃"} and not (
        folded[start - 2].isdigit() or folded[start - 2] == "%"
    )


def _split_scale(token: str, start: int) -> int:
    """Return where the value of a Chinese numeral ends: 一百一十四|万亿元, but 十亿四千万|人 and 万亿|元."""
    stem = token.rstrip("万亿")
    if not stem or stem == token or stem in {"百", "千", "十"}:
        return start + len(token)
    scale, base, amount = chinese("一" + token[len(stem) :]), chinese(stem), chinese(token)
    if scale is None or base is None or amount != base * scale:
        return start + len(token)  # in 十亿四千万 the last 万 belongs to 四千 alone
    return start + len(stem)


def _range(folded: str, end: int, form: str, tables: Tables) -> tuple[int, int | float | None] | None:
    """Return the end and upper number of ``370-1255``, ``8%至9%``, ``百分之八至九`` that begins before `end`."""
    if not _LINK.search(folded, end, end + 14):
        return None
    at = end
    if form != "part":
        unit_end, unit, scale, _ = _unit(folded, folded, end, form, tables)
        at = unit_end
    else:
        unit, scale = "", 1
    match = _RANGE.match(folded, at) or (_RANGE.match(folded, end) if at != end else None)
    if match is None:
        return None
    bare = match["to"].removeprefix("百分之")
    upper = number_of(bare)
    if upper is None:
        return None
    if match.start() == end:
        return match.end(), upper
    second, second_unit, second_scale, _ = _unit(folded, folded, match.end(), "arabic", tables)
    del second
    if second_unit != unit or second_scale != scale or folded[match.start()] == "到":
        return None
    return match.end(), upper


def _unit(folded: str, text: str, end: int, form: str, tables: Tables) -> tuple[int, str, int, Unit | None]:
    """Return (end, unit as printed without 余/多, multiplier, table row) of what follows a value."""
    at = end
    sign = folded[end : end + 1]
    if sign == "%" and folded[end + 1 : end + 2] != "/":
        return end + 1, text[end], 1, tables.units.get("%")  # the commonest of all
    if sign == "/" and (rate := _RATE.match(folded, end)):
        return rate.end(), text[end : rate.end()], 1, Unit(rate[0], "ratio")
    scale_text = ""
    if sign in _SCALED:
        if sign in "余多" or (sign == "几" and folded[at + 1 : at + 2] in "万亿千"):
            at += 1
        scale_match = _SCALE.match(folded, at)
        if scale_match and scale_match[0]:
            scale_text, at = scale_match[0], scale_match.end()
        if folded[at : at + 1] in _LOOSE_ENDS:
            at += 1
    word = None
    for length in tables.lengths["unit"].get(folded[at : at + 1], ()):
        word = tables.units.get(folded[at : at + length])
        if word is not None and folded[at + length : at + length + 1] not in word.never:
            break
        word = None
    unit = ""
    if word is not None:
        unit = text[at : at + len(word.text)]
        at += len(word.text)
        if folded[at : at + 1] == "/":
            stop = _per(folded, at + 1, tables)
            if stop:
                unit += text[at:stop]
                at = stop
                word = Unit(unit, "quantity")
    elif not scale_text:
        return end, "", 1, None
    scale = 1
    for letter in scale_text:
        scale *= SCALES[letter]
    return at, scale_text + unit, scale, word


def _per(folded: str, start: int, tables: Tables) -> int:
    """Return where the unit after a stroke ends (克/千瓦时, 元/万人), 0 if there is none."""
    for skipped in ("", "百千万亿每"):
        stop = start
        while stop < len(folded) and folded[stop] in skipped:
            stop += 1
        for length in tables.lengths["unit"].get(folded[stop : stop + 1], ()):
            if folded[stop : stop + length] in tables.units:
                return stop + length
    return 0


def _suffix(
    folded: str, value_end: int, unit_end: int, unit: str, tables: Tables
) -> tuple[int, str | None, str]:
    loose = next((c for c in folded[value_end:unit_end] if c in "余多"), None)
    at = unit_end
    if (
        loose is None
        and unit
        and folded[at : at + 1] in {"余", "多"}
        and folded[at + 1 : at + 2] not in {"种", "元", "项"}
    ):
        loose, at = folded[at], at + 1
    for length in tables.lengths["suffix"].get(folded[at : at + 1], ()):
        word = folded[at : at + length]
        if word in tables.suffixes:
            return at + length, word, tables.suffixes[word]
    if not unit and loose is None and folded[at : at + 1] in {"余", "多"}:
        return at + 1, folded[at], "超"
    return at, loose, "超" if loose else ""


def _qualifier(
    text: str, start: int, floor: int, form: str, unit: str, tables: Tables
) -> tuple[int, str | None, str]:
    """Return (start, word, class) of the qualifiers that stand directly before `start`, not before `floor`."""
    ranked = start > floor and form in {"arabic", "chinese"} and text[start - 1] in "第前"
    if ranked and not (text[start - 1] == "前" and text[max(floor, start - 2) : start - 1] in _BEFORE):
        head, word = start - 1, text[start - 1]
        return head, word, "名次" if word == "第" or not unit or unit in {"名", "位"} else ""
    head, found, found_class = start, None, ""
    for _ in range(3):  # 增长超过5%, 增加到近3万人: the outermost direction word counts, the span takes all
        at = head
        if at > floor and text[at - 1] in "了 ":
            at -= 1  # 增长了6%: the particle belongs to the phrase, not to the qualifier
        for length in tables.lengths["qualifier"].get(text[at - 1 : at], ()) if at > floor else ():
            if length > at - floor:
                continue
            word = text[at - length : at]
            kind = tables.qualifiers.get(word)
            if kind is not None and not _part_of_word(text, at - length, word):
                head = at - length
                if found is None or kind in {"增", "降", "增到", "降到"}:
                    found, found_class = word, kind
                break
        else:
            break
    return head, found, found_class


_GLUED = {
    "增": "新净",
    "上": "以",
    "过": "通超经",
    "破": "突",
    "近": "最附临",
    "约": "节公条签合集",
    "少": "至减",
    "达": "通抵直表传送下转发到",
    "超": "赶",
    "高": "提拔升跳新最至攀",
    "低": "降减最",
    "快": "加较最",
    "升": "提回上爬攀",
    "降": "下升起",
    "减": "缩削",
    "涨": "上",
}


def _part_of_word(text: str, start: int, word: str) -> bool:
    """新增 is not 增, 节约 is not 约: one-character qualifiers that close another word do not count."""
    return len(word) == 1 and start > 0 and text[start - 1] in _GLUED.get(word, "")
