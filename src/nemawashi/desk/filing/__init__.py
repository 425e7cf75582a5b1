"""A text as files: taken out in every form, and what a delegation sends back."""
