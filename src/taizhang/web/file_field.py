"""A form's field for several files."""

from __future__ import annotations

from django import forms
from django.core.files.uploadedfile import UploadedFile


class _Box(forms.FileInput):
    allow_multiple_selected = True


class Files(forms.FileField):
    """As Django's own, for any number of files: gives a list, which is empty only where none is required."""

    widget = _Box

    def clean(self, data: list[UploadedFile] | None, initial: object = None) -> list[UploadedFile]:
        return [super(Files, self).clean(one, initial) for one in data or [None] * self.required]
