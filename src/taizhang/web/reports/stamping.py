"""The seal inside a file: as properties of a Word file, in a PDF's keywords; and a Word file that is always the same.

A Word file is a zip whose entries carry the time they were written. Here all of them get one fixed time, so that the
same document makes the same bytes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from lxml import etree

CUSTOM = "docProps/custom.xml"
_TYPES, _RELATIONS = "[Content_Types].xml", "_rels/.rels"
_CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_CUSTOM_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VALUES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"      # what every custom property names, by ECMA-376 part 1, 22.3
_LONG_AGO = (1980, 1, 1, 0, 0, 0)                       # the first time that a zip can name
SHORT = 12      # digits of a seal that are printed
_SEAL = re.compile("taizhang-seal:([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Stamp:
    """What an issued file carries: document number, date, the hash of what is printed, and where its proof stands."""

    number: str
    dated: date
    seal: str
    link: str

    @property
    def keyword(self) -> str:
        """The seal as a keyword of a file, to be found again by `seal_in`."""
        return f"taizhang-seal:{self.seal}"

    @property
    def properties(self) -> dict[str, str]:
        return {"发文字号": self.number, "成文日期": self.dated.isoformat(), "封存码": self.keyword}


def with_seal(data: bytes, kind: str, stamp: Stamp | None = None) -> bytes:
    """A file as it is handed out. A PDF is made with its mark and is steady by itself."""
    return steady(data, stamp.properties if stamp else None) if kind == "docx" else data


def steady(docx: bytes, properties: dict[str, str] | None = None) -> bytes:
    """The Word file with custom properties, its entries all of one time."""
    with ZipFile(BytesIO(docx)) as old:
        entries = {info.filename: old.read(info) for info in old.infolist()}
    if properties:
        entries |= _with_custom(entries, properties)
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name, data in entries.items():
            info = ZipInfo(name, _LONG_AGO)
            info.compress_type = ZIP_DEFLATED
            new.writestr(info, data)
    return out.getvalue()


def _with_custom(entries: dict[str, bytes], properties: dict[str, str]) -> dict[str, bytes]:
    return {
        CUSTOM: _custom(properties),
        _TYPES: _with(entries[_TYPES], "Override", {"PartName": f"/{CUSTOM}", "ContentType": _CUSTOM_TYPE}),
        _RELATIONS: _with(entries[_RELATIONS], "Relationship",
                          {"Id": "rIdCustom", "Type": _CUSTOM_RELATION, "Target": CUSTOM}),
    }


def _custom(properties: dict[str, str]) -> bytes:
    spaces: dict[Any, str] = {None: _PROPERTIES, "vt": _VALUES}  # lxml-stubs know no namespace without a prefix
    root = etree.Element(f"{{{_PROPERTIES}}}Properties", nsmap=spaces)
    for number, (name, value) in enumerate(properties.items(), start=2):     # 0 and 1 are taken by the standard
        made = etree.SubElement(root, f"{{{_PROPERTIES}}}property", fmtid=_FORMAT, pid=str(number), name=name)
        etree.SubElement(made, f"{{{_VALUES}}}lpwstr").text = value
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _with(xml: bytes, name: str, attributes: dict[str, str]) -> bytes:
    root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
    etree.SubElement(root, f"{{{etree.QName(root).namespace}}}{name}", attributes)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def seal_in(data: bytes) -> str:
    """The seal that a Word or PDF file says it carries, or "". Anybody can write one: it says where to look."""
    found = _SEAL.search(_properties_of(data))
    return found[1] if found else ""


def _properties_of(data: bytes) -> str:
    if data.startswith(b"%PDF"):
        return _keywords(data)
    try:
        with ZipFile(BytesIO(data)) as file:
            info = file.getinfo(CUSTOM)
            return file.read(info).decode("utf-8", "replace") if info.file_size < 2**20 else ""
    except (BadZipFile, KeyError):
        return ""


def _keywords(pdf: bytes) -> str:
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        with PdfDocument(pdf) as read:
            return str(read.get_metadata_value("Keywords"))
    except PdfiumError:
        return ""
