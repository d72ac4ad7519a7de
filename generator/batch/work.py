"""What a worker does: a few card jobs in, finished cards or refusals out.

Everything here crosses a process border, so it is plain functions and frozen values. A press is made once a
process, on its first unit; so any executor will do, also one on other machines.
"""

from __future__ import annotations

import functools
import threading
import traceback
from dataclasses import dataclass
from pathlib import Path

from generator.card import BALANCED, CardJob, Press, SetText
from generator.errors import MimaError
from generator.proof import REFUSE, Exhibit, Finding, Rules
from generator.proof.readback import read_back, reader, reader_version
from generator.world import World


@dataclass(frozen=True, slots=True)
class Workshop:
    """What a worker needs to make a press: the world, the rasteriser's name, and how hard PNG files are packed.

    `read_back`: every card is read back by an OCR engine as well. `cache`: the folder where grounds are kept from one
    run to the next, None for nowhere; it changes no byte of any card.
    """

    world: World
    renderer: str = "auto"
    read_back: bool = False
    packing: str = BALANCED
    ground: str = ""
    """The fingerprint that a press's groundwork must have, "" for any: another machine's fonts or libraries may make
    other pictures."""
    cache: Path | None = None

    @property
    def rules(self) -> str:
        """The fingerprint of what a card is proved by; raise UsageError where the OCR engine is not installed."""
        own = Rules.load(*self.world.data).fingerprint
        return f"{own} {reader_version()}" if self.read_back else own

    def prove(self, exhibit: Exhibit) -> tuple[Finding, ...]:
        """Return what today's rules find on a finished card."""
        found = Rules.load(*self.world.data).prove(exhibit)
        return (*found, *read_back(exhibit, reader())) if self.read_back else found

    def press(self) -> Press:
        """Return a new press; a test's workshop hands out one that fails as the test wants."""
        press = Press(self.world, self.renderer, self.packing)
        if self.cache is not None:
            press.rasteriser.keep_in(self.cache)
        return press


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


OTHERWISE = Failed(
    "做这张卡片的机器上，mima、字体或程序库的版本与本机不同，做出来的图会不一样。请在每台机器上装同样的版本。",
    2,
)
_ONE_AT_A_TIME = threading.Lock()
"""A press is for one thread; a cluster's worker may have several."""


@functools.lru_cache(maxsize=2)
def press_for(workshop: Workshop) -> Press:
    """Return this process's press; the first call loads designs and fonts."""
    return workshop.press()


def make_unit(workshop: Workshop, jobs: tuple[CardJob, ...]) -> tuple[Made | Failed, ...]:
    """Return one result for each job, in order. One card's failure is a result, not an exception."""
    with _ONE_AT_A_TIME:
        press = press_for(workshop)
        if not _as_ordered(workshop):
            return (OTHERWISE,) * len(jobs)
        return tuple(_make(press, workshop, job) for job in jobs)


@functools.lru_cache(maxsize=2)
def _as_ordered(workshop: Workshop) -> bool:
    return not workshop.ground or workshop.ground == press_for(workshop).ground


def _make(press: Press, workshop: Workshop, job: CardJob) -> Made | Failed:
    try:
        card = press.make(job)
        findings = workshop.prove(Exhibit(card))
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
