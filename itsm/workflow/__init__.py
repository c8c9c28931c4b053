"""How every step is taken: a rule is asked, a state moves, and a refusal is said aloud."""

from itsm.workflow.advance import advance, swap
from itsm.workflow.locking import lock
from itsm.workflow.refusals import NotAllowed, StepRefused, TooMany, require

__all__ = ["NotAllowed", "StepRefused", "TooMany", "advance", "lock", "require", "swap"]
