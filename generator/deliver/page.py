"""``post.html``: the page a duty editor copies from, with the pictures in order. No network, no script from elsewhere."""

from __future__ import annotations

from html import escape
from urllib.parse import quote

from generator.series.issue import Issue

_STYLE = (
    "body{font:16px/1.7 sans-serif;max-width:60em;margin:2em auto;padding:0 1em;color:#1c2530;background:#fff}"
    "h1{font-size:1.4em}label,button{display:block}label{font-weight:bold}textarea{width:100%;box-sizing:border-box;font:inherit;padding:.6em;border:1px solid #b8c0c8}"
    "button{font:inherit;padding:.3em 1.2em;margin:.4em 0 1.2em;cursor:pointer}"
    "ol{display:flex;flex-wrap:wrap;gap:1em;padding:0;list-style:none}li{width:14em}img{width:100%;border:1px solid #d5dadf}"
    "small{color:#5b6670;display:block;word-break:break-all}"
)
_SCRIPT = (
    "document.querySelectorAll('button').forEach(function(b){b.onclick=function(){"
    "var t=document.getElementById(b.dataset.of);t.select();"
    "var done=function(){var w=b.textContent;b.textContent='已复制';setTimeout(function(){b.textContent=w},1500)};"
    "if(navigator.clipboard&&window.isSecureContext){navigator.clipboard.writeText(t.value).then(done)}"
    "else{document.execCommand('copy');done()}}})"
)


def paste_page(issue: Issue, names: tuple[str, ...]) -> str:
    """Return the page as HTML; every word on it is escaped."""
    caption = issue.making.caption
    head = f"{issue.post.when} {issue.platform.name}"
    line = f"{issue.series.title}　第 {issue.post.number} 期／共 {issue.series.total} 期"
    fields = [
        ("title", "标题", caption.title, 1),
        ("text", "正文", caption.text, _rows(caption.text)),
    ]
    if caption.topics:
        fields.append(("topics", "话题", " ".join(caption.topics), 1))
    parts = [_field(*field) for field in fields if field[2]]
    pictures = [
        f'<li><a href="{quote(name)}" download><img src="{quote(name)}" alt="{escape(picture.alt)}"></a>'
        f"<small>{escape(name)}</small><small>{escape(picture.alt)}</small></li>"
        for name, picture in zip(names, issue.making.pictures, strict=True)
    ]
    return (
        f'<!doctype html>\n<html lang="zh-CN"><meta charset="utf-8"><title>{escape(head)}</title>'
        '<meta name="viewport" content="width=device-width">'
        f"<style>{_STYLE}</style>\n<h1>{escape(head)}</h1>\n<p>{escape(line)}</p>\n"
        + "\n".join(parts)
        + f"\n<h2>图片（按顺序 {len(names)} 张）</h2>\n<ol>\n"
        + "\n".join(pictures)
        + f"\n</ol>\n<script>{_SCRIPT}</script>\n</html>\n"
    )


def _rows(text: str) -> int:
    """Return how many lines a phone needs for `text`, so that all of it is seen before it is copied."""
    return min(16, 1 + sum(1 + len(line) // 18 for line in text.split("\n")))


def _field(name: str, label: str, value: str, rows: int) -> str:
    return (
        f'<label for="{name}">{label}（{len(value)} 字）</label>'
        f'<textarea id="{name}" rows="{rows}" readonly>\n{escape(value)}</textarea>'
        f'<button type="button" data-of="{name}">复制{label}</button>'
    )
