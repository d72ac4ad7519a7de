"""A workbook damaged anywhere is a sentence in Chinese, never a traceback: places that a fuzz run found."""

from __future__ import annotations

import io
import zipfile

import pytest

from generator.errors import InputError
from generator.facts import dump_facts
from generator.facts.model import Fact, Factsheet
from generator.facts.xlsxform import from_xlsx

SHEET = Factsheet("小城一年", tuple(Fact(f"{n:02}", "", "statement", f"第{n}件事办成了") for n in range(1, 9)))
GOOD = dump_facts(SHEET, "xlsx")
assert isinstance(GOOD, bytes)


def with_part(name: str, data: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD)) as old, zipfile.ZipFile(made, "w") as new:
        for part in old.namelist():
            new.writestr(part, data if part == name else old.read(part))
    return made.getvalue()


@pytest.mark.parametrize("at", [3, 8, 45, 57, 234, 286, 478])
def test_bytes_overwritten_in_the_archive(at: int) -> None:
    for junk in (b"\xff\xd6&\xe1", b"\x00\x01"):
        data = GOOD[:at] + junk + GOOD[at + len(junk) :]
        try:
            from_xlsx(data)
        except InputError as error:
            assert "请" in error.remedy


@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "[Content_Types].xml"]
)
@pytest.mark.parametrize("data", [b"<worksheet", b"\xff\xfe", b"", b"<a/>"])
def test_a_part_that_is_no_xml_or_another(part: str, data: bytes) -> None:
    try:
        from_xlsx(with_part(part, data))
    except InputError as error:
        assert "请" in error.remedy
    else:
        assert data == b"<a/>"
