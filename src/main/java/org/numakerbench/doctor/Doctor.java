package org.numakerbench.doctor;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.numakerbench.board.usb.SystemRoots;
import org.numakerbench.board.usb.UsbBoards;
import org.numakerbench.profile.Profile;
import org.numakerbench.profile.Profile.BoardProfile;

/** All checks. */
public final class Doctor {
    private final SystemRoots roots;
    private final Clock clock;

    public Doctor(SystemRoots roots, Clock clock) {
        this.roots = roots;
        this.clock = clock;
    }

    /**
     * Looks at everything that a run of {@code profile} needs.
     *
     * @param profile endpoint and witness filled in; null: only the host
     * @param out where runs will go
     */
    public List<Diagnosis> examine(@Nullable Profile profile, Path out) throws InterruptedException {
        UsbBoards usb = new UsbBoards(roots);
        List<Diagnosis> all = new ArrayList<>(HostChecks.all(out, roots, usb.attached()));
        if (profile == null) {
            all.addAll(HostChecks.attached(usb));
            return all;
        }
        for (BoardProfile board : profile.boards()) {
            all.addAll(new BoardChecks(board, usb).all());
        }
        ImageChecks images = new ImageChecks(profile);
        all.addAll(images.all());
        all.addAll(new CloudChecks(profile.cloud(), profile.boards(), clock)
                .all(images.any().orElse(null)));
        return all;
    }
}
