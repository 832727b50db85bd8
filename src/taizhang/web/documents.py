"""A written document as a file: the kinds there are, and how one is made."""

from __future__ import annotations

from collections.abc import Callable

from taizhang.web.catalogue import catalogue
from taizhang.web.refusals import Refused
from taizhang.writing.document import Document
from taizhang.writing.to_docx import to_docx
from taizhang.writing.to_html import to_html
from taizhang.writing.to_pdf import NoChineseFontError, to_pdf

MAKERS: dict[str, Callable[[Document], bytes]] = {
    "docx": to_docx,
    "pdf": to_pdf,
    "html": lambda document: to_html(document, catalogue()).encode(),
}


class FileKind:
    """A kind of file in an address: `<file_kind:kind>`."""

    regex = "|".join(MAKERS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


def as_file(document: Document, kind: str) -> tuple[str, bytes]:
    """The file's name and bytes, `kind` one of MAKERS. Raises Refused for a PDF where this machine has no Chinese font.
    """
    try:
        return f"{document.title}.{kind}", MAKERS[kind](document)
    except NoChineseFontError as error:
        raise Refused(error.finding) from error
