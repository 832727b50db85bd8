"""How the text is got out of each kind of file. The content tells the kind; names are often wrong."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from importlib import import_module
from pathlib import PurePath

from taizhang.catalogue.model.titles import Title
from taizhang.reading.received import Unreadable

_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta)[\s>]", re.I)
_ZIPPED: dict[str, str | Title] = {
    "word/": "docx", "OFD.xml": Title("OFD 版式文件", "OFD"), "xl/": "xlsx",
    "ppt/": Title("PowerPoint 演示文稿", "PowerPoint"), "content.xml": Title("OpenDocument 文件", "OpenDocument"),
}
_PICTURE, _ARCHIVE, _PROGRAM = Title("图片", "a picture"), Title("压缩包", "an archive"), Title("程序文件", "a program")
_KNOWN = (   # first bytes, and what such a file is called when it is refused
    (b"{\\rtf", Title("RTF 文档", "RTF")),
    (b"\x89PNG", _PICTURE), (b"\xff\xd8\xff", _PICTURE), (b"GIF8", _PICTURE), (b"BM", _PICTURE),
    (b"Rar!", _ARCHIVE), (b"7z\xbc\xaf", _ARCHIVE), (b"\x1f\x8b", _ARCHIVE),
    (b"MIME-Version:", Title("单个网页文件（MHTML）", "MHTML")),
    (b"MZ", _PROGRAM), (b"\x7fELF", _PROGRAM),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_NAMED = {".docx": "Word", ".doc": "Word", ".wps": "WPS", ".pdf": "PDF"}   # by the program that opens it
_SPREADSHEETS = {".xlsx", ".xls", ".xlsm", ".et"}


def _reader(module: str) -> Callable[[bytes, str], str]:
    """A reader whose libraries are loaded when the first such file comes."""
    def read(content: bytes, name: str) -> str:
        text: str = import_module(f"taizhang.reading.formats.{module}").read(content, name)
        return text
    return read


READERS = {"txt": _reader("plain"), "docx": _reader("docx"), "doc": _reader("doc"), "html": _reader("html"),
           "pdf": _reader("pdf")}


def recognise(content: bytes, name: str) -> str:
    """The key of READERS for `content`. Raises Unreadable for kinds that are known but not read."""
    head = content[:2048].lstrip(b"\xef\xbb\xbf \t\r\n")
    if content.startswith(_ZIP):
        return _zipped(content, name)
    if content.startswith(_OLE):
        return "doc"
    if b"%PDF-" in content[:1024]:
        return "pdf"
    for signature, kind in _KNOWN:
        if head.startswith(signature) and (len(signature) > 2 or b"\x00" in head):
            raise Unreadable("file-format", name, format=kind)
    return "html" if _HTML.search(head.replace(b"\x00", b"")) else "txt"


def _zipped(content: bytes, name: str) -> str:
    try:
        members = zipfile.ZipFile(io.BytesIO(content)).namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise Unreadable("file-damaged", name, format="zip/docx") from error
    kind = next((kind for part, kind in _ZIPPED.items() if any(m.startswith(part) for m in members)), _ARCHIVE)
    if kind == "xlsx":
        raise Unreadable("file-spreadsheet", name)
    if isinstance(kind, Title):
        raise Unreadable("file-format", name, format=kind)
    return kind


def belied(name: str) -> Unreadable | None:
    """What is said of a file named as Word's, a PDF or a spreadsheet whose content is nothing of the kind, nor a text;
    None for other names."""
    suffix = PurePath(name).suffix.lower()
    if suffix in _SPREADSHEETS:
        return Unreadable("file-spreadsheet", name)
    return Unreadable("file-not-as-named", name, format=_NAMED[suffix]) if suffix in _NAMED else None
