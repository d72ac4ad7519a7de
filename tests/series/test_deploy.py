"""The files of ``deploy/`` call commands and options that are there, and hold no secret."""

from __future__ import annotations

import configparser
import inspect
import re
from pathlib import Path

from lxml import etree

from generator.cli import daily, schedule

DEPLOY = Path(__file__).parents[2] / "deploy"
PORT = inspect.signature(schedule.schedule).parameters["port"].default


def test_the_systemd_unit_runs_the_scheduler_and_starts_it_again() -> None:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(DEPLOY / "mima.service", encoding="utf-8")
    service = unit["Service"]
    assert re.fullmatch(rf"/\S+/mima schedule --port {PORT}", service["ExecStart"])
    assert service["Restart"] == "always" and service["KillSignal"] == "SIGTERM"
    assert service["WorkingDirectory"] in service["ReadWritePaths"]


def test_the_windows_task_runs_today_every_minute_and_catches_up() -> None:
    task = etree.parse(str(DEPLOY / "mima-today.xml"))
    name = {"t": "http://schemas.microsoft.com/windows/2004/02/mit/task"}

    def text(path: str) -> str:
        return str(task.findtext(f".//t:{path}", namespaces=name))

    assert text("Arguments") == daily.today.__name__ and text("Interval") == "PT1M"
    assert (text("StartWhenAvailable"), text("MultipleInstancesPolicy")) == ("true", "IgnoreNew")


def test_the_dockerfile_asks_the_health_endpoint_of_the_scheduler() -> None:
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    assert text.count(str(PORT)) == 2 and "/health" in text and "USER mima" in text
    assert '"mima", "schedule"' in text


def test_no_secret_stands_in_a_file_that_is_shipped() -> None:
    for path in DEPLOY.iterdir():
        assert not re.search(
            r"(SECRET|TOKEN|PASSWORD|KEY|WEBHOOK)\s*=\s*[\w/]", path.read_text(encoding="utf-8")
        )


def test_the_windows_task_keeps_to_the_order_of_the_schema() -> None:
    """[MS-TSCH] 2.5.3.1: a trigger's children are a sequence; the elements of repetition, settings and principal are not."""
    task = etree.parse(str(DEPLOY / "mima-today.xml"))
    (trigger,) = task.iter("{*}TimeTrigger")
    order = ["Enabled", "StartBoundary", "EndBoundary", "Repetition", "ExecutionTimeLimit", "RandomDelay"]
    found = [etree.QName(child).localname for child in trigger]
    assert found == [name for name in order if name in found]
    principal = next(task.iter("{*}Principal")).get("id")
    assert next(task.iter("{*}Actions")).get("Context") == principal


def test_the_image_keeps_everything_that_must_stay_in_its_volume() -> None:
    lines = (DEPLOY / "Dockerfile").read_text(encoding="utf-8").splitlines()
    volume = next(re.search(r"-v mima:(\S+)", line) for line in lines if "-v mima:" in line)
    assert volume is not None
    assert f"WORKDIR {volume[1]}" in lines
    assert lines.index("USER mima") < lines.index(f"WORKDIR {volume[1]}") < len(lines) - 1
    assert any(line.startswith("CMD") and f'"{PORT}"' in line for line in lines)
    assert any(f"127.0.0.1:{PORT}/health" in line for line in lines)
