package org.numakerbench.sim.cloud.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Certificates with their keys as they lie in a directory: the bench's own are made and renewed, a user's are used if they
 * can be and otherwise named with what is wrong, never replaced.
 */
final class KeptPairs {
    /** The files of one pair. */
    record Names(String certificate, String key) {
        static Names of(String name) {
            return new Names(name + ".crt.pem", name + ".key.pem");
        }
    }

    /** What is wrong with a pair whose key fits and which is valid now; empty: nothing. */
    @FunctionalInterface
    interface Check {
        Optional<String> faultOf(CertifiedKey pair) throws GeneralSecurityException, IOException;
    }

    /** Makes a new pair. */
    @FunctionalInterface
    interface Making {
        CertifiedKey make() throws GeneralSecurityException, IOException;
    }

    private record Fault(String file, String text) {}

    private record Found(
            @Nullable CertifiedKey pair, @Nullable Fault fault) {}

    private final Path directory;
    private final PemFiles files;
    private final Instant now;

    KeptPairs(Path directory, PemFiles files, Instant now) {
        this.directory = directory;
        this.files = files;
        this.now = now;
    }

    /**
     * The pair that is there if it can be used, a new one otherwise.
     *
     * @param whoever what must be true of any pair in this place
     * @param ours what must be true, too, of one that the bench made
     * @throws UnusableFileException when a new one would have to take the place of a user's file
     */
    CertifiedKey keep(Names names, Check whoever, Check ours, Making making)
            throws IOException, GeneralSecurityException {
        boolean certificateIsOurs = files.mayWrite(names.certificate());
        boolean keyIsOurs = files.mayWrite(names.key());
        boolean isOurs = certificateIsOurs && keyIsOurs;
        if (isOurs && !(files.exists(names.certificate()) && files.exists(names.key()))) {
            return make(names, making);
        }
        Found found = find(names, isOurs ? both(whoever, ours) : whoever);
        if (found.pair() != null) {
            return found.pair();
        }
        if (isOurs) {
            return make(names, making);
        }
        Fault fault = found.fault();
        String users = keyIsOurs ? names.certificate() : names.key();
        String blamed = fault == null ? users : fault.file();
        // Of a pair one half of which is the bench's, the other is to blame.
        boolean blamedIsOurs = blamed.equals(names.key()) ? keyIsOurs : certificateIsOurs;
        String text = fault == null ? "cannot be used" : fault.text();
        throw new UnusableFileException(
                directory.resolve(blamedIsOurs ? users : blamed),
                blamedIsOurs && !blamed.equals(users) ? blamed + " " + text : text,
                "the bench did not make this file and leaves it as it is: mend it, or move it away and the bench makes one");
    }

    private CertifiedKey make(Names names, Making making) throws IOException, GeneralSecurityException {
        CertifiedKey made = making.make();
        files.write(names.certificate(), names.key(), made);
        return made;
    }

    private Found find(Names names, Check check) throws IOException, GeneralSecurityException {
        CertifiedKey pair;
        try {
            pair = files.read(names.certificate(), names.key());
        } catch (UnreadablePemException e) {
            return new Found(null, new Fault(String.valueOf(e.file().getFileName()), e.fault()));
        }
        if (!pair.keyFits()) {
            return new Found(null, new Fault(names.key(), "is not the key of " + names.certificate()));
        }
        Optional<String> fault = pair.faultAt(now);
        if (fault.isEmpty()) {
            fault = check.faultOf(pair);
        }
        return fault.isEmpty() ? new Found(pair, null) : new Found(null, new Fault(names.certificate(), fault.get()));
    }

    /** The one fault, or the other. */
    static Check both(Check first, Check second) {
        return pair -> {
            Optional<String> fault = first.faultOf(pair);
            return fault.isPresent() ? fault : second.faultOf(pair);
        };
    }
}
