"""A county sends all its workbooks in one zip."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO

from taizhang.catalogue import Catalogue
from taizhang.workbooks.take_in import take_in_many

from .clerk import HALF, TODAY, filled, told


def zipped(files: Mapping[str, bytes]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_each_workbook_is_taken_in_and_the_rest_told(handed_out: bytes, catalogue: Catalogue) -> None:
    good = filled(handed_out, {"F7": 1, "F8": 1, "F10": 1, "F11": 1, "F13": 1})
    data = zipped({"一小/报表.xlsx": good, "../../二小.xlsx": good, "__MACOSX/._报表.xlsx": b"x", "~$报表.xlsx": b"x",
                   "说明.txt": b"hello", "内.zip": zipped({"报表.xlsx": good})})
    taken = list(take_in_many(data, "全县.zip", catalogue=catalogue, today=TODAY, period=HALF))
    assert [(one.name, len(one.submissions), told(one)[-1][1]) for one in taken] == [
        ("全县.zip/报表.xlsx", 2, "sheet-no-records"),
        ("全县.zip/二小.xlsx", 2, "sheet-no-records"),
        ("全县.zip/说明.txt", 0, "workbook-none"),
        ("全县.zip/内.zip", 0, "workbook-none"),
    ]


def test_a_bomb_or_another_file_is_refused(catalogue: Catalogue) -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("报表.xlsx", b"\0" * 30_000_000)
    for data, code in ((buffer.getvalue(), "workbook-bomb"), (b"Rar!\x1a\x07", "workbook-not-a-zip")):
        taken = list(take_in_many(data, "全县.zip", catalogue=catalogue, today=TODAY))
        assert [told(one) for one in taken] == [[("全县.zip", code)]]
