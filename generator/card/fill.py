"""Fill an SVG template with a card's words: Jinja2 in its sandbox, autoescape on."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.exceptions import SecurityError, UndefinedError
from jinja2.sandbox import SandboxedEnvironment

from generator.card import geometry
from generator.card.job import CardJob
    env.globals.update(geometry.FOR_TEMPLATES, laurel=laurel)
