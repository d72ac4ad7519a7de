"""The API of the workshop's sheets: a template in every hard case and shape, drawn as ``mima sheets`` draws it."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter
from fastapi import Path as InPath
from pydantic import BaseModel, Field
from starlette.responses import FileResponse, Response

from generator.batch import press_for
from generator.preview.asking import Editor, InStudio, Reader
from generator.preview.cabinet import Missing
from generator.workbench.sheets import Wanted

router = APIRouter(prefix="/api/sheets", tags=["样式间"])


class Subject(BaseModel):
    """The template and theme to draw."""

    template: str = Field(max_length=100)
    theme: str = Field(max_length=100)


@router.post("", summary="画一张边缘情形总表")
def start(studio: InStudio, person: Editor, asked: Subject) -> dict[str, Any]:
    """Begin to draw all hard cases of a template."""
    catalogue = press_for(studio.edition).catalogue
    wanted = Wanted((catalogue.template(asked.template).id,), (catalogue.theme(asked.theme).id,))
    studio.sheets.start(studio.out / "样张", wanted, studio.edition, studio.width)
    return studio.sheets.told()


@router.get("", summary="总表画到哪里")
def state(studio: InStudio, person: Reader) -> dict[str, Any]:
    """Return how far the sheets are."""
    return studio.sheets.told()


@router.get("/{number}", summary="总表的一页", response_class=Response)
def sheet(studio: InStudio, person: Reader, number: Annotated[int, InPath(ge=0, le=99)]) -> Response:
    """Return a page of the sheets."""
    files = studio.sheets.files
    if number >= len(files) or not files[number].is_file():
        raise Missing("没有这一页", None, "请先画总表")
    return FileResponse(files[number], media_type="image/png", headers={"cache-control": "no-store"})
