"""Articles and facts files → facts: chapters, fact lines and the number of each."""

from generator.facts.article import ArticleText
from generator.facts.extract import extract
from generator.facts.factsfile import FORMATS, dump_facts, read_facts, write_facts
from generator.facts.loading import Loaded, load
from generator.facts.metric import Reading, find_metric
from generator.facts.model import (
    FACT_KINDS,
    METRIC_KINDS,
    Chapter,
    Fact,
    Factsheet,
    Metric,
    Prose,
    Span,
)
from generator.facts.reading import read_article
from generator.facts.tables import Tables

__all__ = [
    "FACT_KINDS",
    "FORMATS",
    "METRIC_KINDS",
    "ArticleText",
    "Chapter",
    "Fact",
    "Factsheet",
    "Loaded",
    "Metric",
    "Prose",
    "Reading",
    "Span",
    "Tables",
    "dump_facts",
    "extract",
    "find_metric",
    "load",
    "read_article",
    "read_facts",
    "write_facts",
]
