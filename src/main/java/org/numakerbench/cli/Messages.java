package org.numakerbench.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Words for what the operating system says. */
final class Messages {
    private Messages() {}

    /** The cause of a failed file operation in a few words. */
    static String cause(IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return "no such file or directory";
        }
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (failure instanceof NotDirectoryException || failure instanceof java.nio.file.FileAlreadyExistsException) {
            return "not a directory";
        }
        if (failure instanceof CharacterCodingException) {
            return "not UTF-8 text";
        }
        if (failure instanceof FileSystemException it && it.getReason() != null) {
            return it.getReason();
        }
        return String.valueOf(failure.getMessage());
    }
}
