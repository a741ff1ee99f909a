"""The library and its register of reviews as JSON, for other programs."""

from .machine import review

__all__ = ["review"]
