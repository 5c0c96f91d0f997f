"""The register: known persons, organisations and equipment with their names and dated terms, shipped as data."""
