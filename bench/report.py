"""What an experiment gives: its measurements, and the figures that are meant to be something at most.

Pure: text from numbers.
"""

from __future__ import annotations

from dataclasses import dataclass

from .measure import table


@dataclass(frozen=True, slots=True)
class Goal:
    """A figure and the most that it may be."""

    what: str
    measured: float
    at_most: float
    unit: str = ""

    @property
    def met(self) -> bool:
        return self.measured <= self.at_most


@dataclass(frozen=True, slots=True)
class Report:
    """What an experiment measured."""

    measurements: str
    goals: tuple[Goal, ...] = ()

    @property
    def markdown(self) -> str:
        if not self.goals:
            return f"{self.measurements}\n"
        rows = [
            (
                goal.what,
                f"{goal.measured:.2f}{goal.unit}",
                f"{goal.at_most:g}{goal.unit}",
                "met" if goal.met else "**missed**",
            )
            for goal in self.goals
        ]
        return f"{self.measurements}\n\n{table(('Goal', 'Measured', 'At most', ''), rows)}\n"
