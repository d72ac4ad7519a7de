"""The sandbox that drawings are filled in: Jinja's own, with an end to every loop, text and number.

A drawing may come from outside. Jinja's sandbox keeps it from Python's insides; this one also keeps it from never
ending or from growing without limit: every turn of a loop, every call and every printed value is counted.
"""

from __future__ import annotations

import functools
import inspect
import math
import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from jinja2 import nodes, pass_context
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer

MOST_TEXT = 4_000_000
"""Characters that one card's drawing may grow to, and that it may handle on the way in one text; ours have 200,000."""
MOST_ITEMS = 20_000
"""Entries of a list that a drawing builds itself."""
MOST_SECONDS = 3.0
"""Of this thread's own processor time; ours take hundredths."""
_PAUSE = 0.005
_FARTHEST = 20_000.0
_SHORTEST = 0.25
_STEPS = {"length", "step", "course", "column", "size", "pitch", "apart", "unit"}
"""Parameters of drawing functions by which a length is divided: near 0 they would ask for endless marks."""
_MOST_KNOWN, _MOST_KEPT = 128, 2_500_000
"""What is remembered of each drawing function: answers, and characters of them all."""
_PLAIN = {int, float, bool, str}
_TEXT_METHODS = {
    "split", "replace", "strip", "lstrip", "rstrip", "startswith", "endswith", "removeprefix", "removesuffix", "upper",
    "lower", "isdigit", "isascii", "isalpha", "find", "index", "count", "partition", "rpartition",
}  # fmt: skip
_NO_FILTERS = {
    "center",
    "indent",
    "wordwrap",
    "pprint",
    "tojson",
    "urlize",
    "xmlattr",
    "filesizeformat",
    "random",
    "batch",
}
_WIDTH = re.compile(r"%[^a-zA-Z%]*?(\d{3,}|\*)")
_SPEND = "spend_"
_BOUNDED = "bounded_"


@dataclass
class _Budget:
    text: int
    until: float
    again: float = 0.0
    """When to ask the thread's clock again, by the wall's: that one costs a hundredth of a step, the thread's a whole one."""


_BUDGET: ContextVar[_Budget | None] = ContextVar("budget", default=None)


class Endless(SecurityError):
    """A drawing asks for more than any card needs."""


@contextmanager
def budget() -> Iterator[None]:
    """Give the drawing that is filled inside this block its measure of text and time."""
    token = _BUDGET.set(_Budget(MOST_TEXT, time.thread_time() + MOST_SECONDS))
    try:
        yield
    finally:
        _BUDGET.reset(token)


def spend(size: int) -> bool:
    """Count a step that may print `size` characters; raise Endless when the measure is full."""
    left = _BUDGET.get()
    if left is not None:
        left.text -= size + 1
        if left.text < 0:
            raise Endless("画得没有尽头：循环太多，或文字太长")
        now = time.perf_counter()
        if now > left.again:
            left.again = now + _PAUSE
            if time.thread_time() > left.until:
                raise Endless(f"算了 {MOST_SECONDS:.0f} 秒还没有完")
    return True


_NUMBERS = frozenset((int, float))


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox with measures. Drawings cannot change what they are given, nor find a way round the counting."""

    intercepted_binops = frozenset({"+", "*", "**", "%"})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take Jinja's own arguments."""
        super().__init__(*args, finalize=_printed, **kwargs)
        self.globals.pop("lipsum", None)
        for name in _NO_FILTERS:
            self.filters.pop(name, None)
        self.filters.update({_SPEND: _spend, _BOUNDED: bounded, "join": _joined(self), "format": _formatted})
        self.filters["replace"] = _replaced

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        if len(source) > MOST_TEXT // 4:
            raise Endless(f"图稿有 {len(source)} 个字符，太长了")
        tree: nodes.Template = _Measure().visit(super()._parse(source, name, filename))
        return tree

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Refuse what would grow beyond all measure before it is worked out."""
        if type(left) in _NUMBERS and type(right) in _NUMBERS:  # nine in ten sums: none of these grows
            if operator == "+":
                return left + right
            if operator == "%":
                return left % right
            if operator == "*" and (type(left) is float or type(right) is float):
                return left * right
        _prove_operands(operator, left, right)
        return bounded(super().call_binop(context, operator, left, right))

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Of a text, let only those methods be called that cannot pad it to any length."""
        if isinstance(obj, str) and attr not in _TEXT_METHODS:
            return False
        return super().is_safe_attribute(obj, attr, value)

    def call(self, context: Context, obj: Any, *args: Any, **kwargs: Any) -> Any:
        """Count a call and measure its result."""
        spend(0)
        owner = getattr(obj, "__self__", None)
        if isinstance(owner, str) and getattr(obj, "__name__", "") == "replace" and len(args) > 1:
            _prove_length((len(owner) + 1) * len(str(args[1])))
        return bounded(super().call(context, obj, *args, **kwargs))


class _Measure(NodeTransformer):
    """Put a counting step into every loop, macro and template, and a measure round every join of texts."""

    def visit_For(self, node: nodes.For) -> nodes.For:  # noqa: N802  Jinja calls it by this name
        self.generic_visit(node)
        node.body.insert(0, _step(node.body, node.lineno))
        if node.test is not None:
            node.test = nodes.And(_cost(0, node.lineno), node.test, lineno=node.lineno)
        return node

    def visit_Macro(self, node: nodes.Macro) -> nodes.Macro:  # noqa: N802  Jinja calls it by this name
        self.generic_visit(node)
        node.body.insert(0, _step(node.body, node.lineno))
        return node

    def visit_CallBlock(self, node: nodes.CallBlock) -> nodes.CallBlock:  # noqa: N802  Jinja calls it by this name
        self.generic_visit(node)
        node.body.insert(0, _step(node.body, node.lineno))
        return node

    def visit_Template(self, node: nodes.Template) -> nodes.Template:  # noqa: N802  Jinja calls it by this name
        self.generic_visit(node)
        node.body.insert(0, _step(node.body, node.lineno))
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Filter:  # noqa: N802  Jinja calls it by this name
        self.generic_visit(node)
        return nodes.Filter(node, _BOUNDED, [], [], None, None, lineno=node.lineno)


def _cost(size: int, line: int) -> nodes.Filter:
    return nodes.Filter(nodes.Const(size, lineno=line), _SPEND, [], [], None, None, lineno=line)


def _step(body: list[nodes.Node], line: int) -> nodes.ExprStmt:
    size = sum(len(data.data) for node in body for data in node.find_all(nodes.TemplateData))
    return nodes.ExprStmt(_cost(size, line), lineno=line)


@pass_context  # so that Jinja cannot work it out once and for all when it compiles
def _spend(_context: Context, size: int) -> bool:
    return spend(size)


def bounded(value: Any) -> Any:
    """Return `value`; raise Endless for a text or list that is too long."""
    if isinstance(value, str):
        spend(len(value) // 64)
        _prove_length(len(value))
    elif isinstance(value, list | tuple | dict | range) and len(value) > MOST_ITEMS:
        raise Endless(f"列出了 {len(value)} 项")
    return value


def _printed(value: Any) -> Any:
    if isinstance(value, str):
        spend(len(value))
    elif isinstance(value, int) and not isinstance(value, bool) and value.bit_length() > 4096:
        raise Endless("数字太大")
    return value


def _prove_length(length: int) -> None:
    if length > MOST_TEXT:
        raise Endless(f"文字有 {length} 个字符")


def _prove_operands(operator: str, left: Any, right: Any) -> None:
    if operator == "%" and isinstance(left, str) and _WIDTH.search(left):
        raise Endless("格式里的宽度太大")
    if operator == "**" and not (abs(left) <= 1e6 and abs(right) <= 16):
        raise Endless("乘方太大")
    if operator == "*":
        for one, other in ((left, right), (right, left)):
            if isinstance(one, str | list | tuple) and isinstance(other, int):
                most = MOST_TEXT if isinstance(one, str) else MOST_ITEMS
                if len(one) * other > most:
                    raise Endless("重复的次数太多")
        if isinstance(left, int) and isinstance(right, int) and left.bit_length() + right.bit_length() > 4096:
            raise Endless("数字太大")


def _joined(environment: Sandbox) -> Callable[..., Any]:
    plain = environment.filters["join"]

    @functools.wraps(plain)
    def join(context: Any, value: Any, d: str = "", attribute: Any = None) -> Any:
        parts = list(value)
        bounded(parts)
        _prove_length(sum(len(str(part)) + len(d) for part in parts))
        return plain(context, parts, d, attribute)

    return join


def _formatted(value: Any, *args: Any, **kwargs: Any) -> str:
    text = str(value)
    if _WIDTH.search(text):
        raise Endless("格式里的宽度太大")
    return text % (kwargs or args)


def _replaced(value: Any, old: str, new: str, count: int = -1) -> str:
    text = str(value)
    _prove_length((len(text) + 1) * max(1, len(new)))
    return text.replace(old, new, count)


def measured(functions: Mapping[str, Callable[..., Any]]) -> Mapping[str, Callable[..., Any]]:
    """Return drawing functions that refuse numbers which no card has: endless, not a number, steps of nothing.

    They raise ValueError, like the functions themselves for what they cannot draw.
    """
    return {name: _measured(function) for name, function in functions.items()}


def _measured(function: Callable[..., Any]) -> Callable[..., Any]:
    parameters = tuple(inspect.signature(function).parameters)
    known: dict[tuple[Any, ...], Any] = {}
    held = 0

    @functools.wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        nonlocal held
        # A drawing asks the same of every card. 1, 1.0 and True are one key but may be written in different ways.
        key: tuple[Any, ...] = ()
        if all(type(value) in _PLAIN for value in (*args, *kwargs.values())):
            key = (args, *kwargs.items(), *map(type, args), *map(type, kwargs.values()))
        drawn = known.get(key) if key else None
        if drawn is not None:
            return drawn
        for name, value in (*zip(parameters, args, strict=False), *kwargs.items()):
            if isinstance(value, int | float) and not isinstance(value, bool):
                if not math.isfinite(value) or abs(value) > _FARTHEST:
                    raise ValueError(f"{name}={value}")
                if name in _STEPS and abs(value) < _SHORTEST:
                    raise ValueError(f"{name}={value}")
            elif isinstance(value, str | list | tuple) and len(value) > MOST_ITEMS:
                raise ValueError(f"{name}: {len(value)}")
        drawn = function(*args, **kwargs)
        weight = _weight(drawn) if key else 0
        if 0 < weight <= _MOST_KEPT:
            if len(known) >= _MOST_KNOWN or held + weight > _MOST_KEPT:
                known.clear()
                held = 0
            known[key] = drawn
            held += weight
        return drawn

    return call


def _weight(drawn: Any) -> int:
    """Return the characters of a path, or of paths by tone, which the sandbox lets no drawing change; 0 for all else."""
    if type(drawn) is str:
        return len(drawn) + 1
    if type(drawn) is dict and all(type(path) is str for path in drawn.values()):
        return sum(map(len, drawn.values())) + 1
    return 0
