"""The library and its register of reviews as JSON, for other programs."""
