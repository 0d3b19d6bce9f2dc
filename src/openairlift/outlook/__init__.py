"""What needs no study: stocks months ahead, posture by country and date, cover of places by sites."""
