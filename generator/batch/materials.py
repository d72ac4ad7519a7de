"""What a finished card was made of beside what lies there today: every changed material by its Chinese name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.batch.ticket import Ticket
from generator.card import CardJob, Groundwork

_NAMED = {"template": "模板", "theme": "主题", "size": "尺寸", "brand": "品牌", "icon": "图标", "scene": "景"}


@dataclass(frozen=True, slots=True)
class Change:
    """One changed material: `cause` is its English id, `message` Chinese."""

    cause: str
    message: str


def changes(ticket: Ticket, job: CardJob, groundwork: Groundwork) -> tuple[Change, ...]:
    """Return every material that differs between a card's ticket and today's job and groundwork."""
    return (*_own(ticket, job), *shared_changes(ticket.groundwork, groundwork))


def _own(ticket: Ticket, job: CardJob) -> Iterator[Change]:
    names = {
        "template": job.template.id,
        "theme": job.theme.id,
        "size": job.size.id,
        "icon": job.icon,
        "scene": job.scene,
    }
    for part, now in job.prints.items():
        if part in _NAMED and ticket.prints.get(part, "") != now:
            name = f"“{names[part]}”" if part in names else ""
            yield Change(part, f"{_NAMED[part]}{name}改过了")


def shared_changes(then: Groundwork, now: Groundwork) -> Iterator[Change]:
    """Yield every part of the groundwork that has changed: fonts by file, libraries by version."""
    yield from _by_name("font", "字体文件", then.fonts, now.fonts, versions=False)
    if then.drawings != now.drawings:
        yield Change("drawings", "公用的图样（纹样、图标、页眉页脚）改过了")
    if then.words != now.words:
        yield Change("words", "排版的词表改过了")
    yield from _by_name("library", "程序库", then.libraries, now.libraries, versions=True)
    if then.renderer != now.renderer:
        yield Change("renderer", f"渲染器当时是 {then.renderer}，现在是 {now.renderer}")
    if then.engine != now.engine:
        yield Change("engine", f"mima 的绘图程序改过了（当时第 {then.engine} 版，现在第 {now.engine} 版）")


def _by_name(
    cause: str, what: str, then: Mapping[str, str], now: Mapping[str, str], *, versions: bool
) -> Iterator[Change]:
    for name in sorted(then.keys() | now.keys()):
        old, new = then.get(name), now.get(name)
        if old == new:
            continue
        if new is None:
            yield Change(cause, f"{what} {name} 没有了")
        elif old is None:
            yield Change(cause, f"多了{what} {name}")
        else:
            yield Change(cause, f"{what} {name} " + (f"当时是 {old}，现在是 {new}" if versions else "换过了"))
