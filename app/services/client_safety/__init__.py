"""What is done for the safety of clients: reviews, safety plans, duties, measures."""
