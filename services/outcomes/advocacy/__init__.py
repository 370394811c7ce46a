"""The duty to arrange an independent advocate (Care Act 2014, sections 67 and 68)."""
