"""A formula of the catalogue as a formula of Excel, so that a clerk sees the result while filling the form."""

from __future__ import annotations

from collections.abc import Callable

from taizhang.catalogue.formulas.syntax import Binary, Call, Expression, Name, Number, Unary

OPERATORS = {"+": "+", "-": "-", "*": "*", "/": "/", "==": "=", "!=": "<>", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
FUNCTIONS = {"sum": "SUM", "min": "MIN", "max": "MAX", "abs": "ABS", "round": "ROUND", "if": "IF"}
Addresses = Callable[[Name], str | None]


def to_excel(root: Expression, addresses: Addresses) -> str | None:
    """The formula, or None where it uses what a sheet cannot know (other periods, standards, units below).

    `addresses` gives the cell or sum of cells that stands for a name, None where it is not on the sheet.
    """
    try:
        return _write(root, addresses)
    except LookupError:
        return None


def _write(node: Expression, addresses: Addresses) -> str:
    match node:
        case Number(value):
            return f"{value:f}"
        case Name():
            address = addresses(node)
            if address is None:
                raise LookupError(node.name)
            return address
        case Unary("-", operand):
            return f"(-{_write(operand, addresses)})"
        case Binary(op, left, right) if op in OPERATORS:
            return f"({_write(left, addresses)}{OPERATORS[op]}{_write(right, addresses)})"
        case Call(function, arguments) if function in FUNCTIONS:
            return f"{FUNCTIONS[function]}({','.join(_write(argument, addresses) for argument in arguments)})"
        case _:
            raise LookupError(node)
