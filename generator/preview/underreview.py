"""A post under review as plain values for a page: pictures, the article's sentences, checks, and what has changed."""

from __future__ import annotations

from typing import Any

from generator.batch.manifest import read_manifest
from generator.errors import MimaError
from generator.facts.standing import standing
from generator.preview.manuscript import Draft
from generator.preview.studio import Studio
from generator.preview.wall import checks_in_words
from generator.proof import Finding, Rules
from generator.series import STATE_NAMES
from generator.series.reviewing import Reviewed
from generator.series.signed import Earlier

_AROUND = 40


def told(studio: Studio, row: Reviewed) -> dict[str, Any]:
    """Return everything a reviewer sees of a post; no path of the disk is in it."""
    making = row.making
    draft = draft_of(studio, row.series.source)
    findings = _findings(studio, row)
    rules = Rules.load(*studio.world.data)
    pictures = [
        {
            "alt": p.alt, "text": p.text, "width": p.width, "height": p.height, "fact": p.fact,
            **_sentence(studio, draft, p.fact, p.text),
            "checks": checks_in_words(findings[p.sha256], rules) if p.sha256 in findings else [],
        }
        for p in (making.pictures if making else ())
    ]  # fmt: skip
    return {
        **row.to_json(),
        "pictures": pictures,
        "day": row.post.day.isoformat(),
        "time": f"{row.post.time:%H:%M}",
        "size": row.post.size,
        "state_name": STATE_NAMES[row.post.state],
        "reason": studio.shown(row.post.reason),
        "stages": list(row.series.terms.stages),
        "total": row.series.total,
        "earlier": _earlier(row.earlier) if row.earlier else None,
    }


def draft_of(studio: Studio, source: str) -> Draft | None:
    """Return the manuscript a series was made from, by its file's name, if it is in the cabinet."""
    for one in studio.cabinet:
        if source in {one.facts.name, one.name, one.source.name if one.source else ""}:
            try:
                return one.read(studio.tables)
            except MimaError:
                return None
    return None


def _sentence(studio: Studio, draft: Draft | None, name: str, text: str) -> dict[str, Any]:
    """Return the article's sentence behind a fact with a few words around it; "" where there is no article."""
    article = draft.article if draft is not None else None
    fact = next((f for f in draft.sheet.facts if f.id == name), None) if draft is not None else None
    if article is None or fact is None:
        return {"sentence": "", "around": ["", ""], "altered": False}
    place = standing(fact, article, studio.tables).place
    if place is None:
        return {"sentence": "", "around": ["", ""], "altered": True}
    sentence = article[place.start : place.end]
    before = article[max(0, place.start - _AROUND) : place.start].rpartition("\n")[2]
    after = article[place.end : place.end + _AROUND].partition("\n")[0]
    return {"sentence": sentence, "around": [before, after], "altered": not sentence.startswith(text)}


def _findings(studio: Studio, row: Reviewed) -> dict[str, tuple[Finding, ...]]:
    """Return what the proof found on each picture, by sha256; nothing once the work folder has gone."""
    if row.making is None or row.post.folder:
        return {}
    try:
        manifest = read_manifest(row.pictures[0].parent)
    except (MimaError, IndexError):
        return {}
    return {card.sha256: card.proof or () for card in manifest.cards}


def _earlier(found: Earlier) -> dict[str, Any]:
    return {
        "signers": [list(one) for one in found.signers],
        "title": [list(run) for run in found.title],
        "caption": [list(run) for run in found.caption],
        "pictures": [
            {
                "fact": p.fact, "there": p.before is not None, "same": p.same,
                "regions": [list(region) for region in p.regions], "words": [list(run) for run in p.words],
            }
            for p in found.pictures
        ],
    }  # fmt: skip
