package org.numakerbench.bench;

import java.nio.file.Path;
import org.numakerbench.history.HistoryException;
import org.numakerbench.history.store.HistoryAddress;
import org.numakerbench.profile.Profile;
import org.numakerbench.profile.ProfileException;
import org.numakerbench.profile.ProfileReader;
import org.numakerbench.secret.OwnSecrets;

/** Profiles that a command is given. */
public final class Profiles {
    private Profiles() {}

    /**
     * Where the history of a profile's runs is: as it says, else {@code otherwise}.
     *
     * @throws UsageException when the profile gives no address
     */
    public static HistoryAddress history(Profile profile, HistoryAddress otherwise) {
        try {
            return profile.history().isPresent()
                    ? HistoryAddress.parse(profile.history().get())
                    : otherwise;
        } catch (HistoryException wrong) {
            throw new UsageException(profile.file() + ": history: " + wrong.getMessage(), wrong);
        }
    }

    /** Reads one; what it calls secret is hidden from now on in all that this process says. */
    public static Profile read(Path file) throws ProfileException {
        Profile profile = FileKind.PROFILE.read(file, ProfileReader::read);
        OwnSecrets.add(profile.secrets());
        return profile;
    }
}
