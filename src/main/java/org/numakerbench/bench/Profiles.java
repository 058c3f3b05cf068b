package org.numakerbench.bench;

import java.nio.file.Path;
import org.numakerbench.profile.Profile;
import org.numakerbench.profile.ProfileException;
import org.numakerbench.profile.ProfileReader;
import org.numakerbench.secret.OwnSecrets;

/** Profiles that a command is given. */
public final class Profiles {
    private Profiles() {}

    /** Reads one; what it calls secret is hidden from now on in all that this process says. */
    public static Profile read(Path file) throws ProfileException {
        Profile profile = ProfileReader.read(file);
        OwnSecrets.add(profile.secrets());
        return profile;
    }
}
