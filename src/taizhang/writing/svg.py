"""Plain SVG, put together as a tree so that every text is escaped; no style sheets and no scripts in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.etree import ElementTree  # only written with, never read with

from taizhang.catalogue.model import Title
from taizhang.writing.palette import INK

FONTS = "Noto Sans CJK SC, Source Han Sans SC, Microsoft YaHei, PingFang SC, sans-serif"


@dataclass(slots=True)
class Drawing:
    """A picture in the making; lengths are pixels, `told` is what a screen reader says of it. Words that are in both
    languages stand in it in `language`."""

    width: float
    height: float
    told: str | Title
    language: str = "zh"
    root: ElementTree.Element = field(init=False)

    def __post_init__(self) -> None:
        self.root = ElementTree.Element("svg", {
            "xmlns": "http://www.w3.org/2000/svg", "viewBox": f"0 0 {_px(self.width)} {_px(self.height)}",
            "role": "img", "aria-label": self._said(self.told), "font-family": FONTS, "font-size": "12", "fill": INK})

    def _said(self, words: str | Title) -> str:
        return words if isinstance(words, str) else str(getattr(words, self.language))

    def rect(  # noqa: PLR0913 - what a box is
        self, x: float, y: float, width: float, height: float, fill: str, *, line: str = "",
        tip: str | Title = "",
    ) -> None:
        """A box; `line` is the colour of its edge, `tip` what it says when pointed at."""
        edge = {"stroke": line} if line else {}
        box = self._add("rect", {"x": _px(x), "y": _px(y), "width": _px(max(width, 1)), "height": _px(height),
                                 "fill": fill, **edge})
        if tip:
            ElementTree.SubElement(box, "title").text = self._said(tip)

    def line(  # noqa: PLR0913 - where it begins and ends
        self, x: float, y: float, to_x: float, to_y: float, colour: str, *, dashed: bool = False
    ) -> None:
        dash = {"stroke-dasharray": "4 3"} if dashed else {}
        self._add("line", {"x1": _px(x), "y1": _px(y), "x2": _px(to_x), "y2": _px(to_y), "stroke": colour, **dash})

    def polygon(self, points: Iterable[tuple[float, float]], fill: str, *, tip: str | Title = "") -> None:
        shape = self._add("polygon", {"points": " ".join(f"{_px(x)},{_px(y)}" for x, y in points), "fill": fill})
        if tip:
            ElementTree.SubElement(shape, "title").text = self._said(tip)

    def text(  # noqa: PLR0913 - what a label is
        self, x: float, y: float, words: str | Title, *, colour: str = INK, anchor: str = "start", longest: int = 0
    ) -> None:
        """Words with their foot at `y`; beyond `longest` characters they are cut, and shown whole when pointed at."""
        said = self._said(words)
        cut = longest and len(said) > longest
        label = self._add("text", {"x": _px(x), "y": _px(y), "fill": colour, "text-anchor": anchor})
        label.text = said[:longest - 1] + "…" if cut else said
        if cut:
            ElementTree.SubElement(label, "title").text = said

    def __str__(self) -> str:
        return ElementTree.tostring(self.root, encoding="unicode")

    def _add(self, tag: str, attributes: dict[str, str]) -> ElementTree.Element:
        return ElementTree.SubElement(self.root, tag, attributes)


def _px(length: float) -> str:
    return f"{length:.1f}".rstrip("0").rstrip(".")
