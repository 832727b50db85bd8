"""Forms and registers as .xlsx: handed out to a unit, taken in again, sent back with what was found.

`hand_out.hand_out` → a person fills it → `take_in.take_in` → `taizhang.checking.submissions.check` →
`annotating.annotate`. A whole county comes as one zip: `zipped.workbooks_in`.

Handing out: layout (what stands where) → form_sheet, register_sheet → manifest (the hidden sheet).
Taking in: safety, scanning (may it be opened?) → opening (plain cells) → keys, form_reading, register_reading.
"""
