"""The Safeguarding Adults Collection: the national return of a council's year."""
