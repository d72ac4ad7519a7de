"""The house itself: imports run one way, every third-party library has its home, no file grows into a shed."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import architecture_page

PACKAGE = Path(__file__).parents[1] / "generator"
FILES = sorted(PACKAGE.rglob("*.py"))

MAY_IMPORT = {
    "errors": set(),
    "world": {"errors"},
    "facts": {"errors", "world"},
    "design": {"errors"},
    "typeset": {"errors", "world"},
    "card": {"errors", "world", "typeset", "design", "facts"},
    "proof": {"errors", "card", "design", "facts"},
    "batch": {"errors", "world", "proof", "card", "design", "facts", ""},
    "compose": {"errors", "world", "batch", "proof", "card", "typeset", "design", "facts", ""},
    "workbench": {"errors", "world", "batch", "proof", "card", "design", "facts"},
    "series": {"errors", "world", "batch", "card", "design", "facts", "proof"},
    "deliver": {"errors", "world", "series", "batch", "design", "facts"},
    "pipeline": {"errors", "world", "compose", "batch", "proof", "facts"},
    "rounds": {"series", "deliver"},
    "preview": {
        "errors",
        "world",
        "pipeline",
        "series",
        "deliver",
        "compose",
        "workbench",
        "batch",
        "proof",
        "card",
        "design",
        "facts",
        "",
    },
    "cli": {
        "errors",
        "world",
        "preview",
        "pipeline",
        "rounds",
        "series",
        "deliver",
        "compose",
        "workbench",
        "batch",
        "proof",
        "card",
        "typeset",
        "design",
        "facts",
        "",
    },
    "__main__": {"cli"},
    # the public surface: names only, fetched on first use
    "": {"errors", "world", "pipeline", "batch", "card", "facts"},
}
"""Which part may import which; "" is the package itself (its version)."""

HOMES = {
    "jinja2": {"card", "series", "workbench", "preview"},
    "borax": {"card"},
    "distributed": {"batch"},
    "fsspec": {"batch"},
    "cairosvg": {"card"},
    "cairocffi": {"card"},
    "resvg_py": {"card"},
    "tinycss2": {"card", "workbench"},
    "cssselect2": {"card"},
    "lxml": {"card", "facts", "compose", "proof", "workbench"},
    "PIL": {"card", "batch", "compose", "proof", "workbench"},
    "segno": {"card"},
    "zlib_ng": {"card"},
    "isal": {"card"},
    "uharfbuzz": {"typeset"},
    "rjieba": {"typeset", "facts"},
    "av": {"compose"},
    "cattrs": {"batch"},
    "rapidocr_onnxruntime": {"proof"},
    "openpyxl": {"facts", "series"},
    "yaml": {"facts"},
    "sqlalchemy": {"series"},
    "alembic": {"series"},
    "apscheduler": {"series"},
    "chinese_calendar": {"series"},
    "icalendar": {"series"},
    "httpx": {"deliver"},
    "tenacity": {"deliver"},
    "fastapi": {"preview"},
    "pydantic": {"preview"},
    "starlette": {"preview"},
    "uvicorn": {"preview"},
    "watchfiles": {"preview"},
    "markupsafe": {"preview"},
    "typer": {"cli"},
    "rich": {"cli"},
}

FROM_OUTSIDE = {"datetime.now", "date.today", "os.environ", "os.getenv", "time.time"}
"""What nothing below the doors may ask; `world` is where a clock enters."""


def part_of(path: Path) -> str:
    first = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    return "" if first == "__init__" else first


def imports_of(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: a relative import hides where it leads"
            yield str(node.module), node.lineno


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_imports_run_one_way_and_libraries_stay_at_home(path: Path) -> None:
    part = part_of(path)
    assert part in MAY_IMPORT, f"generator/{part} is new: say in MAY_IMPORT what it may import"
    for name, line in imports_of(path):
        top, _, rest = name.partition(".")
        if top == "generator":
            other = rest.partition(".")[0]
            assert other == part or other in MAY_IMPORT[part], f"{path}:{line}: {part} must not import {name}"
        elif top not in sys.stdlib_module_names:
            assert part in HOMES.get(top, set()), f"{path}:{line}: {name} is not at home in {part}"


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_files_stay_small_and_have_a_subject(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) < 400
    assert path.stem not in {"utils", "util", "helpers", "helper", "common", "misc", "manager"}
    assert ast.get_docstring(ast.parse(text)), "one line on top says what the file is"


@pytest.mark.parametrize(
    "path",
    [p for p in FILES if part_of(p) not in {"cli", "world"}],
    ids=lambda p: p.relative_to(PACKAGE).as_posix(),
)
def test_nothing_below_the_doors_asks_the_clock_or_the_environment(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            assert f"{node.value.id}.{node.attr}" not in FROM_OUTSIDE, f"{path}:{node.lineno}"


DISTRIBUTION = {
    "PIL": "pillow", "yaml": "pyyaml", "resvg_py": "resvg-py", "cairocffi": "cairosvg",
    "chinese_calendar": "chinesecalendar", "rapidocr_onnxruntime": "rapidocr-onnxruntime",
    "zlib_ng": "zlib-ng",
}  # fmt: skip
"""Where a library is imported by another name than it is installed by; CairoSVG stands on cairocffi."""

NO_IMPORT = {"tzdata", "psycopg"}
"""What no line imports: data that Python's own `zoneinfo` finds, and the driver that SQLAlchemy finds."""


def test_the_page_names_every_module_and_only_those() -> None:
    page = architecture_page.PAGE.read_text(encoding="utf-8")
    anew = architecture_page.rewritten(page, architecture_page.modules())
    assert page == anew, "run `python -m tests.architecture_page` and commit ARCHITECTURE.md"


def test_the_page_names_no_place_that_is_not_there() -> None:
    named = architecture_page.places_named(architecture_page.PAGE.read_text(encoding="utf-8"))
    assert "generator/pipeline.py" in named
    gone = sorted(name for name in named if not (architecture_page.ROOT / name).exists())
    assert not gone, f"ARCHITECTURE.md names {gone}"


def test_the_page_names_every_part_and_every_folder() -> None:
    named = architecture_page.places_named(architecture_page.PAGE.read_text(encoding="utf-8"))
    parts = {f"generator/{path.name}/" for path in PACKAGE.iterdir() if (path / "__init__.py").exists()}
    parts |= {f"generator/{path.name}" for path in PACKAGE.glob("*.py")}
    folders = {"templates_svg/", "fonts/", "data/", "tests/", "docs/", ".ci/run"}
    assert not (parts | folders) - named


def test_the_page_explains_every_dependency_at_its_home() -> None:
    explained = architecture_page.libraries_explained(architecture_page.PAGE.read_text(encoding="utf-8"))
    assert set(explained) == architecture_page.libraries_declared(extras=True)
    homes: dict[str, set[str]] = {}
    for library, parts in HOMES.items():
        homes.setdefault(DISTRIBUTION.get(library, library), set()).update(parts)
    assert {name: parts for name, parts in explained.items() if name not in NO_IMPORT} == homes


def test_a_page_that_lies_is_found_out() -> None:
    named = architecture_page.modules()
    page = architecture_page.rewritten(architecture_page.PAGE.read_text(encoding="utf-8"), named)
    assert architecture_page.rewritten(page, {**named, "generator/card/new.py": "New."}) != page
    assert architecture_page.rewritten(page, dict(list(named.items())[1:])) != page
    lie = page + "\nSee `generator/card/never.py`.\n"
    assert "generator/card/never.py" in architecture_page.places_named(lie)
    with pytest.raises(ValueError, match="marks"):
        architecture_page.rewritten("no marks", named)


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_a_readme_links_only_to_what_is_there_and_shows_a_picture_on_top(name: str) -> None:
    text = (architecture_page.ROOT / name).read_text(encoding="utf-8")
    places = [place for place in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in place]
    assert [p for p in places if not (architecture_page.ROOT / p).exists()] == []
    assert any(f"]({place})" in text.partition("\n## ")[0] for place in places if place.endswith(".png"))


def test_the_two_readmes_keep_step() -> None:
    def shape(name: str) -> list[str]:
        lines = (architecture_page.ROOT / name).read_text(encoding="utf-8").splitlines()
        marks = [re.match(r"#+ |!\[|- |\| (?=\d)|    (?=\S)", line) for line in lines]
        return [mark[0] for mark in marks if mark]

    assert shape("README.md") == shape("README.zh-CN.md")


def test_the_lock_files_pin_every_dependency() -> None:
    def pinned(name: str) -> set[str]:
        text = (architecture_page.ROOT / name).read_text(encoding="utf-8")
        return {
            line.lower().replace("_", "-") for line in re.findall(r"^([A-Za-z0-9_.-]+)==", text, re.MULTILINE)
        }

    run = {name.replace("_", "-") for name in architecture_page.libraries_declared()}
    assert run - pinned("requirements.lock") == set(), "run `make lock`: a fresh clone would lack these"
    assert run - pinned("requirements-dev.lock") == set()
