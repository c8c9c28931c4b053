"""Handing a case over: preparing, scanning, counting, signing. Returns scan and sign here, too."""
