"""What people upload, judged by its content before anything is kept: one verdict, one sentence that helps.

Only PDF, JPEG and PNG up to 20 MB are kept. A picture is kept upright and without place, camera or anything after its
end; a PDF is kept byte for byte, for it may carry signatures, and is refused if it could act by itself.
"""
