"""The tables of ARCHITECTURE.md that follow from the tree: ``python -m tests.architecture_page`` writes them anew.

One line a module, taken from the first sentence of its docstring, between two comment marks; the rest of the page is
written by hand. `tests/test_architecture.py` fails when the page and the tree differ.
"""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "ARCHITECTURE.md"
OPENING = "<!-- modules: written by `python -m tests.architecture_page` -->"
CLOSING = "<!-- end of modules -->"


def modules(root: Path = ROOT) -> dict[str, str]:
    """Return each module of the package, as a path below `root`, with the first paragraph of its docstring."""
    found = {}
    for path in sorted((root / "generator").rglob("*.py")):
        docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        found[path.relative_to(root).as_posix()] = " ".join(docstring.partition("\n\n")[0].split())
    return found


def table(named: dict[str, str]) -> str:
    """Return the modules as Markdown: one table a folder, so that a reader sees the parts first."""
    blocks = []
    for folder in dict.fromkeys(Path(path).parent.as_posix() for path in named):
        rows = [
            f"| `{Path(path).name}` | {line.replace('``', '`').replace('|', '¦')} |"
            for path, line in named.items()
            if Path(path).parent.as_posix() == folder
        ]
        blocks.append("\n".join([f"### `{folder}/`", "", "| module | what it is |", "|---|---|", *rows]))
    return "\n\n".join(blocks)


def rewritten(page: str, named: dict[str, str]) -> str:
    """Return `page` with the section between the two marks written anew. Raises ValueError without the marks."""
    before, opening, rest = page.partition(OPENING)
    _, closing, after = rest.partition(CLOSING)
    if not opening or not closing:
        raise ValueError(f"ARCHITECTURE.md has lost its marks {OPENING} … {CLOSING}")
    return f"{before}{OPENING}\n\n{table(named)}\n\n{CLOSING}{after}"


def places_named(page: str) -> set[str]:
    """Return every file and folder of the house that the page's hand-written part names in backticks."""
    quoted = re.findall(r"`([^`\s<>*]+)`", page.partition(OPENING)[0] + page.partition(CLOSING)[2])
    tops = {path.name for path in ROOT.iterdir()}
    return {name for name in quoted if "/" in name and name.split("/")[0] in tops} | {
        name for name in quoted if re.search(r"\.(md|py|toml|lock)$", name) and "/" not in name
    }


def libraries_declared(extras: bool = False) -> set[str]:
    """Return the names of the distributions that pyproject.toml asks for at run time, its extras' too if asked."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = list(project["dependencies"])
    if extras:
        lines += [line for extra in project.get("optional-dependencies", {}).values() for line in extra]
    return {re.split(r"[<>=;\[ ]", line)[0].lower() for line in lines}


def libraries_explained(page: str) -> dict[str, set[str]]:
    """Return the page's table of dependencies: distribution → the parts named as its home. Each has a reason."""
    explained = {}
    for row in page.partition("## Dependencies")[2].splitlines():
        cells = [cell.strip() for cell in row.strip().strip("|").split("|")]
        if row.startswith("|") and len(cells) == 3 and "`" in cells[0] and cells[2]:
            for name in re.findall(r"`([^`]+)`", cells[0]):
                explained[name] = set(re.findall(r"`([^`]+)`", cells[1]))
    return explained


def main() -> int:
    """Write the page anew and say whether that changed it."""
    page = PAGE.read_text(encoding="utf-8")
    new = rewritten(page, modules())
    PAGE.write_text(new, encoding="utf-8", newline="\n")
    sys.stdout.write(
        "ARCHITECTURE.md is written anew\n" if new != page else "ARCHITECTURE.md was true already\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
