"""The records that rows are about, as they are in onOffice now."""
