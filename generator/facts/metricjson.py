"""A metric ↔ the JSON object that ``mima extract --format json`` prints for it."""

from __future__ import annotations

from collections.abc import Mapping

from generator.facts.model import METRIC_KINDS, Metric, Span


def metric_json(metric: Metric) -> dict[str, object]:
    """Return a metric with the keys of ``mima extract --format json`` first, then extras that are set."""
    out: dict[str, object] = {
        "label": metric.label, "value": metric.value, "unit": metric.unit, "number": metric.number,
        "qualifier": metric.qualifier, "kind": metric.kind,
    }  # fmt: skip
    if metric.number_max is not None:
        out["number_max"] = metric.number_max
    if metric.span is not None:
        out["span"] = [metric.span.start, metric.span.end]
    if metric.value_span is not None:
        out["value_span"] = [metric.value_span.start, metric.value_span.end]
    return out


def metric_from_json(data: Mapping[str, object]) -> Metric:
    """Return the metric of `metric_json`'s form; raise KeyError, TypeError or ValueError when it is none."""
    value = data["value"]
    if not isinstance(value, str) or not value:
        raise ValueError("value")
    kind = data.get("kind") or "count"
    if kind not in METRIC_KINDS:
        raise ValueError("kind")
    qualifier = data.get("qualifier")
    return Metric(
        label=str(data.get("label") or ""),
        value=value,
        unit=str(data.get("unit") or ""),
        number=_plain_number(data.get("number")),
        qualifier=None if qualifier is None else str(qualifier),
        kind=str(kind),
        number_max=_plain_number(data.get("number_max")),
        span=span_from_json(data.get("span")),
        value_span=span_from_json(data.get("value_span")),
    )


def span_from_json(data: object) -> Span | None:
    """Return the span of ``[start, end]``, None for null; raise ValueError for anything else."""
    if data is None:
        return None
    if isinstance(data, list) and len(data) == 2 and all(type(x) is int and x >= 0 for x in data):
        return Span(data[0], data[1])
    raise ValueError("span")


def _plain_number(data: object) -> int | float | None:
    if data is None:
        return None
    if isinstance(data, int | float) and not isinstance(data, bool):
        return data
    raise ValueError("number")
