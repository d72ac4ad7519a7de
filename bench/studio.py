"""What the studio costs a person who waits: ``python bench/studio.py [ARTICLE] [--changes N] [--people N] [--seconds S] [--json]``.

A `mima preview` of its own is started on the shipped digest, and asked over HTTP as a browser asks:
first picture: from the command to the first thumbnail of the wall; change: another template, theme, size or key phrase of one card, never drawn
before, to the last byte of its picture; load: people at once, each turning pages, while a batch is being made.
Seconds depend on the machine and on what else it does: the load average stands beside them.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).resolve().parents[1]
DIGEST = ROOT / "data" / "jinjiang-2026.txt"


def p(values: list[float], share: float) -> float:
    """Return the value that a share of all stay under, in ms."""
    ordered = sorted(values)
    return round(1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))], 1)


class Studio:
    """A running `mima preview` and a client that knows its token."""

    def __init__(self, article: Path, folder: Path, jobs: int) -> None:
        self.began = time.perf_counter()
        words = ["preview", "--no-open", "--port", "0", "-j", str(jobs), str(article)]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "generator", *words],
            cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)}, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self.process.stderr is not None
        address = self.process.stderr.readline().partition("：")[2].strip()
        self.base, _, rest = address.partition("/m/")
        self.mid = rest.partition("/")[0]
        self.listening = time.perf_counter() - self.began
        self.client = self.caller()

    def caller(self) -> httpx.Client:
        """Return a client with a session of its own."""
        client = httpx.Client(base_url=self.base, timeout=120)
        client.headers["x-mima-token"] = client.get("/api/session").json()["token"]
        return client

    def picture(self, **asked: str) -> float:
        """Return the seconds to a picture's last byte."""
        start = time.perf_counter()
        self.client.get(f"/api/manuscripts/{self.mid}/picture", params=asked).read()
        return time.perf_counter() - start


def first_picture(studio: Studio) -> dict[str, float]:
    """Return seconds from the command to the page, and to the first thumbnail."""
    wall = studio.client.get(f"/m/{studio.mid}/cards")
    page = time.perf_counter() - studio.began
    card = studio.client.get(f"/api/manuscripts/{studio.mid}/cards").json()["cards"][0]
    studio.client.get(
        f"/api/manuscripts/{studio.mid}/thumb",
        params={"fact": card["fact"], "size": card["size"], "width": 360},
    ).raise_for_status()
    assert wall.status_code == 200
    return {
        "listening": round(studio.listening, 2),
        "page": round(page, 2),
        "first": round(time.perf_counter() - studio.began, 2),
    }


def changes(studio: Studio, number: int) -> dict[str, Any]:
    """Return p50 and p95 of changes by what is changed; every combination is new to the studio."""
    rng = random.Random(20260701)
    told = studio.client.get(f"/api/manuscripts/{studio.mid}/cards").json()
    designs = studio.client.get("/api/designs").json()
    cards = [
        c for c in told["cards"] if c["size"] == "wechat-post" and not c["feature"] and c["state"] != "refused"
    ]
    codes = {t["id"]: set(t["codes"]) for t in designs["templates"]}
    seconds: dict[str, list[float]] = {"theme": [], "template": [], "size": [], "phrase": []}
    for n in range(number):
        what = ("theme", "template", "size", "phrase")[n % 4]
        card = rng.choice([c for c in cards if what != "phrase" or not c["figure"]] or cards)
        asked = {"fact": card["fact"], "size": card["size"], "theme": card["theme"]}
        studio.picture(**asked)  # the card is open on the screen before it is changed
        if what == "theme":
            asked["theme"] = rng.choice([t["id"] for t in designs["themes"] if t["id"] != card["theme"]])
        elif what == "size":
            asked["size"] = rng.choice([s["id"] for s in designs["sizes"] if s["width"] <= 1600])
        elif what == "template":
            others = [t for t in codes if codes[t] & codes[card["template"]] and t != card["template"]]
            if not others:
                continue
            asked["template"] = rng.choice(others)
        else:
            at = rng.randrange(0, max(1, len(card["text"]) - 4))
            asked["phrase"] = card["text"][at : at + 3]
        seconds[what].append(studio.picture(**asked))
    every = [s for group in seconds.values() for s in group]
    by = {
        what: {"n": len(group), "p50_ms": p(group, 0.5), "p95_ms": p(group, 0.95)}
        for what, group in seconds.items()
        if group
    }
    return {"n": len(every), "p50_ms": p(every, 0.5), "p95_ms": p(every, 0.95), "by": by}


def load(studio: Studio, people: int, seconds: float, pause: float) -> dict[str, Any]:
    """Return p50 and p95 of pages while `people` turn them and a batch runs."""
    pages = [f"/m/{studio.mid}/{tab}" for tab in ("facts", "cards", "phones")] + ["/calendar", "/review", "/"]
    pages += [f"/api/manuscripts/{studio.mid}", f"/api/manuscripts/{studio.mid}/cards"]
    took: list[float] = []
    wrong: list[int] = []
    ends = time.perf_counter() + seconds
    studio.client.post(
        f"/api/manuscripts/{studio.mid}/series",
        json={
            "sizes": ["wechat-post", "weibo-grid", "wechat-cover", "poster", "moments", "douyin"],
            "features": ["cover"],
            "theme": "jinhong",
        },
    ).raise_for_status()
    studio.client.post(f"/api/manuscripts/{studio.mid}/batch").raise_for_status()

    def person(number: int) -> None:
        rng = random.Random(number)
        client = studio.caller()
        while time.perf_counter() < ends:
            time.sleep(rng.expovariate(1 / pause))
            start = time.perf_counter()
            answer = client.get(rng.choice(pages))
            took.append(time.perf_counter() - start)
            if answer.status_code != 200:
                wrong.append(answer.status_code)
        client.close()

    threads = [threading.Thread(target=person, args=(n,)) for n in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    run = studio.client.get(f"/api/manuscripts/{studio.mid}/batch").json()
    return {
        "people": people, "pause_s": pause, "pages": len(took), "wrong": len(wrong), "p50_ms": p(took, 0.5), "p95_ms": p(took, 0.95),
        "batch": f"{run['done']}/{run['total']} {run['state']}",
    }  # fmt: skip


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("article", nargs="?", type=Path, default=DIGEST)
    parser.add_argument("--changes", type=int, default=80)
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=15)
    parser.add_argument("--pause", type=float, default=2.0, help="seconds a person looks at a page, on average")
    parser.add_argument("-j", type=int, default=2)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        studio = Studio(asked.article.resolve(), Path(folder), asked.j)
        try:
            told: dict[str, Any] = {"cores": os.cpu_count(), "load_before": os.getloadavg()[0]}
            told["first_picture_s"] = first_picture(studio)
            told["change"] = changes(studio, asked.changes)
            told["pages"] = load(studio, asked.people, asked.seconds, asked.pause)
            told["load_after"] = os.getloadavg()[0]
        finally:
            studio.process.terminate()
            studio.process.wait()
    print(json.dumps(told, ensure_ascii=False, indent=1))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
