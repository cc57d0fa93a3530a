"""What commands share: options, help, progress, dry runs."""
