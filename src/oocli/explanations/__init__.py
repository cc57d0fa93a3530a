"""What ``oocli explain`` explains, a module for each subject: calls, error codes, relations, fields."""
