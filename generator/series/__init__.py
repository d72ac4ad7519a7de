"""Which card on which day; the ledger of posts; sign-off; the scheduler."""

from generator.series.desk import Desk, Event
from generator.series.issue import Issue, hold_unready, issue_due, mark_missed
from generator.series.ledger import LEDGER, Ledger
from generator.series.making import make_ahead
from generator.series.model import STATE_NAMES, Post, Series, Slot, State, Terms
from generator.series.remind import remind_reviewers
from generator.series.rules import Rules, read_rules

__all__ = [
    "LEDGER", "STATE_NAMES", "Desk", "Event", "Issue", "Ledger", "Post", "Rules", "Series", "Slot", "State", "Terms",
    "hold_unready", "issue_due", "make_ahead", "mark_missed", "read_rules", "remind_reviewers",
]  # fmt: skip
