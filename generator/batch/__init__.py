"""Many cards: planned, made by several workers, kept when they still hold, accounted for."""

from generator.batch.cluster import cluster_of
from generator.batch.collation import Fault, Verdict
from generator.batch.contact import write_contact_sheets
from generator.batch.feature import FEATURES, USUAL, Feature, lay_out_series
from generator.batch.manifest import Manifest, Refusal
from generator.batch.plan import DEFAULT_SIZES, DEFAULT_THEME, Plan, Wishes, plan_cards
from generator.batch.pool import MakeExecutor, executor_for
from generator.batch.proofpage import proof_page
from generator.batch.record import CardRecord
from generator.batch.reproof import Account, reproof
from generator.batch.run import OnProgress, Outcome, Shop, run_batch
from generator.batch.shared import publish
from generator.batch.work import Workshop, press_for

__all__ = [
    "DEFAULT_SIZES", "DEFAULT_THEME", "FEATURES", "USUAL", "Account", "CardRecord", "Fault", "Feature",
    "MakeExecutor", "Manifest", "OnProgress", "Outcome", "Plan", "Refusal", "Shop", "Verdict", "Wishes", "Workshop",
    "cluster_of", "executor_for", "lay_out_series", "plan_cards", "press_for", "proof_page", "publish", "reproof", "run_batch",
    "write_contact_sheets",
]  # fmt: skip
