"""Tickets, the reports they are made of, what is said about them, and where they go."""

from tickets.models.reports import Comment, Report, TicketFile
from tickets.models.routing import RoutingRule, TicketSettings
from tickets.models.ticket import Ticket

__all__ = ["Comment", "Report", "RoutingRule", "Ticket", "TicketFile", "TicketSettings"]
