"""What a worker does: a few card jobs in, finished cards or refusals out.

Everything here crosses a process border, so it is plain functions and frozen values. A press is made once a
process, on its first unit; so any executor will do, also one on other machines.
"""

from __future__ import annotations

import functools
import traceback
from dataclasses import dataclass

from generator.card import BALANCED, CardJob, Press, SetText
from generator.errors import MimaError
from generator.proof import REFUSE, Exhibit, Finding, Rules
from generator.world import World


@dataclass(frozen=True, slots=True)
class Workshop:
    """What a worker needs to make a press: the world, the rasteriser's name, and how hard PNG files are packed."""

    world: World
    renderer: str = "auto"
    packing: str = BALANCED

    def press(self) -> Press:
        """Return a new press; a test's workshop hands out one that fails as the test wants."""
        return Press(self.world, self.renderer, self.packing)


@dataclass(frozen=True, slots=True)
class Made:
    """A finished card as it leaves a worker: the file, the account of its texts, and what its proof found."""

    data: bytes
    sha256: str
    width: int
    height: int
    texts: tuple[SetText, ...]
    suffix: str
    encoding: str
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Failed:
    """A card that was not made or not passed: the reason in Chinese; a traceback for a fault in mima itself."""

    reason: str
    exit_code: int
    detail: str = ""


@functools.lru_cache(maxsize=2)
def press_for(workshop: Workshop) -> Press:
    """Return this process's press; the first call loads designs and fonts."""
    return workshop.press()


def make_unit(workshop: Workshop, jobs: tuple[CardJob, ...]) -> tuple[Made | Failed, ...]:
    """Return one result for each job, in order. One card's failure is a result, not an exception."""
    press = press_for(workshop)
    rules = Rules.load(*workshop.world.data)
    return tuple(_make(press, rules, job) for job in jobs)


def _make(press: Press, rules: Rules, job: CardJob) -> Made | Failed:
    try:
        card = press.make(job)
        findings = rules.prove(Exhibit(card))
    except MimaError as error:
        return Failed(str(error), error.exit_code)
    except Exception as error:  # noqa: BLE001  a fault in mima on one card must not cost the night's other cards
        reason = (
            f"程序内部出错（{type(error).__name__}：{error}）。请加 --debug 再运行一次，并把输出发给维护者。"
        )
        return Failed(reason, 2, traceback.format_exc())
    faults = [f.message for f in findings if f.severity == REFUSE]
    if faults:
        return Failed(f"{job.size.name}：{'；'.join(faults)}。", 1)
    sheet = card.sheet
    return Made(
        card.data, card.sha256, sheet.width, sheet.height, sheet.texts, card.suffix, card.encoding, findings
    )
