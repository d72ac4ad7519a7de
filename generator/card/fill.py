"""Fill an SVG template with a card's words: Jinja2 in its sandbox, autoescape on."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.exceptions import SecurityError, UndefinedError

from generator.card import geometry, numerals, scale, tally
from generator.card.brandkit import brand_kit
from generator.card.job import CardJob
from generator.card.landmarks import LANDMARKS
from generator.card.sandbox import Sandbox, budget, measured
from generator.card.scenery import SCENERY
from generator.card.steelwork import STEELWORK
from generator.card.townscape import TOWNSCAPE
from generator.card.venues import VENUES
from generator.card.wreath import laurel
from generator.errors import DesignError, Where

FORCED_BREAK = "\u2028"
"""A line break a person typed; XML's own white space is the template's indentation and is dropped."""


@lru_cache(maxsize=8)
def environment(folders: tuple[Path, ...]) -> Sandbox:
    """Return the Jinja environment for these template folders, the last folder winning."""
    env = Sandbox(
        loader=FileSystemLoader([str(f) for f in reversed(folders)]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    for drawn in (
        geometry.FOR_TEMPLATES,
        tally.FOR_TEMPLATES,
        scale.FOR_TEMPLATES,
        numerals.FOR_TEMPLATES,
        SCENERY,
        LANDMARKS,
        STEELWORK,
        TOWNSCAPE,
        VENUES,
        {"laurel": laurel},
    ):
        env.globals.update(measured(drawn))
    return env


def fill(job: CardJob, folders: tuple[Path, ...]) -> str:
    """Return the SVG text of one card, before layout; see `fill_drawing`."""
    return fill_drawing(f"{job.template.id}/{job.size.shape}.svg", variables_of(job), folders)


def fill_drawing(name: str, variables: Mapping[str, Any], folders: tuple[Path, ...]) -> str:
    """Return the SVG text of the drawing called `name` below the template folders, before layout.

    Raises DesignError with the template's file and line when the template is wrong.
    """
    try:
        with budget():
            return environment(folders).get_template(name).render(variables)
    except TemplateNotFound as error:
        raise DesignError(
            f"模板引用了不存在的文件“{error.name}”", Where(name), "请检查 include 的文件名"
        ) from error
    except TemplateSyntaxError as error:
        place = Where(error.filename or name, error.lineno)
        raise DesignError(f"模板语法不对：{error.message}", place, "请检查 {% %} 与 {{ }} 是否成对") from error
    except UndefinedError as error:
        place = Where(*_line_of(error, name))
        raise DesignError(
            f"模板用了没有的变量：{error.message}", place, "可用的变量见 templates_svg/README.md"
        ) from error
    except SecurityError as error:
        place = Where(*_line_of(error, name))
        raise DesignError(f"模板做了不允许的事：{error}", place, "模板只能用文档列出的变量与函数") from error
    except (RecursionError, MemoryError) as error:
        raise DesignError(
            "模板一层套一层，没有尽头", Where(name), "请检查 include 与 macro 有没有套到自己"
        ) from error
    except (
        TemplateError,
        ArithmeticError,
        TypeError,
        ValueError,
        LookupError,
        AttributeError,
        NameError,
    ) as error:
        place = Where(*_line_of(error, name))
        raise DesignError(f"模板算不出来：{error}", place, "请检查这一行的算式与变量") from error


def variables_of(job: CardJob) -> Mapping[str, Any]:
    """Return what a drawing can say of a card: the table in ``templates_svg/README.md``."""
    copy = job.copy
    width, height = job.size.units
    return {
        "text": _clean(copy.text),
        "head": _clean(copy.head),
        "figure": copy.figure,
        "tail": _clean(copy.tail),
        "items": tuple(_clean(i) for i in copy.items),
        "entries": copy.entries,
        "pictures": {picture.kind: picture for picture in copy.pictures},
        "aside": copy.aside,
        "variant": copy.variant,
        "turn": copy.turn,
        "phrase": copy.phrase,
        "honour": copy.honour,
        "day": copy.day,
        "part": copy.part,
        "parts": copy.parts,
        "contents": copy.contents,
        "series": _clean(copy.series),
        "chapter": _clean(copy.chapter),
        "chapter_subtitle": _clean(copy.chapter_subtitle),
        "number": copy.number,
        "total": copy.total,
        "source": _clean(copy.source),
        "date": copy.date,
        "theme": job.theme,
        "brand": brand_kit(job.brand, job.theme.dark),
        "icon": f"_icons/{job.icon}.svg" if job.icon else None,
        "ornament": f"_ornaments/{job.ornament}.svg" if job.ornament else None,
        "manner": job.theme.manner,
        "view": job.view,
        "landmark": job.template.landmark,
        "size": job.size,
        "W": width,
        "H": height,
    }


def _clean(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\n", FORCED_BREAK)


def _line_of(error: BaseException, name: str) -> tuple[str, int | None]:
    """Return the deepest template file and line in an error's traceback."""
    place: tuple[str, int | None] = (name, None)
    trace = error.__traceback__
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if file.endswith(".svg"):
            place = (file, trace.tb_lineno)
        trace = trace.tb_next
    return place
