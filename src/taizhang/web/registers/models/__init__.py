"""Registers: the records as each version of a submission sent them, and the records as they stand today.

What was sent never changes (`Record`). What stands today is a `LiveRecord`: it is added, changed and ended on the
page, by an import, or by a submission that was approved; each step leaves a `Change`.
"""

from taizhang.web.registers.models.beside import VALUE_LENGTH, Found, Holding, Twins
from taizhang.web.registers.models.changes import Change, Proposal
from taizhang.web.registers.models.records import LiveRecord, Record

__all__ = [
    "VALUE_LENGTH", "Change", "Found", "Holding", "LiveRecord", "Proposal", "Record", "Twins",
]  # fmt: skip
