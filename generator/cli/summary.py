"""What a batch did, in words and a small table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from generator.batch import Outcome, Refusal
from generator.batch.register import Register
from generator.cli.console import complain, say
from generator.design import Size
from generator.facts.model import Factsheet

_KINDS = {
    "metric": "数字", "statement": "陈述", "target": "目标", "list": "清单", "item": "清单条目", "slogan": "口号",
    "quad": "四字句",
}  # fmt: skip

_MOST_NAMED = 8


def show_outcomes(outcomes: Sequence[Outcome], sizes: Mapping[str, Size], console: Console) -> None:
    """Print one row a folder, then every refusal with its reason and every file that was left alone."""
    if not outcomes:
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for head in ("文章", "新做", "保留", "未通过", "位置"):
        table.add_column(
            head, justify="right" if head in {"新做", "保留", "未通过"} else "left", overflow="fold"
        )
    for one in outcomes:
        refused = str(len(one.manifest.refused))
        table.add_row(
            Text(one.manifest.title),
            str(one.made),
            str(one.kept + one.carried),
            Text(refused, style="red" if refused != "0" else ""),
            Text(str(one.folder)),
        )
    console.print(table)
    for one in outcomes:
        _show_notes(one, sizes)


def _show_notes(one: Outcome, sizes: Mapping[str, Size]) -> None:
    for reason, places in _by_reason(one.manifest.refused, sizes).items():
        say(f"未通过 {places}：{reason}" if places else f"未通过：{reason}", "red")
    for message, cards in _remarks(one).items():
        say(f"提醒 {cards}：{message}" if cards else f"提醒：{message}", "yellow")
    if one.removed:
        say(f"删除了 {len(one.removed)} 张内容已变的旧图")
    for name in one.left:
        say(f"旧图 {one.folder / name} 内容已变，但它被人改过，所以没有删；请自行处理", "yellow")
    if one.interrupted:
        say(f"已中断：做好的 {one.made + one.kept} 张都在，再运行一次会接着做", "yellow")


def _remarks(one: Outcome) -> dict[str, str]:
    """Gather what the proof found and let pass: one line a message, however many sizes share it."""
    facts: dict[str, list[str]] = {}
    cards = one.manifest.cards
    for card in cards.remarked() if isinstance(cards, Register) else cards:
        for finding in card.proof or ():
            facts.setdefault(finding.message, []).append(card.fact)
    lines = {
        message: f"第 {'、'.join(list(dict.fromkeys(ids))[:_MOST_NAMED])} 条"
        + ("等" if len(set(ids)) > _MOST_NAMED else "")
        for message, ids in facts.items()
    }
    return lines | {remark.message: "" for remark in one.manifest.remarks}


def _by_reason(refused: Sequence[Refusal], sizes: Mapping[str, Size]) -> dict[str, str]:
    """Gather refusals that share a reason: a fact refused in four sizes is one line.

    The press opens a reason with the size's name, for a card made alone; here the sizes stand before it.
    """
    places: dict[str, dict[str, list[str]]] = {}
    for refusal in refused:
        name = sizes[refusal.size].name if refusal.size in sizes else refusal.size
        reason = refusal.reason.removeprefix(f"{name}：")
        places.setdefault(reason, {}).setdefault(refusal.fact, []).append(name)
    return {
        reason: "；".join(
            f"第 {fact} 条（{'、'.join(n for n in names if n)}）" for fact, names in facts.items() if fact
        )
        for reason, facts in places.items()
    }


def show_trouble(outcome: Outcome, debug: bool) -> None:
    """Print the tracebacks of faults in mima itself, when the person asked for them."""
    for refusal in outcome.manifest.refused:
        if debug and refusal.detail:
            say(refusal.detail)


def show_facts(sheet: Factsheet) -> None:
    """Print how many facts of each kind were found, then the readings that a person should look at."""
    counts = Counter(fact.kind for fact in sheet.facts)
    kinds = "，".join(f"{_KINDS.get(kind, kind)} {count}" for kind, count in counts.most_common())
    say(f"《{sheet.title}》：{len(sheet.chapters)} 章，{len(sheet.facts)} 条（{kinds}）")
    doubtful = [fact for fact in sheet.facts if fact.alternatives]
    if doubtful:
        say(f"下面 {len(doubtful)} 条的数字拿不准，请核对：", "yellow")
    for fact in doubtful:
        chosen = f"取“{fact.metric.value}{fact.metric.unit}”" if fact.metric else "没有取数字"
        others = "、".join(f"“{m.value}{m.unit}”" for m in fact.alternatives)
        line = f"（第 {fact.line} 行）" if fact.line else ""
        say(f"  {fact.id} {fact.text}{line}：{chosen}，也可能是{others}")


def complain_of_rows(errors: Sequence[Exception]) -> None:
    """Print every bad row of a facts file."""
    for error in errors:
        complain(str(error))
