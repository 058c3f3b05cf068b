package org.numakerbench.firmware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImagesTest {
    /** Of the three bytes {@code abc}: FIPS 180-4, example of SHA-256. */
    private static final String SHA256_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private static final String MANIFEST = """
            file: firmware.bin
            sha256: "%s"
            target: NUMAKER_PFM_M487
            mbedOs: "5.7.1"
            phases: [mqtt, https]
            macros: {AWS_IOT_MQTT_TEST: "1"}
            identity:
              thing: Nuvoton-Mbed-D001
              clientId: Nuvoton-Mbed-D001
              userTopic: Nuvoton/Mbed/D001
              userFilter: Nuvoton/Mbed/+
            staticBytes: 41984
            """.formatted(SHA256_ABC);

    @TempDir
    Path images;

    @BeforeEach
    void oneImage() throws IOException {
        image("m487-5.7.1", MANIFEST);
    }

    @Test
    void findsAnImageWhoseBytesFitItsManifest() throws ImageException {
        Image image = Images.find(images, "m487-5.7.1");

        assertThat(image.path()).isEqualTo(images.resolve("m487-5.7.1/firmware.bin"));
        assertThat(image.manifest())
                .isEqualTo(new Manifest(
                        "firmware.bin",
                        SHA256_ABC,
                        Target.NUMAKER_PFM_M487,
                        null,
                        "5.7.1",
                        null,
                        List.of("mqtt", "https"),
                        Map.of("AWS_IOT_MQTT_TEST", "1"),
                        new Identity("Nuvoton-Mbed-D001", "Nuvoton-Mbed-D001", "Nuvoton/Mbed/D001", "Nuvoton/Mbed/+"),
                        41984L,
                        false));
    }

    @Test
    void listsImagesByName() throws Exception {
        image("a-first", MANIFEST);
        Files.createDirectory(images.resolve("not-an-image"));

        assertThat(Images.list(images)).extracting(Image::id).containsExactly("a-first", "m487-5.7.1");
    }

    @Test
    void namesTheNearestOfTheKnownImages() throws IOException {
        image("nuc472-5.9.0", MANIFEST);

        fails(
                "m478-5.7.1",
                "no image m478-5.7.1 in " + images + "; did you mean m487-5.7.1? known: m487-5.7.1, nuc472-5.9.0");
    }

    @Test
    void doesNotLeaveTheDirectoryOfImages() {
        fails("../m487-5.7.1", "no image ../m487-5.7.1 in " + images + "; did you mean m487-5.7.1? known: m487-5.7.1");
    }

    @Test
    void saysThatThereIsNoDirectoryOfImages() {
        Path none = images.resolve("none");

        assertThatExceptionOfType(ImageException.class)
                .isThrownBy(() -> Images.find(none, "x"))
                .withMessageStartingWith(
                        "no image x: there is no directory " + none + "; images: in a bench profile names it");
    }

    @Test
    void refusesOtherBytesThanTheManifestNames() throws IOException {
        Path file = images.resolve("m487-5.7.1/firmware.bin");
        Files.writeString(file, "");

        fails(
                "m487-5.7.1",
                file + ": its SHA-256 is e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855, "
                        + "not that of the manifest; if the file is right, put this sum into "
                        + images.resolve("m487-5.7.1/manifest.yaml"));
    }

    @Test
    void saysThatTheImageFileIsMissingOrUnreadable() throws IOException {
        Path file = images.resolve("m487-5.7.1/firmware.bin");
        Files.delete(file);
        fails("m487-5.7.1", "no image file " + file + "; build it, or correct `file` in the manifest beside it");

        Files.createDirectory(file);
        fails("m487-5.7.1", file + " cannot be read (Is a directory); check its permissions");
    }

    @Test
    void reportsEveryErrorOfAManifestWithItsLine() throws IOException {
        Path manifest = image("bad", MANIFEST.replace("\"5.7.1\"", "5.7").replace("userFilter:", "userFitler:"))
                .resolve("manifest.yaml");

        fails(
                "bad",
                manifest + ":4: mbedOs: 5.7 is not text; use for example \"5.7.1\"\n"
                        + manifest + ":7: identity.userFilter: missing; add it, for example Nuvoton/Mbed/+\n"
                        + manifest + ":11: identity.userFitler: unknown key; did you mean userFilter? "
                        + "known here: clientId, thing, userFilter, userTopic");
    }

    @Test
    void refusesAnImageForAnotherTargetOrThing() throws ImageException {
        assertThat(Images.findFor(
                        "left", Target.NUMAKER_PFM_M487, Optional.of("Nuvoton-Mbed-D001"), images, "m487-5.7.1"))
                .isEqualTo(Images.find(images, "m487-5.7.1"));

        assertThatExceptionOfType(ImageException.class)
                .isThrownBy(() -> Images.findFor(
                        "left", Target.NUMAKER_PFM_NUC472, Optional.of("Nuvoton-Mbed-D001"), images, "m487-5.7.1"))
                .withMessage("image m487-5.7.1 is for NUMAKER_PFM_M487, board left is a NUMAKER_PFM_NUC472; "
                        + "choose another image, or correct the board's target");
        assertThatExceptionOfType(ImageException.class)
                .isThrownBy(() ->
                        Images.findFor("left", Target.NUMAKER_PFM_M487, Optional.of("D002"), images, "m487-5.7.1"))
                .withMessage(
                        "image m487-5.7.1 is built for thing Nuvoton-Mbed-D001, the profile says D002 for board left; "
                                + "correct the profile, or build the image for that thing");
    }

    private Path image(String id, String manifest) throws IOException {
        Path directory = Files.createDirectory(images.resolve(id));
        Files.writeString(directory.resolve("manifest.yaml"), manifest);
        Files.writeString(directory.resolve("firmware.bin"), "abc");
        return directory;
    }

    private void fails(String id, String message) {
        assertThatExceptionOfType(ImageException.class)
                .isThrownBy(() -> Images.find(images, id))
                .withMessage(message);
    }
}
