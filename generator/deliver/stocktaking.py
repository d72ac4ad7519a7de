"""Stocktaking: what the ledger says was issued against what lies in the folders, and the ledger against its own seals."""

from __future__ import annotations

from generator.batch.store import digest_of
from generator.deliver.pack import CARD, owner_of
from generator.series.audit import broken_links
from generator.series.books import all_series
from generator.series.desk import Desk
from generator.series.history import agrees
from generator.series.model import State
from generator.series.posts import one_making, read_posts, select_posts
from generator.series.schema import post

_PICTURES = {".png", ".jpg"}
_OUT = (State.ISSUED, State.CORRECTED)


def faults_of(desk: Desk) -> tuple[str, ...]:
    """Return in Chinese what does not agree: changed records, missing or changed packs, packs nobody issued."""
    with desk.ledger.reading() as connection:
        faults = [
            f"“{subject}”的记录被改动过，或密钥 MIMA_SIGNING_KEY 与当时不同"
            for subject in broken_links(connection, desk.key)
        ]
        known_series = {one.id: one for one in all_series(connection)}
        for one in read_posts(
            connection, select_posts().where(post.c.state != State.PLANNED).order_by(post.c.id)
        ):
            if not agrees(connection, one, known_series[one.series], desk.key):
                faults.append(f"第 {one.id} 号的状态、签名或约定与记录不符，可能被人改动过")
        query = select_posts().where(post.c.state.in_(_OUT)).order_by(post.c.id)
        known: set[str] = set()
        for one in read_posts(connection, query):
            known.add(one.folder)
            pack = desk.out / one.folder
            making = one_making(connection, one.making)
            if owner_of(pack) != one.id:
                faults.append(f"第 {one.id} 号的素材包“{one.folder}”不见了")
            elif making is not None:
                there = sorted(digest_of(path) or "" for path in pack.iterdir() if path.suffix in _PICTURES)
                if there != sorted(picture.sha256 for picture in making.pictures):
                    faults.append(f"第 {one.id} 号的素材包“{one.folder}”里的图片与签发时不同")
        query = select_posts().where(post.c.state == State.WITHDRAWN, post.c.folder != "")
        known |= {one.folder for one in read_posts(connection, query)}
    found = {path.parent.relative_to(desk.out).as_posix() for path in desk.out.glob(f"*/*/{CARD}")}
    faults += [f"文件夹“{folder}”里有一个账本没有记的素材包" for folder in sorted(found - known)]
    return tuple(faults)
