"""How the site is set up. Everything comes from the environment; what is not said there is safe, and what is said in
another way than below stops the start.

| variable | meaning | without it |
|---|---|---|
| TAIZHANG_HOME | the data folder | `taizhang-data` where the command runs |
| TAIZHANG_HOSTS | names under which the site is asked for, joined by `,` | this machine only |
| TAIZHANG_ADDRESS | where people find the site, printed as a QR code on what is issued | the first of the hosts |
| TAIZHANG_HTTPS | 1 or 0: cookies only over HTTPS | 1 where TAIZHANG_HOSTS is said |
| TAIZHANG_PROXY | 1 where a proxy in front sets X-Forwarded-For and X-Forwarded-Proto | 0 |
| TAIZHANG_IDLE_MINUTES | minutes without a click after which one is logged out | 30 |
| TAIZHANG_PASSWORD_LENGTH, …_CLASSES | characters, and kinds of them, that a password has at least | 10, 3 |
| TAIZHANG_PASSWORD_DAYS | days after which a password is changed; 0: never | 90 |
| TAIZHANG_PASSWORD_HISTORY | last passwords that are not chosen again | 5 |
| TAIZHANG_LOCK_FAILURES, …_MINUTES | failed log-ins that lock, and for how long | 5, 15 |
| TAIZHANG_TOTP_ROLES | roles that need a second factor, joined by `,` | none; anybody may set one up |
| TAIZHANG_OIDC_ISSUER, …_CLIENT, …_SECRET | a single sign-on (OpenID Connect) that lets existing people in | none |
| TAIZHANG_OIDC_CLAIM | the claim that holds the username | preferred_username |
| TAIZHANG_SIGN_OFF | 1 where every paragraph of a report wants its section's word before it is closed | 0 |
| TAIZHANG_POLISH_URL, …_KEY, …_MODEL | an OpenAI-compatible service that may polish wording | none |
| TAIZHANG_CATALOGUE | a bureau's own folder laid over the catalogue | none |
| DATABASE_URL | `postgres://user:password@host/name` | SQLite in the data folder |
| SECRET_KEY | signs sessions | made and kept in the data folder |
| DEBUG | 1 shows errors with their code: never on a server | 0 |
"""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import dj_database_url
from django.utils.translation import gettext_lazy as _

from taizhang.catalogue import SHIPPED
from taizhang.web import home
from taizhang.web.environment import count, listed, switch

HERE = Path(__file__).parent
TAIZHANG_HOME = home.folder()
TAIZHANG_CATALOGUES = [SHIPPED, *map(Path, filter(None, [os.environ.get("TAIZHANG_CATALOGUE")]))]
SECRET_KEY = home.signing_key(TAIZHANG_HOME)
DEBUG = switch("DEBUG", default=False)

_hosts = listed("TAIZHANG_HOSTS")
ALLOWED_HOSTS = [*_hosts, "localhost", "127.0.0.1", "[::1]"]
HTTPS = switch("TAIZHANG_HTTPS", default=bool(_hosts))
BEHIND_PROXY = switch("TAIZHANG_PROXY", default=False)

INSTALLED_APPS = [
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "axes",
    "ninja",  # serves the API's documentation page from here instead of an outside address
    "taizhang.web.accounts",
    "taizhang.web.ledger",
    "taizhang.web.collection",
    "taizhang.web.rounds",
    "taizhang.web.filling",
    "taizhang.web.intakes",
    "taizhang.web.registers",
    "taizhang.web.reports",
    "taizhang.web.papers",
    "taizhang.web.supervision",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "taizhang.web.middleware.content_policy",
    "taizhang.web.ledger.today.tree_of_today",  # before anybody's rights are asked for
    "django.contrib.sessions.middleware.SessionMiddleware",
    "taizhang.web.middleware.chinese_first",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "taizhang.web.middleware.stay_while_active",
    "taizhang.web.middleware.remember_address",
    "taizhang.web.middleware.PeopleLogIn",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "taizhang.web.accounts.coming_in.FirstThingsFirst",
    "taizhang.web.middleware.RefusalsAsPages",
    "axes.middleware.AxesMiddleware",  # last, as axes asks
]

ROOT_URLCONF = "taizhang.web.urls"
WSGI_APPLICATION = "taizhang.web.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
            ]
        },
    }
]

_SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": TAIZHANG_HOME / "taizhang.sqlite3",
    "OPTIONS": {
        # writers queue at BEGIN instead of failing half-way, and readers never wait for them
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # 64 MiB of pages are held instead of SQLite's 2: a round's indexes do not fit into those
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000; PRAGMA cache_size=-65536;"
        ),
    },
}
DATABASES: dict[str, Any] = {"default": _SQLITE}
if url := os.environ.get("DATABASE_URL"):
    DATABASES = {"default": dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- people ------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    "taizhang.web.accounts.passwords.GivenPasswordHasher",
]
# GB/T 22239-2019 asks for complexity, regular change, a limit of failures and a log-out when idle (8.1.4.1), and
# leaves the numbers open; these are no weaker than what assessors ask: 8 characters of 3 kinds, 90 days, 5 failures
PASSWORD_LENGTH = count("TAIZHANG_PASSWORD_LENGTH", 10)
PASSWORD_CLASSES = count("TAIZHANG_PASSWORD_CLASSES", 3)
PASSWORD_DAYS = count("TAIZHANG_PASSWORD_DAYS", 90)
PASSWORD_HISTORY = count("TAIZHANG_PASSWORD_HISTORY", 5)
TOTP_ROLES = set(listed("TAIZHANG_TOTP_ROLES"))  # accounts/apps.py knows whether there are such roles
OIDC_ISSUER = os.environ.get("TAIZHANG_OIDC_ISSUER", "").rstrip("/")
OIDC_CLIENT = os.environ.get("TAIZHANG_OIDC_CLIENT", "")
OIDC_SECRET = os.environ.get("TAIZHANG_OIDC_SECRET", "")
OIDC_CLAIM = os.environ.get("TAIZHANG_OIDC_CLAIM", "preferred_username")

_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator", "OPTIONS": {"user_attributes": ("username", "name")}},
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": PASSWORD_LENGTH}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": "taizhang.web.accounts.passwords.MixedValidator", "OPTIONS": {"classes": PASSWORD_CLASSES}},
    {"NAME": "taizhang.web.accounts.passwords.NotBeforeValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"

AXES_FAILURE_LIMIT = count("TAIZHANG_LOCK_FAILURES", 5)
AXES_COOLOFF_TIME = timedelta(minutes=count("TAIZHANG_LOCK_MINUTES", 15))
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "accounts/locked.html"
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "taizhang.web.middleware.address_of"

SESSION_COOKIE_AGE = 60 * count("TAIZHANG_IDLE_MINUTES", 30)
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in _hosts]

# --- the wire ----------------------------------------------------------------------------------------------

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 2**20
UPLOAD_LIMIT = 20 * 2**20  # bytes of one received file
INTAKE_LIMIT = 200 * 2**20  # bytes of files sent together, zips as they are

# --- reports -----------------------------------------------------------------------------------------------

_address = f"{'https' if HTTPS else 'http'}://{(_hosts or ['localhost:8000'])[0]}"
SITE_ADDRESS = os.environ.get("TAIZHANG_ADDRESS", _address).rstrip("/")
REPORT_SIGN_OFF = switch("TAIZHANG_SIGN_OFF", default=False)
POLISH_URL = os.environ.get("TAIZHANG_POLISH_URL", "")  # …/v1; nothing is sent anywhere without it
POLISH_KEY = os.environ.get("TAIZHANG_POLISH_KEY", "")
POLISH_MODEL = os.environ.get("TAIZHANG_POLISH_MODEL", "")
POLISH_SECONDS = 60

# --- language and time -------------------------------------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [TAIZHANG_HOME / "locale"]  # compiled there by `home.prepare`
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# --- files -------------------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATICFILES_DIRS = [HERE / "static"]
WHITENOISE_USE_FINDERS = True  # served from where they stand: nothing to collect before a start

UNFOLD = {"SITE_TITLE": _("台账后台"), "SITE_HEADER": _("台账后台"), "SHOW_LANGUAGES": True, "ENVIRONMENT": None}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
