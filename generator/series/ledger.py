"""The ledger: one database that knows what became of every post. SQLite by default, PostgreSQL by URL.

`writing` is one transaction that sees nobody else's half-done work; `hold` is a lock that dies with its holder, so
that neither a clock nor a kill can leave it behind.
"""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError, SQLAlchemyError

from generator.batch.lock import hold
from generator.batch.store import open_folder
from generator.errors import LedgerError, OutputError, Where

LEDGER = Path("ledger") / "ledger.sqlite3"
"""Where a newsroom's ledger lies, below the current folder."""
_MIGRATIONS = Path(__file__).parent / "migrations"
_WAIT = 30.0
_LOCKS = 4096


@dataclass(frozen=True)
class Ledger:
    """An open ledger. `locks`: the folder of SQLite's locks; PostgreSQL keeps its own."""

    engine: Engine
    locks: Path | None

    @classmethod
    def open(cls, place: str | Path) -> Ledger:
        """Open a ledger by path or URL, making or upgrading it where needed.

        Raises LedgerError when it cannot be reached, was written by a later mima, or is no ledger; OutputError when
        its folder cannot be written.
        """
        address = str(place)
        try:
            if "://" not in address:
                path = Path(place)
                open_folder(path.parent)
                locks = path.parent / "locks"
                open_folder(locks)
                ledger = cls(_sqlite(path), locks)
            else:
                ledger = cls(_postgres(address), None)
            try:
                ledger._upgrade()
            except BaseException:
                ledger.close()
                raise
        except (SQLAlchemyError, ImportError) as error:
            raise _unreachable(error, address) from error
        return ledger

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """Yield a connection that sees one state of the ledger and changes nothing. Raises LedgerError."""
        with _in_chinese(), self.engine.connect() as connection:
            yield connection.execution_options(mima_reading=True)
            connection.rollback()

    @contextlib.contextmanager
    def writing(self) -> Iterator[Connection]:
        """Yield a connection in a transaction: all of it happens, or none. Raises LedgerError."""
        with _in_chinese(), self.engine.begin() as connection:
            yield connection

    @contextlib.contextmanager
    def hold(self, name: str) -> Iterator[bool]:
        """Hold the lock called `name`; yield False at once when another process has it."""
        number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
        if self.locks is not None:
            with contextlib.ExitStack() as stack:
                # Folders that stay, a bounded number of them: two names that meet in one wait for each other.
                place = self.locks / f"{number % _LOCKS:03x}"
                try:
                    open_folder(place)
                    stack.enter_context(hold(place))
                except OutputError:
                    yield False
                    return
                yield True
            return
        # A connection of its own: PostgreSQL drops its session's locks when the process dies.
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            got = bool(connection.scalar(text("SELECT pg_try_advisory_lock(:n)"), {"n": number}))
            try:
                yield got
            finally:
                if got:
                    with contextlib.suppress(DBAPIError):
                        connection.execute(text("SELECT pg_advisory_unlock(:n)"), {"n": number})

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    def _upgrade(self) -> None:
        script = ScriptDirectory(str(_MIGRATIONS))
        head = script.get_current_head()
        with self.engine.connect().execution_options(mima_reading=True) as connection:
            now = MigrationContext.configure(connection).get_current_revision()
        if now == head:
            return
        if now is not None and now not in {step.revision for step in script.walk_revisions()}:
            raise LedgerError("账本是更新版本的 mima 写的", Where(self.engine.url.database), "请先升级 mima")
        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
        with self.engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('mima-upgrade'))"))
            config.attributes["connection"] = connection
            # Another process may have upgraded while this one waited for its turn: Alembic looks again.
            command.upgrade(config, "head")


@contextlib.contextmanager
def _in_chinese() -> Iterator[None]:
    """Say what a database that is busy, full or gone means to the person at the desk."""
    try:
        yield
    except OperationalError as error:
        said = str(error.orig)
        if "locked" in said:
            raise LedgerError("账本正被别的程序占着", None, "请稍后再试") from error
        if "full" in said:
            raise LedgerError("磁盘满了，账本写不进去", None, "请腾出空间后再运行一次，已记下的都在") from error
        if "readonly" in said or "read-only" in said:
            raise LedgerError("账本是只读的", None, "请检查文件权限") from error
        raise LedgerError(
            f"账本出了问题（{type(error.orig).__name__}）", None, "请检查数据库与网络后再试"
        ) from error


def _sqlite(path: Path) -> Engine:
    engine = create_engine(URL.create("sqlite", database=str(path)), connect_args={"timeout": _WAIT})

    @event.listens_for(engine, "connect")
    def _settle(connection: Any, record: Any) -> None:
        connection.isolation_level = None  # the driver must not begin or commit by itself
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # IMMEDIATE: a transaction that reads and then writes must not find its ground moved in between.
        reading = connection.get_execution_options().get("mima_reading")
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine


def _postgres(address: str) -> Engine:
    url = make_url(address)
    if url.drivername in {"postgresql", "postgres"}:
        url = url.set(drivername="postgresql+psycopg")
    return create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": int(_WAIT)})


def _unreachable(error: Exception, address: str) -> LedgerError:
    shown = Where(address if "://" not in address else _without_password(address))
    if isinstance(error, ImportError):
        return LedgerError("没有装 PostgreSQL 的驱动", shown, '请运行 pip install "mima[postgres]"')
    if isinstance(error, ArgumentError | NoSuchModuleError):
        return LedgerError("账本地址看不懂", shown, "请写文件路径，或 postgresql://用户:密码@主机/库名")
    cause = getattr(error, "orig", None)
    if isinstance(cause, sqlite3.DatabaseError) and "not a database" in str(cause):
        return LedgerError("这个文件不是账本", shown, "请换一个路径")
    return LedgerError(f"打不开账本（{type(cause or error).__name__}）", shown, "请检查地址、网络与权限")


def _without_password(address: str) -> str:
    try:
        return make_url(address).render_as_string(hide_password=True)
    except ArgumentError:
        return address.partition("://")[0] + "://…"
