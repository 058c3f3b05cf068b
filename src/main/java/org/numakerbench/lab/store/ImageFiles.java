package org.numakerbench.lab.store;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.numakerbench.lab.LabException;

/** Firmware images that were submitted, for hosts that do not have them. */
public final class ImageFiles {
    private final LabDatabase database;

    ImageFiles(LabDatabase database) {
        this.database = database;
    }

    /**
     * @param sha256 of {@code file}
     * @param image its ID
     * @param manifest bytes of its {@code manifest.yaml}
     * @param firmware description of what it prints; null: none lies beside the manifest
     */
    public record Stored(
            String sha256,
            String image,
            byte[] manifest,
            String fileName,
            byte[] file,
            @Nullable String mapName,
            byte @Nullable [] map,
            @Nullable String firmwareName,
            byte @Nullable [] firmware) {}

    /** Keeps an image under its ID and sum; one that is there already takes the newer manifest. */
    public void put(Stored it) throws LabException {
        String blob = database.isShared() ? "bytea" : "blob";
        database.write(open -> open.createUpdate("insert into image_file (sha256, image, manifest, file_name, file,"
                        + " map_name, map, firmware_name, firmware) values (:sha256, :image, cast(:manifest as " + blob
                        + "), :fileName, cast(:file as " + blob + "), :mapName, cast(:map as " + blob
                        + "), :firmwareName, cast(:firmware as " + blob + "))"
                        + " on conflict (sha256, image) do update set manifest = excluded.manifest,"
                        + " file_name = excluded.file_name, map_name = excluded.map_name, map = excluded.map,"
                        + " firmware_name = excluded.firmware_name, firmware = excluded.firmware")
                .bindMethods(it)
                .execute());
    }

    public Optional<Stored> find(String image, String sha256) throws LabException {
        return database.read(
                open -> open.createQuery("select * from image_file where sha256 = :sha256 and image = :image")
                        .bind("sha256", sha256)
                        .bind("image", image)
                        .map((row, context) -> new Stored(
                                row.getString("sha256"),
                                row.getString("image"),
                                row.getBytes("manifest"),
                                row.getString("file_name"),
                                row.getBytes("file"),
                                row.getString("map_name"),
                                row.getBytes("map"),
                                row.getString("firmware_name"),
                                row.getBytes("firmware")))
                        .findOne());
    }
}
