"""Read a customer's onOffice to rehearse on a copy of it; only ``clone`` knows the sandbox."""
