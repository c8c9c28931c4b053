"""The settings of lending, for loan managers and administrators."""

from functools import wraps
from typing import NamedTuple

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404, render
from django.urls import reverse, reverse_lazy
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from assets.models import AccessoryKind
from itsm.settings_pages.pages import Row, do, form_page, list_page, page_of
from itsm.settings_pages.parts import Entry, groups_for
from itsm.settings_pages.workflow import move as move_step
from itsm.settings_pages.workflow import save
from itsm.workflow import require
from loans.models import Condition, Stage
from loans.rules import can_change_loan_settings
from loans.settings_pages import LOANS
from loans.settings_pages.forms import AccessoryForm, ConditionForm, StageForm

CARDS = [
    Entry(
        LOANS,
        "lending:conditions",
        "check",
        gettext_lazy("Conditions"),
        gettext_lazy("What a school has to prove before a case is promised."),
        may=can_change_loan_settings,
    ),
    Entry(
        LOANS,
        "lending:stages",
        "thumbs-up",
        gettext_lazy("Stages of approval"),
        gettext_lazy("Who has to agree, one after the other."),
        may=can_change_loan_settings,
    ),
    Entry(
        LOANS,
        "lending:entries",
        "briefcase",
        gettext_lazy("Catalogue"),
        gettext_lazy("Text and photos of each kind of case."),
        may=can_change_loan_settings,
    ),
    Entry(
        LOANS,
        "lending:accessories",
        "headphones",
        gettext_lazy("Accessories"),
        gettext_lazy("What is counted, and what a new one costs."),
        may=can_change_loan_settings,
    ),
    Entry(
        LOANS,
        "loans:tasks",
        "list",
        gettext_lazy("Before a case goes out"),
        gettext_lazy("The list that is ticked off for each case."),
        may=can_change_loan_settings,
    ),
    Entry(
        LOANS,
        "loans:paper_texts",
        "paper",
        gettext_lazy("Papers"),
        gettext_lazy("The words of contract, annex, protocol and letter."),
        may=can_change_loan_settings,
    ),
    Entry(
        LOANS,
        "loans:reminders",
        "bell",
        gettext_lazy("Reminders"),
        gettext_lazy("Who is reminded when, and in which words."),
        may=can_change_loan_settings,
    ),
]


def lenders(view):
    """For loan managers and administrators; everybody else is answered 403."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        require(can_change_loan_settings, request.user)
        return view(request, *args, **kwargs)

    return guarded


def way(*steps):
    """The way here: loans, their settings, then (name, url) pairs."""
    first = [
        {"url": reverse("loans:list"), "label": _("Loans")},
        {"url": reverse("lending:index"), "label": _("Settings for loans")},
    ]
    return [*first, *({"url": url, "label": str(label)} for label, url in steps)]


@lenders
def index(request):
    """All settings of lending at a glance."""
    context = {"groups": groups_for(request.user, CARDS), "title": _("Settings for loans")}
    return render(request, "loans/settings/index.html", {**context, "crumbs": way()[:1]})


class Setting(NamedTuple):
    """One thing loan managers define: its rows, its form, and the words around them."""

    rows: QuerySet
    form: type
    back: str
    row: object
    edit: str | Promise
    words: dict


@lenders
def listed(request, what):
    """All of them, in the order in which schools read them."""
    setting = SETTINGS[what]
    page = page_of(request, setting.rows.all())
    rows = [_row(what, one, **setting.row(one)) for one in page]
    return list_page(request, setting.words, page, rows, crumbs=way())


def _row(what, one, **more):
    return Row(
        url=reverse(f"lending:{what}", args=[one.pk]),
        title=one.label,
        tag=_("no longer used") if one.retired else "",
        move_url=reverse(f"lending:{what}_move", args=[one.pk]),
        **more,
    )


@lenders
def one(request, what, pk=None):
    """One of them; a new one stands below all others."""
    setting = SETTINGS[what]
    rows, (_url, add) = setting.rows.all(), setting.words["add"]
    here = get_object_or_404(rows, pk=pk) if pk else rows.model(order=rows.count())
    form = setting.form(request.POST or None, instance=here)
    crumbs = way((setting.words["title"], reverse(setting.back)))
    title = setting.edit if pk else add
    return form_page(request, form, save, title=title, back=setting.back, crumbs=crumbs)


@require_POST
@lenders
def move(request, what, pk):
    """One place up or down."""
    setting = SETTINGS[what]
    thing, up = get_object_or_404(setting.rows.all(), pk=pk), request.POST.get("way") == "up"
    return do(request, move_step, thing, setting.back, up=up)


def _condition(condition):
    kind = condition.category or _("every kind")
    cells = [condition.get_proof_display(), condition.get_checker_display(), kind]
    return {"sub": condition.help, "cells": cells}


def _stage(stage):
    return {"cells": [stage.get_role_display()]}


def _accessory(kind):
    return {"icon": kind.icon, "cells": ["" if kind.value is None else kind.value]}


SETTINGS = {
    "condition": Setting(
        Condition.objects.select_related("category"),
        ConditionForm,
        "lending:conditions",
        _condition,
        gettext_lazy("Edit the condition"),
        {
            "title": gettext_lazy("Conditions"),
            "columns": [
                gettext_lazy("Proof"),
                gettext_lazy("Who checks"),
                gettext_lazy("Kind of case"),
            ],
            "add": (reverse_lazy("lending:condition_new"), gettext_lazy("Add a condition")),
            "empty": (
                "check",
                gettext_lazy("No condition yet"),
                gettext_lazy("Then nothing has to be proved."),
            ),
        },
    ),
    "stage": Setting(
        Stage.objects.all(),
        StageForm,
        "lending:stages",
        _stage,
        gettext_lazy("Edit the stage"),
        {
            "title": gettext_lazy("Stages of approval"),
            "columns": [gettext_lazy("Who agrees")],
            "add": (reverse_lazy("lending:stage_new"), gettext_lazy("Add a stage")),
            "empty": (
                "thumbs-up",
                gettext_lazy("No stage yet"),
                gettext_lazy("Then a loan manager decides alone."),
            ),
        },
    ),
    "accessory": Setting(
        AccessoryKind.objects.all(),
        AccessoryForm,
        "lending:accessories",
        _accessory,
        gettext_lazy("Edit the accessory"),
        {
            "title": gettext_lazy("Accessories"),
            "columns": [gettext_lazy("Value of one in €")],
            "add": (reverse_lazy("lending:accessory_new"), gettext_lazy("Add an accessory")),
            "empty": (
                "headphones",
                gettext_lazy("No accessory yet"),
                gettext_lazy("Add what lies in your cases."),
            ),
        },
    ),
}
