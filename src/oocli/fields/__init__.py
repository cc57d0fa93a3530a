"""What is known of the fields of a customer: read, kept, checked, and used to give values their types."""
