"""Which cells of a workbook are shown as percentages: 1.05 in such a cell is seen as 105 %, and meant so."""

from __future__ import annotations

import re
from collections.abc import Collection

STYLES = "xl/styles.xml"
_SHIPPED = frozenset({"9", "10"})        # number formats that need not be listed: 0% and 0.00% (ECMA-376-1, 18.8.30)
_ONLY_SHOWN = re.compile(r'"[^"]*"|\\.|_.|\*.')   # signs that a format only shows: 0"%" multiplies nothing


def percent_styles(content: bytes) -> frozenset[str]:
    """The numbers of the cell styles, as cells have them, whose format is a percentage; none where it is no XML."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        styles = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        return frozenset()
    own = {one.get("numFmtId"): one.get("formatCode", "") for one in styles.iter("{*}numFmt")}
    formats = _SHIPPED - own.keys() | {number for number, code in own.items() if "%" in _ONLY_SHOWN.sub("", code)}
    cells = styles.find("{*}cellXfs")
    return frozenset(str(at) for at, one in enumerate(cells if cells is not None else ())
                     if one.get("numFmtId") in formats)


def percent_cells(content: bytes, styles: Collection[str]) -> frozenset[str]:
    """The addresses of the cells of a sheet that have one of the styles."""
    if not styles:
        return frozenset()
    wanted = "|".join(sorted(styles)).encode()
    cell = re.compile(rb'c r="([A-Z]{1,3}\d{1,7})"[^<>]*?\ss="(?:' + wanted + rb')"')
    return frozenset(found.decode() for found in cell.findall(content))
