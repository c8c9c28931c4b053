from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "itsm.journal"
    label = "journal"
