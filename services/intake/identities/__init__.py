"""Who the adult of a case is: described anew, compared with others, found to be one person."""
