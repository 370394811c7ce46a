"""What pages are like for people: in a real browser, on a phone, without scripts, by keyboard."""
