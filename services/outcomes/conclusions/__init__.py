"""The enquiry as a whole: read so far, and concluded."""
