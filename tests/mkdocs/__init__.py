"""The plugin for MkDocs, and what belongs to every page."""
