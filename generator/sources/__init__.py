"""From the YAML files of a project to a library, with every problem on the way.

The only package that reads policy/.
"""

from .folder import Sources, read_sources

__all__ = ["Sources", "read_sources"]
