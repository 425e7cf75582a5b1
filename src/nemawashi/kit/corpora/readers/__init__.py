"""One reader for each kind of file: what its bytes say, as pieces in their order."""
