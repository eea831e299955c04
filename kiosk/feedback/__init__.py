"""What drivers think of the house: stars for a page or a service, in a tap."""
