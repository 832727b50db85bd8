"""Word files (.docx): the words of the main document, tables as cells parted by tabs. Macros are never looked at."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree

from taizhang.reading.formats.numbering import Numbering, numbering
from taizhang.reading.received import Unreadable

LARGEST_PART = 100 * 1024 * 1024   # bytes that a part of the file may unpack to
_MOST_COLUMNS = 63     # that Word gives a table
_MAIN = re.compile(r"word/document\d*\.xml")
_WRITTEN = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_SKIPPED = {"del", "moveFrom", "Fallback", "instrText", "pPr", "rPr", "tblPr", "trPr", "tcPr", "sectPr",
            "rt"}                  # the reading above a character
_PICTURES = ("{*}blip", "{*}imagedata")   # as Word draws them now, and as it did
_BOX = "txbxContent"               # a text box stands beside the paragraph in which it is anchored
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, OSError)   # what damage comes to


def read(content: bytes, name: str) -> str:
    """The text, a line for each paragraph and table row.

    Raises Unreadable for damaged and hostile files, and for those that hold nothing but pictures.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            main = next((part for part in archive.namelist() if _MAIN.fullmatch(part)), "")
            root = _part(archive, main, name)
            numbers = numbering(_part(archive, "word/numbering.xml", name), _part(archive, "word/styles.xml", name))
    except _BROKEN as error:
        raise Unreadable("file-damaged", name, format="docx") from error
    if root is None:
        raise Unreadable("file-damaged", name, format="docx")
    body = next((child for child in root if _tag(child) == "body"), root)
    text = "\n".join(_blocks(body, numbers)) + "\n"
    if not text.strip() and next(body.iter(*_PICTURES), None) is not None:
        raise Unreadable("file-pictures", name)
    return text


def _part(archive: zipfile.ZipFile, part: str, name: str) -> etree._Element | None:
    """A part of the file, parsed; None where there is none."""
    if part not in archive.namelist():
        return None
    if archive.getinfo(part).flag_bits & 1:
        raise Unreadable("file-locked", name)
    with archive.open(part) as stream:
        xml = stream.read(LARGEST_PART + 1)
    if len(xml) > LARGEST_PART:
        raise Unreadable("file-bomb", name, megabytes=LARGEST_PART >> 20)
    return _parse(xml, name)


def _parse(xml: bytes, name: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable("file-damaged", name, format="docx") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unreadable("file-entities", name)
    return root


def _blocks(parent: etree._Element, numbers: Numbering) -> Iterator[str]:
    """The lines of a body or cell: its paragraphs, and its tables row by row."""
    for child in parent:
        tag = _tag(child)
        if tag == "p":
            words = "".join(_words(child))
            yield (numbers.mark(child) if words.strip() else "") + words
            for box in _boxes(child):
                yield from _blocks(box, numbers)
        elif tag == "tr":
            yield "\t".join(" ".join(filter(None, _blocks(cell, numbers))) + "\t" * (_columns(cell) - 1)
                            for cell in _cells(child))
        elif tag not in _SKIPPED:
            yield from _blocks(child, numbers)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    """The cells of a row, not those of tables inside it; content controls may wrap them."""
    for child in row:
        if _tag(child) == "tc":
            yield child
        elif _tag(child) not in _SKIPPED:
            yield from _cells(child)


def _columns(cell: etree._Element) -> int:
    """Over how many columns a cell goes."""
    for span in cell.iterfind("{*}tcPr/{*}gridSpan"):
        told = next((str(value) for name, value in span.items() if str(name).endswith("val")), "")
        return min(int(told), _MOST_COLUMNS) if told.isdecimal() else 1
    return 1


def _words(paragraph: etree._Element) -> Iterator[str]:
    for child in paragraph:
        tag = _tag(child)
        if tag == "t":
            yield child.text or ""
        elif tag in _WRITTEN:
            yield _WRITTEN[tag]
        elif tag not in _SKIPPED and tag != _BOX:
            yield from _words(child)


def _boxes(paragraph: etree._Element) -> Iterator[etree._Element]:
    for child in paragraph:
        if _tag(child) == _BOX:
            yield child
        elif _tag(child) not in _SKIPPED:
            yield from _boxes(child)


def _tag(element: etree._Element) -> str:
    """The local name; "" for comments and the like."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
