from django.apps import AppConfig


class StepsConfig(AppConfig):
    name = "itsm.steps"
    label = "steps"
