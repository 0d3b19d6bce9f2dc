"""What each input is worth in an answer: one at a time, by Morris, by Sobol; the tornado is the first of them."""
