"""The server: processes that answer, threads that are few, and streams that hold neither."""
