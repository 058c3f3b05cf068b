package org.numakerbench.report.night;

import static org.numakerbench.lab.night.ANight.benchFault;
import static org.numakerbench.lab.night.ANight.cloudFault;
import static org.numakerbench.lab.night.ANight.deviceFail;
import static org.numakerbench.lab.night.ANight.mismatch;
import static org.numakerbench.lab.night.ANight.pass;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.numakerbench.lab.night.ANight;
import org.numakerbench.lab.night.NightReport;

/** A night in which something of everything went wrong; the picture in the documentation is of it. */
final class ExampleNight {
    static final List<String> BOARDS = Stream.concat(
                    IntStream.rangeClosed(1, 8).mapToObj(it -> "lab-west/m487-" + it),
                    IntStream.rangeClosed(1, 4).mapToObj(it -> "lab-east/nuc472-" + it))
            .toList();
    private static final List<String> BUILDS = List.of("main", "release-1.4", "tls-small", "https-only");
    private static final String LOST = "the device says it published to Nuvoton/Mbed/D001, and the witness, which was"
            + " awake (canary 412 ms before and after), did not see it";

    private ExampleNight() {}

    private static String board(int number) {
        return BOARDS.get(number);
    }

    static NightReport report() {
        return tonight().after(weekAgo(), lastNight());
    }

    private static ANight named(ANight night, int number) {
        return night.build("main", "main-" + (1040 + number))
                .build("release-1.4", "r1.4.2")
                .build("tls-small", "tls-small-" + (7 + number))
                .build("https-only", "https-only-3");
    }

    private static ANight weekAgo() {
        ANight night = named(ANight.of(0), 0);
        everywhere(night, (board, build) -> false);
        return night;
    }

    private static ANight lastNight() {
        ANight night = named(ANight.of(6), 1);
        night.run(
                board(4),
                "release-1.4",
                deviceFail("mqtt.connect", "connection refused: not authorised"),
                deviceFail("mqtt.connect", "connection refused: not authorised"));
        night.run(board(2), "main", benchFault("flash", "openocd: no device found; check the cable of Nu-Link 20008"));
        night.run(
                board(9), "https-only", mismatch("https.shadow-get-rest", "the shadow at version 7 has another state"));
        everywhere(
                night,
                (board, build) -> board == 4 && build == 1 || board == 2 && build == 0 || board == 9 && build == 3);
        return night;
    }

    private static ANight tonight() {
        ANight night = named(ANight.of(7), 2);
        for (int board : List.of(1, 2, 6)) {
            night.run(board(board), "main", mismatch("mqtt.user.publish", LOST), mismatch("mqtt.user.publish", LOST));
            night.run(board(board), "main", mismatch("mqtt.user.publish", LOST), mismatch("mqtt.user.publish", LOST));
            night.run(board(board), "main", pass());
        }
        night.run(
                board(9), "https-only", mismatch("https.shadow-get-rest", "the shadow at version 9 has another state"));
        night.run(board(9), "https-only", pass());
        night.run(
                board(9), "https-only", mismatch("https.shadow-get-rest", "the shadow at version 9 has another state"));
        night.run(board(3), "tls-small", deviceFail("mqtt.tls", "mbedtls_ssl_handshake() failed: -0x7280"), pass());
        night.run(board(3), "tls-small", pass().heap(61_440));
        night.run(board(3), "tls-small", pass().heap(61_440));
        night.run(board(5), "main", benchFault("serial", "/dev/ttyACM5 was gone for 1.2 s"), pass());
        night.run(board(5), "main", pass());
        night.run(board(5), "main", pass());
        for (int repeat = 0; repeat < 3; repeat++) {
            night.run(
                    board(11),
                    "main",
                    benchFault("reset", "reset not seen: not one byte came after it; check the board's power"),
                    benchFault("reset", "reset not seen: not one byte came after it; check the board's power"),
                    benchFault("reset", "reset not seen: not one byte came after it; check the board's power"));
            for (String build : BUILDS.subList(1, 4)) {
                night.notRun(
                        board(11),
                        build,
                        board(11)
                                + " is in quarantine: 3 bench faults in a row; the last: reset not seen: not one byte came");
            }
        }
        night.run(
                board(8),
                "tls-small",
                cloudFault("the endpoint refused 3 connections in 41 s; check its status page"),
                cloudFault("the endpoint refused 3 connections in 40 s; check its status page"));
        night.run(board(8), "tls-small", pass());
        night.run(board(8), "tls-small", pass());
        everywhere(
                night,
                (board, build) -> List.of(1, 2, 6, 5, 11).contains(board) && build == 0
                        || board == 9 && build == 3
                        || List.of(3, 8).contains(board) && build == 2
                        || board == 11);
        night.remark("lab-west", "lab-west/m487-6: 2 bench faults in a row; its power was cycled");
        night.remark("lab-east", "lab-east/nuc472-4 is in quarantine: 3 bench faults in a row");
        night.remark("lab-east", "the lab's database cannot be reached (connection refused); runs go on");
        night.remark("lab-east", "the lab's database cannot be reached (connection refused); runs go on");
        night.regression("NUMAKER_PFM_M487/ethernet/GCC_ARM/mqtt+https/4.4.18.18: peak heap +11,440 bytes (11,430 to"
                + " 11,450) from tls-small-9 on; last good tls-small-8; MBEDTLS_SSL_MAX_CONTENT_LEN: 4096 -> 8192");
        return night;
    }

    private interface Already {
        boolean told(int board, int build);
    }

    /** Whatever was not told passes, three times. */
    private static void everywhere(ANight night, Already already) {
        for (int board = 0; board < BOARDS.size(); board++) {
            for (int build = 0; build < BUILDS.size(); build++) {
                for (int repeat = 0; repeat < 3 && !already.told(board, build); repeat++) {
                    night.run(board(board), BUILDS.get(build), pass());
                }
            }
        }
    }
}
