"""What people fill in: one small form a step, and the form of a new report."""

from tickets.forms.new import NewForm
from tickets.forms.steps import (
    AssignForm,
    DevicesForm,
    EditForm,
    NoteForm,
    SolveForm,
    StepForm,
    WaitForm,
)
from tickets.forms.talking import CommentForm

__all__ = [
    "AssignForm",
    "CommentForm",
    "DevicesForm",
    "EditForm",
    "NewForm",
    "NoteForm",
    "SolveForm",
    "StepForm",
    "WaitForm",
]
