"""Who may use a studio that others can reach: names, roles and scrypt digests of passwords in one file.

A row is made by ``mima preview --add-user``; the file holds no password.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass
from pathlib import Path

from generator.batch.store import open_folder, write_whole
from generator.errors import InputError, UsageError, Where

ROLES = {
    "editor": "编辑", "reviewer1": "初审", "reviewer2": "复审", "reviewer3": "终审", "admin": "管理员",
}  # fmt: skip
STAGES = {"reviewer1": "初审", "reviewer2": "复审", "reviewer3": "终审"}
LEAST_PASSWORD = 10
_N, _R, _P = 2**15, 8, 1
"""scrypt's cost: 32 MB and about a tenth of a second, OWASP's second choice of parameters (2025)."""


@dataclass(frozen=True, slots=True)
class Person:
    """One user."""

    name: str
    role: str
    salt: str = ""
    digest: str = ""

    def may_edit(self) -> bool:
        """Whether facts and looks may be changed."""
        return self.role in {"editor", "admin"}

    def may_review(self) -> bool:
        """Whether posts may be signed or rejected."""
        return self.role in STAGES or self.role == "admin"

    @property
    def mark(self) -> str:
        """What changes when the password or role does: sessions carry it."""
        return hashlib.sha256(f"{self.role} {self.digest}".encode()).hexdigest()[:12]


HOST = Person("本机", "admin")
"""Whoever sits at the computer itself, where the studio is open to nobody else."""


def read_people(path: Path) -> dict[str, Person]:
    """Return the users by name, {} when there is no file; raise InputError for one that is not ours."""
    if not path.is_file():
        return {}
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        found = {
            str(r["name"]): Person(str(r["name"]), str(r["role"]), str(r["salt"]), str(r["digest"]))
            for r in rows
        }
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError("用户名单读不了", Where(path), "请用 mima preview --add-user 重建") from error
    for person in found.values():
        if person.role not in ROLES:
            raise InputError(
                f"用户“{person.name}”的角色“{person.role}”不认识", Where(path), f"可用：{'、'.join(ROLES)}"
            )
    return found


def add_person(path: Path, name: str, role: str, password: str) -> Person:
    """Write a user down, in place of one of the same name; raise UsageError for a weak password or unknown role."""
    name = name.strip()
    if not name or len(name) > 40:
        raise UsageError("用户名要有 1—40 个字", None, "")
    if role not in ROLES:
        raise UsageError(
            f"角色“{role}”不认识", None, f"可用：{'、'.join(f'{k} {v}' for k, v in ROLES.items())}"
        )
    if len(password) < LEAST_PASSWORD:
        raise UsageError(f"密码太短，至少 {LEAST_PASSWORD} 个字符", None, "")
    salt = secrets.token_hex(16)
    person = Person(name, role, salt, _scrypt(password, salt))
    people = {**read_people(path), name: person}
    rows = [{"name": p.name, "role": p.role, "salt": p.salt, "digest": p.digest} for p in people.values()]
    open_folder(path.parent)
    write_whole(path, json.dumps(rows, ensure_ascii=False, indent=1).encode())
    path.chmod(0o600)
    return person


def knows(person: Person | None, password: str) -> bool:
    """Return whether a password is the person's; an unknown person takes as long."""
    salt = person.salt if person else "00" * 16
    digest = _scrypt(password[:1024], salt)
    return person is not None and bool(person.digest) and hmac.compare_digest(digest, person.digest)


def _scrypt(password: str, salt: str) -> str:
    made = hashlib.scrypt(
        password.encode(), salt=bytes.fromhex(salt), n=_N, r=_R, p=_P, maxmem=64 * 1024 * 1024
    )
    return made.hex()
