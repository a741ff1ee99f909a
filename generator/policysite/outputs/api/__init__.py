"""The library and its register of reviews as JSON, for other programs."""

from .review_state import review_state_data

__all__ = ["review_state_data"]
