"""Records → factsheet: ids given or checked, chapters gathered, bad rows named and left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from generator.errors import RowError, Where
from generator.facts.model import Chapter, Fact, Factsheet
from generator.facts.record import from_record
from generator.facts.tables import Tables


@dataclass(frozen=True, slots=True)
class Read:
    """A facts file read: its sheet, and the rows left out with their reasons."""

    sheet: Factsheet
    errors: tuple[RowError, ...] = ()


def collect(
    rows: Iterable[tuple[Mapping[str, str], Where]],
    head: Factsheet,
    tables: Tables | None = None,
    errors: Sequence[RowError] = (),
) -> Read:
    """Make the sheet of `rows`; `head` carries title, source, date and the chapters already known."""
    facts: list[Fact] = []
    bad = list(errors)
    chapters = list(head.chapters)
    taken: dict[str, Where] = {}
    for cells, where in rows:
        try:
            parsed = from_record(cells, where, tables)
            fact = parsed.fact
            if fact.id and fact.id in taken:
                raise RowError(
                    f"编号“{fact.id}”重复，前面是{taken[fact.id]}", where, "请改一个编号，或留空自动编号"
                )
            fact = _in_chapter(fact, parsed.chapter, chapters)
        except RowError as error:
            bad.append(error)
            continue
        if fact.id:
            taken[fact.id] = Where(row=where.row, line=where.line)
        facts.append(fact)
    ids = {f.id for f in facts if f.id}
    numbered: list[Fact] = []
    number = 0
    for fact in facts:
        if not fact.id:
            number += 1
            while f"{number:02d}" in ids:
                number += 1
            fact = replace(fact, id=f"{number:02d}")  # noqa: PLW2901
            ids.add(fact.id)
        numbered.append(fact)
    return Read(replace(head, facts=tuple(numbered), chapters=tuple(chapters)), tuple(bad))


def _in_chapter(fact: Fact, named: Chapter | None, chapters: list[Chapter]) -> Fact:
    if fact.chapter and any(
        c.id == fact.chapter and (named is None or c.title == named.title) for c in chapters
    ):
        return fact
    if named is None:
        return fact
    # the title was changed or typed by hand: it counts, not the hidden id
    known = next(
        (
            c
            for c in chapters
            if c.title == named.title and (not named.subtitle or c.subtitle == named.subtitle)
        ),
        None,
    )
    if known is None:
        identity = named.id if named.id and all(c.id != named.id for c in chapters) else _free(chapters)
        known = replace(named, id=identity)
        chapters.append(known)
    return replace(fact, chapter=known.id)


def _free(chapters: Sequence[Chapter]) -> str:
    ids = {c.id for c in chapters}
    return next(f"c{n}" for n in range(1, len(ids) + 2) if f"c{n}" not in ids)
