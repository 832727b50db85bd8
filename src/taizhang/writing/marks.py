"""The QR code that leads from a printed page to the proof of its figures."""

from __future__ import annotations

from io import BytesIO

PIXELS = 8          # of each module


def qr_png(link: str) -> bytes:
    """The code as PNG, black on white with its quiet zone; the same link gives the same bytes."""
    import segno

    out = BytesIO()
    segno.make(link, error="m", micro=False).save(out, kind="png", scale=PIXELS, border=2)
    return out.getvalue()


def qr_svg(link: str) -> str:
    """The code as SVG without XML declaration."""
    import segno

    return str(segno.make(link, error="m", micro=False).svg_inline(scale=2, border=2))
