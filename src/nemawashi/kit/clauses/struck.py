"""A bracket within which words were struck by hand, in a file or with signs for it."""


def struck_within(gone: str, rest: str) -> str:
    """A bracket in which words were struck: what stands beside them would take their place, a name wants them out."""
    gone, rest = gone.strip(), rest.strip()
    if not gone or not rest:
        return f"[{gone or rest}]"
    return f"[{rest[:-1]} delete: {gone}]" if rest[-1] in ":：" else f"[{gone}][{rest}]"
