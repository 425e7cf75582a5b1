"""Activities of the International Aid Transparency Initiative: read, checked and written; knows nothing of the Dialogue.

::

    for seen in reading.activities(Path("jica.xml"), today=today):
        seen.refused, seen.findings, parsing.activity(seen.node)
"""
