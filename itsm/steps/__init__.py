"""How every step is taken: a rule is asked, a state moves, and a refusal is said aloud."""

from itsm.steps.advance import advance, swap
from itsm.steps.refusals import NotAllowed, StepRefused, TooMany, require
from itsm.steps.together import lock

__all__ = ["NotAllowed", "StepRefused", "TooMany", "advance", "lock", "require", "swap"]
