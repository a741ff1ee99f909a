"""A whole site in a real browser."""
