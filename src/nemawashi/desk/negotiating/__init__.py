"""What is done to a text between the first draft and its adoption."""
