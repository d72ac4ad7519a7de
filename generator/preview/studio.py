"""One studio: its cabinet, press room, guard and, where there is a ledger, the desk of the series."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from watchfiles import awatch

from generator.batch import MakeExecutor, press_for
from generator.batch.edition import Edition
from generator.compose.glance import Glance
from generator.errors import MimaError
from generator.facts import Tables
from generator.preview.cabinet import Cabinet, Missing
from generator.preview.daybook import Daybook
from generator.preview.export import Exports
from generator.preview.guard import Guard
from generator.preview.links import Links
from generator.preview.makeready import MakeReady
from generator.preview.manuscript import Draft, Manuscript
from generator.preview.pressroom import PressRoom
from generator.preview.sheetrun import SheetRun
from generator.preview.wall import Wall
from generator.preview.wording import for_the_screen
from generator.proof import Rules
from generator.series import Desk
from generator.world import World

Event = dict[str, Any]
_DESIGN = {".svg", ".toml", ".tsv", ".txt"}


@dataclass
class Studio:
    """`desk` opens the series' desk in a person's name, None where there are no series at all.

    `has_ledger`: whether there is one yet; nothing but a new series makes one. `keeping`: where links and the daybook
    lie: beside the ledger; None for below `out`.
    """

    world: World
    out: Path
    guard: Guard
    make_executor: MakeExecutor
    width: int = 2
    renderer: str = "auto"
    desk: Callable[[str], Desk] | None = None
    hosts: frozenset[str] | None = frozenset({"127.0.0.1", "localhost", "[::1]"})
    watching: bool = True
    has_ledger: Callable[[], bool] = lambda: True
    keeping: Path | None = None
    tables: Tables = field(init=False)
    cabinet: Cabinet = field(init=False)
    room: PressRoom = field(init=False)
    wall: Wall = field(init=False)
    exports: Exports = field(init=False)
    edition: Edition = field(init=False)
    ready: MakeReady = field(init=False)
    links: Links = field(init=False)
    book: Daybook = field(init=False)
    sheets: SheetRun = field(init=False)
    trouble: str = ""
    longs: dict[str, tuple[tuple[str, int, str], Glance]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.tables = Tables.load(*self.world.data)
        self.cabinet = Cabinet(self.out, self.tables)
        self.room = PressRoom(self.make_executor, self.width)
        self.wall = Wall(self.room)
        self.exports = Exports(self.room.lend, self.width)
        self.edition = Edition(self.world, self.renderer, number=0)
        self.ready = MakeReady()
        self.sheets = SheetRun()
        keeping = self.keeping or self.out / ".studio"
        self.links = Links(keeping / "studio-links.json", self.world.clock)
        self.book = Daybook(keeping / "studio-daybook.jsonl", self.world.clock)
        self._listeners: set[asyncio.Queue[Event]] = set()

    def draft(self, name: str) -> tuple[Manuscript, Draft]:
        """Return a manuscript and its present state; raise Missing or InputError."""
        manuscript = self.cabinet.one(name)
        return manuscript, manuscript.read(self.tables)

    def desk_for(self, who: str, *, new: bool = False) -> Desk:
        """Return the series' desk in a person's name, with this studio's designs and workers.

        Raises Missing where there is no ledger yet, unless a `new` series is to be begun; LedgerError.
        """
        if self.desk is None or not (new or self.has_ledger()):
            raise Missing("还没有排期", None, "请打开一份稿件，点“排期”把它排到日子上")
        return replace(self.desk(who), workshop=self.edition, make_executor=self.room.lend, width=self.width)

    def shown(self, words: str) -> str:
        """Return a message as a browser may read it: files are named below the newsroom's folder, not from the disk's root."""
        for folder in (*self.world.templates, *self.world.data, *self.world.fonts, self.out.resolve()):
            words = words.replace(f"{folder.parent.as_posix()}/", "")
        return for_the_screen(words)

    def tell(self, event: Event) -> None:
        """Send an event to every open page; call it from the event loop."""
        for queue in tuple(self._listeners):
            with contextlib.suppress(asyncio.QueueFull):
                queue.put_nowait(event)

    @contextlib.contextmanager
    def listening(self) -> Any:
        """Yield a queue of the events from now on."""
        queue: asyncio.Queue[Event] = asyncio.Queue(maxsize=100)
        self._listeners.add(queue)
        try:
            yield queue
        finally:
            self._listeners.discard(queue)

    @contextlib.asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Run the press room and the watch over design files for as long as the studio is open."""
        await self.room.start(self.edition)
        warming = asyncio.create_task(asyncio.to_thread(press_for, self.edition))
        watch = asyncio.create_task(self._watch()) if self.watching else None
        try:
            yield
        finally:
            warming.cancel()
            if watch is not None:
                watch.cancel()
            await self.room.stop()

    async def renew(self) -> None:
        """Load the designs anew, as the next edition; a file that stops even that is told to every page."""
        edition = Edition(self.world, self.renderer, number=self.edition.number + 1)
        try:
            await asyncio.to_thread(press_for, edition)
            tables = await asyncio.to_thread(Tables.load, *self.world.data)
            await asyncio.to_thread(Rules.load, *self.world.data)
        except MimaError as error:
            self.trouble = self.shown(str(error))
        else:
            self.trouble = ""
            self.edition = edition
            self.tables = self.cabinet.tables = tables
            self.cabinet.forget()
        self.tell({"what": "designs", "edition": self.edition.number, "trouble": self.trouble})

    async def _watch(self) -> None:
        folders = [*self.world.templates, *self.world.data]
        facts = {m.facts.parent.resolve() for m in self.cabinet} | {self.out.resolve()}
        watched = [folder for folder in {*folders, *facts} if folder.is_dir()]
        async for changes in awatch(*watched, debounce=150, step=50):
            paths = {Path(path) for _change, path in changes}
            if any(p.suffix in _DESIGN and any(p.is_relative_to(f) for f in folders) for p in paths):
                await self.renew()
            for manuscript in self.cabinet:
                if manuscript.facts.resolve() in paths:
                    await self._tell_facts(manuscript)

    async def _tell_facts(self, manuscript: Manuscript) -> None:
        with contextlib.suppress(MimaError):
            version = await asyncio.to_thread(manuscript.version)
            self.tell({"what": "facts", "manuscript": manuscript.id, "version": version})
