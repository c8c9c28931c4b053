from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "itsm.web"
    label = "web"
