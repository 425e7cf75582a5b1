"""The record for programs: read-only, with its sources, described in OpenAPI."""
