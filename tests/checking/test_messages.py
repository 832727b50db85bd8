"""Every finding that checks and workbooks can make has its message."""

from __future__ import annotations

import re
from pathlib import Path

from taizhang.findings import templates

PARTS = ("checking", "workbooks")
CODE = re.compile(r'"((?:workbook|sheet|value|record|rule|history|id|school-code|area)-[a-z-]+)"')


def test_every_code_in_the_source_is_in_the_table() -> None:
    source = Path(__file__).parents[2] / "src" / "taizhang"
    texts = [file.read_text("utf-8") for part in PARTS for file in (source / part).glob("*.py")]
    used = {code for text in texts for code in CODE.findall(text)}
    assert len(used) > 50
    assert used <= set(templates())


def test_both_languages_have_the_same_blanks() -> None:
    for template in templates().values():
        zh, en = (set(re.findall(r"\{(\w+)", text)) for text in (template.zh, template.en))
        if template.code.split("-")[0] in ("workbook", "sheet", "value", "record", "rule", "history", "id", "area"):
            assert zh == en, template.code
