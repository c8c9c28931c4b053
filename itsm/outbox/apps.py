from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "itsm.outbox"
    label = "outbox"
