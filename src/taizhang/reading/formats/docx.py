"""Word files (.docx): the words of the main document, tables as cells parted by tabs. Macros are never looked at."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree

from taizhang.reading.received import Unreadable

LARGEST_PART = 100 * 1024 * 1024   # bytes that the main document may unpack to
_MAIN = re.compile(r"word/document\d*\.xml")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_WRITTEN = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_SKIPPED = {"del", "moveFrom", "Fallback", "instrText", "pPr", "rPr", "tblPr", "trPr", "tcPr", "sectPr"}


def read(content: bytes, name: str) -> str:
    """The text, a line for each paragraph and table row. Raises Unreadable for damaged and hostile files."""
    root = _parse(_main_part(content, name), name)
    body = next((child for child in root if _tag(child) == "body"), root)
    return "\n".join(_blocks(body)) + "\n"


def _main_part(content: bytes, name: str) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            part = next((info for info in archive.infolist() if _MAIN.fullmatch(info.filename)), None)
            if part is None:
                raise Unreadable("file-damaged", name, format="docx")
            if part.flag_bits & 1:
                raise Unreadable("file-locked", name)
            with archive.open(part) as stream:
                xml = stream.read(LARGEST_PART + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, OSError) as error:
        raise Unreadable("file-damaged", name, format="docx") from error
    if len(xml) > LARGEST_PART:
        raise Unreadable("file-bomb", name, megabytes=LARGEST_PART >> 20)
    return xml


def _parse(xml: bytes, name: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable("file-damaged", name, format="docx") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unreadable("file-entities", name)
    return root


def _blocks(parent: etree._Element) -> Iterator[str]:
    """The lines of a body or cell: its paragraphs, and its tables row by row."""
    for child in parent:
        tag = _tag(child)
        if tag == "p":
            yield "".join(_words(child))
        elif tag == "tr":
            yield "\t".join(" ".join(line for line in _blocks(cell) if line) for cell in child.iter(*_all("tc"))
                            if next(cell.iterancestors(*_all("tr"))) is child)
        elif tag not in _SKIPPED:
            yield from _blocks(child)


def _words(paragraph: etree._Element) -> Iterator[str]:
    for child in paragraph:
        tag = _tag(child)
        if tag == "t":
            yield child.text or ""
        elif tag in _WRITTEN:
            yield _WRITTEN[tag]
        elif tag not in _SKIPPED:
            yield from _words(child)


def _tag(element: etree._Element) -> str:
    """The local name; "" for comments and the like."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _all(tag: str) -> tuple[str, str]:
    return _W + tag, _STRICT + tag
