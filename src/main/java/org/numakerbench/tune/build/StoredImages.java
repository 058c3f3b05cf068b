package org.numakerbench.tune.build;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.numakerbench.firmware.Image;
import org.numakerbench.firmware.ImageException;
import org.numakerbench.firmware.Images;
import org.numakerbench.profile.Profile.BoardProfile;
import org.numakerbench.tune.search.Setting;

/** Images that are there already, known by the macros of their manifests. */
public final class StoredImages implements SettingImages {
    private final Path directory;
    private final List<Image> images;
    private final Map<String, String> macros;

    /**
     * @param macros that every image must have beside its setting's
     * @throws ImageException when one of the images cannot be used
     */
    public StoredImages(Path directory, Map<String, String> macros) throws ImageException {
        this.directory = directory;
        this.images = Images.list(directory);
        this.macros = macros;
    }

    @Override
    public Image of(Setting setting, BoardProfile board) throws BuildFailedException {
        Map<String, String> wanted = new TreeMap<>(macros);
        setting.values().forEach((name, value) -> wanted.put(name, String.valueOf(value)));
        return images.stream()
                .filter(image -> image.manifest().target().equals(board.target()))
                .filter(image -> image.manifest().macros().entrySet().containsAll(wanted.entrySet()))
                .filter(image -> board.thing()
                        .map(image.manifest().identity().thing()::equals)
                        .orElse(true))
                .findFirst()
                .orElseThrow(() -> new BuildFailedException("no image in " + directory + " for " + board.target()
                        + board.thing().map(thing -> " and thing " + thing).orElse("") + " whose manifest has macros "
                        + wanted + "; add one, or give the experiment a build command"));
    }

    @Override
    public void close() {
        // nothing is held
    }
}
