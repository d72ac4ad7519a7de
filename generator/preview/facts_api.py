"""The API of facts: take in an article, read its facts, correct one, undo."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import unquote

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from generator.facts import dump_facts
from generator.facts.model import Factsheet
from generator.preview.asking import Editor, InStudio, Reader
from generator.preview.attachment import attachment
from generator.preview.beside import beside
from generator.preview.correction import corrected, without
from generator.preview.studio import Studio

router = APIRouter(prefix="/api/manuscripts", tags=["稿件与事实"])
Text = Annotated[str, Field(max_length=4000)]


class Seen(BaseModel):
    """Which version of the facts file the page shows."""

    version: str = Field(max_length=64)


class Correction(Seen):
    """Cells of one fact, by their Chinese column names."""

    fact: str = Field(max_length=200)
    cells: dict[str, Text] = Field(max_length=20)


class Removal(Seen):
    """A fact to take out."""

    fact: str = Field(max_length=200)


@router.get("", summary="稿件列表")
def manuscripts(studio: InStudio, person: Reader) -> list[dict[str, str]]:
    """Return the manuscripts of the studio."""
    return [{"id": m.id, "name": m.name, "file": m.facts.name} for m in studio.cabinet]


@router.post("", summary="收一份文章或事实表", status_code=201)
async def take(
    request: Request,
    studio: InStudio,
    person: Editor,
    name: Annotated[str, Query(max_length=400)] = "粘贴的文章.txt",
) -> dict[str, str]:
    """Take in the body of the request as a file called `name`."""
    data = await request.body()
    made = await run_in_threadpool(studio.cabinet.take, unquote(name), data)
    return {"id": made.id, "name": made.name}


@router.get("/{manuscript}", summary="事实与文章对照")
def facts(studio: InStudio, person: Reader, manuscript: str) -> dict[str, Any]:
    """Return the facts beside the article."""
    return _shown(studio, manuscript)


@router.post("/{manuscript}/correct", summary="改一条事实")
def correct(studio: InStudio, person: Editor, manuscript: str, asked: Correction) -> dict[str, Any]:
    """Change cells of one fact and save."""

    def change(sheet: Factsheet) -> Factsheet:
        return corrected(sheet, asked.fact, asked.cells, studio.tables)

    return _saved(studio, manuscript, asked.version, change, person.name, f"改第 {asked.fact} 条")


@router.post("/{manuscript}/remove", summary="删一条事实")
def remove(studio: InStudio, person: Editor, manuscript: str, asked: Removal) -> dict[str, Any]:
    """Take one fact out and save."""
    return _saved(
        studio,
        manuscript,
        asked.version,
        lambda sheet: without(sheet, asked.fact),
        person.name,
        f"删第 {asked.fact} 条",
    )


@router.post("/{manuscript}/undo", summary="撤销上一步")
def undo(studio: InStudio, person: Editor, manuscript: str, asked: Seen) -> dict[str, Any]:
    """Take the last saving back."""
    one = studio.cabinet.one(manuscript)
    draft = one.undo(asked.version, person.name, studio.world.clock(), studio.tables)
    return beside(one, draft, studio.tables)


@router.get("/{manuscript}/facts.{form}", summary="下载事实表")
def table(studio: InStudio, person: Reader, manuscript: str, form: str) -> Any:
    """Return the facts file as YAML, JSON, CSV or XLSX."""
    one, draft = studio.draft(manuscript)
    return attachment(dump_facts(draft.sheet, form), "application/octet-stream", f"{one.home.name}.{form}")


def _shown(studio: Studio, manuscript: str) -> dict[str, Any]:
    one, draft = studio.draft(manuscript)
    return beside(one, draft, studio.tables)


def _saved(studio: Studio, manuscript: str, seen: str, change: Any, who: str, what: str) -> dict[str, Any]:
    one = studio.cabinet.one(manuscript)
    draft = one.save(seen, change, who, what, studio.world.clock(), studio.tables)
    return beside(one, draft, studio.tables)
