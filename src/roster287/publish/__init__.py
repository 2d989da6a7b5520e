"""What is made for readers. It asks the register through the functions of its modules and holds no SQL of its own."""
