"""A site takes the place of the last one whole, one build at a time, whatever dead builds have left."""

from __future__ import annotations

from policysite.publishing import replace_site as _  # noqa: F401
