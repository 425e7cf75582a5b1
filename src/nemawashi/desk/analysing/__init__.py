"""Results of counting that are kept and published, and rounds in which texts are coded."""
