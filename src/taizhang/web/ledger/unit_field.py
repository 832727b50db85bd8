"""Naming a unit in a form: by its code or its name, with the browser's own list of suggestions."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from taizhang.web.ledger.models import OrgUnit

LIST = "units"  # the id of the <datalist> of ledger/unit_names.html


class UnitField(forms.CharField):
    """Gives the OrgUnit whose code, or code and name, or only name was typed. `queryset` is set by the form."""

    queryset: QuerySet[OrgUnit] = OrgUnit.objects.none()

    def __init__(self, **options: object) -> None:
        attrs = {"list": LIST, "autocomplete": "off", "placeholder": "…"}
        super().__init__(widget=forms.TextInput(attrs=attrs), **options)

    def clean(self, value: object) -> OrgUnit | None:
        text = super().clean(value)
        return self._find(text) if text else None

    def _find(self, text: str) -> OrgUnit:
        if found := self.queryset.filter(code=text.split(maxsplit=1)[0]).first():
            return found
        match list(self.queryset.filter(name=text)[:2]):
            case [one]:
                return one
            case []:
                said = _("“%(text)s”不在可选的机构中；请从提示中选择，或填机构代码。")
                raise ValidationError(said, params={"text": text})
            case _several:
                raise ValidationError(_("有几个机构都叫“%(text)s”；请填机构代码。"), params={"text": text})

    def prepare_value(self, value: object) -> object:
        return f"{value.code} {value.name}" if isinstance(value, OrgUnit) else value
