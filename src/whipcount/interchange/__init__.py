"""What leaves whipcount: tables and text for people and other tools."""
