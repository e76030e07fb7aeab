"""The core of sidlab: decides, records and reckons; it draws nothing and serves nothing."""
