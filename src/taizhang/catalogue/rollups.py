"""How an indicator comes out of a register: what `counts: pupils.visits` means, and by what it can be split."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from taizhang.catalogue.model import Field, Register, Rollup


def rollup_of(how: str, source: str, where: Any, domain: str, registers: Mapping[str, Register]) -> Rollup:
    """`payments.paid` is a field of the domain's own register, `aid.payments` another domain's register; and
    `pupils.visits.place` a field of the rows `visits` below the records of `pupils`; a field goes before rows of its
    name.
    """
    parts = source.split(".")
    if f"{domain}.{parts[0]}" in registers or len(parts) == 1:
        code, column = f"{domain}.{parts[0]}", ".".join(parts[1:]) or None
    else:
        code, column = ".".join(parts[:2]), ".".join(parts[2:]) or None
    register = registers.get(code)
    below, _dot, rest = (column or "").partition(".")
    if register is None:
        return Rollup(how, code, column, where, {})
    if below in register.children and column not in register.fields:
        fields = {**register.fields, **register.children[below].fields}
        return Rollup(how, f"{code}.{below}", rest or None, where, _split_fields(fields))
    return Rollup(how, code, column, where, _split_fields(register.fields))


def _split_fields(fields: Mapping[str, Field]) -> dict[str, str]:
    """Which field holds the code of a dimension: the one named like it, else the first with its list."""
    found: dict[str, str] = {}
    for name, one in fields.items():
        if one.type == "code" and one.list and (one.list not in found or name == one.list):
            found[one.list] = name
    return found
