package org.numakerbench.tune.build;

import java.util.List;
import org.numakerbench.firmware.Image;
import org.numakerbench.profile.Profile.BoardProfile;
import org.numakerbench.tune.search.Setting;

/** The image of a setting for a board. */
public interface SettingImages extends AutoCloseable {
    /** What will be asked for soon, in this order. */
    default void expect(List<Wanted> wanted) {}

    /** @throws BuildFailedException when there is none and none can be made */
    Image of(Setting setting, BoardProfile board) throws BuildFailedException, InterruptedException;

    @Override
    void close();

    /** A setting on a board. */
    record Wanted(Setting setting, BoardProfile board) {}
}
