"""The press room: card jobs in, finished cards out; what a person waits for comes before thumbnails.

A card is made by `make_unit`, the very function a batch's workers call, so what a page shows is what a batch writes.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from typing import Any, ParamSpec, TypeVar

from generator.batch import MakeExecutor, Workshop, press_for
from generator.batch.dispatch import DIED
from generator.batch.single import warm_up
from generator.batch.thumb import small_picture
from generator.batch.work import Failed, Made, make_unit
from generator.card import CardJob
from generator.design.template import fingerprint
from generator.proof import Rules

P = ParamSpec("P")
T = TypeVar("T")
NOW, SOON, LATER = 0, 1, 2
"""How urgent: somebody looks at this very card; it is one of many on a wall; it is part of a batch."""
MOST_BYTES = 256 * 1024 * 1024
"""Finished cards kept in memory: about two thousand."""
_APART = 1.5
"""Seconds between the starts of two workers."""
_Slot = tuple[int, int, str, CardJob, Workshop]


class PressRoom:
    """Makes cards with `width` workers and remembers them by content key.

    Used from one event loop. `start` and `stop` belong to the loop's life.
    """

    def __init__(self, make_executor: MakeExecutor, width: int) -> None:
        self._make_executor = make_executor
        self._width = width
        self._executor: Executor | None = None
        self._guard = threading.Lock()
        self._made: OrderedDict[str, Made | Failed] = OrderedDict()
        self._thumbs: OrderedDict[tuple[str, int], bytes] = OrderedDict()
        self._weight = 0
        self._grounds: dict[Workshop, str] = {}
        self._under_way: dict[str, asyncio.Future[Made | Failed]] = {}
        self._waiting: dict[str, int] = {}
        self._count = itertools.count()
        self._queue: asyncio.PriorityQueue[_Slot] | None = None
        self._workers: list[asyncio.Task[None]] = []
        self._loop: asyncio.AbstractEventLoop | None = None

    async def start(self, workshop: Workshop) -> None:
        """Open the room and let every worker load its designs and fonts."""
        self._loop = asyncio.get_running_loop()
        self._queue = asyncio.PriorityQueue()
        self._workers = [asyncio.create_task(self._work(self._queue)) for _ in range(self._width)]
        self._warming = [asyncio.create_task(self._warm(workshop, number)) for number in range(self._width)]

    async def _warm(self, workshop: Workshop, number: int) -> None:
        # The first picture is waited for: the other workers load when it has had the processors to itself.
        await asyncio.sleep(_APART * number)
        if self._width > 1:
            await asyncio.to_thread(self.call, warm_up, workshop)
        else:  # in this very process a card that nobody sees would only be in the way of the first that is seen
            await asyncio.to_thread(self._unit, workshop, ())

    async def stop(self) -> None:
        """Close the room; cards under way are given up."""
        for task in (*self._workers, *self._warming):
            task.cancel()
        if self._executor is not None:
            self._executor.shutdown(wait=False, cancel_futures=True)
            self._executor = None

    def key_of(self, job: CardJob, workshop: Workshop) -> str:
        """Return the content key that a batch would give this job."""
        ground = self._grounds.get(workshop)
        if ground is None:
            # The same for all cards of an edition, and dearer than a card's own part of the key.
            rules = Rules.load(*workshop.world.data).fingerprint
            ground = f"{press_for(workshop).ground} {rules}"
            self._grounds = {workshop: ground}
        return job.key(ground)

    def known(self, key: str) -> Made | Failed | None:
        """Return a card that is there already."""
        return self._made.get(key)

    async def draw(self, job: CardJob, workshop: Workshop, urgency: int = NOW) -> tuple[str, Made | Failed]:
        """Return the content key and the finished card of a job, or why there is none."""
        key = self.key_of(job, workshop)
        found = self._made.get(key)
        if found is not None:
            self._made.move_to_end(key)
            return key, found
        if self._queue is None:
            raise RuntimeError("the press room is closed")
        future = self._under_way.get(key)
        if future is None:
            future = asyncio.get_running_loop().create_future()
            self._under_way[key] = future
            self._put(urgency, key, job, workshop)
        elif urgency < LATER:
            self._put(urgency, key, job, workshop)
        self._waiting[key] = self._waiting.get(key, 0) + 1
        try:
            return key, await asyncio.shield(future)
        finally:
            self._waiting[key] -= 1
            if not self._waiting[key]:
                del self._waiting[key]

    async def thumb(self, job: CardJob, workshop: Workshop, width: int) -> bytes | Failed:
        """Return a card as a small picture."""
        key, made = await self.draw(job, workshop, SOON)
        if isinstance(made, Failed):
            return made
        found = self._thumbs.get((key, width))
        if found is None:
            found = await asyncio.to_thread(small_picture, made.data, width)
            self._thumbs[key, width] = found
            if len(self._thumbs) > 4000:
                self._thumbs.popitem(last=False)
        return found

    def lend(self) -> Executor:
        """Return an executor for a batch's thread: its cards come last in the queue, and are remembered as all are."""
        if self._loop is None:
            raise RuntimeError("the press room is closed")
        return _Lent(self, self._loop)

    async def _units(self, workshop: Workshop, jobs: Sequence[CardJob]) -> tuple[Made | Failed, ...]:
        drawn = await asyncio.gather(*(self.draw(job, workshop, LATER) for job in jobs))
        return tuple(made for _key, made in drawn)

    def _put(self, urgency: int, key: str, job: CardJob, workshop: Workshop) -> None:
        if self._queue is not None:
            self._queue.put_nowait((urgency, next(self._count), key, job, workshop))

    async def _work(self, queue: asyncio.PriorityQueue[_Slot]) -> None:
        while True:
            _urgency, _number, key, job, workshop = await queue.get()
            future = self._under_way.get(key)
            if future is None or future.done():
                continue
            if key not in self._waiting:  # whoever asked has gone: a page was closed, a batch called off
                del self._under_way[key]
                future.cancel()
                continue
            try:
                made, sure = await asyncio.to_thread(self._sure, workshop, job)
            except asyncio.CancelledError:
                future.cancel()
                raise
            if sure:
                self._keep(key, made)
            with contextlib.suppress(asyncio.InvalidStateError):
                future.set_result(made)
            self._under_way.pop(key, None)

    def _sure(self, workshop: Workshop, job: CardJob) -> tuple[Made | Failed, bool]:
        """Return the card, and whether its drawing was all the while the one that its key names.

        A drawing saved while a card of the edition before is still being made would else be remembered, or its
        mistake, under the name of the earlier drawing, and shown again when that one is put back.
        """
        for _attempt in (1, 2, 3):
            began = _stands(job)
            made = self._one(workshop, job)
            ended = _stands(job)
            if began == ended:
                break
        return made, began and ended

    def _one(self, workshop: Workshop, job: CardJob) -> Made | Failed:
        for _attempt in (1, 2):
            try:
                return self._unit(workshop, (job,))[0]
            except BrokenExecutor:
                with self._guard:
                    self._executor = None
        return DIED

    def _unit(self, workshop: Workshop, jobs: Sequence[CardJob]) -> tuple[Made | Failed, ...]:
        return self.call(make_unit, workshop, tuple(jobs))

    def call(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Let a worker do something else than a card and wait for it; not from the event loop."""
        with self._guard:
            if self._executor is None:
                self._executor = self._make_executor()
            executor = self._executor
        return executor.submit(function, *args, **kwargs).result()

    def _keep(self, key: str, made: Made | Failed) -> None:
        self._made[key] = made
        self._weight += len(made.data) if isinstance(made, Made) else 0
        while self._weight > MOST_BYTES and len(self._made) > 1:
            _old, gone = self._made.popitem(last=False)
            self._weight -= len(gone.data) if isinstance(gone, Made) else 0


class _Lent(Executor):
    """The press room as a batch sees it. Shutting it down closes nothing: the room belongs to the studio."""

    def __init__(self, room: PressRoom, loop: asyncio.AbstractEventLoop) -> None:
        self._room = room
        self._loop = loop
        self._asked: list[Future[Any]] = []

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Queue the cards of a unit."""
        if fn is not make_unit:
            raise ValueError("the press room makes cards")
        future = asyncio.run_coroutine_threadsafe(self._room._units(*args), self._loop)
        self._asked = [one for one in (*self._asked, future) if not one.done()]
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Give up what is asked for, if that is wished."""
        if cancel_futures:
            for future in self._asked:
                future.cancel()


def _stands(job: CardJob) -> bool:
    """Return whether a job's template lies on the disk as the job knows it."""
    try:
        return fingerprint([job.template.folder]) == job.template.fingerprint
    except OSError:
        return False
