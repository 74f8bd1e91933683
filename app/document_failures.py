"""The failures of documents and attached files, a part of the one table (V-9.1)."""

from __future__ import annotations

from app.texts import N_
from storage.vault import Failure

DOCUMENTS = (
    Failure(
        175,
        "no_documents_here",
        N_("Files are attached to documents, not to a record of this kind."),
        N_("Make a record of the kind “document” in the client's file and attach the file there."),
    ),
    Failure(
        240,
        "empty_file",
        N_("This file is empty, so there is nothing to attach."),
        N_("Look at the file with the program that made it."),
    ),
    Failure(
        241,
        "dangerous_file",
        N_("This file is a program, a script or holds macros, whatever its name says. It is not attached."),
        N_("Ask for it as a PDF or a picture."),
    ),
    Failure(
        242,
        "unknown_file_type",
        N_("Files of this type cannot be attached."),
        N_("Save it as a PDF or a picture. These can be attached: {types}."),
    ),
    Failure(
        243,
        "unreadable_file",
        N_("This file cannot be opened: it is damaged, or not what its beginning says."),
        N_("Open it with another program and save it again. What is attached already can still be saved as it is."),
    ),
    Failure(
        244,
        "too_many_pixels",
        N_("This picture is too large: more than {most} million pixels."),
        N_("Make it smaller with another program, or scan it again with fewer dots an inch."),
    ),
    Failure(
        245,
        "too_many_pages",
        N_("This file has too many pages: more than {most}."),
        N_("Divide it into several files."),
    ),
    Failure(
        246,
        "picture_too_large",
        N_("This picture is too large: at most {most} MiB can be attached."),
        N_("Make it smaller with another program."),
    ),
    Failure(
        247,
        "not_a_file",
        N_("There is no file to read at {path}."),
        N_("Choose a file that is there and that you may read."),
    ),
    Failure(
        248,
        "only_kept",
        N_("A file of this type is kept as it is, but cannot be shown here."),
        N_("Save it, and open it with its own program. Delete the copy afterwards."),
    ),
    Failure(
        249,
        "no_scan_folder",
        N_("There is no folder to read at {path}."),
        N_("Connect the drive, or choose another folder under “Settings”."),
    ),
)
