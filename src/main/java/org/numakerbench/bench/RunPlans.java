package org.numakerbench.bench;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.numakerbench.board.flash.Flasher;
import org.numakerbench.board.method.BoardSite;
import org.numakerbench.board.method.ResetMethod;
import org.numakerbench.board.reset.Resetter;
import org.numakerbench.board.serial.JSerialCommOpener;
import org.numakerbench.board.serial.SerialLink;
import org.numakerbench.board.usb.SystemRoots;
import org.numakerbench.board.usb.UsbBoard;
import org.numakerbench.board.usb.UsbBoards;
import org.numakerbench.board.usb.UsbOpener;
import org.numakerbench.cloud.CredentialCheck;
import org.numakerbench.cloud.CredentialException;
import org.numakerbench.cloud.CredentialFiles;
import org.numakerbench.cloud.CredentialFinding;
import org.numakerbench.cloud.Credentials;
import org.numakerbench.cloud.WitnessOptions;
import org.numakerbench.crosscheck.timeline.TopicFilter;
import org.numakerbench.evidence.Fact;
import org.numakerbench.evidence.FirmwareDescription;
import org.numakerbench.firmware.Identity;
import org.numakerbench.firmware.Image;
import org.numakerbench.profile.Profile;
import org.numakerbench.profile.Profile.BoardProfile;
import org.numakerbench.profile.Profile.CloudProfile;
import org.numakerbench.profile.Profile.WitnessProfile;
import org.numakerbench.run.RunPlan;
import org.numakerbench.text.SafeText;

/** From a profile, a board and an image to a plan in which everything that can be checked beforehand has been. */
public final class RunPlans {
    private RunPlans() {}

    /**
     * @param board with port, flasher and resetter filled in
     * @throws UsageException when board, image and profile do not fit together, or the credentials do not
     */
    public static RunPlan plan(Profile profile, BoardProfile board, Image image, Path out) {
        return plan(
                profile,
                board,
                image,
                out,
                profile.cloud().witness().orElseThrow().clientId());
    }

    /**
     * @param witnessId MQTT client ID of the witness; boards that run side by side need one each
     */
    public static RunPlan plan(Profile profile, BoardProfile board, Image image, Path out, String witnessId) {
        check(profile, board, image);
        CloudProfile cloud = profile.cloud();
        WitnessProfile witness = cloud.witness().orElseThrow();
        Identity identity = image.manifest().identity();
        FirmwareDescription firmware = firmware(profile, image);
        WitnessOptions options = new WitnessOptions(
                cloud.endpoint().orElseThrow(),
                cloud.mqttPort(),
                cloud.httpsPort(),
                cloud.alpn(),
                witnessId,
                credentials(profile, witness),
                identity.thing(),
                identity.clientId(),
                identity.userFilter(),
                ownFilters(firmware, identity));
        BoardDrivers hands = hands(board, image);
        return new RunPlan(
                profile,
                board,
                image,
                hands.port(),
                hands.opener(),
                hands.flasher(),
                hands.resetters(),
                options,
                certificates(profile, board, options),
                out,
                firmware);
    }

    /**
     * What an image prints, as its manifest or else the profile describes it; null: the example firmware.
     *
     * @throws UsageException with every error of the description
     */
    public static @Nullable FirmwareDescription firmware(Profile profile, Image image) {
        return description(profile, image)
                .map(it -> Descriptions.read(it).usable().description())
                .map(it -> it.about(image.manifest().identity().thing()))
                .orElse(null);
    }

    /** The file that says what an image prints; empty: the example firmware. */
    public static Optional<Path> description(Profile profile, Image image) {
        return Optional.ofNullable(image.manifest().firmware()).or(profile::firmware);
    }

    /** What the witness listens to for it, beside what it listens to anyhow: one message must not come twice. */
    public static List<String> ownFilters(@Nullable FirmwareDescription firmware, Identity identity) {
        List<String> known = List.of(identity.userFilter(), "$aws/things/" + identity.thing() + "/shadow/#");
        List<String> own = new ArrayList<>();
        for (String filter : firmware == null ? List.<String>of() : firmware.filters()) {
            if (Stream.concat(known.stream(), own.stream()).noneMatch(it -> TopicFilter.matches(it, filter))) {
                own.removeIf(it -> TopicFilter.matches(filter, it));
                own.add(filter);
            }
        }
        return own;
    }

    /** What can be done with a board: port, flasher and resetters, from its profile. */
    public static BoardDrivers hands(BoardProfile board, @Nullable Image image) {
        UsbBoards usb = new UsbBoards(SystemRoots.real());
        board.usb()
                .filter(usb::mayMove)
                .ifPresent(it -> tell("board " + board.name() + ": usb: " + it
                        + " may be another port after the next start, as this host has several USB controllers; write usb: "
                        + usb.at(it).map(UsbBoard::stablePort).orElse("as bench boards --yaml prints it")));
        SerialLink.Opener serial = new JSerialCommOpener();
        SerialLink.Opener opener = board.usb()
                .<SerialLink.Opener>map(port -> new UsbOpener(usb, port, serial))
                .orElse(serial);
        Path port = port(board);
        BoardSite site = site(board, port, usb);
        Flasher flasher = board.flash().flasher(site);
        ResetMethod.Bench bench = new ResetMethod.Bench(site, flasher, image, RunPlans::tell);
        return new BoardDrivers(
                board.name(),
                port,
                board.serial().baud(),
                opener,
                flasher,
                board.reset().stream().map(means -> means.resetter(bench)).toList(),
                image);
    }

    /** What takes a board's power away and gives it back. */
    public static Resetter power(BoardProfile board, ResetMethod means) {
        BoardSite site = site(board, port(board), new UsbBoards(SystemRoots.real()));
        return means.resetter(new ResetMethod.Bench(site, board.flash().flasher(site), null, RunPlans::tell));
    }

    private static BoardSite site(BoardProfile board, Path port, UsbBoards usb) {
        return new BoardSite(board.name(), board.target(), board.usb(), port, usb);
    }

    private static void tell(String line) {
        System.err.println(SafeText.line(line));
    }

    /** Where a board's serial port is now; a board that is not plugged in is named by its place. */
    public static Path port(BoardProfile board) {
        return board.serial().port().orElseGet(() -> portOf(new UsbBoards(SystemRoots.real()), board));
    }

    private static Path portOf(UsbBoards usb, BoardProfile board) {
        String place = board.usb().orElseThrow();
        return usb.at(place)
                .flatMap(UsbBoard::serial)
                .map(serial -> serial.stable().orElse(serial.device()))
                .orElse(Path.of("usb:" + place));
    }

    /**
     * Reads all credentials that runs of {@code boards} need, before any is begun.
     *
     * @throws UsageException with a line for each that is missing or does not fit
     */
    public static void requireCredentials(Profile profile, List<BoardProfile> boards) {
        List<String> wrong = new ArrayList<>();
        WitnessProfile witness = profile.cloud().witness().orElse(null);
        if (profile.cloud().local().isEmpty() && witness != null) {
            try {
                credentials(profile, witness);
            } catch (UsageException first) {
                List<String> all = CredentialCheck.of(
                                new CredentialFiles(
                                        witness.ca(), witness.certificate(), witness.privateKey(), Optional.empty()),
                                Instant.now(),
                                Optional.empty())
                        .stream()
                        .filter(it -> it.level() == CredentialFinding.Level.BROKEN)
                        .map(it -> profile.file() + ": cloud.witness: " + it.where() + " " + it.what() + "; "
                                + it.remedy())
                        .toList();
                wrong.addAll(all.size() > 1 ? all : List.of(String.valueOf(first.getMessage())));
            }
        }
        for (BoardProfile board : boards) {
            try {
                certificate(profile, board);
            } catch (UsageException its) {
                wrong.add(its.getMessage());
            }
        }
        if (!wrong.isEmpty()) {
            throw new UsageException(String.join("\n", wrong));
        }
    }

    private static Credentials credentials(Profile profile, WitnessProfile witness) {
        try {
            return Credentials.load(witness.ca(), witness.certificate(), witness.privateKey());
        } catch (CredentialException wrong) {
            throw new UsageException(
                    profile.file() + ": cloud.witness: " + wrong.getMessage() + "; " + wrong.remedy(), wrong);
        }
    }

    private static List<Fact.CredentialRead> certificates(Profile profile, BoardProfile board, WitnessOptions witness) {
        List<Fact.CredentialRead> read =
                new ArrayList<>(List.of(witness.credentials().fact()));
        certificate(profile, board).ifPresent(read::add);
        return read;
    }

    private static Optional<Fact.CredentialRead> certificate(Profile profile, BoardProfile board) {
        if (board.certificate().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Credentials.ofDevice(board.certificate().get()));
        } catch (CredentialException wrong) {
            throw new UsageException(
                    profile.file() + ": board " + board.name() + ": certificate: " + wrong.getMessage() + "; "
                            + wrong.remedy(),
                    wrong);
        }
    }

    private static void check(Profile profile, BoardProfile board, Image image) {
        String where = profile.file() + ": board " + board.name() + ": ";
        if (!image.manifest().target().equals(board.target())) {
            throw new UsageException(where + "image " + image.id() + " is for "
                    + image.manifest().target() + ", the board is a " + board.target()
                    + "; choose an image for this target");
        }
        if (!image.manifest().target().isDescribedAs(board.target())) {
            throw new UsageException(where + "its " + board.target() + " is described otherwise than that of image "
                    + image.id() + "; make targets: in the profile and in the manifest the same");
        }
        Identity identity = image.manifest().identity();
        board.thing().filter(thing -> !thing.equals(identity.thing())).ifPresent(thing -> {
            throw new UsageException(where + "thing is " + thing + ", but image " + image.id() + " is built for "
                    + identity.thing() + "; change the profile or choose another image");
        });
        String clientId = profile.cloud().witness().orElseThrow().clientId();
        if (clientId.equals(identity.clientId())) {
            throw new UsageException(profile.file() + ": cloud.witness.clientId \"" + clientId
                    + "\" is the device's own: the two would throw each other out; choose another");
        }
        List<String> unheard = image.manifest().phases().stream()
                .filter(phase -> !phase.equals("mqtt") && !phase.equals("https"))
                .toList();
        if (!unheard.isEmpty()) {
            throw new UsageException(
                    where + "image " + image.id() + " names unknown phases " + unheard + "; known are mqtt and https");
        }
    }
}
