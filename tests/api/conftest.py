from tests.shipped_record import record, shipped

__all__ = ["record", "shipped"]
