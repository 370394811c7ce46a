"""The funnel of Making Safeguarding Personal: from a concern to what was wanted coming true."""
