from django.apps import AppConfig


class FieldsConfig(AppConfig):
    name = "itsm.fields"
    label = "fields"
