"""One's own account: second factors, sessions, what happened to it, tokens for programs."""
