from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    name = "itsm.workflow"
    label = "workflow"
