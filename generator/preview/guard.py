"""The guard at the door: sessions, CSRF tokens, login with a brake, and who may do what.

A session is a signed cookie (HMAC-SHA256): name, when it ends, and a mark of the person's role and password, so that
a changed password or role ends it. On the computer itself, without users, everybody is HOST and only the token counts.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import json
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from generator.preview.people import HOST, Person, knows, read_people

COOKIE = "mima"
LASTS = dt.timedelta(hours=12)
TRIES, BRAKE = 5, dt.timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Session:
    """One browser's session: a random id and the person; `person` is None before login."""

    id: str
    person: Person | None


class Guard:
    """Knows the secret and the users; forgets ended sessions by itself."""

    def __init__(self, secret: bytes, people: Path | None, clock: Callable[[], dt.datetime]) -> None:
        self._secret = secret
        self._people = people
        self._clock = clock
        self._ended: dict[str, float] = {}
        self._tries: dict[str, list[dt.datetime]] = {}
        self._lock = threading.Lock()

    @property
    def asks_names(self) -> bool:
        """Whether people must log in."""
        return self._people is not None

    def people(self) -> dict[str, Person]:
        """Return the users of today."""
        return read_people(self._people) if self._people is not None else {}

    def begin(self, person: Person | None) -> str:
        """Return the cookie of a new session."""
        ends = (self._clock() + LASTS).timestamp()
        fields = [secrets.token_hex(16), person.name if person else "", person.mark if person else "", ends]
        body = base64.urlsafe_b64encode(json.dumps(fields, ensure_ascii=False).encode()).decode()
        return f"{body}.{self._seal('session', body)}"

    def session(self, cookie: str) -> Session | None:
        """Return the session of a cookie, or None for one that is forged, over or void."""
        body, _, stamp = cookie.partition(".")
        if not hmac.compare_digest(stamp.encode(), self._seal("session", body).encode()):
            return None
        try:
            name, user, mark, ends = json.loads(base64.urlsafe_b64decode(body.encode()))
        except (ValueError, TypeError):
            return None
        if ends < self._clock().timestamp() or name in self._ended:
            return None
        if not self.asks_names:
            return Session(name, HOST)
        person = self.people().get(user)
        return Session(name, person if person is not None and person.mark == mark else None)

    def end(self, session: Session) -> None:
        """Void a session."""
        now = self._clock().timestamp()
        with self._lock:
            self._ended = {k: v for k, v in self._ended.items() if v > now}
            self._ended[session.id] = now + LASTS.total_seconds()

    def token(self, session: Session) -> str:
        """Return the token that every changing request of a session must carry."""
        return self._seal("csrf", session.id)

    def token_holds(self, session: Session, token: str) -> bool:
        """Return whether a token is the session's."""
        return hmac.compare_digest(token.encode(), self.token(session).encode())

    def login(self, name: str, password: str, address: str) -> Person | str:
        """Return the person, or in Chinese why not. Too many wrong tries close name and address for a while."""
        now = self._clock()
        keys = (f"a:{address}", f"n:{name}")
        with self._lock:
            for key in keys:
                kept = [at for at in self._tries.get(key, ()) if now - at < BRAKE]
                if len(kept) >= (TRIES if key.startswith("n:") else 4 * TRIES):
                    return f"试错太多次，请 {int(BRAKE.total_seconds()) // 60} 分钟后再试"
                self._tries[key] = [*kept, now]  # counted before the slow digest: tries at once count too
            if len(self._tries) > 10_000:
                self._tries.clear()
        person = self.people().get(name)
        if not knows(person, password) or person is None:
            return "用户名或密码不对"
        with self._lock:
            self._tries.pop(f"n:{name}", None)
        return person

    def _seal(self, what: str, text: str) -> str:
        return hmac.new(self._secret, f"{what}:{text}".encode(), hashlib.sha256).hexdigest()
