"""What every template needs: icons, links that keep the filter, and times in a person's words."""

import datetime
from decimal import Decimal
from functools import lru_cache

from django import template
from django.http import QueryDict
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as parsed_url
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils import formats, timezone
from django.utils.html import conditional_escape, format_html
from django.utils.translation import get_language, gettext, ngettext

from itsm.web.undo import way_back

register = template.Library()

MINUTE, HOUR, DAY = 60, 3600, 86_400
RECENT_DAYS = 180


register.filter(way_back)


@register.simple_tag
def icon(name, label="", css=""):
    """A symbol of the sprite; hidden from screen readers unless it says something itself."""
    return _drawn(str(name), str(label), css)


# A page draws the same few symbols a hundred times.
@lru_cache(maxsize=1000)
def _drawn(name, label, css):
    classes = f"icon {css}".strip()
    address = static("web/icons.svg")
    if not label:
        drawn = '<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>'
        return format_html(drawn, classes, address, name)
    drawn = '<svg class="{}" role="img" aria-label="{}"><use href="{}#{}"/></svg>'
    return format_html(drawn, classes, label, address, name)


class Address(URLNode):
    """Django's {% url %}, but an address once made is remembered: a page has seventy of them."""

    def render(self, context):
        args = tuple(arg.resolve(context) for arg in self.args)
        kwargs = tuple((name, value.resolve(context)) for name, value in self.kwargs.items())
        name = self.view_name.resolve(context)
        if not self.asvar:
            return address_of(name, args, kwargs)
        try:
            context[self.asvar] = address_of(name, args, kwargs)
        except NoReverseMatch:
            # As Django has it: a page that is not there is an empty word.
            context[self.asvar] = ""
        return ""


@register.tag
def url(parser, token):
    """The address of a page by the name of its route."""
    node = parsed_url(parser, token)
    return Address(node.view_name, node.args, node.kwargs, node.asvar)


# Addresses depend on nothing but the name of the route and what stands in them.
@lru_cache(maxsize=20_000)
def address_of(name, args=(), kwargs=()) -> str:
    """The escaped address of this route; the same one is made once."""
    return conditional_escape(reverse(name, args=args, kwargs=dict(kwargs)))


@register.simple_tag(takes_context=True)
def query_with(context, **changes):
    """The address's query with some values set, or dropped where None is given."""
    request = getattr(context, "request", None) or context.get("request")
    query = request.GET.copy() if request else QueryDict(context.get("query", ""), mutable=True)
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None and value != "":
            query[name] = value
    return "?" + query.urlencode()


@register.filter
def filled(fields):
    """Whether any of these form fields was filled in: then its corner of the form stays open."""
    return any(field.data for field in fields)


@register.filter
def only_missing(form):
    """Whether all that is wrong with a form is what was not filled in."""
    errors = [error for found in form.errors.as_data().values() for error in found]
    return all(error.code == "required" for error in errors)


@register.filter
def dialled(phone):
    """A phone number as a link calls it: digits, and a plus in front."""
    digits = "".join(sign for sign in phone if sign.isdecimal())
    return f"+{digits}" if phone.strip().startswith("+") else digits


@register.filter
def when(moment):
    """A time as people say it: today 8:12, yesterday 13:20, Fri, 3 Nov, May 2023."""
    if not moment:
        return ""
    day, clock = _here(moment)
    return _near(day, clock, timezone.localdate(), get_language())


@register.filter
def whole(moment):
    """The exact day, and the time where there is one, for the tooltip and the printed page."""
    if not moment:
        return ""
    return _whole(*_here(moment), get_language())


@register.simple_tag
def moment(at):
    """A time as people say it, with the exact one for the tooltip and for programs."""
    if not at:
        return ""
    return _told(
        timezone.localtime(at).replace(second=0, microsecond=0),
        timezone.localdate(),
        get_language(),
    )


@register.filter
def since(moment):
    """How long something has been so: for 2 hours."""
    if not moment:
        return ""
    seconds = int((timezone.now() - moment).total_seconds())
    if seconds < MINUTE:
        return gettext("just now")
    minutes, hours, days = seconds // MINUTE, seconds // HOUR, seconds // DAY
    if not hours:
        return ngettext("for %d minute", "for %d minutes", minutes) % minutes
    if not days:
        return ngettext("for %d hour", "for %d hours", hours) % hours
    return ngettext("for %d day", "for %d days", days) % days


@register.filter
def lasting(moment):
    """The bare length of time since then: 2 days."""
    return span(timezone.now() - moment) if moment else ""


@register.filter
def span(length):
    """A length of time in its largest unit: 20 min, 2 h, 3 days."""
    seconds = int(abs(length.total_seconds()))
    if seconds < HOUR:
        return gettext("%d min") % max(1, seconds // MINUTE)
    if seconds < DAY:
        return gettext("%d h") % (seconds // HOUR)
    days = seconds // DAY
    return ngettext("%d day", "%d days", days) % days


@register.filter
def due(moment):
    """What is left until then, or how long it is overdue: 20 min left, overdue by 2 h."""
    if not moment:
        return ""
    left = moment - timezone.now()
    if left.total_seconds() > 0:
        return gettext("%s left") % span(left)
    days = int(-left.total_seconds()) // DAY
    if not days:
        return gettext("overdue by %s") % span(left)
    return ngettext("overdue by %d day", "overdue by %d days", days) % days


@register.filter
def euro(amount):
    """Money, without cents where there are none: 1,249 €."""
    if amount is None or amount == "":
        return ""
    amount = Decimal(str(amount))
    places = 0 if amount == amount.to_integral_value() else 2
    number = formats.number_format(amount, places, use_l10n=True, force_grouping=True)
    return gettext("€%s") % number


def _here(moment):
    """The day and the time of day of the reader's own clock; None where there is only a day."""
    if not isinstance(moment, datetime.datetime):
        return moment, None
    local = timezone.localtime(moment) if timezone.is_aware(moment) else moment
    return local.date(), datetime.time(local.hour, local.minute)


# A page tells the same few days and times of day over and over.
@lru_cache(maxsize=4000)
def _near(day, clock, today, _language):
    days = (today - day).days
    if abs(days) <= 1:
        near = {0: gettext("today"), 1: gettext("yesterday"), -1: gettext("tomorrow")}[days]
        return f"{near} {_clock(clock)}".strip()
    if abs(days) < 7:
        return formats.date_format(day, "D")
    if abs(days) < RECENT_DAYS or day.year == today.year:
        # Translators: a day and its month in short, in Django's date format.
        return formats.date_format(day, gettext("j M"))
    # Translators: a month in short and its year, in Django's date format.
    return formats.date_format(day, gettext("M Y"))


@lru_cache(maxsize=4000)
def _told(local, today, language):
    day, clock = local.date(), local.time()
    words = _whole(day, clock, language), _near(day, clock, today, language)
    written = '<time datetime="{}" title="{}">{}</time>'
    return format_html(written, local.isoformat(timespec="minutes"), *words)


@lru_cache(maxsize=4000)
def _whole(day, clock, _language):
    # Translators: a whole day, in Django's date format.
    written = gettext("D, j F Y")
    return f"{formats.date_format(day, written)} {_clock(clock)}".strip()


def _clock(clock):
    # Translators: the time of day, in Django's date format.
    return formats.time_format(clock, gettext("G:i")) if clock else ""
