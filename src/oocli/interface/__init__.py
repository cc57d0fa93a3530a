"""What commands share: options and what values they get, help, the commands as data."""
