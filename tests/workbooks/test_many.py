"""A county sends all its workbooks in one zip."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO

import pytest

from taizhang.catalogue import Catalogue
from taizhang.workbooks.safety import Refused
from taizhang.workbooks.take_in import take_in
from taizhang.workbooks.zipped import workbooks_in

from .clerk import HALF, TODAY, filled, told


def zipped(files: Mapping[str, bytes]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_each_workbook_comes_out_and_what_systems_add_does_not(handed_out: bytes, catalogue: Catalogue) -> None:
    good = filled(handed_out, {"F7": 1, "F8": 1, "F10": 1, "F11": 1, "F13": 1})
    data = zipped({"一小/报表.xlsx": good, "../../二小.xlsx": good, "__MACOSX/._报表.xlsx": b"x", "~$报表.xlsx": b"x",
                   "说明.txt": b"hello", "内.zip": zipped({"报表.xlsx": good})})
    taken = [take_in(content, name, catalogue=catalogue, today=TODAY, period=HALF)
             for name, content in workbooks_in(data, "全县.zip")]
    assert [(one.name, len(one.submissions), told(one)[-1][1]) for one in taken] == [
        ("一小/报表.xlsx", 2, "sheet-no-records"),
        ("二小.xlsx", 2, "sheet-no-records"),
        ("说明.txt", 0, "workbook-none"),
        ("内.zip", 0, "workbook-none"),
    ]


def test_names_of_a_zip_from_chinese_windows_are_read(handed_out: bytes) -> None:
    plain = zipped({"abcd.xlsx": handed_out})
    data = plain.replace(b"abcd.xlsx", "一小".encode("gb18030") + b".xlsx")  # four bytes for four, and no mark of UTF-8
    assert [name for name, _ in workbooks_in(data, "全县.zip")] == ["一小.xlsx"]


def test_a_bomb_or_another_file_is_refused() -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("报表.xlsx", b"\0" * 30_000_000)
    for data, code in ((buffer.getvalue(), "workbook-bomb"), (b"Rar!\x1a\x07", "workbook-not-a-zip"),
                       (zipped({"a.xlsx": b"x"})[:-30], "workbook-damaged")):
        with pytest.raises(Refused) as refused:
            list(workbooks_in(data, "全县.zip"))
        assert refused.value.finding.code == code
