"""The contact sheet that the READMEs show: ``python docs/make_sheet_picture.py [picture]``.

A few rows and themes of what ``mima sheets -t metric`` draws, scaled down until it is light enough for a README.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from make_cards_picture import ROOT, save

from generator.batch import Workshop, press_for
from generator.batch.pasteup import Faces
from generator.workbench import Matrix
from generator.workbench.matrix import MASTERS
from generator.workbench.sheets import Page, draw_row
from generator.world import World

TEMPLATE = "metric"
CASES = ("数-6", "数-八位", "数-百分点", "数-长说明", "数-台标")
THEMES = ("haisi", "hongzhuan", "jinhong")


def main(path: Path = ROOT / "docs" / "sheet.png") -> None:
    """Draw the sheet into `path`."""
    workshop = Workshop(World.at(ROOT))
    press = press_for(workshop)
    matrix = Matrix(press)
    template = press.catalogue.template(TEMPLATE)
    themes = tuple(press.catalogue.theme(name) for name in THEMES)
    sizes = tuple(press.catalogue.size(name) for name in MASTERS)
    page = Page(template, themes, sizes, Faces.load(workshop.world.fonts, (40, 26, 18, 15)))
    rows = [(matrix.row(template, case), draw_row(workshop, TEMPLATE, case, THEMES, MASTERS)) for case in CASES]
    sys.stdout.write(f"{path.name}: {save(page.draw(rows), path)} bytes\n")


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:]))
