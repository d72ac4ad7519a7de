"""The stock that a composition was made of: its designs and groundwork as digests, told apart by Chinese name later."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from generator.batch.materials import Change, shared_changes
from generator.batch.ticket import groundwork_of, plain
from generator.card import Press
from generator.compose.composition import Composition
from generator.errors import MimaError

_NAMED = {"template": "模板", "theme": "主题", "size": "尺寸", "brand": "品牌"}


def stock_of(made: Composition, press: Press) -> dict[str, Any]:
    """Return what a composition is made of today, as plain values: ``template metric`` → digest, and the groundwork."""
    catalogue = press.catalogue
    theme = catalogue.theme(made.theme)
    brand = catalogue.brand((theme,))
    size = catalogue.sizes[made.size] if made.size in catalogue.sizes else catalogue.long(made.size)
    designs = {f"template {name}": catalogue.template(name).fingerprint for name in made.templates}
    designs[f"theme {theme.id}"] = _digest({**asdict(theme), "path": "", "brand": ""})
    designs[f"size {size.id}"] = _digest(asdict(size))
    designs["brand"] = _digest(dict(brand.account_of_itself)) if brand else ""
    return {"designs": designs, "ground": plain(press.groundwork)}


def stock_changes(then: object, made: Composition, press: Press) -> Iterator[Change]:
    """Yield what of an account's stock is another today; nothing where the account does not say."""
    table = then if isinstance(then, Mapping) else {}
    designs, ground = table.get("designs"), groundwork_of(table.get("ground"))
    try:
        now = stock_of(made, press)["designs"]
    except MimaError as error:
        yield Change("gone", f"做它的设计已经不在：{str(error).rstrip('。')}")
        now = {}
    for name, digest in now.items():
        if isinstance(designs, Mapping) and designs.get(name) != digest:
            cause, _, which = name.partition(" ")
            yield Change(cause, f"{_NAMED[cause]}{f'“{which}”' if which else ''}改过了")
    if ground is not None:
        yield from shared_changes(ground, press.groundwork)


def _digest(content: object) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()
