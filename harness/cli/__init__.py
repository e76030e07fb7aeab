"""The command line: reads what is asked, calls who does it, ends with the contract's exit status."""
