"""A full year of lending in the demo story: every state of a loan, played through the workflow;
and as many more as wanted, copies of a played one that is over and of one that runs."""

from itsm.demo.parts import Amount
from loans.demo.cases import Pool
from loans.demo.copies import LOANS_A_CASE, Copies
from loans.demo.telling import the_year
from loans.demo.together import tell_together
from loans.models import Loan
from loans.starting_set import load_starting_set

AMOUNTS = [Amount("loans", usual=0, most=20_000, of=Loan, help="besides those of the story")]


def tell(story):
    """The authority's cases, and what goes on the agenda; returns the copies `finish` writes."""
    load_starting_set()
    wanted = story.wanted["loans"]
    pool = Pool(story)
    pool.build(more=-(-wanted // LOANS_A_CASE))
    lives = the_year(story, pool)
    tell_together(story, pool, lives["now0"])
    return Copies(story, pool, lives, wanted)


def finish(story):
    """The copies, when all that they are copies of has happened."""
    story.made["loans"].write()
