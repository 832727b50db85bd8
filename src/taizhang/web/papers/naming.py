"""What the file of a paper is called: with the extension of what is in it. It is quoted by that name as evidence."""

from __future__ import annotations

import re

from taizhang.findings import Finding
from taizhang.web.refusals import NotAccepted

_EXTENSION = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,4}$")  # not the 6 of 总结2026.6, nor the words of 一.工作总结
EXTENSIONS = {
    "docx": (".docx", ".docm", ".wps"), "doc": (".doc", ".wps"), "pdf": (".pdf",), "html": (".html", ".htm"),
    "txt": (".txt", ".md"),
}  # fmt: skip
_OF_REPORTS = {one for several in EXTENSIONS.values() for one in several}


def named_as_read(name: str, format: str) -> str:
    """The name of a file that was read as of this format, its extension put right: 总结.docx for a 总结.pdf of Word.

    Raises NotAccepted for an extension that no report has, such as .exe.
    """
    found = _EXTENSION.search(name)
    extension = found[0].lower() if found else ""
    if extension and extension not in _OF_REPORTS:
        told = {"name": name, "extension": extension, "expected": "、".join(sorted(_OF_REPORTS))}
        raise NotAccepted(Finding("paper-extension", name, told))
    return name if extension in EXTENSIONS[format] else name[: found.start() if found else None] + EXTENSIONS[format][0]
