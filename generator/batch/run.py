"""A planned batch to files on disk: keep what still holds, make the rest, give account.

lock the folder → sweep → sort planned cards into kept and due → make the due ones → remove what is outdated → manifest
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from generator import __version__
from generator.batch.dispatch import Stopped, never, results
from generator.batch.inventory import known_cards
from generator.batch.lock import hold
from generator.batch.manifest import Journal, Manifest, Refusal
from generator.batch.plan import Plan, Planned
from generator.batch.pool import InProcess, MakeExecutor
from generator.batch.record import CardRecord, TextBox
from generator.batch.register import Register
from generator.batch.store import Flusher, delete, digest_of, open_folder, sweep, write_whole
from generator.batch.ticket import Ticket
from generator.batch.work import Failed, Made, Workshop, press_for
from generator.card import CardJob
from generator.errors import OutputError
from generator.facts.model import Factsheet

SOON_WRITTEN = 10_000
"""Cards whose manifest is written in a fraction of a second, also on a busy disk."""
_NONE = -1
"""In place of a card's number in the register, as long as it has none."""
OnProgress = Callable[[int, int, str], None]
"""Called with cards done, cards in all, and the name of the last one."""
MANIFEST_PHASE, CONTACT_PHASE = "manifest", "contact"
OnPhase = Callable[[str], None]
"""Called with what is done when all cards are: one of the two."""


def quiet(done: int, total: int, last: str) -> None:
    """Report no progress."""


def unheard(phase: str) -> None:
    """Report no phase."""


@dataclass(frozen=True)
class Outcome:
    """What a run did. `removed`: outdated files it deleted; `left`: outdated files a person had changed."""

    folder: Path
    manifest: Manifest
    made: int
    kept: int
    carried: int
    removed: tuple[str, ...]
    left: tuple[str, ...]
    interrupted: bool
    changed: bool


@dataclass(frozen=True)
class Shop:
    """How to make cards: the press's ingredients, the workers, whom to tell. `is_stopped`: whether a person called it off."""

    workshop: Workshop
    make_executor: MakeExecutor = InProcess
    width: int = 1
    on_progress: OnProgress = field(default=quiet)
    force: bool = False
    is_stopped: Callable[[], bool] = field(default=never)
    on_phase: OnPhase = field(default=unheard)


def run_batch(folder: Path, sheet: Factsheet, plan: Plan, shop: Shop) -> Outcome:
    """Make every planned card in `folder` that is not there yet, and write the manifest.

    Ctrl-C, or `shop.is_stopped`, ends the run early with `interrupted` set. Raises OutputError when the folder or disk refuses; what was
    finished stays, whole, and the next run goes on from there.
    """
    open_folder(folder)
    with hold(folder):
        sweep(folder)
        return _Run(folder, sheet, plan, shop).go()


class _Run:
    """One run's books: which planned card has which record."""

    def __init__(self, folder: Path, sheet: Factsheet, plan: Plan, shop: Shop) -> None:
        self.folder = folder
        self.sheet = sheet
        self.plan = plan
        self.shop = shop
        press = press_for(shop.workshop)
        self.renderer = f"{press.rasteriser.name} {press.rasteriser.version}"
        self.groundwork = press.groundwork
        self.rules = shop.workshop.rules
        self.ground = f"{self.groundwork.fingerprint} {self.rules}"
        self.flusher = Flusher()
        self.known = known_cards(folder)
        self.known_as = {_stem(card.file): number for number, card in enumerate(self.known)}
        self.journal = Journal(folder)
        self.register = Register(folder)
        self.entered = array("q", [_NONE]) * len(plan.jobs)
        self.finished = 0
        self.refused: dict[int, Refusal] = {}
        self.removed: list[str] = []
        self.left: list[str] = []
        self.made = 0
        self.at_hand: tuple[int, Made] | None = None

    def go(self) -> Outcome:
        carried = self._carry()
        due = self._due()
        kept = self.finished
        interrupted = False
        self._tell("")
        work = results(
            [(n, self.plan.jobs[n].job) for n in due],
            self.shop.workshop,
            self.shop.make_executor,
            self.shop.width,
            self.shop.is_stopped,
        )
        try:
            with closing(work):
                for number, result in work:
                    self._take(number, result)
            self.shop.on_phase(MANIFEST_PHASE)
            self.flusher.wait()
        except (KeyboardInterrupt, Stopped):
            interrupted = True
            self.flusher.abandon()
            self._settle()
        except BaseException:
            with suppress(OutputError):
                self.flusher.wait()
            # A full disk may refuse the manifest as well; the journal then holds what was finished.
            with suppress(OutputError):
                self._write(carried)
            raise
        manifest, changed = self._write(carried, in_haste=interrupted)
        return Outcome(
            self.folder, manifest, self.made, kept, len(carried), tuple(self.removed), tuple(self.left),
            interrupted, changed,
        )  # fmt: skip

    def _carry(self) -> dict[int, str]:
        """Enter earlier cards that this batch has no say over and that still say what the sheet says; return their facts by number.

        A batch of one size or one fact must not cost the others. An earlier card whose words are outdated goes.
        """
        planned = {_stem(p.file) for p in self.plan.jobs}
        carried = {}
        for earlier in self.known_as.values():
            card = self.known[earlier]
            if _stem(card.file) in planned:
                continue
            outdated = self.plan.covers(card.fact, card.size) or self.plan.words.get(card.fact) != card.alt
            if outdated:
                self._remove(card)
            elif digest_of(self.folder / card.file) == card.sha256:
                carried[self.register.enter(card)] = card.fact
            elif (self.folder / card.file).exists():
                self.left.append(card.file)
        return carried

    def _due(self) -> list[int]:
        """Enter the cards that still hold into the register; return the numbers of the others."""
        due = []
        for number, planned in enumerate(self.plan.jobs):
            card = None if self.shop.force else self._before(planned)
            holds = card is not None and card.key == self._ticket(planned)[1]
            if card is not None and holds and digest_of(self.folder / card.file) == card.sha256:
                self._enter(number, card)
            else:
                due.append(number)
        return due

    def _before(self, planned: Planned) -> CardRecord | None:
        """Return what an earlier run left of a planned card."""
        number = self.known_as.get(_stem(planned.file))
        return None if number is None else self.known[number]

    def _ticket(self, planned: Planned) -> tuple[Ticket, str]:
        """Return a card's ticket and key: worked out when asked for, since of a hundred thousand they would fill the memory."""
        ticket = Ticket.of(planned.job, self.groundwork, self.rules)
        return ticket, CardJob.key_of(ticket.prints, self.ground)

    def _enter(self, number: int, card: CardRecord) -> None:
        self.entered[number] = self.register.enter(card)
        self.finished += 1

    def _settle(self) -> None:
        """Enter the card whose file was written just as Ctrl-C came."""
        number, made = self.at_hand or (0, None)
        if made is None or self.entered[number] != _NONE:
            return
        planned = self.plan.jobs[number]
        card = _record(planned, *self._ticket(planned), made)
        if digest_of(self.folder / card.file) == card.sha256:
            self.journal.note(card)
            self._enter(number, card)
            self.made += 1

    def _take(self, number: int, result: Made | Failed) -> None:
        planned = self.plan.jobs[number]
        self.at_hand = (number, result) if isinstance(result, Made) else None
        before = self._before(planned)
        if isinstance(result, Made):
            card = _record(planned, *self._ticket(planned), result)
            write_whole(self.folder / card.file, result.data, self.flusher)
            self.journal.note(card)
            if before is not None and before.file != card.file:
                self._remove(before)  # yesterday's .png of what only a .jpg can hold today
            self._enter(number, card)
            self.made += 1
        else:
            job = planned.job
            self.refused[number] = Refusal(
                job.fact, job.size.id, result.reason, result.exit_code, result.detail
            )
            if before is not None:
                self._remove(before)
        self._tell(planned.file)

    def _remove(self, card: CardRecord) -> None:
        """Delete an outdated card, unless a person has changed the file since."""
        path = self.folder / card.file
        digest = digest_of(path)
        if digest == card.sha256:
            delete(path)
            self.removed.append(card.file)
        elif digest is not None:
            self.left.append(card.file)

    def _tell(self, last: str) -> None:
        self.shop.on_progress(self.finished + len(self.refused), len(self.plan.jobs), last)

    def _write(self, carried: Mapping[int, str], in_haste: bool = False) -> tuple[Manifest, bool]:
        """Write the manifest of all that is finished; earlier cards still due stay known through the journal.

        In haste, one of thousands of cards is left to the next run, which learns them from the journal, as after a kill.
        """
        place = {fact: n for n, fact in enumerate(self.plan.words)}
        facts = [planned.job.fact for planned in self.plan.jobs]
        cards = [(fact, n) for fact, n in zip(facts, self.entered, strict=True) if n != _NONE]
        cards += [(fact, n) for n, fact in carried.items()]
        cards.sort(key=lambda card: place.get(card[0], len(place)))
        late = [self.refused[n] for n in sorted(self.refused)]
        refused = sorted((*self.plan.refused, *late), key=lambda r: place.get(r.fact, -1))
        manifest = Manifest(
            title=self.sheet.title,
            source=self.sheet.source,
            mima=__version__,
            renderer=self.renderer,
            brand=self.plan.brand.account_of_itself if self.plan.brand else {},
            cards=self.register.view(n for _fact, n in cards),
            refused=tuple(refused),
            remarks=self.plan.remarks,
        )
        if in_haste and len(cards) > SOON_WRITTEN:
            return manifest, False
        changed = manifest.write(self.folder)
        for number, planned in enumerate(self.plan.jobs):
            if self.entered[number] == _NONE and number not in self.refused:
                earlier = self._before(planned)
                if earlier is not None:
                    self.journal.note(earlier)
        return manifest, changed


def _record(planned: Planned, ticket: Ticket, key: str, made: Made) -> CardRecord:
    job = planned.job
    return CardRecord(
        fact=job.fact,
        text=job.copy.text,
        template=job.template.id,
        theme=job.theme.id,
        size=job.size.id,
        file=_stem(planned.file) + made.suffix,
        width=made.width,
        height=made.height,
        bytes=len(made.data),
        sha256=made.sha256,
        alt=job.copy.alt,
        text_boxes=tuple(TextBox(t.box, t.lines, t.size, t.families, t.frame, t.fallbacks) for t in made.texts),
        key=key,
        proof=made.findings,
        encoding=made.encoding,
        ticket=ticket,
    )


def _stem(file: str) -> str:
    """Return a card's file name without its suffix: which of .png and .jpg it takes is known when it is made."""
    return file.rpartition(".")[0]
