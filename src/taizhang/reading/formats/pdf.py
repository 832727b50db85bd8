"""PDF files: the text that they carry. A scan carries none, and is said to be one."""

from __future__ import annotations

import pypdfium2

from taizhang.reading.formats.pdf_lines import in_order
from taizhang.reading.received import LONGEST_TEXT, Unreadable

_WRONG_PASSWORD = 4      # FPDF_ERR_PASSWORD
_MOST_PAGES = 5000
_LEAST_CHARACTERS = 5    # a page; a scan may carry stray page numbers


def read(content: bytes, name: str) -> str:
    """The text, a form feed before each further page. Raises Unreadable for scans and for locked or damaged files."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) == _WRONG_PASSWORD
        raise Unreadable("file-locked" if locked else "file-damaged", name, format="pdf") from error
    try:
        if len(document) > _MOST_PAGES:
            raise Unreadable("file-pages", name, pages=_MOST_PAGES)
        pages = _pages(document)
    except pypdfium2.PdfiumError as error:
        raise Unreadable("file-damaged", name, format="pdf") from error
    finally:
        document.close()
    text = "\n\f".join(pages)
    if sum(c.isalnum() for c in text) < _LEAST_CHARACTERS * len(pages):
        raise Unreadable("file-scanned", name, pages=len(pages))
    return text


def _pages(document: pypdfium2.PdfDocument) -> list[str]:
    pages, length = [], 0
    for page in document:
        text = in_order(page.get_textpage()).replace("\r\n", "\n").replace("\ufffe", "")
        pages.append(text)
        length += len(text)
        if length > LONGEST_TEXT:
            break
    return pages
