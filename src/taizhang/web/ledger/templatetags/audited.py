"""Audit events in words."""

from __future__ import annotations

from django import template

from taizhang.web.action_words import action_words
from taizhang.web.ledger import audit_words

register = template.Library()
register.filter("action_words", action_words)
register.filter("object_words", audit_words.object_words)
register.filter("detail_words", audit_words.detail_words)
