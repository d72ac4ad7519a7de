"""The proof's report as one HTML page: the cards that fail, where and why. No network, no script; it prints on paper."""

from __future__ import annotations

import base64
import io
import warnings
from html import escape
from pathlib import Path

from PIL import Image, ImageDraw

from generator.batch.collation import Fault, Verdict
from generator.batch.reproof import Account
from generator.proof import REFUSE

_THUMB = (300, 420)
_MOST_PIXELS = 60_000_000
_MARK = "#d0021b"
_STYLE = (
    "body{font:15px/1.65 sans-serif;max-width:64em;margin:2em auto;padding:0 1em;color:#1c2530;background:#fff}"
    "h1{font-size:1.4em;margin:0 0 .2em}h2{font-size:1.15em;border-bottom:2px solid #1c2530;padding-bottom:.2em}"
    "article{display:flex;gap:1.2em;padding:1em 0;border-bottom:1px solid #d5dadf;break-inside:avoid}"
    "figure{margin:0;flex:0 0 15em}img{width:100%;border:1px solid #b8c0c8}p,ul{margin:.3em 0}ul{padding-left:1.2em}"
    ".refuse{color:#b3261e}.warn{color:#7a5200}small{color:#5b6670;word-break:break-all}"
    "@media print{body{max-width:none;margin:0;font-size:11pt}figure{flex-basis:11em}}"
)


def proof_page(account: Account) -> str:
    """Return the page; every word on it is escaped, every picture is in it."""
    failed = account.failed
    remarked = tuple(v for v in account.verdicts if v.passed and v.faults)
    total = len(account.verdicts)
    head = f"核对报告：{account.title}" if account.title else "核对报告"
    said = f"共 {total} 张，{total - len(failed)} 张无误，{len(failed)} 张不能发。"
    parts = [f"<h1>{escape(head)}</h1><p>{said}</p>"]
    if failed:
        parts.append("<h2>不能发的</h2>" + "\n".join(_article(account.folder, v) for v in failed))
    if remarked:
        parts.append("<h2>可以发，请看一眼</h2>" + "\n".join(_article(account.folder, v) for v in remarked))
    if account.strangers:
        rows = "".join(f"<li>{escape(name)}</li>" for name in account.strangers)
        parts.append(f"<h2>清单上没有的图片</h2><p>不是这一批做的，没有核对：</p><ul>{rows}</ul>")
    if not failed and not remarked:
        parts.append("<p>每张图都与清单、模板、主题、字体和规则相符。</p>")
    return (
        f'<!doctype html>\n<html lang="zh-CN"><meta charset="utf-8"><title>{escape(head)}</title>'
        '<meta name="viewport" content="width=device-width">'
        f"<style>{_STYLE}</style>\n" + "\n".join(parts) + "\n</html>\n"
    )


def _article(folder: Path, verdict: Verdict) -> str:
    rows = "".join(f'<li class="{fault.severity}">{escape(fault.message)}</li>' for fault in verdict.faults)
    picture = _thumbnail(folder / verdict.file, verdict.faults)
    shown = f'<img src="{picture}" alt="{escape(verdict.text)}">' if picture else "<p>（没有图）</p>"
    return (
        f"<article><figure>{shown}</figure><div><p><b>第 {escape(verdict.fact)} 条</b>　{escape(verdict.text)}</p>"
        f"<small>{escape(verdict.file)}</small><ul>{rows}</ul></div></article>"
    )


def _thumbnail(path: Path, faults: tuple[Fault, ...]) -> str:
    """Return a small picture as a data URI, what differs framed in red; "" when there is none to show."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(path) as card:
                if card.width * card.height > _MOST_PIXELS:
                    return ""
                image = card.convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return ""
    wide = image.width
    image.thumbnail(_THUMB, Image.Resampling.LANCZOS)
    scale, pen = image.width / wide, ImageDraw.Draw(image)
    for region in dict.fromkeys(r for f in faults if f.severity == REFUSE for r in f.regions):
        x0, y0, x1, y1 = (round(v * scale) for v in region)
        pen.rectangle((x0 - 3, y0 - 3, x1 + 2, y1 + 2), outline=_MARK, width=2)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=80)
    return "data:image/jpeg;base64," + base64.b64encode(buffer.getvalue()).decode()
