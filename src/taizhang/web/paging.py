"""How lists of the API are asked for a part at a time."""

from __future__ import annotations

from ninja import Field, Schema
from ninja.pagination import LimitOffsetPagination


class Paged(LimitOffsetPagination):
    """`limit` and `offset`, each no larger than a database can count."""

    class Input(Schema):
        limit: int = Field(100, ge=1, le=1000)
        offset: int = Field(0, ge=0, lt=2**31)
