"""Whether a part of a sentence still speaks of the fact before it, or comes to one of its own."""

from __future__ import annotations

from dataclasses import dataclass

from generator.facts import turns
from generator.facts.figure import Figure
from generator.facts.label import TIME
from generator.facts.tables import Tables


@dataclass(slots=True)
class Group:
    """Parts of a sentence taken together: its range, how many quantities it holds, and in how many parts they stand."""

    low: int
    high: int
    numbers: int
    counted: int = 0


def is_named(words: str) -> bool:
    """Tell whether some words hold a numbered name, a time at their front aside."""
    if (day := turns.DAY.match(words)) or (day := TIME.match(words)):
        words = words[day.end() :]
    return bool(turns.NAMED.search(words)) and not turns.MEETING.search(words)


def follows(
    words: str,
    last: Group,
    low: int,
    high: int,
    here: tuple[Figure, ...],
    said: tuple[Figure, ...],
    tables: Tables,
) -> bool:
    """Tell whether the part `low`:`high` still speaks of the fact in `last`, whose latest figures were `said`."""
    part = words[low:high].strip()
    joins = bool(tables.joins.match(part) or tables.joins.match(turns.ADVERBS.sub("", part)))
    if not here:
        return _is_tail(words, last, part, high, joins, said)
    length = high - last.low
    if turns.AMONG.search(words[max(0, last.high - 4) : last.high]) and length <= 60:
        return True  # 33个行业大类中，19个实现增长
    if length > turns.LONGEST_CHAIN and sum(f.is_change for f in said) >= 2:
        return False  # 626.9亿元，同比增加73.5亿元，增长2% has said what it has to say
    if turns.TOPIC.match(words[max(last.low, last.high - turns.LOOK_BACK) : last.high].strip()):
        return True  # 总规模100亿元的母基金，已投项目88个
    if last.numbers == 1 and last.high - last.low <= turns.LONGEST_STRETCH and _is_stretch(said[-1]):
        return True  # 暑假62天，博物馆接待观众186.4万人次
    if part.startswith("到") and words[last.low : last.high].strip()[:1] in {"从", "由"}:
        return True  # 从最初的8支队伍，到如今的38支
    first = _told(here)
    way = turns.FROM_TO.search(part)
    if (
        way
        and (way.start() >= turns.DEED or (first.kind == "percent" and way.start()))
        and first.kind != "rank"
    ):
        return False  # …，总量占全市比重由4.2%提高到7.9%
    if _is_counted_topic(words, last, said[-1]):
        return True  # 她家的16间客房，去年平均入住率达到78%
    if turns.HOPES.match(part) and has_subject(words, low + 2, high, first):
        return False  # 力争7% is a stretch, 力争吞吐量突破1000万标箱 an aim of its own
    if turns.SERVES.match(part) and first.kind in {"people", "count"} and high - here[-1].end >= turns.DEED:
        return False  # 为2万名妇女开展筛查 is a deed; 为近十年最高 says what something is
    rates = last.counted == 2 and turns.RATE_TAIL.search(words[last.low : last.high]) is not None
    if (
        last.counted > 1
        and not rates
        and not first.is_change
        and first.kind != "rank"
        and not turns.OF_THE_SAME.match(part)
    ):
        joins = False  # 引进项目37个，其中大项目5个，到位资金86.5亿元: two were told, the third is a fact of its own
    if turns.APART.match(part):
        return False
    joins = joins or not has_subject(words, low, high, first)
    joins = joins or (last.counted == 1 and turns.OF_IT.match(part) is not None)
    joins = joins or (
        turns.BARE_RATE.match(part) is not None
        and (
            (last.numbers == 1 and said[-1].kind not in {"percent", "ratio"})
            or (last.counted == 2 and turns.RATE_TAIL.search(words[last.low : last.high]) is not None)
        )
    )
    if part.startswith("其中") and part[2:3] not in "，：" and length > turns.LONGEST_JOIN:
        joins = False  # a share with much of its own to say is a fact of its own
    if turns.COMPANION.match(part) and (
        last.numbers > 1 or said[-1].is_change or turns.FROM_TO.search(words[last.low : last.high])
    ):
        joins = False  # a level takes one companion (新增公路19.2万公里，其中高速公路2.8万公里); with its growth it is told
    return (
        joins
        or _is_bare_twin(words, low, first, said[-1])
        or _is_total(words, last, low, first)
        or (last.high - said[-1].end <= 1 and _is_average(part, last, said[-1]))
        or _is_spent(words, last, part, length, said[-1])
        or _goes_on_about(words, part, said[-1], length)
        or bool(turns.STREAK.match(part))
        or (
            last.counted == 1
            and last.high - said[-1].end > turns.DEED
            and said[-1].kind in {"count", "people"}
            and turns.GOES_ON_TO.match(part) is not None
        )  # 27家博物馆延时开放，接待观众46万人次
        or _is_yield(words, last, part)
        or (last.counted == 1 and length <= turns.LONGEST_PAIR and any(f.kind == "rank" for f in here))
        or (
            _is_bare_measure(words, low, first)
            and all(f.word is not None and f.word.span_of_time for f in said)
        )  # 粮食连续四年增产，产量达到50150万吨
    )


def _is_stretch(figure: Figure) -> bool:
    return figure.word is not None and figure.word.span_of_time and figure.unit not in {"岁", "周岁"}


def _told(here: tuple[Figure, ...]) -> Figure:
    """Return the first figure of a part that is no mere bound (50万元以上的强村达到43个)."""
    return here[1] if len(here) > 1 and here[0].qualifier_class in {"以上", "以下"} else here[0]


def _is_tail(words: str, last: Group, part: str, high: int, joins: bool, said: tuple[Figure, ...]) -> bool:
    """Tell whether a part without a figure is what came of the fact before it (…，刷新历史纪录)."""
    if part == "其中" or (part.startswith("其中") and last.counted > 1):
        return False  # …，同比增长5%，其中，渔业产值3亿元; …，其中10月1日流量最高，达652万辆次
    if turns.GOES_ON.match(part):
        return False
    if joins and len(part) <= (turns.LONGEST_TAIL if turns.LIKENED.match(part) else 16):
        return True
    if turns.REASON.match(part):
        return len(part) <= turns.LONGEST_REASON
    if said and _is_spent(words, last, part, high - last.low, said[-1]):
        return True  # 投入1.8亿元，建成国内首个恒温测试馆
    if turns.CAME_OF.match(part):
        return len(part) <= turns.LONGEST_OUTCOME
    rounds_off = not words[high:].strip("。；！， ") or part[:1] == part[1:2]  # 场场爆满
    return (
        rounds_off
        and last.counted > 0
        and len(part) <= turns.SAYING
        and not is_adverbial(part)
        and "“" not in part
    )


def _is_counted_topic(words: str, last: Group, figure: Figure) -> bool:
    """Tell whether the figure before only counts what the next part speaks of: 去年新开通的4条航线，把…连在一起."""
    rest = words[figure.end : last.high].strip()
    return last.numbers == 1 and 2 <= len(rest) <= 6 and words[figure.start - 1 : figure.start] == "的"


def _is_yield(words: str, last: Group, part: str) -> bool:
    """Tell whether a part says what the work before it made room for (新建学校9所，新增学位2480个)."""
    return (
        last.counted == 1
        and turns.YIELDS.match(part) is not None
        and turns.BUILT.search(words, max(last.low, last.high - turns.LOOK_BACK), last.high) is not None
    )


def _is_average(part: str, last: Group, before: Figure) -> bool:
    """Tell whether a part only shares out the level before it (巡演63场，场均上座率超九成)."""
    return (
        last.counted == 1
        and not before.is_change
        and (turns.AVERAGE.match(part) is not None or turns.YEARLY.match(part) is not None)
    )


def _is_spent(words: str, last: Group, part: str, length: int, before: Figure) -> bool:
    """Tell whether a part says what the money before it was spent on (投入4.3亿元，建起冷库186座)."""
    return (
        last.counted == 1
        and before.kind == "money"
        and not turns.COMMA.search(words, before.end, last.high)
        and length <= turns.LONGEST_PAIR
        and turns.SPENT.search(words[max(last.low, before.start - 10) : before.start]) is not None
        and turns.WORKS.match(part) is not None
    )


def _goes_on_about(words: str, part: str, before: Figure, length: int) -> bool:
    """Tell whether a part takes up the very word counted before it (完成水权交易186单，交易水量4.7亿立方米)."""
    noun = words[max(0, before.start - 2) : before.start]
    return len(noun) == 2 and part.startswith(noun) and not before.is_change and length <= turns.LONGEST_PAIR


def is_led(words: str, last: Group, low: int, high: int, here: tuple[Figure, ...], tables: Tables) -> bool:
    """Tell whether `last`, which has no figure, only leads in the part `low`:`high`."""
    before = words[max(last.low, last.high - turns.LOOK_BACK) : last.high]
    lead = before.rpartition("，")[2].strip()
    if turns.REPORT.search(before[-8:]) or turns.FRAME.match(lead):
        return False  # 记者从某局获悉，…; 从产业投向看，…
    if turns.AGAINST.match(before.strip()) and words.endswith(("；", ";")):
        return False  # 1992年同1987年相比 is said of every member of the row that follows
    part = words[low:high].strip()
    if here:
        return (
            _is_bare_measure(words, low, here[0])
            or (
                bool(tables.joins.match(part))
                and not (turns.SUMMED.match(part) and has_subject(words, low, high, here[0]))
            )
            or not has_subject(words, low, high, here[0])
            or _is_lead(words, last.low, last.high)
            or bool(turns.BEARER.match(lead))
            or bool(turns.OPENED.match(lead))
            or bool(turns.LEADS_TO.match(part) or turns.OF_IT.match(part))
            or bool(turns.BARE_DEED.match(turns.ADVERBS.sub("", part)))
            or (
                bool(turns.DONE.search(before.rstrip()))
                and max(here[0].start - low, high - here[-1].value_start) <= turns.LONGEST_YIELD
            )
        )
    if is_named(words[low:high]) or is_named(before):
        return _is_lead(words, last.low, last.high)
    return True


def _is_total(words: str, last: Group, low: int, first: Figure) -> bool:
    """Tell whether a clause gives the sum of what was just counted (新增高新技术企业48家，高新技术企业总数达到215家)."""
    subject = words[low : first.start][-turns.LONGEST_LEAD :]
    if not turns.TOTAL.search(subject):
        return False
    before = words[max(last.low, last.high - turns.LOOK_BACK) : last.high]
    if "其中" in before:
        return False  # 新增经营主体6830户，其中企业1720户: the sum comes after the share, and is told
    return any(subject[i : i + turns.REPEATED] in before for i in range(len(subject) - turns.REPEATED + 1))


def has_subject(words: str, low: int, high: int, first: Figure) -> bool:
    """Tell whether a clause names what its number counts, before the number or after it."""
    subject = turns.ADVERBS.sub("", TIME.sub("", words[low : first.start]).strip("，, 间内"))
    subject = turns.ADVERBS.sub("", turns.SCOPE.sub("", subject))
    if (
        subject
        and first.end == high
        and (turns.BARE_VERB.fullmatch(subject) or turns.BARE_ACT.fullmatch(subject))
    ):
        return False  # 单日接待87.6万人次, 清退注销163家: who or what, the clause before says
    if subject and first.is_change and turns.THAN.fullmatch(subject):
        return False  # 按可比口径较2024年国庆假期增长17.9%
    if subject:
        return not turns.REACHED.fullmatch(subject)
    return first.kind in {"count", "people"} and high - first.end >= 4


def _is_bare_twin(words: str, low: int, first: Figure, before: Figure) -> bool:
    """Tell whether a clause only names the next of a row of like things (…，复线4603公里)."""
    noun = words[low : first.start].strip("，, ")
    alike = before.unit == first.unit and before.qualifier == first.qualifier
    return alike and not first.is_change and 0 < len(noun) <= turns.TWIN


def _is_bare_measure(words: str, low: int, first: Figure) -> bool:
    """Tell whether a clause's subject is a measure of something named before it (2007年产量达到…)."""
    return TIME.sub("", words[low : first.start]).strip("，, 间内") in turns.MEASURES


def _is_lead(words: str, low: int, high: int) -> bool:
    """An adverbial lead (从产业投向看, 与去年相比, 其中) belongs to the clause after it."""
    return high - low <= 4 or (high - low <= turns.LONGEST_LEAD and is_adverbial(words[low:high]))


def is_adverbial(words: str) -> bool:
    """Tell whether a clause only says when, how or by whose account (随着港口扩建, 数据显示), and no fact."""
    last = words.rpartition("，")[2]
    return (len(last) <= 24 and bool(turns.LEAD.search(last))) or bool(turns.REPORT.search(words))
