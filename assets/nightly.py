"""What is done for the inventory at night."""

from functools import partial

from django.core.management import call_command

from assets.imports import workflow as imports

WORK = {
    "imports": imports.forget_old,
    "tree": partial(call_command, "check_tree"),
}
