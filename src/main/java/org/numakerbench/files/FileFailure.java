package org.numakerbench.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Words for what the operating system says: Java's exceptions have but a path for a message where the kind says the rest. */
public final class FileFailure {
    private FileFailure() {}

    /** Why a file operation failed, in a few words. */
    public static String words(IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return "no such file or directory";
        }
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (failure instanceof NotDirectoryException || failure instanceof FileAlreadyExistsException) {
            return "not a directory";
        }
        if (failure instanceof FileSystemException it && it.getReason() != null) {
            return it.getReason();
        }
        return String.valueOf(failure.getMessage());
    }
}
