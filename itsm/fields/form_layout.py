"""What administrators did to built-in fields: hidden, renamed, put in order, required; in the form, on
the page, in lists and tables alike."""

from django.db.models import BooleanField, JSONField, Value

from itsm.fields.models import BuiltinField, CustomField
from itsm.fields.values import fields_of
from itsm.fields.words import in_language
from itsm.query_cache import Blank, compiled

# Usual places count in tens: there is room to put something between or in front.
STEP = 10
COLUMNS = (
    "order",
    "key",
    "kind",
    "label_de",
    "label_en",
    "choices",
    "retired",
    "pk",
    "owner_id",
    "in_list",
    "sortable",
)


class FormLayout:
    """What administrators said about the built-in fields of one form."""

    def __init__(self, rows):
        self.rows = {row.name: row for row in rows}

    @classmethod
    def of(cls, form):
        """As it is now; one query."""
        return cls(_said(form))

    def hides(self, name) -> bool:
        """Does the house do without this field?"""
        return name in self.rows and self.rows[name].hidden

    def word(self, name, usual):
        """The house's own word for it, else the usual one; nothing where it is hidden."""
        row = self.rows.get(name)
        if row is None:
            return usual
        return "" if row.hidden else in_language(row.label_de, row.label_en) or usual

    def words(self, usual) -> dict:
        """The same for several: {name: usual word}."""
        return {name: self.word(name, word) for name, word in usual.items()}

    def in_order(self, names) -> list[str]:
        """Small numbers stand further up; whatever has none keeps its place."""
        usual = {name: STEP * place for place, name in enumerate(names, start=1)}
        orders = {name: row.order for name, row in self.rows.items() if row.order}
        return sorted(names, key=lambda name: (orders.get(name, usual[name]), usual[name]))


def apply_layout(form, name, called=None):
    """Hide, rename, reorder and require built-in fields as the administrators said; `called`
    names those that this form knows under another name. Returns what was said."""
    said, called = FormLayout.of(name), called or {}
    for row in said.rows.values():
        here = called.get(row.name, row.name)
        if here not in form.fields:
            continue
        if row.hidden:
            del form.fields[here]
            continue
        field = form.fields[here]
        field.label = said.word(row.name, field.label)
        field.required = field.widget.is_required = field.required or row.required
    unseen = [name for name, field in form.fields.items() if field.widget.is_hidden]
    seen = [name for name in form.fields if name not in unseen]
    form.order_fields([*unseen, *said.in_order(seen)])
    return said


def left_empty(form, values) -> list[str]:
    """Which of these built-in fields must be filled in and are not."""
    said = {row.name for row in _said(form) if row.required}
    return sorted(name for name in said & values.keys() if values[name] in (None, "", []))


def page_words(form, owner_type, owner_id=0):
    """What a page or list needs, in one query: the layout of the built-in fields, and the custom
    fields in their order."""
    rows = _words(form, owner_type, bool(owner_id), owner=owner_id)
    rows = sorted(rows, key=lambda row: (row[0], row[7]))
    laid_out = [_builtin(row) for row in rows if not row[2]]
    return FormLayout(laid_out), [
        CustomField(owner_type=owner_type, **dict(zip(COLUMNS, row, strict=True)))
        for row in rows
        if row[2]
    ]


@compiled
def _said(form):
    return BuiltinField.objects.filter(form=form)


@compiled
def _words(form, owner_type, owned):
    own = BuiltinField.objects.filter(form=form).order_by()
    none, never = Value([], JSONField()), Value(False, BooleanField())
    own = own.values_list(
        "order", "name", Value(""), "label_de", "label_en", none, "hidden", "pk", "pk", never, never
    )
    custom = fields_of(owner_type, Blank("owner") if owned else 0)
    return custom.order_by().values_list(*COLUMNS).union(own, all=True)


def _builtin(row):
    order, name, _kind, german, english, _choices, hidden = row[:7]
    return BuiltinField(
        order=order, name=name, label_de=german, label_en=english, hidden=bool(hidden)
    )
