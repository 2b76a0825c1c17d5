"""The shapes of materials that are handed in and documents that are written."""

from views.api.schemas.words import TEXT, WHOLE, Schema, asked, thing

SCHEMAS: dict[str, Schema] = {
    "Material": thing(id=WHOLE, key=TEXT, title=TEXT, name=TEXT, size=WHOLE, sha256=TEXT, url=TEXT),
    "MaterialFile": {
        "type": "object",
        "properties": {
            "key": TEXT,
            "file": {"type": "array", "items": {"type": "string", "format": "binary"}},
            "rotation": {"type": "array", "items": WHOLE},
        },
        "required": ["key", "file"],
    },
    "CertificateInput": asked(("key", "certificate_id"), key=TEXT, certificate_id=WHOLE),
    "MaterialHandedIn": thing(id=WHOLE, key=TEXT, business_no=TEXT, version=WHOLE),
    "Document": thing(id=WHOLE, kind=TEXT, title=TEXT, number=TEXT, sha256=TEXT, signature_state=TEXT, url=TEXT),
}
