"""From a library to pages, and nothing lost or added on the way."""
