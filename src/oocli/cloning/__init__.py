"""Read a customer's onOffice to rehearse on a copy of it; nothing of the sandbox is known here."""
