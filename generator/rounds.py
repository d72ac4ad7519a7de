"""A daily series as one function that can be read aloud: one round of work.

missed ─► ready ones issued ─► the coming ones made ─► issued ─► what may not go out held ─► reminded ─► sent
"""

from __future__ import annotations

from collections.abc import Callable

from generator.deliver import write_pack
from generator.series import Desk, Event, hold_unready, issue_due, make_ahead, mark_missed, remind_reviewers


def make_the_round(desk: Desk, send: Callable[[Desk], tuple[Event, ...]]) -> tuple[Event, ...]:
    """Do for every series of the ledger what this moment asks for, and return what happened.

    Any number of processes may do so at once, or be killed at it: each step is a transaction, and the next round
    takes up what the last one left. `send` empties the outbox. Raises LedgerError when the ledger cannot be reached,
    OutputError when the disk refuses.
    """
    return (
        *mark_missed(desk),
        *issue_due(desk, write_pack),  # what is ready does not wait for what is still to be drawn
        *make_ahead(desk),
        *issue_due(desk, write_pack),
        *hold_unready(desk),
        *remind_reviewers(desk),
        *send(desk),
    )
