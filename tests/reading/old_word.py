"""Old Office files written byte by byte, since no library writes them any more ([MS-CFB], [MS-DOC])."""

from struct import pack, pack_into

_NONE, _LAST, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def compound(**streams: bytes) -> bytes:
    """An OLE container with these streams, each padded so that none is short enough for the short-stream store."""
    fat, sectors, entries = [_FAT, _LAST], b"", []
    for name, content in streams.items():
        value = content.ljust(max(4096, -(-len(content) // 512) * 512), b"\0")
        first, count = len(fat), len(value) // 512
        fat += [*range(first + 1, first + count), _LAST]
        sectors += value
        after = len(entries) + 2 if len(entries) + 1 < len(streams) else _NONE
        entries.append(_entry(name, kind=2, right=after, child=_NONE, first=first, size=len(value)))
    root = _entry("Root Entry", kind=5, right=_NONE, child=1, first=_LAST, size=0)
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    header += pack("<10I", 0, 1, 1, 0, 4096, _LAST, 0, _LAST, 0, 0) + pack("<I", _NONE) * 108
    table = pack(f"<{len(fat)}I", *fat).ljust(512, b"\xff")
    return header + table + b"".join((root, *entries)).ljust(512, b"\0") + sectors


def old_word(text: str, *, flags: int = 0) -> bytes:
    """A Word 97 document of one piece of two-byte characters; `flags` are added to those of its head."""
    main = bytearray(1024) + text.encode("utf-16-le")
    pieces = pack("<II", 0, len(text)) + pack("<HIH", 0, 1024, 0)
    clx = b"\x02" + pack("<I", len(pieces)) + pieces
    for at, form, *values in ((0, "<HH", 0xA5EC, 0xC1), (0x0A, "<H", 0x0200 | flags), (0x4C, "<I", len(text)),
                              (0x1A2, "<II", 0, len(clx))):
        pack_into(form, main, at, *values)
    return compound(WordDocument=bytes(main), **{"1Table": clx})


def _entry(name: str, *, kind: int, right: int, child: int, first: int, size: int) -> bytes:
    words = name.encode("utf-16-le").ljust(64, b"\0") + pack("<H", 2 * len(name) + 2)
    return words + pack("<BBIII", kind, 1, _NONE, right, child) + b"\0" * 36 + pack("<IQ", first, size)
