"""What is saved is told to the journal with old and new value, and only administrators save."""

import pytest

from assets.models import (
    Category,
    DeviceModel,
    FaultTile,
    FundingSource,
    Manufacturer,
    NumberScheme,
)
from assets.settings_pages.workflow import save_number_scheme, save_tile
from itsm.fields.models import BuiltinField, CustomField, CustomValue, Status
from itsm.journal.models import Event
from itsm.people.models import Authority, School, SchoolKind
from itsm.settings_pages import workflow
from itsm.workflow import NotAllowed, StepRefused
from tickets.models import RoutingRule, TicketSettings
from tickets.settings_pages.workflow import save_ticket_settings, take_back_rule


def told():
    """The newest line: verb, visibility and what it says."""
    event = Event.objects.first()
    return event.verb, event.visibility, event.details


def test_a_changed_category_is_told_with_old_and_new_value(beamers, adam):
    workflow.save(beamers, by=adam, label_de="Projektor", is_case=True, order=0)
    changes = {"label_de": ["Beamer", "Projektor"], "is_case": ["", "✓"]}
    details = {"what": "category", "name": "Projektor", "changes": changes}
    assert told() == ("setting.changed", "authority", details)
    assert Category.objects.get().label_de == "Projektor"


def test_nothing_changed_nothing_told(beamers, adam):
    workflow.save(beamers, by=adam, label_de="Beamer", is_case=False)
    assert Event.objects.count() == 0


def steps(beamers):
    """Every step with something to take it on."""
    school = School.objects.first()
    field = CustomField(owner_type="ticket", owner_id=0)
    return [
        (workflow.save, [beamers], {"label_de": "x"}),
        (save_tile, [beamers.tiles.first()], {"hints": [], "label_de": "x"}),
        (workflow.move, [beamers], {"up": True}),
        (workflow.save_school, [school], {"name": "x"}),
        (workflow.close_school, [school], {}),
        (workflow.open_school_again, [school], {}),
        (workflow.save, [school.kind], {"name": "x"}),
        (workflow.remove_school_kind, [school.kind], {}),
        (workflow.save, [Manufacturer()], {"name": "x"}),
        (workflow.save, [DeviceModel()], {"name": "x"}),
        (workflow.save, [FundingSource()], {"name": "x"}),
        (workflow.save_field, [field], {"key": "x", "kind": "text"}),
        (workflow.save_status, [Status(kind="ticket", state="new")], {"label_de": "x"}),
        (workflow.save_form_layout, ["device", {}], {}),
        (workflow.save_authority, [], {"name": "x"}),
        (save_number_scheme, [NumberScheme(pk=1)], {"pattern": "{number}"}),
        (save_ticket_settings, [TicketSettings(pk=1)], {"reopen_days": 1}),
        (workflow.save, [RoutingRule()], {"level": 1}),
        (take_back_rule, [RoutingRule(level=1)], {}),
    ]


# What the trades bring.
OF_TRADES = {"save_tile", "save_number_scheme", "save_ticket_settings", "take_back_rule"}


def test_nobody_but_an_administrator_saves_a_setting(beamers, deich, anna, tom, lena):
    looked_at = {step.__name__ for step, _args, _how in steps(beamers)}
    assert looked_at == set(workflow.__all__) | OF_TRADES
    for step, args, values in steps(beamers):
        for person in (anna, tom, lena):
            with pytest.raises(NotAllowed):
                step(*args, by=person, **values)
    assert Event.objects.count() == 0


def test_up_and_down_change_places_and_stop_at_the_ends(beamers, adam):
    first, second = FaultTile.objects.all()
    workflow.move(second, by=adam, up=True)
    assert list(FaultTile.objects.all()) == [second, first]
    workflow.move(second, by=adam, up=True)
    assert list(FaultTile.objects.all()) == [second, first]
    assert Event.objects.count() == 1


def test_a_school_closes_and_opens_and_a_kind_in_use_stays(deich, adam):
    workflow.close_school(deich, by=adam)
    assert School.objects.get().closed_on is not None
    assert told()[0] == "school.edited"
    with pytest.raises(StepRefused):
        workflow.close_school(deich, by=adam)
    workflow.open_school_again(deich, by=adam)
    assert School.objects.get().closed_on is None
    with pytest.raises(StepRefused):
        workflow.remove_school_kind(deich.kind, by=adam)
    workflow.remove_school_kind(SchoolKind.objects.create(name="Werkschule"), by=adam)
    assert list(SchoolKind.objects.values_list("name", flat=True)) == ["Gymnasium"]


def lamp(beamers, adam, **values):
    field = CustomField(owner_type="category", owner_id=beamers.pk)
    plain = {"label_de": "Lampe", "key": "lamp", "kind": "number"}
    return workflow.save_field(field, by=adam, **{**plain, **values})


def test_a_field_keeps_its_key_and_once_filled_in_its_type(beamers, beamer, adam):
    field = lamp(beamers, adam)
    workflow.save_field(field, by=adam, key="other", kind="text")
    assert CustomField.objects.values_list("key", "kind").get() == ("lamp", "text")
    beamer.custom = {"lamp": "LP96"}
    beamer.save()
    with pytest.raises(StepRefused):
        workflow.save_field(field, by=adam, kind="date")
    with pytest.raises(StepRefused):
        lamp(beamers, adam)


def test_a_choice_somebody_chose_has_to_stay(beamers, beamer, adam):
    both = [{"value": v, "de": v, "en": ""} for v in ("in", "contains")]
    field = lamp(beamers, adam, key="exact", kind="choice", choices=both)
    beamer.custom = {"exact": "contains"}
    beamer.save()
    workflow.save_field(field, by=adam, choices=both[1:])
    with pytest.raises(StepRefused):
        workflow.save_field(field, by=adam, choices=both[:1])


def test_what_becomes_sortable_is_indexed_at_once(beamers, beamer, foreign_beamer, adam):
    field = lamp(beamers, adam)
    beamer.custom = {"lamp": 1200}
    beamer.save()
    workflow.save_field(field, by=adam, sortable=True)
    rows = list(CustomValue.objects.values_list("object_id", "number"))
    assert rows == [(beamer.pk, 1200)]
    workflow.save_field(field, by=adam, sortable=False)
    assert CustomValue.objects.count() == 0


def test_one_status_of_a_state_sets_itself(adam, db):
    def save(label, **values):
        status = Status(kind="ticket", state="waiting")
        return workflow.save_status(status, by=adam, label_de=label, **values)

    save("wartet", is_default=True)
    save("wartet auf Teil", is_default=True)
    usual = Status.objects.filter(is_default=True).values_list("label_de", flat=True)
    assert list(usual) == ["wartet auf Teil"]
    with pytest.raises(StepRefused):
        save("alt", is_default=True, retired=True)


def test_the_dress_of_built_in_fields_is_told_field_by_field(adam, db):
    values = {"hidden": True, "required": False, "label_de": "", "label_en": "", "order": 3}
    workflow.save_form_layout("device", {"price": values}, by=adam)
    workflow.save_form_layout("device", {"price": {**values, "hidden": False}}, by=adam)
    assert BuiltinField.objects.values_list("form", "name", "hidden").get() == (
        "device",
        "price",
        False,
    )
    assert told()[2] == {
        "what": "builtin",
        "name": "device.price",
        "changes": {"hidden": ["✓", ""]},
    }


def test_the_one_row_tables_are_made_when_first_saved(adam, db):
    workflow.save_authority(by=adam, name="Schul-IT Küste", accent="#006699")
    save_number_scheme(NumberScheme(pk=1), by=adam, pattern="IT-{number}", digits=4)
    save_ticket_settings(TicketSettings(pk=1), by=adam, reopen_days=10)
    assert (Authority.get().name, NumberScheme.objects.get().digits) == ("Schul-IT Küste", 4)
    assert TicketSettings.get().reopen_days == 10


def test_the_journal_names_a_setting_in_full(adam, db):
    workflow.save(Category(), by=adam, label_de="Adapter HDMI → VGA")
    assert told()[2]["name"] == "Adapter HDMI → VGA"
