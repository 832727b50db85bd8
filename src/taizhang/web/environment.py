"""Settings as the environment says them. What is said in another way than it can be understood stops the start: a
switch that is meant to protect must not be off in silence.

A variable that is empty is as good as none. Each raises ImproperlyConfigured, saying what would do.
"""

from __future__ import annotations

import os

from django.core.exceptions import ImproperlyConfigured

from taizhang.findings import Finding

_ON, _OFF = ("1", "true", "yes", "on"), ("0", "false", "no", "off")


def switch(name: str, *, default: bool) -> bool:
    """1 or 0; true and false, yes and no, on and off are understood too."""
    said = _said(name).lower()
    if said and said not in (*_ON, *_OFF):
        raise misread("setting-no-switch", name, said=said)
    return said in _ON if said else default


def count(name: str, default: int) -> int:
    """A whole number, not below 0."""
    said = _said(name)
    if said and not (said.isascii() and said.isdigit()):
        raise misread("setting-no-number", name, said=said)
    return int(said or default)


def listed(name: str) -> list[str]:
    """What is joined by commas, without the spaces around."""
    return [one.strip() for one in _said(name).split(",") if one.strip()]


def misread(code: str, name: str, **blanks: object) -> ImproperlyConfigured:
    """The error to raise for what a variable says."""
    finding = Finding(code, name, {"name": name} | blanks)
    return ImproperlyConfigured(f"{finding.message('zh')} {finding.message('en')}")


def _said(name: str) -> str:
    return os.environ.get(name, "").strip()
