"""What is printed and kept of a loan: contract, annex, return protocol, decision."""
