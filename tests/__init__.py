"""The tests of policysite; they mirror the package."""
