"""The groundwork: everything that all cards of a press share and that can change a picture, part by part.

One fingerprint over all of it says *that* a card must be made again; the parts say *why* a finished card would come
out otherwise today: another font file, another version of a library, a changed common drawing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Groundwork:
    """`engine` counts changes of mima's own code; `drawings`, `words` are digests of the shared drawings and of the
    typesetter's word tables; `fonts` maps file names to sha256; `renderer` and `libraries` name versions.
    """

    engine: int
    drawings: str
    words: str
    fonts: Mapping[str, str]
    renderer: str
    libraries: Mapping[str, str]

    @property
    def fingerprint(self) -> str:
        """A sha256 that changes with any part; paths and times play no part."""
        lines = [
            f"engine {self.engine}",
            self.drawings,
            self.words,
            *(f"{file} {sha256}" for file, sha256 in sorted(self.fonts.items())),
            self.renderer,
            *(f"{name} {version}" for name, version in sorted(self.libraries.items())),
        ]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()
