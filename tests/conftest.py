"""What every test may ask for; the tests patch nothing, they pass arguments."""
