"""People, the roles they have in parts of the tree, and the keys of programs that act for them."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _


class RoleKind(models.TextChoices):
    """What somebody comes for; `permissions.RIGHTS` says what each may do."""

    CLERK = "clerk", _("填报人")
    SECTION_OFFICER = "section_officer", _("科室")
    COUNTY_REVIEWER = "county_reviewer", _("县区审核人")
    OFFICE_WRITER = "office_writer", _("办公室")
    HEAD = "head", _("局领导")
    SUPERVISOR = "supervisor", _("督查")
    AUDITOR = "auditor", _("审计")
    ADMINISTRATOR = "administrator", _("管理员")


_BACK_OFFICE = {RoleKind.ADMINISTRATOR, RoleKind.AUDITOR}


class Person(AbstractBaseUser):
    """Somebody who can log in. Nobody is ever deleted, since the ledger names people: they are switched off."""

    username = models.CharField(_("用户名"), max_length=80, unique=True)
    name = models.CharField(_("姓名"), max_length=80)
    unit = models.ForeignKey(
        "ledger.OrgUnit", models.PROTECT, null=True, blank=True, related_name="people", verbose_name=_("所在机构")
    )
    is_active = models.BooleanField(_("在用"), default=True)
    password_set_at = models.DateTimeField(_("口令设置时间"), default=timezone.now, editable=False)
    must_change = models.BooleanField(_("须修改口令"), default=False, editable=False)  # somebody else knows it
    made_at = models.DateTimeField(_("建立时间"), default=timezone.now, editable=False)

    objects = BaseUserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ("name",)
    is_superuser = False  # no switch lets anybody pass the permissions

    class Meta:
        verbose_name = verbose_name_plural = _("人员")

    def __str__(self) -> str:
        return self.name or self.username

    def delete(self, *args: object, **kwargs: object) -> None:
        raise TypeError("people are switched off, never deleted: call accounts.actions.disable")

    @cached_property
    def roles_in_force(self) -> list[Role]:
        """Asked once for each request; `actions.grant` and `end_role` forget it."""
        return list(self.roles.in_force().select_related("unit").order_by("pk"))

    @property
    def is_staff(self) -> bool:
        """Whether the back office lets them in."""
        return self.is_active and any(role.kind in _BACK_OFFICE for role in self.roles_in_force)

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Nobody has any of Django's own permissions: each page of the back office asks `permissions`."""
        return False

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_staff


class PasswordBefore(models.Model):
    """A password that somebody had, as its hash, so that it is not chosen again."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="passwords_before")
    password = models.CharField(max_length=128)


class SecondFactor(models.Model):
    """What a person's telephone and the site both know (RFC 6238), and codes for the day on which it is lost."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="second_factor")
    sealed = models.BinaryField()  # the secret, encrypted
    since = models.DateTimeField(default=timezone.now)
    last_step = models.BigIntegerField(default=0)  # a code is taken once
    recovery = models.JSONField(default=list)  # digests; each is struck out when it is used


class RoleQuerySet(models.QuerySet["Role"]):
    def in_force(self) -> RoleQuerySet:
        return self.filter(ended_at=None)


class Role(models.Model):
    """What a person is, in which part of the tree and for which domains. An empty list of domains means all."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="roles", verbose_name=_("人员"))
    kind = models.CharField(_("角色"), max_length=20, choices=RoleKind)
    unit = models.ForeignKey("ledger.OrgUnit", models.PROTECT, related_name="roles", verbose_name=_("机构"))
    domains = models.JSONField(_("业务领域"), default=list, blank=True)
    granted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    granted_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    objects = RoleQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("角色")
        constraints = (
            models.UniqueConstraint(
                fields=("person", "kind", "unit"), condition=Q(ended_at=None), name="one_role_of_a_kind"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} · {self.get_kind_display()} · {self.unit}"


class Scope(models.TextChoices):
    """What a program may do with its key; never more than its person may."""

    READ = "read", _("读取")
    SUBMIT = "submit", _("报送")
    AUDIT = "audit", _("核查报告")


class ApiKey(models.Model):
    """A program's key to the API, acting for a person. Only its digest is kept: it is shown once."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="api_keys")
    name = models.CharField(_("用途"), max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    made_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)  # to the hour

    class Meta:
        verbose_name = verbose_name_plural = _("接口密钥")

    def __str__(self) -> str:
        return f"{self.person} · {self.name}"

    @property
    def scope_words(self) -> list[str]:
        """What the program may do, in words."""
        return [str(Scope(scope).label) for scope in self.scopes]
