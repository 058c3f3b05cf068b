package org.numakerbench.profile;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A bench profile, validated. Paths are resolved against the profile's own directory.
 *
 * @param file where it was read from
 * @param bench name of this bench, for reports
 * @param images directory of firmware images
 * @param history address of a PostgreSQL database that keeps the history; empty: a file beside the runs
 * @param secrets regular expressions, in the syntax of RE2, of what nobody must see
 */
public record Profile(
        Path file,
        String bench,
        Path images,
        CloudProfile cloud,
        List<BoardProfile> boards,
        Limits limits,
        HeapLimits heap,
        Optional<String> history,
        List<String> secrets) {
    public Profile {
        boards = List.copyOf(boards);
        secrets = List.copyOf(secrets);
    }

    /**
     * @param endpoint host name, as in the firmware; empty for a local cloud, which fills it in
     * @param mqttPort 8883, or 443 with ALPN
     * @param httpsPort 8443, or 443 with ALPN
     * @param alpn whether to send AWS's ALPN names; true on port 443
     * @param witness the bench's own client; empty for a local cloud, which fills it in
     * @param local present: the bench starts a local AWS IoT for the run
     */
    public record CloudProfile(
            Optional<String> endpoint,
            int mqttPort,
            int httpsPort,
            boolean alpn,
            Optional<WitnessProfile> witness,
            Optional<LocalCloudProfile> local) {}

    /**
     * The witness's identity. Its client ID must differ from every device's.
     *
     * @param ca PEM file of the root CAs the endpoint chains to
     * @param certificate PEM file
     * @param privateKey PEM file, mode 0600
     */
    public record WitnessProfile(String clientId, Path ca, Path certificate, Path privateKey) {}

    /** @param directory where the local cloud keeps its CA and credentials, outside git */
    public record LocalCloudProfile(Path directory) {}

    /**
     * One board.
     *
     * @param usb the physical USB port it is plugged into, {@code 1-1.4.2}: serial port and volume follow from it
     * @param network how it reaches the network, {@code ethernet}, {@code esp8266}: heap figures are compared within it
     * @param image default image ID
     * @param certificate PEM file of the certificate compiled into its firmware
     * @param reset means of resetting, tried in this order
     * @param virtual present: the bench starts a virtual board, which fills in serial port, flash volume and reset
     * @param qemu present: the bench starts an emulated board, which fills in the same
     * @param link present: its connections come through the bench
     * @param power how its power is cycled, the last remedy; a usb-power among {@code reset} where nothing else is said
     */
    public record BoardProfile(
            String name,
            Target target,
            Optional<String> usb,
            Optional<String> image,
            Optional<String> thing,
            Optional<Path> certificate,
            SerialProfile serial,
            FlashProfile flash,
            List<ResetProfile> reset,
            Optional<VirtualProfile> virtual,
            Optional<QemuProfile> qemu,
            Optional<String> network,
            Optional<LinkProfile> link,
            Optional<ResetProfile> power) {
        public BoardProfile {
            reset = List.copyOf(reset);
        }

        /** A board whose connections do not come through the bench, and whose power nobody can cycle. */
        public BoardProfile(
                String name,
                Target target,
                Optional<String> usb,
                Optional<String> image,
                Optional<String> thing,
                Optional<Path> certificate,
                SerialProfile serial,
                FlashProfile flash,
                List<ResetProfile> reset,
                Optional<VirtualProfile> virtual,
                Optional<QemuProfile> qemu,
                Optional<String> network) {
            this(
                    name,
                    target,
                    usb,
                    image,
                    thing,
                    certificate,
                    serial,
                    flash,
                    reset,
                    virtual,
                    qemu,
                    network,
                    Optional.empty(),
                    Optional.empty());
        }
    }

    /**
     * Where the bench takes the board's connections, to disturb them on their way to the endpoint. The board gets there by
     * a DNS override of the endpoint's name.
     *
     * @param address of this host, as the board sees it
     */
    public record LinkProfile(String address, int port) {}

    /**
     * What heap figures may do.
     *
     * @param minHeadroomBytes RAM that static data and peak heap must leave, else the run fails
     * @param minHeadroomPercent the same in percent of the target's RAM; the greater of both counts
     * @param maxGrowthBytes a regression of more fails {@code bench heap check}
     */
    public record HeapLimits(
            Optional<Long> minHeadroomBytes, Optional<Integer> minHeadroomPercent, long maxGrowthBytes) {
        /** Nothing asked for, and regressions from 64 bytes on reported. */
        public static final HeapLimits NONE = new HeapLimits(Optional.empty(), Optional.empty(), 64);

        /** RAM that must be left on {@code target}; empty when nobody asks. */
        public Optional<Long> minHeadroomBytes(Target target) {
            Optional<Long> byPercent = minHeadroomPercent.map(percent -> target.ramBytes() * percent / 100);
            return minHeadroomBytes
                    .map(bytes -> Math.max(bytes, byPercent.orElse(0L)))
                    .or(() -> byPercent);
        }
    }

    /** @param port device path; empty for a virtual board */
    public record SerialProfile(Optional<Path> port, int baud) {}

    /** How images get onto the board. */
    public sealed interface FlashProfile {
        /**
         * Copy to the adapter's volume.
         *
         * @param volume mount point; empty for a virtual board, and where the USB port leads to it
         * @param label what the volume must be called when its label can be read; any other volume is refused
         * @param timeout for copy and remount together
         */
        record MassStorage(Optional<Path> volume, String label, Duration timeout) implements FlashProfile {}

        /**
         * OpenOCD, with the adapter's switch {@code OFF}.
         *
         * @param executable program, by name or path
         * @param interfaceFile OpenOCD's configuration of the adapter
         * @param targetFile OpenOCD's configuration of the microcontroller
         */
        record OpenOcd(String executable, String interfaceFile, String targetFile, Duration timeout)
                implements FlashProfile {}

        /**
         * A tool whose way of being called is known.
         *
         * @param tool {@code pyocd} or {@code nulink}
         * @param executable program, by name or path
         * @param probe unique ID of the debug probe; empty when only one is attached
         */
        record Tool(String tool, String executable, Optional<String> probe, Duration timeout) implements FlashProfile {}

        /**
         * Any program. Placeholders in arguments: {@code {image}}, {@code {board}}, {@code {port}}.
         *
         * @param success regular expression that the output must contain; empty: exit code 0 suffices
         * @param failure regular expression that the output must not contain
         */
        record Command(List<String> command, Optional<String> success, Optional<String> failure, Duration timeout)
                implements FlashProfile {
            public Command {
                command = List.copyOf(command);
            }
        }

        /** Writes the line {@code flash PATH} to a Unix-domain socket and expects {@code ok}. */
        record Socket(Path socket, Duration timeout) implements FlashProfile {}

        /** The image is on the board already. */
        record None() implements FlashProfile {}
    }

    /** A means of resetting. */
    public sealed interface ResetProfile {
        /** Serial break, held so long. */
        record Break(Duration hold) implements ResetProfile {}

        /** Copies the same image to the adapter's volume again: programming ends with a reset. */
        record MassStorage() implements ResetProfile {}

        /** OpenOCD, as it flashes. */
        record OpenOcd(String executable, String interfaceFile, String targetFile, Duration timeout)
                implements ResetProfile {}

        /**
         * Switches the hub's port off and on, by {@code uhubctl}.
         *
         * @param off how long it stays off
         */
        record UsbPower(Duration off, Duration timeout) implements ResetProfile {}

        /** Asks the person beside the board to press its reset button. */
        record Manual() implements ResetProfile {}

        /** Any program, as for flashing. */
        record Command(List<String> command, Optional<String> success, Optional<String> failure, Duration timeout)
                implements ResetProfile {
            public Command {
                command = List.copyOf(command);
            }
        }

        /** Writes the line {@code reset} to a Unix-domain socket and expects {@code ok}. */
        record Socket(Path socket, Duration timeout) implements ResetProfile {}

        /** Flashing resets by itself. */
        record None() implements ResetProfile {}
    }

    /**
     * A virtual board.
     *
     * @param baud pace of its UART in bits a second, 10 bits a byte; 0: as fast as it goes
     * @param esp8266 present: its network is a virtual ESP8266
     */
    public record VirtualProfile(int baud, Optional<Esp8266Profile> esp8266) {
        /** With Ethernet. */
        public VirtualProfile(int baud) {
            this(baud, Optional.empty());
        }
    }

    /**
     * A virtual ESP8266.
     *
     * @param seed of its latencies
     * @param slowness factor on its latencies: 1 for an ordinary module
     */
    public record Esp8266Profile(long seed, double slowness) {}

    /**
     * An emulated board, which runs ARM code.
     *
     * @param executable QEMU's program, by name or path
     * @param machine QEMU's name of the machine
     * @param arguments more arguments for QEMU
     * @param baud pace of its UART in bits a second; 0: as fast as it goes
     */
    public record QemuProfile(String executable, String machine, List<String> arguments, int baud) {
        public QemuProfile {
            arguments = List.copyOf(arguments);
        }
    }

    /** Limits of a run; each has a default and can be changed in the profile. */
    public record Limits(
            Duration firstByte,
            Duration banner,
            Duration silence,
            Duration run,
            Duration messageWait,
            Duration lifecycleWait) {
        /** Defaults: {@code flash-reset-serial} measurements, the firmware's 30 s command timeout, AWS latency. */
        public static final Limits DEFAULT = new Limits(
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ofSeconds(45),
                Duration.ofMinutes(10),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30));
    }
}
