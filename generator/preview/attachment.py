"""A file for a browser to keep, under a Chinese name."""

from __future__ import annotations

from urllib.parse import quote

from starlette.responses import Response


def attachment(data: bytes, media: str, name: str) -> Response:
    """Return a response that a browser saves as `name` (RFC 6266, with the name in RFC 5987's form)."""
    return Response(
        data,
        media_type=media,
        headers={"content-disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"},
    )
