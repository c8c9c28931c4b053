"""How the API answers: what the settings of the program take over from here."""

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
