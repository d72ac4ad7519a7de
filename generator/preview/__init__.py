"""The browser's door: the local studio, where every card is seen before anyone else sees it."""

from generator.preview.app import build_app
from generator.preview.serving import serve, settled
from generator.preview.studio import Studio

__all__ = ["Studio", "build_app", "serve", "settled"]
