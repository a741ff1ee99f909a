"""How fast policysite is, against the least work possible and against Markdown by hand."""
