"""Facts added to a series later: laid behind what it has, under ids and chapters that do not meet."""

from __future__ import annotations

from dataclasses import replace

from generator.facts.model import Chapter, Factsheet


def merge_sheets(old: Factsheet, new: Factsheet) -> tuple[Factsheet, tuple[str, ...]]:
    """Return `old` with the facts of `new` that it does not have, and the ids they got.

    A fact whose words stand in `old` already is left out, and the items of a list go with their list.
    """
    chapters, chapter_ids = _chapters(old, new)
    words = {(fact.text, fact.kind) for fact in old.facts if fact.kind != "item"}
    taken = {fact.id for fact in old.facts}
    ids: dict[str, str] = {}
    for fact in new.facts:
        if fact.kind == "item" or (fact.text, fact.kind) in words:
            continue
        ids[fact.id] = _free(fact.id, taken)
        taken.add(ids[fact.id])
    for fact in new.facts:
        if fact.kind == "item" and fact.parent in ids:
            ids[fact.id] = _free(f"{ids[fact.parent]}.{fact.id.rpartition('.')[2]}", taken)
            taken.add(ids[fact.id])
    added = tuple(
        replace(
            fact,
            id=ids[fact.id],
            chapter=chapter_ids.get(fact.chapter, fact.chapter),
            parent=ids.get(fact.parent) if fact.parent else None,
            line=None,
            span=None,
        )
        for fact in new.facts
        if fact.id in ids
    )
    merged = replace(old, facts=(*old.facts, *added), chapters=chapters)
    return merged, tuple(fact.id for fact in added if fact.kind != "item")


def _chapters(old: Factsheet, new: Factsheet) -> tuple[tuple[Chapter, ...], dict[str, str]]:
    by_title = {chapter.title: chapter.id for chapter in old.chapters}
    taken = {chapter.id for chapter in old.chapters}
    chapters, ids = list(old.chapters), {}
    for chapter in new.chapters:
        if chapter.title in by_title:
            ids[chapter.id] = by_title[chapter.title]
            continue
        ids[chapter.id] = _free(chapter.id, taken)
        taken.add(ids[chapter.id])
        chapters.append(replace(chapter, id=ids[chapter.id], line=None))
    return tuple(chapters), ids


def _free(wanted: str, taken: set[str]) -> str:
    """Return `wanted`, or it with a letter behind, or a number: 05 → 05b."""
    if wanted not in taken:
        return wanted
    return next(
        name
        for name in (f"{wanted}{suffix}" for suffix in (*"bcdefghijkmnp", *range(2, 10**6)))
        if name not in taken
    )
