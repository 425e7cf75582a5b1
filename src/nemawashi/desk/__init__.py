"""The working pages: what an officer, a delegation, an expert or a curator does, each act through one view."""
