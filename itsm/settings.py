"""Settings. What the environment says is read and checked in `environment.py`, only there."""

from importlib.util import find_spec

from csp.constants import NONE, SELF

from itsm import environment as env
from itsm import translations

BASE_DIR = env.BASE
DEBUG = env.DEBUG
DEMO = env.DEMO
SECRET_KEY = env.SECRET_KEY
ALLOWED_HOSTS = env.ALLOWED_HOSTS
PUBLIC_URL = env.PUBLIC_URL
LABEL_URL = env.LABEL_URL
VAR = env.VAR

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django.contrib.postgres",
    "mptt",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "rest_framework",
    "knox",
    "drf_spectacular",
    "django_htmx",
    "csp",
    "itsm.people",
    "itsm.workflow",
    "itsm.fields",
    "itsm.journal",
    "itsm.outbox",
    "itsm.guards",
    "itsm.web",
    "assets",
    "tickets",
    "loans",
    "api",
    "itsm",
]

MIDDLEWARE = [
    "itsm.web.middleware.DatabaseAway",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "itsm.web.permissions.Permissions",
    "itsm.web.middleware.Methods",
    "itsm.web.middleware.Storable",
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "itsm.accounts.middleware.SecondFactor",
    "itsm.web.middleware.Refusals",
]

ROOT_URLCONF = "itsm.urls"
WSGI_APPLICATION = "itsm.wsgi.application"
if DEBUG and not env.TESTING and find_spec("debug_toolbar"):
    # What a page asked the database, and more: for this machine only, with requirements/dev.txt.
    INSTALLED_APPS.append("debug_toolbar")
    zipped = MIDDLEWARE.index("django.middleware.gzip.GZipMiddleware")
    MIDDLEWARE.insert(zipped + 1, "debug_toolbar.middleware.DebugToolbarMiddleware")
    INTERNAL_IPS = ["127.0.0.1"]

FORM_RENDERER = "itsm.web.renderer.KernRenderer"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "itsm.web.context.authority",
                "itsm.web.menu.navigation",
            ],
            "builtins": ["itsm.web.templatetags.web", "itsm.web.templatetags.pieces"],
        },
    }
]

DATABASES = {"default": env.database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# In the database also where there is Redis: only allauth keeps something here, a few rows for each
# second factor and forgotten password, and without them nobody could sign in while Redis is away.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "web_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["itsm.accounts.signing_in.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "itsm.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "itsm.accounts.forms.SignInForm",
    "reauthenticate": "itsm.accounts.forms.PasswordAgainForm",
    "change_password": "itsm.accounts.forms.ChangePasswordForm",
    "reset_password": "itsm.accounts.forms.ForgottenForm",
    "reset_password_from_key": "itsm.accounts.forms.NewPasswordForm",
}
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = False
# Wrong passwords and codes, and mails with a link to a new password, are counted by us: by account
# and sender, never by address alone (colleagues.tries, colleagues.account_forms).
ACCOUNT_RATE_LIMITS = False
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ALLAUTH_TRUSTED_PROXY_COUNT = env.PROXY_COUNT
MFA_ADAPTER = "itsm.accounts.adapter.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "itsm.accounts.forms.CodeForm",
    "reauthenticate": "itsm.accounts.forms.CodeAgainForm",
    "activate_totp": "itsm.accounts.forms.AppForm",
}
MFA_TOTP_ISSUER = "Schul-IT"

# Whose people need a second factor while the authority has not decided on its settings page.
SECOND_FACTOR_ROLES = env.second_factor_roles()

LANGUAGE_CODE = "de"
LANGUAGES = [("de", "Deutsch"), ("en", "English")]
FORMAT_MODULE_PATH = "itsm.formats"
LOCALE_PATHS = [translations.compiled(BASE_DIR / "locale", VAR / "locale")]
TIME_ZONE = "Europe/Berlin"
USE_I18N = USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = env.VAR / "static"
MEDIA_ROOT = env.MEDIA
STORAGES = {
    "default": {"BACKEND": "itsm.files.storage.Uploads"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or env.TESTING
        else "itsm.web.static_files.StaticFiles"
    },
}
WHITENOISE_USE_FINDERS = DEBUG or env.TESTING
X_ACCEL_REDIRECT = env.X_ACCEL_REDIRECT
# A whole form with pictures; each file is held to its own, smaller limit.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o750
UPLOAD_MAX_BYTES = 20_000_000

globals().update(env.MAIL_SERVER)
DEFAULT_FROM_EMAIL = env.MAIL_FROM

if env.REDIS_URL:
    CELERY_BROKER_URL = env.REDIS_URL
    CELERY_BROKER_TRANSPORT_OPTIONS: dict = {"visibility_timeout": 120}
else:
    CELERY_BROKER_URL = "files://"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(env.VAR / "broker"),
        "data_folder_out": str(env.VAR / "broker"),
        "control_folder": str(env.VAR / "broker-control"),
    }
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULE_FILENAME = str(env.VAR / "beat")
CELERY_BEAT_SCHEDULE = {
    # Redis flushed, a worker killed: whatever waits is sent a few seconds later all the same.
    "outbox": {"task": "itsm.outbox.tasks.relay", "schedule": 5.0, "options": {"expires": 5}},
    "tickets": {"task": "tickets.tasks.follow_up", "schedule": 900.0, "options": {"expires": 900}},
    "loans": {"task": "loans.tasks.remind", "schedule": 3600.0, "options": {"expires": 3600}},
    "nightly": {"task": "itsm.tasks.nightly", "schedule": 86_400.0},
}

HTTPS = PUBLIC_URL.lower().startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_ENGINE = "itsm.people.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_SAMESITE = SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
CSRF_TRUSTED_ORIGINS = sorted({PUBLIC_URL.lower(), env.LABEL_URL.lower()})
CSRF_FAILURE_VIEW = "itsm.web.errors.csrf_failure"
if env.PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "script-src": [SELF],
        "style-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# How the API answers.
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "api.authentication.BearerToken",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_THROTTLE_CLASSES": ["api.throttling.OfToken"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_PAGINATION_CLASS": "api.pagination.Pages",
    "DEFAULT_SCHEMA_CLASS": "api.docs.Schema",
    "EXCEPTION_HANDLER": "api.problems.handle",
    # What a route takes stands in the schema; a guess made from its rows would say otherwise.
    "DEFAULT_METADATA_CLASS": None,
    "PAGE_SIZE": 50,
    # `?format=` is a parameter like any other that is not on the list.
    "URL_FORMAT_OVERRIDE": None,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
REST_KNOX = {
    "AUTH_HEADER_PREFIX": "Bearer",
    "TOKEN_LIMIT_PER_USER": None,
    "TOKEN_MODEL": "api.ApiToken",
}
KNOX_TOKEN_MODEL = "api.ApiToken"  # noqa: S105
# Tokens stand in our own table (api.ApiToken): knox's empty one would only be in the way.
MIGRATION_MODULES = {"knox": None}
SPECTACULAR_SETTINGS = {
    "TITLE": "Schul-IT",
    "DESCRIPTION": "Devices, places, labels and tickets of a school authority.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_NAME_OVERRIDES": {
        "DeviceState": "assets.models.Device.State",
        "TicketState": "tickets.models.Ticket.State",
        "TicketKind": "tickets.models.Ticket.Kind",
        "LocationKind": "assets.models.Location.Kind",
        "Visibility": "itsm.journal.models.Visibility",
    },
}

# Ours is meant to stand before Django's: `{% load i18n %}` remembers phrases.
SILENCED_SYSTEM_CHECKS = ["templates.W003"]
TEST_RUNNER = "django.test.runner.DiscoverRunner"
if env.TESTING:
    STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "itsm.masking.MaskedFormatter",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "itsm": {"level": "INFO"},
        # Django gives it a handler of its own, whose lines would not be masked.
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
}
