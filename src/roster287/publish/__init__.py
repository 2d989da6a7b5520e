"""What is made for readers. Reads the register through its queries only."""
