from django.apps import AppConfig


class GuardsConfig(AppConfig):
    name = "itsm.guards"
    label = "guards"
