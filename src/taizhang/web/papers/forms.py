"""What the pages of papers ask for."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from taizhang.findings import Finding
from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import roles_for
from taizhang.web.ledger.models import OrgUnit
from taizhang.web.refusals import NotAccepted


class Upload(forms.Form):
    """A report that somebody else wrote, and whose it is: the units where `by` audits can be chosen."""

    file = forms.FileField(
        label=_("报告文件"), help_text=_("Word（.docx、.doc）、PDF、网页或文本文件"), allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".docx,.doc,.pdf,.html,.htm,.txt,.md"}),
    )  # fmt: skip
    unit = forms.ModelChoiceField(OrgUnit.objects.none(), label=_("机构"), empty_label=None)

    def __init__(self, *args: object, by: Person) -> None:
        super().__init__(*args)
        tops = OrgUnit.objects.filter(roles__in=roles_for(by, "report.audit")).distinct()
        self.fields["unit"].queryset = tops
        if tops.count() == 1:
            self.fields["unit"].initial, self.fields["unit"].widget = tops[0], forms.HiddenInput()

    def clean_file(self) -> UploadedFile:
        """Raises NotAccepted for a file over the limit, before it is read."""
        file = self.cleaned_data["file"]
        if file.size > settings.UPLOAD_LIMIT:
            size, limit = file.size // 2**20, settings.UPLOAD_LIMIT // 2**20
            raise NotAccepted(Finding("web-file-too-big", file.name, {"name": file.name, "size": size, "limit": limit}))
        return file
