"""The tables of the registers that the site works with: registers and the rows below their records."""

from __future__ import annotations

from taizhang.catalogue.model import Register, Title
from taizhang.web.catalogue import catalogue
from taizhang.web.refusals import Refused
from taizhang.workbooks.register_sheet import Table


def register_of(code: str) -> Register:
    """The register of a code "domain.register" or "domain.register.child". Raises Refused where there is none."""
    if found := catalogue().registers.get(".".join(code.split(".")[:2])):
        return found
    raise Refused.because("web-unknown-form", code, code=code)


def table_of(code: str) -> Table:
    """A register's fields and key, or those of the rows below its records, without the register's own key.

    Raises Refused where there is none.
    """
    register, child = register_of(code), code.split(".")[2:]
    if not child:
        return Table(register.code, str(register.title), register.fields, register.key)
    if child[0] not in register.children:
        raise Refused.because("web-unknown-form", code, code=code)
    below = register.children[child[0]]
    return Table(code, str(below.title), below.fields, below.key)


def title_of(code: str) -> Title:
    """What the table is called, in both languages. Raises Refused where there is none."""
    register, child = register_of(code), code.split(".")[2:]
    return register.children[child[0]].title if child and child[0] in register.children else register.title


def children_of(register: Register) -> list[Table]:
    """The tables of rows below a register's records."""
    return [table_of(f"{register.code}.{child}") for child in register.children]
