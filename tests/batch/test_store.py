from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from generator.batch.lock import LOCK, hold
from generator.batch.store import Flusher, open_folder, sweep, write_pieces, write_whole
from generator.errors import OutputError


def refuse(number: int) -> object:
    def fail(*_args: object, **_kwargs: object) -> None:
        raise OSError(number, os.strerror(number))

    return fail


@pytest.mark.parametrize("step", ["open", "fsync", "replace"])
@pytest.mark.parametrize(
    ("number", "word"), [(errno.ENOSPC, "磁盘满了"), (errno.EROFS, "只读"), (errno.EIO, "系统报告")]
)
def test_a_disk_that_refuses_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, number: int, word: str
) -> None:
    path = tmp_path / "卡.png"
    path.write_bytes(b"old")
    target: object = os if step == "fsync" else Path
    monkeypatch.setattr(target, step, refuse(number))
    with pytest.raises(OutputError, match=word):
        write_whole(path, b"new")
    monkeypatch.undo()
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {"卡.png": b"old"}


@pytest.mark.parametrize("step", ["open", "fsync", "replace"])
def test_so_it_does_with_a_text_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    path = tmp_path / "manifest.json"
    path.write_bytes(b"old")
    target: object = os if step == "fsync" else Path
    monkeypatch.setattr(target, step, refuse(errno.ENOSPC))
    with pytest.raises(OutputError, match="磁盘满了"):
        write_pieces(path, (b"n", b"ew"))
    monkeypatch.undo()
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {"manifest.json": b"old"}


def test_pieces_that_say_the_same_change_nothing(tmp_path: Path) -> None:
    path = tmp_path / "manifest.json"
    assert write_pieces(path, (b"one", b"two"))
    before = path.stat().st_mtime_ns
    assert not write_pieces(path, (b"on", b"etwo"))
    assert path.stat().st_mtime_ns == before
    assert write_pieces(path, ())
    assert [p.read_bytes() for p in tmp_path.iterdir()] == [b""]


def test_what_is_flushed_later_is_flushed_and_a_refusal_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushed: list[int] = []
    monkeypatch.setattr(os, "fsync", flushed.append)
    flusher = Flusher()
    for n in range(20):
        write_whole(tmp_path / f"{n}.png", b"new", flusher)
    (tmp_path / "3.png").unlink()  # a card that was made again under another name meanwhile
    flusher.wait()
    assert 19 <= len(flushed) <= 20
    monkeypatch.setattr(os, "fsync", refuse(errno.ENOSPC))
    flusher = Flusher()
    with pytest.raises(OutputError, match="磁盘满了"):
        write_whole(tmp_path / "a.png", b"new", flusher)
        flusher.wait()


def test_a_full_disk(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    path = tmp_path / "卡.png"
    with pytest.MonkeyPatch.context() as patch, pytest.raises(OutputError, match="磁盘满了"):
        real = Path.open
        patch.setattr(Path, "open", lambda self, *_a, **_k: real(Path("/dev/full"), "wb", buffering=0))
        write_whole(path, b"new")
    assert not list(tmp_path.iterdir())


def test_sweep_takes_only_our_own_leftovers(tmp_path: Path) -> None:
    ours, theirs = tmp_path / ".mima-0123456789abcdef.tmp", tmp_path / ".mima-notes.tmp"
    for path in (ours, theirs):
        path.touch()
    sweep(tmp_path)
    assert list(tmp_path.iterdir()) == [theirs]


def test_a_folder_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="同名"):
        open_folder(tmp_path / "file")
    with pytest.raises(OutputError, match="文件"):
        open_folder(tmp_path / "file" / "below")


def test_one_batch_a_folder(tmp_path: Path) -> None:
    with hold(tmp_path), pytest.raises(OutputError, match="另一个 mima"), hold(tmp_path):
        pass
    with hold(tmp_path):
        assert (tmp_path / LOCK).exists()
    assert not list(tmp_path.iterdir())
