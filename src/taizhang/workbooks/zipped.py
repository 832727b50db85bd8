"""A whole county's workbooks in one zip."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from taizhang.workbooks.safety import ZIP_LIMITS, unpacked


def workbooks_in(data: bytes, name: str) -> Iterator[tuple[str, bytes]]:
    """Each file of a zip with its path, one at a time; nothing goes to disk. What systems add by themselves is left
    out. Raises Refused for what is no zip, or one made to do harm."""
    for path, content in unpacked(data, name, limits=ZIP_LIMITS, kind="zip"):
        if not _is_litter(path):
            yield posixpath.normpath(path.replace("\\", "/")).lstrip("./"), content


def _is_litter(path: str) -> bool:
    """What systems put into zips by themselves: __MACOSX/, .DS_Store, Thumbs.db, lock files of open workbooks."""
    base = posixpath.basename(path)
    return path.startswith("__MACOSX/") or base.startswith((".", "~$")) or base == "Thumbs.db"
