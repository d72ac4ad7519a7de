"""The newsroom's rules: who may sign, how long a post may wait, whom to tell. Data, in ``data/newsroom.toml``.

A newsroom's own file is laid over the shipped one, key by key. Nothing secret stands here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from generator.design.tomlfile import TomlFile
from generator.errors import DesignError, Where

RULES = "newsroom.toml"
LEAST_LATE = 0.25
"""Hours: a scheduler wakes once a minute and may be busy drawing; less would miss posts that nobody is late with."""
_WHOLE = ("reviewers", "accounts")
"""Tables that a newsroom's file replaces as a whole: nobody stays on a list by not being crossed out."""
NOTICE_OUTLETS = ("wecom", "dingtalk", "feishu", "email")


@dataclass(frozen=True)
class Rules:
    """`reviewers`: who may sign which stage, by name ("" for any); empty where everybody may.

    `accounts`: under which accounts of the system a person signs at the command line; who is not named here may use any.
    `notices`: outlets of NOTICE_OUTLETS. `wechat`, `weibo`, `email`: what an outlet needs that is no secret.
    """

    stages: tuple[str, ...] = ("初审", "复审", "终审")
    same_person: bool = False
    late_hours: float = 2.0
    ahead_hours: float = 24.0
    zone: str = "Asia/Shanghai"
    reviewers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    accounts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    notices: tuple[str, ...] = ()
    wechat: Mapping[str, Any] = field(default_factory=dict)
    weibo: Mapping[str, Any] = field(default_factory=dict)
    email: Mapping[str, Any] = field(default_factory=dict)


def read_rules(data: Sequence[Path]) -> Rules:
    """Read the rules from every data folder, a later one over an earlier one; raise DesignError for a wrong value."""
    table: dict[str, Any] = {}
    last: Path | None = None
    for folder in data:
        path = folder / RULES
        if path.is_file():
            last = path
            for name, value in TomlFile.read(path).table.items():
                before = table.get(name)
                merge = isinstance(value, dict) and isinstance(before, dict) and name not in _WHOLE
                table[name] = {**before, **value} if merge and isinstance(before, dict) else value
    return _rules(table, last)


def _rules(table: Mapping[str, Any], path: Path | None) -> Rules:
    def wrong(name: str, expected: str) -> DesignError:
        return DesignError(f"“{name}”的值不对", Where(path), f"应为：{expected}")

    def names(name: str, value: Any) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
            raise wrong(name, '一列名字，例如 ["张三", "李四"]')
        return tuple(value)

    def hours(name: str, fallback: float, least: float = 0.0) -> float:
        value = table.get(name, fallback)
        if isinstance(value, bool) or not isinstance(value, int | float) or value < least:
            raise wrong(name, f"小时数，至少 {least:g}，例如 2")
        return float(value)

    known = {one.name for one in fields(Rules)}
    for name in table:
        if name not in known:
            near = get_close_matches(name, known, 1, 0.5)
            hint = f"最接近的是“{near[0]}”；" if near else ""
            raise DesignError(f"不认识“{name}”", Where(path), f"{hint}可以写：{'、'.join(sorted(known))}")
    usual = Rules()
    reviewers = table.get("reviewers", {})
    if not isinstance(reviewers, dict):
        raise wrong("reviewers", '[reviewers] 下面一行一审，例如 "终审" = ["张三"]')
    accounts = table.get("accounts", {})
    if not isinstance(accounts, dict):
        raise wrong("accounts", '[accounts] 下面一行一人，例如 "张三" = ["zhangsan"]')
    notices = names("notices", table.get("notices", []))
    if set(notices) - set(NOTICE_OUTLETS):
        raise wrong("notices", "、".join(NOTICE_OUTLETS) + " 里的几个")
    if not isinstance(table.get("same_person", False), bool):
        raise wrong("same_person", "true 或 false")
    return Rules(
        stages=names("stages", table.get("stages", list(usual.stages))),
        same_person=table.get("same_person", False),
        late_hours=hours("late_hours", usual.late_hours, LEAST_LATE),
        ahead_hours=hours("ahead_hours", usual.ahead_hours),
        zone=str(table.get("zone", usual.zone)),
        reviewers={stage: names(stage, people) for stage, people in reviewers.items()},
        accounts={person: names(person, accounts_of) for person, accounts_of in accounts.items()},
        notices=notices,
        wechat=dict(table.get("wechat", {})),
        weibo=dict(table.get("weibo", {})),
        email=dict(table.get("email", {})),
    )
