"""The nerve roots, region and side of a radiculopathy."""
