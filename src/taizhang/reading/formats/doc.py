"""Old Word files (.doc, and .wps written in the same format): the main text, put together from its pieces.

Source: [MS-DOC] 2.5 (the Fib) and 2.8.35, 2.9.177 (PlcPcd and Pcd: which bytes hold which characters).
"""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator
from struct import unpack_from

import olefile

from taizhang.catalogue.model.titles import Title
from taizhang.reading.received import Unreadable

_WORD, _ENCRYPTED, _TABLE_1, _WORD_97 = 0xA5EC, 0x0100, 0x0200, 0xC1   # magic, two flags, first version of this kind
_FIELD_CODE = re.compile("\x13[^\x13\x14\x15]*(?:\x14|(?=\x15))|\x15")
_MARKS = str.maketrans({"\r": "\n", "\x0b": "\n", "\x0c": "\n", "\x1e": "-", "\xa0": " "}
                       | dict.fromkeys("\x01\x02\x03\x04\x05\x06\x08\x1f", ""))

_BROKEN = (OSError, struct.error, ValueError, IndexError, TypeError, AttributeError)   # what damaged bytes come to


def read(content: bytes, name: str) -> str:
    """The text, a line for each paragraph and table row. Raises Unreadable for other Office files and damaged ones."""
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as ole:
            if ole.exists("EncryptedPackage"):
                raise Unreadable("file-locked", name)
            if ole.exists("Workbook") or ole.exists("Book"):
                raise Unreadable("file-spreadsheet", name)
            if not ole.exists("WordDocument"):
                raise Unreadable("file-format", name,
                                 format=Title("旧版 Office 或 WPS 文件", "an old Office file"))
            text = _text(ole, name)
    except _BROKEN as error:
        raise Unreadable("file-damaged", name, format="doc") from error
    return text


def _text(ole: olefile.OleFileIO, name: str) -> str:
    main: bytes = ole.openstream("WordDocument").read()
    magic, version = unpack_from("<HH", main, 0)
    flags, = unpack_from("<H", main, 0x0A)
    if flags & _ENCRYPTED:
        raise Unreadable("file-locked", name)
    if magic != _WORD or version < _WORD_97:
        raise Unreadable("file-format", name, format=Title("Word 95 或更早的文档", "Word 95 or older"))
    table: bytes = ole.openstream("1Table" if flags & _TABLE_1 else "0Table").read()
    length, = unpack_from("<I", main, 0x4C)
    start, size = unpack_from("<II", main, 0x1A2)
    text = "".join(_pieces(main, table[start:start + size]))[:length]
    text = _FIELD_CODE.sub("", text).replace("\x07\x07", "\n").replace("\x07", "\t")
    return text.translate(_MARKS)


def _pieces(main: bytes, clx: bytes) -> Iterator[str]:
    at = 0
    while clx[at] == 1:                                   # formatting runs stand before the piece table
        at += 3 + unpack_from("<H", clx, at + 1)[0]
    size, = unpack_from("<I", clx, at + 1)
    count = (size - 4) // 12                              # n + 1 positions of 4 bytes, n descriptors of 8
    positions = unpack_from(f"<{count + 1}I", clx, at + 5)
    for i in range(count):
        place, = unpack_from("<I", clx, at + 5 + 4 * (count + 1) + 8 * i + 2)
        characters = positions[i + 1] - positions[i]
        if place & 0x40000000:                            # one byte a character, in code page 1252
            begin = (place & 0x3FFFFFFF) // 2
            yield main[begin:begin + characters].decode("cp1252", "replace")
        else:
            yield main[place:place + 2 * characters].decode("utf-16-le", "replace")
