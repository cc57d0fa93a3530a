"""What goes over the wire: the address, signed bytes out, answers in."""
