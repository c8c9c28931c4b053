"""Loans, below /loans/: each part brings its own addresses; they share the name `loans:`."""

from loans.applications import urls as applications
from loans.bookings import urls as bookings
from loans.evaluations import urls as evaluations
from loans.handover import urls as handover
from loans.in_use import urls as in_use
from loans.overview import urls as overview
from loans.papers import urls as papers
from loans.planning import urls as planning
from loans.reminders import urls as reminders
from loans.returns import urls as returns
from loans.trainings import urls as trainings

app_name = "loans"
urlpatterns = [
    *overview.urlpatterns,
    *applications.urlpatterns,
    *handover.urlpatterns,
    *in_use.urlpatterns,
    *returns.urlpatterns,
    *papers.urlpatterns,
    *planning.urlpatterns,
    *reminders.urlpatterns,
    *trainings.urlpatterns,
    *bookings.urlpatterns,
    *evaluations.urlpatterns,
]
