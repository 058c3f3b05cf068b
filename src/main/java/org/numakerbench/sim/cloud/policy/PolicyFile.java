package org.numakerbench.sim.cloud.policy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.numakerbench.files.FileFailure;
import org.numakerbench.sim.cloud.tls.UnusableFileException;

/** A policy as it lies in a file. */
public final class PolicyFile {
    private PolicyFile() {}

    /**
     * Reads one.
     *
     * @throws UnusableFileException when there is none, or what is there is no policy
     */
    public static Policy read(Path file) throws UnusableFileException {
        try {
            return Policy.parse(Files.readString(file, StandardCharsets.UTF_8));
        } catch (PolicyException e) {
            throw new UnusableFileException(file, String.valueOf(e.getMessage()), "mend the policy");
        } catch (IOException e) {
            throw new UnusableFileException(file, FileFailure.words(e), "put a policy there, in the JSON of AWS IoT");
        }
    }
}
