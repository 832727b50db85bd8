"""What is written once: rows that only grow, and chains of them."""

from __future__ import annotations

from django.db import models


class AppendOnly(models.Model):
    """A row that is written once. The database's own triggers refuse what gets past these methods."""

    class Meta:
        abstract = True

    def save(self, *args: object, **kwargs: object) -> None:
        if not self._state.adding:
            raise TypeError(f"{type(self).__name__} only grows: write a new one that supersedes it")
        super().save(*args, **kwargs)

    def delete(self, *args: object, **kwargs: object) -> None:
        raise TypeError(f"{type(self).__name__} only grows: nothing is deleted")


class Chained(AppendOnly):
    """A link of a chain: `id` counts without gaps, `hash` covers the row and the hash before it (see `chain.py`)."""

    id = models.BigIntegerField(primary_key=True)
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        abstract = True


class ChainHead(models.Model):
    """Where a chain ends; locked while somebody appends."""

    chain = models.CharField(max_length=40, primary_key=True)
    length = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64)
