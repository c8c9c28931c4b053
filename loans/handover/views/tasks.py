"""The list of what is done before a case goes out: loan managers write it."""

from django.contrib import messages
from django.forms import modelform_factory
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from itsm.workflow import require
from loans import rules, workflow
from loans.handover.views.shared import SeeOther
from loans.models import PreparationTask

FIELDS = ["label_de", "label_en", "order", "retired"]
TaskForm = modelform_factory(PreparationTask, fields=FIELDS)


def tasks(request):
    """All lines, in their order."""
    require(rules.can_change_loan_settings, request.user)
    return render(request, "loans/handover/tasks.html", {"tasks": PreparationTask.objects.all()})


def task(request, pk=None):
    """One line: new, renamed, moved, or no longer used."""
    require(rules.can_change_loan_settings, request.user)
    kept = get_object_or_404(PreparationTask, pk=pk) if pk else PreparationTask()
    form = TaskForm(request.POST or None, instance=kept)
    if request.method == "POST" and form.is_valid():
        fresh = PreparationTask.objects.filter(pk=pk).first() or PreparationTask()
        workflow.save_task(fresh, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return SeeOther(reverse("loans:tasks"))
    return render(request, "loans/handover/task.html", {"form": form, "task": kept})
