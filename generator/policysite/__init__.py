"""policysite: policy documents kept as YAML, published as a site that people can trust."""

__version__ = "0.1.0"
