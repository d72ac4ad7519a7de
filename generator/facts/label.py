"""What a figure measures: its clause without the figure, hedges, times, scope words and linking verbs."""

from __future__ import annotations

import re

from generator.facts.figure import Figure
from generator.facts.tables import Tables
from generator.facts.trap import marker_end

_N = r"[0-9０-９一二三四五六七八九十两〇零]"
TIME = re.compile(
    rf"(?:截至|截止|截止到|到|至|自|从)?(?:[12１２][0-9０-９]{{3}}|[一二][九〇零][〇零一二三四五六七八九]{{2}})(?:[-—－–至到、]{_N}{{2,4}})?年(?:度|底|末|初|上半年|下半年|全年|(?:前|第)?{_N}{{1,2}}个?(?:季度|月(?!份|末|底|\d)))?"
    rf"(?:(?:[0-9０-９]{{1,2}}[-—至])?[0-9０-９]{{1,2}}月(?:份|末|底|[0-9０-９]{{1,2}}日)?)?(?:期间|以来|间)?"
    rf"|(?:连续|提前){_N}{{1,3}}年|(?:近|过去|这)?{_N}{{1,3}}年(?=累计|共|间|平均|$)|^[^，。；：“”]{{0,10}}?{_N}{{1,3}}年多?来"
    rf"|(?:今年|去年|当年)?(?:前|第)?(?:{_N}{{1,2}}(?:至|到|、|[-—]))?{_N}{{1,2}}(?:个月|个?季度)(?!化)(?:末|初)?"
    rf"|(?:{_N}{{1,2}}月?[-—至])?{_N}{{1,2}}月(?:份|末|底)?(?:{_N}{{1,3}}日)?"
    rf"|(?:开通|生效|实施|运营|成立|启动|投用){_N}{{1,3}}年(?:以?来)?"
    rf"|[0-9]{{4}}/[0-9]{{2,4}}(?:年度|学年)?|(?<=/)[0-9]{{2,4}}"
    rf"|[“\"]?[十]?{_N}五[”\"]?(?:期间|时期|以来|末)"
    rf"|^{_N}{{1,3}}(?:个月|小时|天|周)内?(?!候)"
    rf"|^[“\"](?:十{_N}|{_N})五[”\"](?!规划|普法|计划)"
)
_TIMELY = re.compile(r"[年月日五季度周天时/]")  # no time is told without one of these
_YEARS = re.compile(
    rf"^(?:过去|近|这|前)?{_N}{{1,3}}多?年(?!行动|计划|规划|级|制|期|义务)(?:来|间|中|内|多来|以来|里|期间)?(?:全国|全市|共|累计)?"
)
_FROM = re.compile(
    r"(?:已经?|就)?(?:从|由|自)(?![主然由动身有来治贸适建产助愿营驾控救习学理]|行(?:研|车|设))[^，。；]*$"
)
_WAY = re.compile(r"从[^，\d]{1,14}[到至][^，\d]{1,14}的[^，\d]{2,10}$")  # 从进门到手术的平均时间
_LINKED = re.compile(
    r"(?<=[一-鿿][一-鿿])(?:(?:实现|完成)了?(?=(?!投资$)[一-鿿]{0,12}(?:值|额|[流产总吐]量|收入|投资|利润|支出|税收)$)"
    r"|力争(?=.{2})|(?:全年|累计|先后)(?=[一-鿿]{2})|(?<![比较与同到为])(?:去年|今年|前年)(?=[一-鿿]{2}))"
)  # 中直经济|实现|增加值: the verb that only links, inside a label
_COME_FROM = re.compile(r"来自[^，。]{1,24}的$")
_DURING = re.compile(r"^[^，“”\d]{2,8}(?:期间|当天|当日)[，,]?(?=.{4})")
_COMPARE = re.compile(
    r"(?:同比|环比|(?:比|较|同|与)(?:上年同期|去年同期|上年末|上年|去年|同期|年初|上月|上届|前年|[12１２][0-9０-９]{3}年)(?:同期|相比|净)?(?:名义|实际)?"
    r"|按(?:可比|不变)价格?(?:计算)?)$"
)
_RANK_VERB = re.compile(
    r"(?:位居|稳居|跃居|均居|位列|名列|排名|排在|升至|跃升至|跃升到|跃升|上升到|上升至|跃至|进入|跻身|位于|挺进|居(?![民住家])|列(?!车)|排(?!水|污|放)|升(?!级))[^，。]{0,12}$"
)
_THAN = re.compile(r"(?:(?<![占对之同环可相])比(?![例重率较值])|较(?![大快好高强多少低为]))[^，。；]{1,14}$")
_SHARE = re.compile(r"(?:已|约)?(?:约占|占|接近|相当于)[^，。的]{1,16}的$")
_PUNCT = "，,。.；;、：:！!？? \t　·—-－"
_DROP_POST = re.compile(
    r"^(?:的(?:任务|目标|宏伟目标|计划|历史|好成绩|水平)|的|[，,。；;、！!？?：:）)”（(]|以上|左右|折合|约合|大关|台阶|新台阶|关口|之间|目标|水平|纪录|，)"
)
_TITLE = re.compile(r"^【[^】]{0,40}】|^[^：:“”]{2,12}[：:](?=.{4,})")
_PREDICATE = re.compile(
    r"(?:增速|增幅|降幅)?(?:不断|持续|明显|进一步|更加|全面|稳步|显著|逐步|由负转正|由正转负|保持|创|出现在|快速|平稳|继续|大幅|较快|有所|再次|首次|再度)[^，。；]{0,6}$"
)
_SIZES = {"规模", "总量", "总额", "总数", "余额", "总规模"}
_JOINT = re.compile(r"(?:和|及|(?<!参)与|以及|、)$")
_OPENED = re.compile(r"[（(][^）)]*$")  # 人均GDP（按汇率折算为
_EACH = ("分别", "分别为", "分别达", "分别达到", "分别是", "分别完成", "分别实现")
_BARE_FROM = re.compile(r"^(?:从|由)[约近超]?\d[^，]*$")
_TIME_ONLY = re.compile(r"(?:如今|目前|现在|截至目前)?[，,]?")
_TIMES = re.compile(r"(?:是|为|相当于|约为)[^，。；]{1,16}的$")
_TURNED = re.compile(r"(?:由负转正|由正转负|由降转升|由升转降|止跌回升|扭亏为盈)$")
_CARRIER = re.compile(r"^(?:计划)?(?:总?投资|总?价值|总?面积|总?建筑面积|占地|全长|总长)的(?=.{3})")
_REACH = re.compile(r"(?:覆盖|惠及|带动|吸引|服务|吸纳|贡献|创造|解决|承担|提供)了?$")
_PARTICLE = re.compile(r"^(?:了|的)+")


def label_of(
    text: str,
    figure: Figure,
    clause: tuple[int, int],
    figures: tuple[Figure, ...],
    tables: Tables,
    head_end: int | None = None,
) -> str:
    """Return the label of `figure`, which stands in the range `clause` of `text`. Never empty unless all else is.

    `head_end`: where the words before the figure end, when its qualifier stands apart (扩大到全国86%的县).
    """
    start = max(clause[0], min(marker_end(text, tables), clause[1]))
    before = text[start : max(start, figure.start if head_end is None else head_end)]
    if figure.kind in {"people", "count"}:
        before = _COME_FROM.sub("", before)  # 来自17个国家和地区的8600名选手
    if figure.kind == "rank":
        before = re.sub(r"(?:从|由)第?[^，。第]{1,6}[位名]?[^，。]{0,6}$", "", before) or before
        among = re.fullmatch(r"在([^，。]{2,20})中", before.strip(_PUNCT))
        before = among[1] if among else _RANK_VERB.sub("", before) or before
    elif figure.kind == "ratio":
        before = _TIMES.sub("", before) or before
    elif figure.kind == "percent":
        before = _SHARE.sub("", before) or before
    if figure.is_change:
        before = _THAN.sub("", before) or before
    head = _head(before, figure, figures, start, tables, reached=head_end is not None)
    label = _each(head, before, figure, figures)
    if _only_filler(label):
        label = ""
    if label in {"仍", "尚", "还", "仍有", "尚有", "还有"}:
        label = ""
    after = _after(text, figure, clause, figures, led=bool(label))
    if (
        after
        and label
        and _needs_no_tail(figure)
        and not (_REACH.search(label) and text.startswith("的", figure.end))
    ):
        after = ""
    if after and not label and before.strip(_PUNCT) in {"为", "给", "向", "对", "让", "使"}:
        return before.strip(_PUNCT) + after  # 为8600名老年人提供服务
    if after and not label and (verb := re.search(r"(?:完成|实现)$", before.strip(_PUNCT))):
        label = verb[0]  # 完成7类医保目录调整: the verb has its object after the number
    if after and label.endswith("了"):
        label = label.removesuffix("了")
    after = _JOINT.sub("", after)
    if (
        after
        and (done := re.search(r"完成(.{2,})$", before.strip(_PUNCT)))
        and label
        and done[1].endswith(label)
    ):
        label = "完成" + label  # 完成六大类32项改革任务: the verb has its object after the number
    label = _OPENED.sub("", label)
    label = _CARRIER.sub("", label + after) if label else _tidy(after, tables, tail=False)
    if (len(label) < 2 or label in _SIZES) and clause[0] > 0:
        label = _from_before(text, clause[0], figures, tables) + label
    elif label.startswith("占") and clause[0] > 0 and not any(f.start < clause[0] for f in figures):
        label = _from_before(text, clause[0], figures, tables) + label  # 出行量创新高，占总流量的22.3%
    return label.strip(_PUNCT) or _bare(text, figure)


def _head(
    before: str, figure: Figure, figures: tuple[Figure, ...], start: int, tables: Tables, reached: bool
) -> str:
    cut = None if _WAY.search(before) else _FROM.search(before)
    earlier = [f for f in figures if start <= f.value_start < figure.start]
    if cut and (
        any(f.start >= start + cut.start() for f in earlier)
        or reached
        or figure.qualifier_class in {"增到", "降到"}
    ):
        before = before[: cut.start()]
        earlier = [f for f in earlier if f.end <= start + cut.start()]
    if earlier and before[earlier[-1].end - start :] in {"至", "到"}:
        return _tidy(before[: earlier[0].start - start], tables)  # 下调10个基点至3.0%
    if earlier and start + len(before) > earlier[0].start:
        first = earlier[0]
        lead = _tidy(before[: first.start - start], tables)
        if _TIME_ONLY.fullmatch(before[: first.start - start]) and before.startswith("的", first.end - start):
            before = before[first.end - start + 1 :]  # 32.6平方公里的园区集聚企业
        elif not lead and first.kind in {"count", "people"} and first.qualifier not in {"以上", "以下"}:
            before = before[: first.start - start] + before[first.end - start :]
    return _tidy(before, tables)


def _after(text: str, figure: Figure, clause: tuple[int, int], figures: tuple[Figure, ...], led: bool) -> str:
    stop = min([f.start for f in figures if f.start >= figure.end], default=clause[1])
    after = text[figure.end : max(figure.end, min(stop, clause[1]))]
    if (
        stop < clause[1]
        and len(after) <= 3
        and after[-1:] not in {"、", "和"}
        and text[clause[0] : figure.start].strip()
    ):
        return ""  # 投入2.3亿元实施28项工程: the verb between belongs to the other figure
    if _DROP_POST.match(after):
        if re.match(r"的(?:任务|目标|宏伟目标|计划|历史|好成绩|水平)", after):
            return ""
        reach = _REACH.search(text[clause[0] : figure.start].strip())
        if not after.startswith("的") or (
            led and not reach and figure.kind in {"percent", "rank", "ratio", "time"}
        ):
            return ""
        after = after if led and not reach else after[1:]
    return _COMPARE.sub("", after).strip(_PUNCT)


def _each(label: str, before: str, figure: Figure, figures: tuple[Figure, ...]) -> str:
    """Return the first of what 分别 tells apart: 响应率、办结率分别为100%、98% → 响应率; else `label` as it is."""
    if not before.rstrip(_PUNCT).endswith(_EACH):
        return label
    names = re.split("[、和及与]", label)
    values = [f for f in figures if f.start >= figure.start and f.unit == figure.unit]
    if not 2 <= len(names) <= len(values):
        return label
    first, last = names[0], names[-1]
    for length in range(min(len(first), len(last)), 0, -1):
        at = last.find(first[-length:])
        if at >= 0:  # 制造业 | 增加值: what follows the shared ending belongs to every name
            return first + last[at + length :]
    return label


def _needs_no_tail(figure: Figure) -> bool:
    return figure.kind in {"percent", "rank", "ratio"} or figure.qualifier_class in {"增到", "降到"}


def _only_filler(label: str) -> bool:
    return len(label.strip(_PUNCT)) < 1


def _from_before(text: str, end: int, figures: tuple[Figure, ...], tables: Tables) -> str:
    """Return the subject of the clause that ends at `end`, for a clause without its own (…，达到1826元)."""
    start = max((text.rfind(c, 0, end - 1) + 1 for c in "，；。！ —"), default=0)
    if start >= end - 1:
        start = 0
    start = max(start, marker_end(text, tables))
    first = next((f for f in figures if start <= f.start < end), None)
    stop = first.start if first else end
    subject = text[start:stop]
    if first is None:
        subject = subject.strip(_PUNCT)
        subject = _PREDICATE.sub("", subject) or subject
    return _tidy(subject, tables) if stop > start else ""


def _tidy(words: str, tables: Tables, tail: bool = True) -> str:
    words = _TITLE.sub("", words.strip(_PUNCT))
    if words[:1] == "“" and "”" not in words:
        words = words[1:]  # what somebody says
    _, colon, rest = words.rpartition("：")
    if colon and len(rest) >= 2 and not any(c in rest for c in "”》）"):
        words = rest  # 八大类价格“七升一降”：食品类上涨1.1%
    words = _COMPARE.sub("", words)
    if _TIMELY.search(words):
        words = TIME.sub("", words).strip(_PUNCT)
        words = _YEARS.sub("", words).strip(_PUNCT)
    words = _DURING.sub("", words)
    words = _TURNED.sub("", words) or words
    words = _CARRIER.sub("", words)
    for _ in range(6):
        was = words
        words = _COMPARE.sub("", words).strip(_PUNCT)
        words = _PARTICLE.sub("", words)
        for trim in tables.trim_head.get(words[:1], ()):
            if words.startswith(trim) and len(words) > len(trim) and _may_open(words, trim):
                words = words[len(trim) :].lstrip(_PUNCT)
                break
        for trim in tables.trim_tail.get(words[-1:], ()) if tail else ():
            if (
                words.endswith(trim)
                and len(words) > len(trim)
                and words[-len(trim) - 1] not in _CLOSERS.get(trim, "")
            ):
                words = words[: -len(trim)].rstrip(_PUNCT)
                break
        if words == was:
            break
    words = _LINKED.sub("", words)
    if words in tables.trim_head.get(words[:1], ()) or words in tables.trim_tail.get(words[-1:], ()):
        return ""
    return words


_OPENERS = {
    "现": "金代场货状有行存任",
    "有": "效机色线限关序",
    "可": "再支持比回降",
    "将": "军",
    "并": "购网轨",
    "共": "同享建青产治和",
    "使": "用馆命",
    "让": "利渡",
    "也": "",
    "又": "",
    "还": "款原本",
    "再": "生造贷担就融次保制",
    "已": "",
    "来": "访自料",
    "间": "接",
    "且": "",
    "仅": "",
    "只": "",
    "就": "业近医读学诊餐地",
    "能": "源耗力量效",
    "以来": "",
    "实现": "",
    "完成": "",
    "全球": "",
    "全国": "性重双文劳人政两百",
    "全省": "首",
    "全市": "性",
    "同期": "",
    "继续": "教",
    "确保": "",
    "成功": "率",
    "平均": "",
    "目前": "",
    "累计": "",
    "的": "",
    "上年": "",
    "首先": "",
    "过去": "",
    "力争": "",
    "年初": "",
    "上半年": "",
    "同比": "",
    "年均": "",
    "每年": "",
}


_CLOSERS = {
    "达": "通抵直表传送到下发",
    "列": "班车系序阵行并罗",
    "有": "国共拥所民公现",
    "为": "行作",
    "同": "合共协",
    "的": "目标",
    "可": "许认",
    "由": "自理",
    "还": "偿归",
    "占": "抢",
    "到": "报签",
    "在": "存",
    "实": "落充",
    "约": "节公条签合集履预违失",
    "超": "赶反",
    "近": "附",
    "居": "民安定宜旅",
    "至": "",
    "均": "人户亩日年月地村平",
    "排": "减安编彩",
    "将": "",
    "已": "",
    "以": "",
    "则": "规原",
    "是": "",
    "从": "",
    "再": "",
    "又": "",
    "也": "",
    "即": "",
    "净": "干",
}


def _may_open(words: str, trim: str) -> bool:
    """现金 does not begin with the hedge 现: a short trim stops where the next character makes another word."""
    return words[len(trim)] not in _OPENERS.get(trim, "")


def _bare(text: str, figure: Figure) -> str:
    rest = (_BARE_FROM.sub("", text[: figure.start]) + text[figure.end :]).strip(_PUNCT)
    return re.split("[，,；;。]", rest)[0].strip(_PUNCT)[:20]
